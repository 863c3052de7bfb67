package consumer

import (
	"errors"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	usersig "github.com/usersig/usersig/bindings/go"
)

const threads = 8

// Eight goroutines run all cases at the same time, in different orders.
func TestCasesInEightGoroutines(t *testing.T) {
	keys := keys(t)
	var verify []verifyCase
	for _, file := range []string{"verify_cases.json", "attack_cases.json", "official_cases.json"} {
		verify = append(verify, cases[verifyCase](t, file)...)
	}
	gen := cases[genCase](t, "gen_cases.json")
	signing := map[string]usersig.SigningKey{}
	for name, key := range keys {
		if made, err := key.signing(); err == nil {
			signing[name] = made
		}
	}
	var group sync.WaitGroup
	for thread := range threads {
		group.Add(1)
		go func() {
			defer group.Done()
			for i := range verify {
				test := &verify[(i+thread*len(verify)/threads)%len(verify)]
				if wrong := test.check(keys); wrong != nil {
					t.Errorf("%s: %v", test.Name, wrong)
				}
			}
			for i := range gen {
				test := &gen[(i+thread*len(gen)/threads)%len(gen)]
				ticket, expressible, err := test.run(signing[test.Key])
				if wrong := outcome(err, test.Error, ""); expressible && wrong != nil {
					t.Errorf("%s: %v", test.Name, wrong)
				}
				if text, _ := inside(ticket); expressible && err == nil && text != test.Ok.JSON {
					t.Errorf("%s: %s", test.Name, text)
				}
			}
		}()
	}
	group.Wait()
}

// Eight goroutines share one signer and one verifier of two versions.
func TestSharedBetweenEightGoroutines(t *testing.T) {
	secret, err := usersig.NewSecretKey("5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e")
	if err != nil {
		t.Fatal(err)
	}
	private, err := usersig.GeneratePrivateKey(usersig.P256)
	if err != nil {
		t.Fatal(err)
	}
	public, err := private.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := usersig.NewVerifier(1400000000, secret, usersig.WithKey(public))
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []usersig.SigningKey{secret, private} {
		signer, err := usersig.NewSigner(1400000000, key)
		if err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		for thread := range threads {
			group.Add(1)
			go func() {
				defer group.Done()
				for i := range 500 {
					identifier := "user-" + strconv.Itoa(thread) + "-" + strconv.Itoa(i)
					ticket, err := signer.GenSig(identifier)
					if err != nil {
						t.Error(err)
					}
					if verified, err := verifier.Verify(ticket, identifier); err != nil || verified.Identifier() != identifier {
						t.Error(err)
					}
					if _, err := verifier.Verify(ticket, "admin"); !errors.Is(err, usersig.ErrIdentifierMismatch) {
						t.Error(err)
					}
				}
			}()
		}
		group.Wait()
	}
}

// resident is the memory that the process has, in bytes, without what the collector could give back.
func resident(t *testing.T) int {
	t.Helper()
	debug.FreeOSMemory()
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Fatal(err)
	}
	pages, err := strconv.Atoi(strings.Fields(string(data))[1])
	if err != nil {
		t.Fatal(err)
	}
	return pages * os.Getpagesize()
}

// Memory stays as it is over many calls of every kind, with Close and without.
func TestMemoryIsSteady(t *testing.T) {
	// The native library has working memory in each thread that calls it: one is enough here.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	const text = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
	private, err := usersig.GeneratePrivateKey(usersig.P256)
	if err != nil {
		t.Fatal(err)
	}
	pem, err := private.PEM()
	if err != nil {
		t.Fatal(err)
	}
	userbuf := make([]byte, 1000)
	round := func(closing bool) {
		key, err := usersig.NewSecretKey(text)
		if err != nil {
			t.Fatal(err)
		}
		signer, err := usersig.NewSigner(1400000000, key)
		if err != nil {
			t.Fatal(err)
		}
		verifier, err := usersig.NewVerifier(1400000000, key)
		if err != nil {
			t.Fatal(err)
		}
		private, err := usersig.ParsePrivateKey(pem)
		if err != nil {
			t.Fatal(err)
		}
		public, err := private.PublicKey()
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			ticket, err := signer.GenSig("xiaojun", usersig.WithUserbuf(userbuf))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := verifier.Verify(ticket, "xiaojun", usersig.ExpectUserbuf(userbuf)); err != nil {
				t.Fatal(err)
			}
			if _, err := verifier.Verify(ticket, "admin"); err == nil {
				t.Fatal("verified")
			}
			if _, err := usersig.Inspect(ticket); err != nil {
				t.Fatal(err)
			}
			if _, err := usersig.Inspect(ticket[1:]); err == nil {
				t.Fatal("decoded")
			}
			if _, err := signer.GenSig(""); err == nil {
				t.Fatal("made")
			}
		}
		if items, err := signer.GenSigBatch([]string{"a", "", "c"}, usersig.WithThreads(1)); err != nil || items[1].Err == nil {
			t.Fatal(err)
		}
		if closing {
			signer.Close()
			verifier.Close()
			key.Close()
			private.Close()
			public.Close()
		}
	}
	for _, closing := range []bool{true, false} {
		for range 2000 {
			round(closing)
		}
		before := resident(t)
		started := time.Now()
		rounds := 0
		for ; rounds < 20000; rounds++ {
			round(closing)
		}
		grown := resident(t) - before
		t.Logf("closing %v: %d rounds of 40 calls in %v, grown by %d KiB of %d", closing, rounds, time.Since(started), grown/1024, before/1024)
		// One lost key per round, the smallest of all objects, would be 2.5 MiB.
		if grown > 3<<19 {
			t.Errorf("grown by %d bytes", grown)
		}
	}
}
