//go:build !(cgo && !usersig_portable && (usersig_pkgconfig || usersig_shared || (linux && amd64 && !musl)))

package usersig

import (
	"bytes"
	"encoding/pem"
	"errors"
	"slices"
	"strings"
	"testing"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

const testSecret = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"

// afresh empties the pool for the test. What earlier tests left is still being freed meanwhile.
func afresh(t *testing.T) {
	swap := func(made int, idle []*instance) (int, []*instance) {
		instances.Lock()
		defer instances.Unlock()
		for len(instances.busy) > 0 {
			instances.returned.Wait()
		}
		made, instances.made = instances.made, made
		idle, instances.idle = instances.idle, idle
		return made, idle
	}
	allowed := privateKeysAllowed.Load()
	made, idle := swap(0, nil)
	t.Cleanup(func() { swap(made, idle); privateKeysAllowed.Store(allowed) })
}

// pooled is what the pool has: how many instances were made, are idle and are busy.
func pooled() (int, []*instance, int) {
	instances.Lock()
	defer instances.Unlock()
	return instances.made, slices.Clone(instances.idle), len(instances.busy)
}

func TestPrivateKeysNeedPermission(t *testing.T) {
	afresh(t)
	privateKeysAllowed.Store(true)
	key := must(GeneratePrivateKey(P256))
	text, public := must(key.PEM()), must(key.PublicKey())
	ticket := must(must(NewSigner(1400000000, key)).GenSig("xiaojun"))

	afresh(t)
	privateKeysAllowed.Store(false)
	t.Setenv("USERSIG_PORTABLE_PRIVATE_KEYS", "")
	calls := map[string]func() error{
		"ParsePrivateKey":    func() error { _, err := ParsePrivateKey(text); return err },
		"GeneratePrivateKey": func() error { _, err := GeneratePrivateKey(Secp256k1); return err },
		"GenSigWithPrivateKey": func() error {
			_, err := GenSigWithPrivateKey(1400000000, string(text), "xiaojun")
			return err
		},
		"GenPrivateMapKeyWithPrivateKey": func() error {
			_, err := GenPrivateMapKeyWithPrivateKey(1400000000, string(text), "xiaojun", RoomNumber(1), AllPrivileges)
			return err
		},
	}
	for name, call := range calls {
		err := call()
		if !errors.Is(err, ErrWrongKeyKind) || !strings.Contains(err.Error(), "AllowPortablePrivateKeys") ||
			!strings.Contains(err.Error(), "USERSIG_PORTABLE_PRIVATE_KEYS=allow") {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Verifying needs no permission, and neither do secrets.
	verifier := must(NewVerifier(1400000000, must(ParsePublicKey(must(public.PEM()))), WithKey(must(NewSecretKey(testSecret)))))
	must(verifier.Verify(ticket, "xiaojun"))
	must(verifier.Verify(must(GenSigWithSecretKey(1400000000, testSecret, "xiaojun")), "xiaojun"))

	for _, allow := range []func(){
		AllowPortablePrivateKeys,
		func() { afresh(t); privateKeysAllowed.Store(false); t.Setenv("USERSIG_PORTABLE_PRIVATE_KEYS", "allow") },
	} {
		allow()
		for name, call := range calls {
			if err := call(); err != nil {
				t.Errorf("%s, allowed: %v", name, err)
			}
		}
	}
}

// A key belongs to no instance, and keeps nothing of the caller's text.
func TestKeysAreMadeInEachInstance(t *testing.T) {
	afresh(t)
	privateKeysAllowed.Store(true)
	text := must(must(GeneratePrivateKey(Secp256k1)).PEM())
	key := must(ParsePrivateKey(text))
	clear(text)
	signer := must(NewSigner(1400000000, key))
	verifier := must(NewVerifier(1400000000, must(key.PublicKey())))
	key.Close()
	afresh(t)
	must(verifier.Verify(must(signer.GenSig("xiaojun")), "xiaojun"))
}

// What traps is one call's affair: its instance is wiped and gone, and keys and signers are made again in another.
func TestATrappedInstanceIsDropped(t *testing.T) {
	afresh(t)
	signer := must(NewSigner(1400000000, must(NewSecretKey(testSecret))))
	must(signer.GenSig("xiaojun"))
	in := must(borrow(signer.handle.object))
	memory := in.bytes(0, in.module.Memory().Size())
	in.call("usersig_wipe", 1<<32-16, 100)
	if !in.broken {
		t.Fatal("no trap")
	}
	in.giveBack()
	if made, idle, busy := pooled(); made != 0 || len(idle) != 0 || busy != 0 {
		t.Fatal("still there")
	}
	if bytes.ContainsFunc(memory, func(r rune) bool { return r != 0 }) {
		t.Fatal("not wiped")
	}
	if ticket := must(signer.GenSig("xiaojun")); must(Inspect(ticket)).Identifier() != "xiaojun" {
		t.Fatal("the signer does not go on")
	}
	if made, idle, _ := pooled(); made != 1 || idle[0] == in {
		t.Fatal("used again")
	}
	// In a call whose arguments and result are no memory, as a bug might make them.
	_, err := with(func(in *instance) (string, error) {
		in.address(1<<32 - 8)
		argument(in, "xiaojun")
		in.genOptions(&genFields{})
		ticket, err := in.ticket("usersig_signer_gen_sig")
		return string(ticket), err
	})
	if !errors.Is(err, ErrInternal) {
		t.Fatal(err)
	}
	must(signer.GenSig("xiaojun"))
}

// everywhere tells whether any instance has the bytes in its memory.
func everywhere(secret []byte) bool {
	_, idle, _ := pooled()
	for _, in := range idle {
		if bytes.Contains(in.bytes(0, in.module.Memory().Size()), secret) {
			return true
		}
	}
	return false
}

func TestSecretsAreWiped(t *testing.T) {
	afresh(t)
	privateKeysAllowed.Store(true)
	key := must(GeneratePrivateKey(P256))
	text := must(key.PEM())
	block, _ := pem.Decode(text)
	// SEQUENCE { version, algorithm, OCTET STRING { SEQUENCE { version, OCTET STRING scalar … } } }
	scalar := block.Bytes[36:68]
	line := bytes.Split(text, []byte("\n"))[1]
	signer := must(NewSigner(1400000000, key))
	secret := must(NewSecretKey(testSecret))
	second := must(NewSigner(1400000000, secret))
	must(signer.GenSig("xiaojun"))
	must(second.GenSig("xiaojun"))
	must(GenSigWithSecretKey(1400000000, testSecret, "xiaojun"))
	must(GenSigWithPrivateKey(1400000000, string(text), "xiaojun"))
	if everywhere(line) || everywhere([]byte(testSecret)) {
		t.Error("texts of keys stay after the call")
	}
	first := key.handle.object.secret()
	key.Close()
	// The signer is made from it, wherever it is needed.
	must(signer.GenSig("xiaojun"))
	for _, made := range []interface{ Close() error }{signer, second, secret} {
		made.Close()
	}
	if everywhere(scalar) || everywhere(line) || everywhere([]byte(testSecret)) {
		t.Error("a closed key is still there")
	}
	if _, idle, _ := pooled(); bytes.Contains(first, line) || len(idle) == 0 || len(idle[0].objects) != 0 {
		t.Error("a closed key is still there in Go")
	}
}

func TestClosingWhileInstancesAreBusy(t *testing.T) {
	afresh(t)
	secret := must(NewSecretKey(testSecret))
	in := must(borrow(secret.handle.object))
	secret.Close()
	if len(in.objects) != 1 {
		t.Fatal("freed during a call")
	}
	in.giveBack()
	if len(in.objects) != 0 {
		t.Fatal("not freed after it")
	}
}
