package usersig_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	usersig "github.com/usersig/usersig/bindings/go"
)

// No ticket panics, and none passes but those that the key's holder made.
func FuzzVerify(f *testing.F) {
	private := must(usersig.GeneratePrivateKey(usersig.P256))
	key := must(usersig.NewSecretKey(secret))
	// The fuzzer's processes make the tickets anew: each the same ones, whenever it starts.
	clock := usersig.WithClock(func() time.Time { return issued })
	verifier := must(usersig.NewVerifier(app, key, usersig.WithKey(must(private.PublicKey())), clock))
	content := map[string]*usersig.UntrustedTicket{}
	for _, signing := range []usersig.SigningKey{private, key} {
		signer := must(usersig.NewSigner(app, signing, clock))
		for _, options := range [][]usersig.GenOption{nil, {usersig.WithUserbuf([]byte("userbuf"))}, {usersig.WithCompression(usersig.CompressionNone)}} {
			ticket := must(signer.GenSig("xiaojun", options...))
			content[ticket] = must(usersig.Inspect(ticket))
			f.Add(ticket, "xiaojun")
			f.Add(ticket[:len(ticket)-1], "xiaojun")
		}
	}
	f.Add("", "")
	f.Add("eJw_", "admin\n")
	f.Fuzz(func(t *testing.T, ticket, identifier string) {
		verified, err := verifier.Verify(ticket, identifier, usersig.AllowUserbuf())
		untrusted, inspectErr := usersig.Inspect(ticket)
		if err == nil {
			if inspectErr != nil || verified.Identifier() != identifier || untrusted.Identifier() != identifier || identifier != "xiaojun" {
				t.Fatalf("verified, and not for this user: %v", inspectErr)
			}
			// Another text for the same content (compressed differently) is genuine; other content is not.
			for _, genuine := range content {
				if genuine.Version() == verified.Version() && genuine.IssuedAt().Equal(verified.IssuedAt()) && genuine.Expire() == verified.Expire() &&
					bytes.Equal(genuine.Userbuf(), verified.Userbuf()) && (genuine.Userbuf() == nil) == (verified.Userbuf() == nil) {
					return
				}
			}
			t.Fatal("verified, and nobody made it")
		}
		for _, err := range []error{err, inspectErr} {
			var details *usersig.Error
			if err == nil {
				continue
			}
			if !errors.As(err, &details) || details.Message == "" || details.Code == usersig.ErrInternal || details.Code.Word() == "internal" {
				t.Fatalf("%#v", err)
			}
			if len(identifier) > 12 && strings.Contains(details.Message, identifier) || len(ticket) > 12 && strings.Contains(details.Message, ticket) {
				t.Fatal("the message shows the input")
			}
		}
	})
}

// What is made is for exactly the identifier and userbuf that were given, or refused.
func FuzzGenSig(f *testing.F) {
	key := must(usersig.NewSecretKey(secret))
	signer := must(usersig.NewSigner(app, key))
	verifier := must(usersig.NewVerifier(app, key))
	f.Add("xiaojun", []byte("userbuf"), int64(60))
	f.Add(`bob","TLS.identifier":"admin`, []byte{}, int64(0))
	f.Add("a\nTLS.time:1", []byte(nil), int64(-1))
	f.Add(`\u0061dmin`, bytes.Repeat([]byte{1}, 8193), int64(1)<<32)
	f.Fuzz(func(t *testing.T, identifier string, userbuf []byte, expire int64) {
		ticket, err := signer.GenSig(identifier, usersig.WithUserbuf(userbuf), usersig.WithExpireSeconds(expire))
		control := strings.ContainsFunc(identifier, func(r rune) bool { return r < 0x20 || r == 0x7f })
		good := identifier != "" && len(identifier) <= usersig.MaxIdentifier && utf8.ValidString(identifier) && !control &&
			len(userbuf) <= usersig.MaxUserbuf && expire >= 0 && expire < 1<<32
		if (err == nil) != good {
			t.Fatalf("%v", err)
		}
		if err != nil {
			return
		}
		untrusted := must(usersig.Inspect(ticket))
		verified, err := verifier.Verify(ticket, identifier, usersig.ExpectUserbuf(userbuf), usersig.WithNow(untrusted.IssuedAt()))
		if err != nil || verified.Identifier() != identifier || !bytes.Equal(verified.Userbuf(), userbuf) || int64(verified.Expire().Seconds()) != expire {
			t.Fatalf("made and not verified: %v", err)
		}
	})
}
