package TLSSigAPI

import (
	"errors"
	"testing"
	"time"

	usersig "github.com/usersig/usersig/bindings/go"
)

const appid = 1400000000

func keyPair(t *testing.T) (private, public string) {
	t.Helper()
	key, err := usersig.GeneratePrivateKey(usersig.P256)
	if err != nil {
		t.Fatal(err)
	}
	publicKey, err := key.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	privatePEM, err := key.PEM()
	if err != nil {
		t.Fatal(err)
	}
	publicPEM, err := publicKey.PEM()
	if err != nil {
		t.Fatal(err)
	}
	return string(privatePEM), string(publicPEM)
}

func TestGenerators(t *testing.T) {
	private, public := keyPair(t)
	for name, expected := range map[string]struct {
		generate func() (string, error)
		expire   time.Duration
	}{
		"GenerateUsersig":           {func() (string, error) { return GenerateUsersig(private, appid, "xiaojun") }, 180 * 24 * time.Hour},
		"GenerateUsersigWithExpire": {func() (string, error) { return GenerateUsersigWithExpire(private, appid, "xiaojun", 60) }, time.Minute},
		"genSig":                    {func() (string, error) { return genSig(appid, "xiaojun", private) }, 180 * 24 * time.Hour},
	} {
		ticket, err := expected.generate()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := VerifyUsersig(public, ticket, appid, "xiaojun"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if fields, _ := usersig.Inspect(ticket); fields.Version() != usersig.V1 || fields.Expire() != expected.expire {
			t.Errorf("%s: %v", name, fields)
		}
		if _, err := VerifyUsersigWithUserbuf(public, ticket, appid, "xiaojun"); err != ErrorInvalidSignature {
			t.Errorf("%s, a userbuf is required: %v", name, err)
		}
	}
	for _, userbuf := range []string{"abc", ""} {
		ticket, err := GenerateUsersigWithUserbuf(private, appid, "xiaojun", 60, []byte(userbuf))
		if err != nil {
			t.Fatal(err)
		}
		if found, err := VerifyUsersigWithUserbuf(public, ticket, appid, "xiaojun"); err != nil || string(found) != userbuf {
			t.Errorf("userbuf %q: %v", userbuf, err)
		}
		if err := VerifyUsersig(public, ticket, appid, "xiaojun"); err != ErrorInvalidSignature {
			t.Errorf("userbuf %q, none is expected: %v", userbuf, err)
		}
	}
	ticket, err := GenerateUsersigWithUserbuf(private, appid, "xiaojun", 60, nil)
	if err != nil {
		t.Fatal(err)
	}
	if found, err := VerifyUsersigWithUserbuf(public, ticket, appid, "xiaojun"); err != nil || len(found) != 0 {
		t.Errorf("nil as userbuf: %v", err)
	}
}

func TestErrorsAreTheVariables(t *testing.T) {
	private, public := keyPair(t)
	_, otherPublic := keyPair(t)
	ticket, err := GenerateUsersig(private, appid, "xiaojun")
	if err != nil {
		t.Fatal(err)
	}
	old, err := usersig.GenSigWithPrivateKey(appid, private, "xiaojun", usersig.WithIssuedAt(time.Unix(1600000000, 0)), usersig.WithExpire(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	_, keyErr := GenerateUsersig(public, appid, "xiaojun")
	for _, test := range []struct {
		name string
		got  error
		want error
		code usersig.Code
		text string
	}{
		{"SDKAppID", VerifyUsersig(public, ticket, appid+1, "xiaojun"), ErrorAppidNotMatch, usersig.ErrSDKAppIDMismatch, "appid not match"},
		{"identifier", VerifyUsersig(public, ticket, appid, "admin"), ErrorIdentifierNotMatch, usersig.ErrIdentifierMismatch, "identifier not match"},
		{"expiry", VerifyUsersig(public, old, appid, "xiaojun"), ErrorExpired, usersig.ErrExpired, "expired"},
		{"signature", VerifyUsersig(otherPublic, ticket, appid, "xiaojun"), ErrorInvalidSignature, usersig.ErrBadSignature, "invalid signature"},
		{"key", keyErr, ErrorInvalidKeyType, usersig.ErrWrongKeyKind, "invalid key type"},
	} {
		if test.got != test.want || !errors.Is(test.got, test.code) || test.got.Error() != test.text {
			t.Errorf("%s: %v", test.name, test.got)
		}
	}
	// No ticket can be for these.
	for _, number := range []int{0, -1, 1 << 32} {
		if err := VerifyUsersig(public, ticket, number, "xiaojun"); err != ErrorAppidNotMatch {
			t.Errorf("SDKAppID %d: %v", number, err)
		}
	}
	for _, identifier := range []string{"", "a\nb"} {
		if _, err := VerifyUsersigWithUserbuf(public, ticket, appid, identifier); err != ErrorIdentifierNotMatch {
			t.Errorf("identifier %q: %v", identifier, err)
		}
	}
	var details *usersig.Error
	if err := VerifyUsersig(public, "", appid, "xiaojun"); !errors.As(err, &details) || details.Code != usersig.ErrEmpty {
		t.Errorf("no ticket: %v", err)
	}
	if _, err := GenerateUsersig(private, -1, "xiaojun"); !errors.Is(err, usersig.ErrInvalidSDKAppID) {
		t.Errorf("a negative SDKAppID: %v", err)
	}
	if _, err := GenerateUsersigWithExpire(private, appid, "xiaojun", 1<<32); !errors.Is(err, usersig.ErrInvalidExpire) {
		t.Errorf("a large expiry: %v", err)
	}
}

// With an expiry of 0 a ticket is valid until the clock moves on.
func TestExpireZero(t *testing.T) {
	private, public := keyPair(t)
	ticket, err := GenerateUsersigWithExpire(private, appid, "xiaojun", 0)
	if err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); VerifyUsersig(public, ticket, appid, "xiaojun") != ErrorExpired; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it does not expire")
		}
	}
}
