package usersig_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	usersig "github.com/usersig/usersig/bindings/go"
)

// The examples' keys are published ones, for trying out.
func init() {
	os.Setenv("USERSIG_SECRET_KEY", "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e")
	dir, err := os.MkdirTemp("", "usersig-example-")
	if err != nil {
		panic(err)
	}
	key := must(usersig.GeneratePrivateKey(usersig.P256))
	for variable, pem := range map[string][]byte{"PRIVATE": must(key.PEM()), "PUBLIC": must(must(key.PublicKey()).PEM())} {
		file := filepath.Join(dir, variable+".pem")
		if err := os.WriteFile(file, pem, 0o600); err != nil {
			panic(err)
		}
		os.Setenv("USERSIG_"+variable+"_KEY_FILE", file)
	}
}

func Example() {
	secret, err := usersig.NewSecretKey(os.Getenv("USERSIG_SECRET_KEY"))
	if err != nil {
		panic(err)
	}
	defer secret.Close()
	signer, err := usersig.NewSigner(1400000000, secret)
	if err != nil {
		panic(err)
	}
	defer signer.Close()

	ticket, err := signer.GenSig("xiaojun", usersig.WithExpire(24*time.Hour))
	if err != nil {
		panic(err)
	}

	untrusted, err := usersig.Inspect(ticket)
	if err != nil {
		panic(err)
	}
	fmt.Println(untrusted.Version(), untrusted.SDKAppID(), untrusted.Identifier(), untrusted.Expire())
	// Output: 2.0 1400000000 xiaojun 24h0m0s
}

func ExampleParsePrivateKey() {
	pem, err := os.ReadFile(os.Getenv("USERSIG_PRIVATE_KEY_FILE"))
	if err != nil {
		panic(err)
	}
	private, err := usersig.ParsePrivateKey(pem)
	if err != nil {
		panic(err)
	}
	defer private.Close()
	signer, err := usersig.NewSigner(1400000000, private)
	if err != nil {
		panic(err)
	}
	defer signer.Close()

	ticket, err := signer.GenSig("xiaojun")
	if err != nil {
		panic(err)
	}

	untrusted, err := usersig.Inspect(ticket)
	if err != nil {
		panic(err)
	}
	fmt.Println(untrusted.Version(), untrusted.Expire())
	// Output: 1.0 4320h0m0s
}

func ExampleVerifier_Verify() {
	pem, err := os.ReadFile(os.Getenv("USERSIG_PUBLIC_KEY_FILE"))
	if err != nil {
		panic(err)
	}
	public, err := usersig.ParsePublicKey(pem)
	if err != nil {
		panic(err)
	}
	secret, err := usersig.NewSecretKey(os.Getenv("USERSIG_SECRET_KEY"))
	if err != nil {
		panic(err)
	}
	// Tickets of both versions, as in an application that is moving from v1 to v2.
	verifier, err := usersig.NewVerifier(1400000000, public, usersig.WithKey(secret), usersig.WithLeeway(30*time.Second))
	if err != nil {
		panic(err)
	}
	defer verifier.Close()

	ticket, err := usersig.GenSigWithSecretKey(1400000000, os.Getenv("USERSIG_SECRET_KEY"), "xiaojun")
	if err != nil {
		panic(err)
	}

	verified, err := verifier.Verify(ticket, "xiaojun")
	switch {
	case errors.Is(err, usersig.ErrExpired):
		fmt.Println("log in again")
	case err != nil:
		fmt.Println("refused:", err)
	default:
		fmt.Println("welcome,", verified.Identifier())
	}

	_, err = verifier.Verify(ticket, "admin")
	var details *usersig.Error
	if errors.As(err, &details) {
		fmt.Println(details.Code.Word(), int(details.Code), details.ServiceCode)
	}
	// Output:
	// welcome, xiaojun
	// identifier_mismatch 33 70013
}

