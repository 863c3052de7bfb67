package consumer

import (
	"os"
	"os/exec"
	"testing"
	"time"

	usersig "github.com/usersig/usersig/bindings/go"
)

// A program that ends while goroutines are in the middle of calls and nothing is closed.
func TestExitWithCallsUnderWay(t *testing.T) {
	if os.Getenv("USERSIG_TEST_EXIT") == "" {
		for range 5 {
			command := exec.Command(os.Args[0], "-test.run", "^TestExitWithCallsUnderWay$")
			command.Env = append(os.Environ(), "USERSIG_TEST_EXIT=1")
			if out, err := command.CombinedOutput(); err != nil || len(out) != 0 {
				t.Fatalf("%v: %s", err, out)
			}
		}
		return
	}
	secret, err := usersig.NewSecretKey(keys(t)["secret"].Text)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := usersig.NewSigner(1, secret)
	if err != nil {
		t.Fatal(err)
	}
	for range 4 {
		go func() {
			for {
				if _, err := signer.GenSig("xiaojun"); err != nil {
					os.Exit(1)
				}
				if _, err := usersig.NewSecretKey("left-to-the-collector"); err != nil {
					os.Exit(1)
				}
			}
		}()
	}
	time.Sleep(200 * time.Millisecond)
	os.Exit(0)
}