func ExampleSigner_GenPrivateMapKey() {
	secret, err := usersig.NewSecretKey(os.Getenv("USERSIG_SECRET_KEY"))
	if err != nil {
		panic(err)
	}
	signer, err := usersig.NewSigner(1400000000, secret)
	if err != nil {
		panic(err)
	}
	verifier, err := usersig.NewVerifier(1400000000, secret)
	if err != nil {
		panic(err)
	}

	may := usersig.EnterRoom | usersig.ReceiveAudio | usersig.ReceiveVideo
	key, err := signer.GenPrivateMapKey("xiaojun", usersig.RoomNumber(10000), may, usersig.WithExpire(time.Hour))
	if err != nil {
		panic(err)
	}

	verified, err := verifier.Verify(key, "xiaojun", usersig.ExpectSomeUserbuf())
	if err != nil {
		panic(err)
	}
	number, _ := verified.PrivateMapKey().Room().Number()
	fmt.Println(number, verified.PrivateMapKey().Privileges() == may)
	// Output: 10000 true
}

func ExampleSigner_GenSigBatch() {
	secret, err := usersig.NewSecretKey(os.Getenv("USERSIG_SECRET_KEY"))
	if err != nil {
		panic(err)
	}
	signer, err := usersig.NewSigner(1400000000, secret)
	if err != nil {
		panic(err)
	}

	identifiers := strings.Fields("alice bob carol")
	items, err := signer.GenSigBatch(append(identifiers, ""))
	if err != nil {
		panic(err)
	}
	for i, item := range items {
		fmt.Println(i, item.Ticket != "", item.Err)
	}
	// Output:
	// 0 true <nil>
	// 1 true <nil>
	// 2 true <nil>
	// 3 false usersig: the identifier is empty; give the user's ID
}

func ExampleInspect() {
	_, err := usersig.Inspect("this is no ticket")
	fmt.Println(errors.Is(err, usersig.ErrMalformedBase64))
	// Output: true
}

func ExampleVerifier_Authenticate() {
	secret, err := usersig.NewSecretKey(os.Getenv("USERSIG_SECRET_KEY"))
	if err != nil {
		panic(err)
	}
	verifier, err := usersig.NewVerifier(1400000000, secret)
	if err != nil {
		panic(err)
	}
	ticket, err := usersig.GenSigWithSecretKey(1400000000, os.Getenv("USERSIG_SECRET_KEY"), "xiaojun",
		usersig.WithIssuedAt(time.Unix(1600000000, 0)), usersig.WithExpireSeconds(4000000000))
	if err != nil {
		panic(err)
	}

	sender, err := verifier.Authenticate(ticket)
	if err != nil {
		panic(err) // over HTTP: the table below
	}
	fmt.Println("sent by", sender.Identifier(), "and valid until", sender.ExpiresAt().Year())
	// Output: sent by xiaojun and valid until 2147
}

func ExampleWithClock() {
	secret, err := usersig.NewSecretKey(os.Getenv("USERSIG_SECRET_KEY"))
	if err != nil {
		panic(err)
	}

	now := time.Unix(1600000000, 0)
	clock := usersig.WithClock(func() time.Time { return now })
	signer, err := usersig.NewSigner(1400000000, secret, clock)
	if err != nil {
		panic(err)
	}
	verifier, err := usersig.NewVerifier(1400000000, secret, clock)
	if err != nil {
		panic(err)
	}

	ticket, err := signer.GenSig("xiaojun", usersig.WithExpire(time.Hour))
	if err != nil {
		panic(err)
	}
	now = now.Add(time.Hour + time.Second)
	_, err = verifier.Verify(ticket, "xiaojun")
	fmt.Println(errors.Is(err, usersig.ErrExpired))
	// Output: true
}

func ExampleNewUserSigSource() {
	secret, err := usersig.NewSecretKey(os.Getenv("USERSIG_SECRET_KEY"))
	if err != nil {
		panic(err)
	}
	signer, err := usersig.NewSigner(1400000000, secret)
	if err != nil {
		panic(err)
	}

	source, err := usersig.NewUserSigSource(signer, "administrator", usersig.WithExpire(24*time.Hour))
	if err != nil {
		panic(err)
	}
	ticket, err := source.Ticket()
	if err != nil {
		panic(err)
	}

	again, err := source.Ticket()
	fmt.Println(err, again == ticket, source.Renewals())
	// Output: <nil> true 1
}
