package usersig_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	usersig "github.com/usersig/usersig/bindings/go"
)

const (
	app    = 1400000000
	secret = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
)

var issued = time.Unix(1600000000, 0)

func secretKey(t testing.TB) *usersig.SecretKey {
	return must(usersig.NewSecretKey(secret))
}

func fails(t *testing.T, what string, err error, code usersig.Code) {
	t.Helper()
	var details *usersig.Error
	if !errors.Is(err, code) || !errors.As(err, &details) || details.Code != code || details.Message == "" {
		t.Errorf("%s: %v, not %s", what, err, code.Word())
	}
}

func TestVersion(t *testing.T) {
	if usersig.LibraryVersion() == "" {
		t.Error("no version")
	}
}

func TestOptions(t *testing.T) {
	signer := must(usersig.NewSigner(app, secretKey(t)))
	ticket := must(signer.GenSig("xiaojun", usersig.WithIssuedAt(issued.Add(999*time.Millisecond)), usersig.WithExpire(time.Hour)))
	fields := must(usersig.Inspect(ticket))
	if !fields.IssuedAt().Equal(issued) || fields.Expire() != time.Hour || !fields.ExpiresAt().Equal(issued.Add(time.Hour)) {
		t.Errorf("%v", fields)
	}
	if fields.Version() != usersig.V2 || fields.Version().String() != "2.0" || fields.SDKAppID() != app || fields.Identifier() != "xiaojun" {
		t.Errorf("%v", fields)
	}
	if fields.Userbuf() != nil || fields.PrivateMapKey() != nil || has(fields.AccountType()) || has(fields.AppidAt3rd()) {
		t.Error("values that the ticket does not have")
	}

	before := time.Now().Truncate(time.Second)
	fields = must(usersig.Inspect(must(signer.GenSig("xiaojun"))))
	if fields.Expire() != usersig.DefaultExpire || fields.IssuedAt().Before(before) || fields.IssuedAt().After(time.Now()) {
		t.Errorf("defaults: %v", fields)
	}

	for _, expire := range []time.Duration{time.Second / 2, time.Hour + 1, -time.Nanosecond, -time.Second, 1 << 32 * time.Second,
		math.MaxInt64, math.MinInt64} {
		_, err := signer.GenSig("xiaojun", usersig.WithExpire(expire))
		fails(t, expire.String(), err, usersig.ErrInvalidExpire)
	}
	for _, at := range []time.Time{{}, time.Unix(-1, 0), time.Unix(253402300800, 0), time.Unix(math.MaxInt64, 0)} {
		_, err := signer.GenSig("xiaojun", usersig.WithIssuedAt(at))
		fails(t, at.String(), err, usersig.ErrInvalidArgument)
	}
	_, err := signer.GenSig("xiaojun", usersig.WithCompression(3))
	fails(t, "unknown compression", err, usersig.ErrInvalidArgument)
	_, err = signer.GenSig("x\xff")
	fails(t, "not UTF-8", err, usersig.ErrInvalidIdentifier)

	lengths := map[usersig.Compression]int{}
	for _, compression := range []usersig.Compression{usersig.CompressionDefault, usersig.CompressionFast, usersig.CompressionNone} {
		ticket := must(signer.GenSig("xiaojun", usersig.WithCompression(compression), usersig.WithIssuedAt(issued)))
		lengths[compression] = len(ticket)
	}
	if lengths[usersig.CompressionNone] <= lengths[usersig.CompressionDefault] {
		t.Errorf("lengths by compression: %v", lengths)
	}

	old := must(usersig.NewSigner(app, must(usersig.GeneratePrivateKey(usersig.P256))))
	fields = must(usersig.Inspect(must(old.GenSig("xiaojun", usersig.WithAccountType("107"), usersig.WithAppidAt3rd("")))))
	if accountType, appid := oldFields(fields); fields.Version() != usersig.V1 || accountType != "107" || appid != "" {
		t.Errorf("%v", fields)
	}
}

func TestUserbuf(t *testing.T) {
	key := secretKey(t)
	signer := must(usersig.NewSigner(app, key))
	verifier := must(usersig.NewVerifier(app, key))
	for _, size := range []int{0, 1, 100, 1000, usersig.MaxUserbuf} {
		userbuf := bytes.Repeat([]byte{0xa5}, size)
		// Random bytes cannot be compressed, so that the ticket is as long as it gets.
		for i := range userbuf {
			userbuf[i] = byte(i * i >> 3)
		}
		ticket := must(signer.GenSig(strings.Repeat("x", 1024), usersig.WithUserbuf(userbuf), usersig.WithCompression(usersig.CompressionNone)))
		verified, err := verifier.Verify(ticket, strings.Repeat("x", 1024), usersig.ExpectUserbuf(userbuf))
		if err != nil || verified.Userbuf() == nil || !bytes.Equal(verified.Userbuf(), userbuf) {
			t.Errorf("%d bytes: %v", size, err)
		}
		for name, option := range map[string]usersig.VerifyOption{
			"other": usersig.ExpectUserbuf(append(userbuf, 1)), "none": usersig.ExpectUserbuf(nil),
		} {
			_, err = verifier.Verify(ticket, strings.Repeat("x", 1024), option)
			fails(t, name, err, usersig.ErrUserbufMismatch)
		}
	}
	_, err := signer.GenSig("xiaojun", usersig.WithUserbuf(make([]byte, usersig.MaxUserbuf+1)))
	fails(t, "userbuf too long", err, usersig.ErrInvalidUserbuf)
	plain := must(signer.GenSig("xiaojun", usersig.WithUserbuf(nil)))
	for _, option := range []usersig.VerifyOption{usersig.ExpectUserbuf(nil), usersig.AllowUserbuf()} {
		if verified, err := verifier.Verify(plain, "xiaojun", option); err != nil || verified.Userbuf() != nil {
			t.Errorf("a plain ticket: %v", err)
		}
	}
	_, err = verifier.Verify(plain, "xiaojun", usersig.ExpectSomeUserbuf())
	fails(t, "a plain ticket where a userbuf is required", err, usersig.ErrUserbufMismatch)
}

// Tickets around the length that the usual buffer holds, and far beyond.
func TestLengths(t *testing.T) {
	for name, key := range map[string]usersig.SigningKey{"v1": must(usersig.GeneratePrivateKey(usersig.Secp256k1)), "v2": secretKey(t)} {
		signer := must(usersig.NewSigner(app, key))
		longest := 0
		for size := range 1025 {
			for _, text := range []string{"x", `\`, "é"} {
				identifier := strings.Repeat(text, (size+len(text))/len(text))
				if len(identifier) > 1024 {
					continue
				}
				ticket := must(signer.GenSig(identifier, usersig.WithCompression(usersig.CompressionNone)))
				if fields := must(usersig.Inspect(ticket)); fields.Identifier() != identifier {
					t.Fatalf("%s, %d bytes", name, len(identifier))
				}
				longest = max(longest, len(ticket))
			}
			userbuf := bytes.Repeat([]byte{0xff}, size)
			ticket := must(signer.GenSig("xiaojun", usersig.WithUserbuf(userbuf), usersig.WithCompression(usersig.CompressionNone)))
			if fields := must(usersig.Inspect(ticket)); !bytes.Equal(fields.Userbuf(), userbuf) {
				t.Fatalf("%s, userbuf of %d bytes", name, size)
			}
		}
		if longest < 2000 {
			t.Errorf("the longest ticket has %d bytes", longest)
		}
		for _, size := range []int{100, 500, 1000, 2000, 4000} {
			text := strings.Repeat(`"`, size)
			ticket, err := signer.GenSig("xiaojun", usersig.WithAccountType(text), usersig.WithAppidAt3rd(text))
			if err != nil {
				fails(t, "old fields", err, usersig.ErrInvalidArgument)
			} else if accountType, appid := oldFields(must(usersig.Inspect(ticket))); accountType != text || appid != text {
				t.Errorf("%s, old fields of %d bytes", name, size)
			}
		}
	}
	signer := must(usersig.NewSigner(app, secretKey(t)))
	for size := 1; size <= 1024; size++ {
		identifier := strings.Repeat("x", size)
		ticket := must(signer.GenPrivateMapKey(identifier, usersig.RoomName(strings.Repeat("a", 1+size%64)), 255, usersig.WithCompression(usersig.CompressionNone)))
		if fields := must(usersig.Inspect(ticket)); fields.PrivateMapKey() == nil {
			t.Fatalf("PrivateMapKey, %d bytes", size)
		}
	}
}

func has(_ string, there bool) bool { return there }

// oldFields is what a v1 ticket says of its two old fields.
func oldFields(ticket *usersig.UntrustedTicket) (accountType, appidAt3rd string) {
	accountType, _ = ticket.AccountType()
	appidAt3rd, _ = ticket.AppidAt3rd()
	return accountType, appidAt3rd
}

func TestPrivateMapKey(t *testing.T) {
	key := secretKey(t)
	signer := must(usersig.NewSigner(app, key))
	verifier := must(usersig.NewVerifier(app, key))
	may := usersig.EnterRoom | usersig.ReceiveAudio
	for _, room := range []usersig.Room{usersig.RoomNumber(10000), usersig.RoomName("abc")} {
		ticket := must(signer.GenPrivateMapKey("xiaojun", room, may, usersig.WithExpire(time.Hour)))
		verified := must(verifier.Verify(ticket, "xiaojun", usersig.ExpectSomeUserbuf()))
		permission := verified.PrivateMapKey()
		if permission.Room() != room || permission.Privileges() != may || !permission.ExpiresAt().Equal(verified.ExpiresAt()) {
			t.Errorf("%v", permission)
		}
		if text := fmt.Sprintf("%v %+v", *permission, permission); strings.Contains(text, "abc") || strings.Contains(text, "10000") {
			t.Errorf("printed: %s", text)
		}
	}
	if number, ok := usersig.RoomNumber(7).Number(); !ok || number != 7 {
		t.Error("the number of a numeric room")
	}
	if name, ok := usersig.RoomName("abc").Name(); !ok || name != "abc" {
		t.Error("the name of a string room")
	}
	for _, room := range []usersig.Room{{}, usersig.RoomNumber(0), usersig.RoomNumber(1<<32 - 1), usersig.RoomNumber(math.MinInt64), usersig.RoomName(""),
		usersig.RoomName("a/b"), usersig.RoomName(strings.Repeat("a", 65))} {
		_, err := signer.GenPrivateMapKey("xiaojun", room, may)
		fails(t, "a room out of range", err, usersig.ErrInvalidRoom)
	}
	v1 := must(usersig.NewSigner(app, must(usersig.GeneratePrivateKey(usersig.P256))))
	ticket := must(v1.GenPrivateMapKey("xiaojun", usersig.RoomNumber(1), may))
	if permission := must(usersig.Inspect(ticket)).PrivateMapKey(); permission == nil || permission.Privileges() != may {
		t.Errorf("a PrivateMapKey with a private key: %v", permission)
	}
}

func TestKeys(t *testing.T) {
	for _, curve := range []usersig.Curve{usersig.P256, usersig.Secp256k1} {
		private := must(usersig.GeneratePrivateKey(curve))
		again := must(usersig.ParsePrivateKey(must(private.PEM())))
		public := must(usersig.ParsePublicKey(must(must(private.PublicKey()).PEM())))
		if again.Curve() != curve || public.Curve() != curve || private.Curve() != curve {
			t.Errorf("%s became another curve", curve)
		}
		ticket := must(must(usersig.NewSigner(app, again)).GenSig("xiaojun"))
		must(must(usersig.NewVerifier(app, public)).Verify(ticket, "xiaojun"))
	}
	if text := fmt.Sprint(usersig.P256, usersig.Secp256k1, usersig.Curve(7)); text != "P-256 secp256k1 Curve(7)" {
		t.Error(text)
	}
	_, err := usersig.GeneratePrivateKey(7)
	fails(t, "an unknown curve", err, usersig.ErrUnsupportedCurve)
	_, err = usersig.ParsePrivateKey(nil)
	fails(t, "no key", err, usersig.ErrInvalidKey)
	_, err = usersig.NewSecretKey("")
	fails(t, "no secret", err, usersig.ErrInvalidKey)
	if !strings.Contains(err.Error(), "environment variable") {
		t.Error(err)
	}
	_, err = usersig.ParsePublicKey(must(must(usersig.GeneratePrivateKey(usersig.P256)).PEM()))
	fails(t, "a private key for a public one", err, usersig.ErrWrongKeyKind)
}

func TestVerifierKeysAndTimes(t *testing.T) {
	private := must(usersig.GeneratePrivateKey(usersig.P256))
	key := secretKey(t)
	v1 := must(must(usersig.NewSigner(app, private)).GenSig("xiaojun"))
	v2 := must(must(usersig.NewSigner(app, key)).GenSig("xiaojun", usersig.WithIssuedAt(issued), usersig.WithExpire(time.Minute)))

	both := must(usersig.NewVerifier(app, must(private.PublicKey()), usersig.WithKey(must(usersig.NewSecretKey("another"))), usersig.WithKey(key),
		usersig.WithLeeway(2*time.Second), usersig.WithFutureTolerance(3*time.Second)))
	must(both.Verify(v1, "xiaojun"))
	for offset, code := range map[int64]usersig.Code{-4: usersig.ErrNotYetValid, -3: 0, 62: 0, 63: usersig.ErrExpired} {
		_, err := both.Verify(v2, "xiaojun", usersig.WithNow(issued.Add(time.Duration(offset)*time.Second)))
		if code == 0 && err != nil || code != 0 && !errors.Is(err, code) {
			t.Errorf("%d seconds after the time of issue: %v", offset, err)
		}
	}
	_, err := must(usersig.NewVerifier(app, key)).Verify(v1, "xiaojun")
	fails(t, "v1 for a verifier of v2", err, usersig.ErrNoKeyForVersion)

	_, err = usersig.NewVerifier(app, nil)
	fails(t, "no key", err, usersig.ErrInvalidArgument)
	_, err = usersig.NewVerifier(app, key, usersig.WithKey(nil))
	fails(t, "no second key", err, usersig.ErrInvalidArgument)
	_, err = usersig.NewVerifier(0, key)
	fails(t, "no SDKAppID", err, usersig.ErrInvalidSDKAppID)
	for _, option := range []usersig.VerifierOption{usersig.WithLeeway(-time.Second), usersig.WithLeeway(time.Second / 2),
		usersig.WithFutureTolerance(24*time.Hour + time.Second)} {
		_, err = usersig.NewVerifier(app, key, option)
		fails(t, "a leeway out of range", err, usersig.ErrInvalidArgument)
	}
	_, err = usersig.NewSigner(app, nil)
	fails(t, "a signer without a key", err, usersig.ErrInvalidArgument)
	_, err = usersig.NewSigner(1<<32, key)
	fails(t, "a large SDKAppID", err, usersig.ErrInvalidSDKAppID)
}

func TestOneShotCalls(t *testing.T) {
	private := must(usersig.GeneratePrivateKey(usersig.P256))
	pem, public := string(must(private.PEM())), string(must(must(private.PublicKey()).PEM()))
	v1 := must(usersig.GenSigWithPrivateKey(app, pem, "xiaojun", usersig.WithUserbuf(bytes.Repeat([]byte("u"), 8000))))
	if verified := must(usersig.VerifyWithPublicKey(app, public, v1, "xiaojun", usersig.AllowUserbuf())); verified.Version() != usersig.V1 || len(verified.Userbuf()) != 8000 {
		t.Errorf("%v", verified)
	}
	v2 := must(usersig.GenSigWithSecretKey(app, secret, "xiaojun"))
	must(usersig.VerifyWithSecretKey(app, secret, v2, "xiaojun"))
	room := must(usersig.GenPrivateMapKeyWithSecretKey(app, secret, "xiaojun", usersig.RoomName("abc"), usersig.AllPrivileges))
	if name, _ := must(usersig.VerifyWithSecretKey(app, secret, room, "xiaojun", usersig.ExpectSomeUserbuf())).PrivateMapKey().Room().Name(); name != "abc" {
		t.Error(name)
	}
	_, err := usersig.GenSigWithPrivateKey(app, secret, "xiaojun")
	fails(t, "a secret for a private key", err, usersig.ErrWrongKeyKind)
	_, err = usersig.GenSigWithSecretKey(app, pem, "xiaojun")
	fails(t, "a private key for a secret", err, usersig.ErrWrongKeyKind)
	_, err = usersig.GenSigWithSecretKey(app, secret, "xiaojun", usersig.WithExpire(1))
	fails(t, "a billionth of a second", err, usersig.ErrInvalidExpire)
	_, err = usersig.VerifyWithSecretKey(app, secret, v1, "xiaojun")
	fails(t, "v1 for v2", err, usersig.ErrNoKeyForVersion)
	_, err = usersig.VerifyWithPublicKey(app, public, v2, "xiaojun")
	fails(t, "v2 for v1", err, usersig.ErrNoKeyForVersion)
}

// A signer and a verifier ask the clock that they were made with, once for each call, and what a call is told comes first.
func TestClock(t *testing.T) {
	now, asked := issued, 0
	clock := usersig.WithClock(func() time.Time { asked++; return now })
	signer := must(usersig.NewSigner(app, secretKey(t), clock))
	verifier := must(usersig.NewVerifier(app, secretKey(t), clock, usersig.WithLeeway(time.Second)))
	minute := usersig.WithExpire(time.Minute)
	ticket := must(signer.GenSig("xiaojun", minute))
	room := must(signer.GenPrivateMapKey("xiaojun", usersig.RoomNumber(1), 255, minute))
	batch := must(signer.GenSigBatch([]string{"xiaojun", "alice"}, minute))
	if asked != 3 {
		t.Errorf("three calls asked the clock %d times", asked)
	}
	for _, ticket := range []string{ticket, room, batch[0].Ticket, batch[1].Ticket} {
		if at := must(usersig.Inspect(ticket)).IssuedAt(); !at.Equal(issued) {
			t.Errorf("issued at %v", at)
		}
	}
	now = issued.Add(61*time.Second + 999*time.Millisecond)
	must(verifier.Verify(ticket, "xiaojun"))
	must(verifier.Authenticate(ticket))
	now = issued.Add(62 * time.Second)
	_, err := verifier.Verify(ticket, "xiaojun")
	fails(t, "after the leeway", err, usersig.ErrExpired)
	_, err = verifier.Authenticate(ticket)
	fails(t, "after the leeway", err, usersig.ErrExpired)
	must(verifier.Verify(ticket, "xiaojun", usersig.WithNow(issued)))
	if at := must(usersig.Inspect(must(signer.GenSig("xiaojun", usersig.WithIssuedAt(issued))))).IssuedAt(); !at.Equal(issued) {
		t.Errorf("issued at %v", at)
	}
	// No clock is the system's, and no option is none.
	must(must(usersig.NewSigner(app, secretKey(t), nil, usersig.WithClock(nil))).GenSigBatch([]string{"a"}, nil))
	must(usersig.NewVerifier(app, secretKey(t), nil, usersig.WithClock(nil)))
}

func TestAuthenticate(t *testing.T) {
	signer := must(usersig.NewSigner(app, secretKey(t)))
	verifier := must(usersig.NewVerifier(app, secretKey(t)))
	sender := must(verifier.Authenticate(must(signer.GenSig("xiaojun"))))
	if sender.Identifier() != "xiaojun" || sender.IsZero() {
		t.Errorf("sent by %v", sender)
	}
	_, err := verifier.Authenticate("\xff")
	fails(t, "what is no text", err, usersig.ErrMalformedBase64)
	var nobody *usersig.Verifier
	_, err = nobody.Authenticate("")
	fails(t, "no verifier", err, usersig.ErrInvalidArgument)
}

// The answer for a whole class of causes, as an HTTP handler needs it.
func TestKinds(t *testing.T) {
	_, ticket := usersig.Inspect("")
	_, key := usersig.NewSecretKey("")
	for _, err := range []error{ticket, key, usersig.ErrClosed, fmt.Errorf("login: %w", ticket)} {
		var details *usersig.Error
		if !errors.As(err, &details) || !errors.Is(err, details.Code.Kind()) || errors.Is(err, usersig.ErrAboutInternal) {
			t.Error(err)
		}
	}
	if !errors.Is(ticket, usersig.ErrAboutTicket) || errors.Is(ticket, usersig.ErrAboutKey) || !errors.Is(key, usersig.ErrAboutKey) {
		t.Error(ticket, key)
	}
	for _, kind := range []usersig.Kind{usersig.ErrAboutArgument, usersig.ErrAboutKey, usersig.ErrAboutTicket, usersig.ErrAboutInternal} {
		if !strings.HasPrefix(kind.Error(), "usersig: ") {
			t.Error(kind)
		}
	}
}

func TestBatch(t *testing.T) {
	signer := must(usersig.NewSigner(app, secretKey(t)))
	verifier := must(usersig.NewVerifier(app, secretKey(t)))
	identifiers := make([]string, 1000)
	for i := range identifiers {
		identifiers[i] = fmt.Sprintf("user%d", i)
	}
	wrong := map[int]usersig.Code{3: usersig.ErrInvalidIdentifier, 500: usersig.ErrInvalidIdentifier, 999: usersig.ErrInvalidIdentifier}
	identifiers[3], identifiers[500], identifiers[999] = "", "a\nb", "\xff"
	for _, threads := range []int{0, 1, 3, math.MaxInt} {
		items := must(signer.GenSigBatch(identifiers, usersig.WithThreads(threads), usersig.WithExpire(time.Hour)))
		if len(items) != len(identifiers) {
			t.Fatalf("%d items", len(items))
		}
		for i, item := range items {
			if code, ok := wrong[i]; ok {
				fails(t, fmt.Sprint("item ", i), item.Err, code)
				if item.Ticket != "" {
					t.Errorf("item %d has a ticket and an error", i)
				}
				continue
			}
			if verified, err := verifier.Verify(item.Ticket, identifiers[i]); err != nil || verified.Expire() != time.Hour || item.Err != nil {
				t.Fatalf("item %d: %v %v", i, item.Err, err)
			}
		}
	}
	if items, err := signer.GenSigBatch(nil); len(items) != 0 || err != nil {
		t.Errorf("an empty batch: %v", err)
	}
	_, err := signer.GenSigBatch(identifiers, usersig.WithThreads(-1))
	fails(t, "a negative number of threads", err, usersig.ErrInvalidArgument)
	_, err = signer.GenSigBatch(identifiers, usersig.WithExpireSeconds(-1))
	fails(t, "a negative expiry", err, usersig.ErrInvalidExpire)
}

func TestClosedAndNil(t *testing.T) {
	private := must(usersig.GeneratePrivateKey(usersig.P256))
	public := must(private.PublicKey())
	secret := secretKey(t)
	signer := must(usersig.NewSigner(app, secret))
	verifier := must(usersig.NewVerifier(app, public, usersig.WithKey(secret)))
	ticket := must(signer.GenSig("xiaojun"))

	// What was made from a key goes on working without it.
	for _, closer := range []io.Closer{private, public, secret} {
		if closer.Close() != nil || closer.Close() != nil {
			t.Error("Close failed")
		}
	}
	must(verifier.Verify(must(signer.GenSig("xiaojun")), "xiaojun"))
	signer.Close()
	verifier.Close()

	for name, values := range map[string]struct {
		private  *usersig.PrivateKey
		public   *usersig.PublicKey
		secret   *usersig.SecretKey
		signer   *usersig.Signer
		verifier *usersig.Verifier
	}{
		"closed": {private, public, secret, signer, verifier},
		"nil":    {},
		"zero":   {&usersig.PrivateKey{}, &usersig.PublicKey{}, &usersig.SecretKey{}, &usersig.Signer{}, &usersig.Verifier{}},
	} {
		calls := map[string]func() error{
			"PrivateKey.PEM":       func() error { _, err := values.private.PEM(); return err },
			"PrivateKey.PublicKey": func() error { _, err := values.private.PublicKey(); return err },
			"PublicKey.PEM":        func() error { _, err := values.public.PEM(); return err },
			"NewSigner v1":         func() error { _, err := usersig.NewSigner(app, values.private); return err },
			"NewSigner v2":         func() error { _, err := usersig.NewSigner(app, values.secret); return err },
			"NewVerifier v1":       func() error { _, err := usersig.NewVerifier(app, values.public); return err },
			"NewVerifier v2":       func() error { _, err := usersig.NewVerifier(app, values.secret); return err },
			"Signer.GenSig":        func() error { _, err := values.signer.GenSig("xiaojun"); return err },
			"Signer.GenSigBatch":   func() error { _, err := values.signer.GenSigBatch([]string{"xiaojun"}); return err },
			"Signer.GenPrivateMapKey": func() error {
				_, err := values.signer.GenPrivateMapKey("xiaojun", usersig.RoomNumber(1), 1)
				return err
			},
			"Verifier.Verify": func() error { _, err := values.verifier.Verify(ticket, "xiaojun"); return err },
		}
		for call, run := range calls {
			if err := run(); !errors.Is(err, usersig.ErrClosed) || !errors.Is(err, usersig.ErrInvalidArgument) {
				t.Errorf("%s on a %s value: %v", call, name, err)
			}
		}
		if values.private.Curve() != 0 || values.public.Curve() != 0 {
			t.Errorf("a %s key has a curve", name)
		}
		for _, closer := range []io.Closer{values.private, values.public, values.secret, values.signer, values.verifier} {
			if closer.Close() != nil {
				t.Errorf("Close on a %s value failed", name)
			}
		}
	}
}

// Close may come at any time: a call either has its result or says that the value is closed.
func TestCloseDuringCalls(t *testing.T) {
	key := secretKey(t)
	for range 200 {
		signer := must(usersig.NewSigner(app, key))
		verifier := must(usersig.NewVerifier(app, key))
		ticket := must(signer.GenSig("xiaojun"))
		var group sync.WaitGroup
		for i := range 8 {
			group.Add(1)
			go func() {
				defer group.Done()
				for range 10 {
					if _, err := signer.GenSig("xiaojun"); err != nil && !errors.Is(err, usersig.ErrClosed) {
						t.Error(err)
					}
					if _, err := verifier.Verify(ticket, "xiaojun"); err != nil && !errors.Is(err, usersig.ErrClosed) {
						t.Error(err)
					}
				}
				if i%4 == 0 {
					signer.Close()
					verifier.Close()
				}
			}()
		}
		group.Wait()
	}
}

// walk writes all that reflection reaches from a value, in fields that are not exported and behind pointers, too, as programs do
// that dump, compare or encode values.
func walk(out io.Writer, value reflect.Value, seen map[uintptr]bool) {
	switch value.Kind() {
	case reflect.Pointer, reflect.Interface:
		if value.IsNil() || value.Kind() == reflect.Pointer && seen[value.Pointer()] {
			return
		}
		if value.Kind() == reflect.Pointer {
			seen[value.Pointer()] = true
		}
		walk(out, value.Elem(), seen)
	case reflect.Struct:
		for i := range value.NumField() {
			walk(out, value.Field(i), seen)
		}
	case reflect.Slice, reflect.Array:
		if value.Type().Elem().Kind() == reflect.Uint8 && value.Kind() == reflect.Slice {
			fmt.Fprintf(out, "%s\n", value.Bytes())
			return
		}
		for i := range value.Len() {
			walk(out, value.Index(i), seen)
		}
	case reflect.Map:
		for _, key := range value.MapKeys() {
			walk(out, key, seen)
			walk(out, value.MapIndex(key), seen)
		}
	default:
		fmt.Fprintln(out, value)
	}
}

func TestNothingSecretIsPrinted(t *testing.T) {
	const user, content, room = "somebody-special", "userbuf-content", "parlour-of-somebody"
	private := must(usersig.GeneratePrivateKey(usersig.P256))
	key := secretKey(t)
	signer := must(usersig.NewSigner(app, key))
	verifier := must(usersig.NewVerifier(app, key))
	ticket := must(signer.GenSig(user, usersig.WithUserbuf([]byte(content))))
	verified := must(verifier.Verify(ticket, user, usersig.AllowUserbuf()))
	untrusted := must(usersig.Inspect(ticket))
	permission := must(usersig.Inspect(must(signer.GenPrivateMapKey(user, usersig.RoomName(room), 255)))).PrivateMapKey()
	source := must(usersig.NewUserSigSource(signer, user, usersig.WithUserbuf([]byte(content))))
	must(source.Ticket())
	pem := strings.Split(string(must(private.PEM())), "\n")[1]
	generating, verifying := usersig.WithUserbuf([]byte(content)), usersig.ExpectUserbuf([]byte(content))

	var log bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(handler).Info("seen", "verified", verified, "untrusted", untrusted, "key", key, "private", private, "signer", signer,
			"permission", permission, "value", *verified, "session", struct{ Ticket usersig.Ticket }{*verified})
	}
	for _, value := range []any{private, *private, key, *key, signer, *signer, verifier, *verifier, verified, *verified, untrusted, *untrusted,
		permission, *permission, source, *source, generating, verifying, usersig.WithKey(key)} {
		// Where a value may be in what is printed: fmt calls no method of what is in a field that is not exported.
		inside := reflect.New(reflect.StructOf([]reflect.StructField{{Name: "Exported", Type: reflect.TypeOf(value)}})).Elem()
		inside.Field(0).Set(reflect.ValueOf(value))
		for _, holder := range []any{value, &value, struct{ hidden any }{value}, []any{value}, map[string]any{"a": value}, inside.Interface(),
			&struct{ deep struct{ hidden []any } }{struct{ hidden []any }{[]any{value}}}} {
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%p", "%T"} {
				fmt.Fprintf(&log, verb+"\n", holder)
			}
			walk(&log, reflect.ValueOf(holder), map[uintptr]bool{})
			if text, err := json.Marshal(holder); err == nil {
				log.Write(text)
			}
		}
	}
	type session struct {
		ticket     usersig.Ticket
		untrusted  usersig.UntrustedTicket
		permission usersig.PrivateMapKey
		options    []usersig.GenOption
		expected   usersig.VerifyOption
	}
	all := session{*verified, *untrusted, *permission, []usersig.GenOption{generating}, verifying}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		fmt.Fprintf(&log, verb+"\n", all)
		fmt.Fprintf(&log, verb+"\n", []*session{&all})
	}
	walk(&log, reflect.ValueOf(&all), map[uintptr]bool{})
	for _, hidden := range []string{user, content, room, secret, pem, ticket} {
		for _, form := range []string{hidden, fmt.Sprintf("%x", hidden), fmt.Sprintf("%X", hidden), strings.Trim(fmt.Sprint([]byte(hidden)), "[]")} {
			if strings.Contains(log.String(), form) {
				t.Errorf("printed: %.20s", form)
			}
		}
	}
	if !strings.Contains(log.String(), "redacted") || !strings.Contains(log.String(), "version 2.0") {
		t.Error("nothing was printed")
	}

	_, err := signer.GenSig(user + "\n")
	fails(t, "a line break", err, usersig.ErrInvalidIdentifier)
	if strings.Contains(err.Error(), user) {
		t.Error("an error shows the identifier")
	}
}

// Nothing but Verify makes a ticket that says anything: conversions and literals do not compile, and the zero value is empty.
func TestZeroTicketsProveNothing(t *testing.T) {
	for _, ticket := range []interface {
		fmt.Formatter
		IsZero() bool
		Identifier() string
		Userbuf() []byte
		PrivateMapKey() *usersig.PrivateMapKey
	}{usersig.Ticket{}, usersig.UntrustedTicket{}} {
		if !ticket.IsZero() || ticket.Identifier() != "" || ticket.Userbuf() != nil || ticket.PrivateMapKey() != nil {
			t.Errorf("%T says something", ticket)
		}
		if text := fmt.Sprint(ticket); !strings.Contains(text, "proves nothing") {
			t.Error(text)
		}
	}
	if reflect.TypeFor[usersig.UntrustedTicket]().ConvertibleTo(reflect.TypeFor[usersig.Ticket]()) {
		t.Error("what was only decoded is converted to what was verified")
	}
	signer := must(usersig.NewSigner(app, secretKey(t)))
	ticket := must(usersig.Inspect(must(signer.GenSig("xiaojun", usersig.WithUserbuf([]byte("abc"))))))
	if ticket.IsZero() {
		t.Error("a ticket is none")
	}
	clear(ticket.Userbuf())
	if copied := *ticket; string(copied.Userbuf()) != "abc" || copied.Identifier() != "xiaojun" {
		t.Error("a copy says something else")
	}
}

// What the caller changes after an option was made is not in the ticket.
func TestOptionsKeepCopies(t *testing.T) {
	signer := must(usersig.NewSigner(app, secretKey(t)))
	verifier := must(usersig.NewVerifier(app, secretKey(t)))
	userbuf := []byte("abc")
	generating, verifying := usersig.WithUserbuf(userbuf), usersig.ExpectUserbuf(userbuf)
	copy(userbuf, "xyz")
	ticket := must(signer.GenSig("xiaojun", generating))
	if got := string(must(verifier.Verify(ticket, "xiaojun", verifying)).Userbuf()); got != "abc" {
		t.Errorf("the ticket carries %q", got)
	}
}

// What is longer than its bound is refused by its length: it is not copied first.
func TestTooLongIsNotCopied(t *testing.T) {
	text := strings.Repeat("x", 50_000_000)
	long := []byte(text)
	key := secretKey(t)
	signer := must(usersig.NewSigner(app, key))
	old := must(usersig.NewSigner(app, must(usersig.GeneratePrivateKey(usersig.P256))))
	verifier := must(usersig.NewVerifier(app, key))
	ticket := must(signer.GenSig("xiaojun", usersig.WithUserbuf([]byte("abc"))))
	generate := func(identifier string, options ...usersig.GenOption) error {
		_, err := signer.GenSig(identifier, options...)
		return err
	}
	calls := map[string]struct {
		code usersig.Code
		call func() error
	}{
		"identifier":        {usersig.ErrInvalidIdentifier, func() error { return generate(text) }},
		"identifier, v2":    {usersig.ErrInvalidIdentifier, func() error { _, err := usersig.GenSigWithSecretKey(app, secret, text); return err }},
		"identifier, check": {usersig.ErrInvalidIdentifier, func() error { _, err := verifier.Verify(ticket, text, usersig.AllowUserbuf()); return err }},
		"identifier, batch": {usersig.ErrInvalidIdentifier, func() error {
			items := must(signer.GenSigBatch([]string{"xiaojun", text, "alice"}, usersig.WithThreads(1)))
			if items[0].Err != nil || items[2].Err != nil {
				t.Error("the others have no ticket")
			}
			return items[1].Err
		}},
		"userbuf":          {usersig.ErrInvalidUserbuf, func() error { return generate("a", usersig.WithUserbuf(long)) }},
		"expected userbuf": {usersig.ErrUserbufMismatch, func() error { _, err := verifier.Verify(ticket, "xiaojun", usersig.ExpectUserbuf(long)); return err }},
		"account type":     {usersig.ErrInvalidArgument, func() error { _, err := old.GenSig("a", usersig.WithAccountType(text)); return err }},
		"appid at 3rd":     {usersig.ErrInvalidArgument, func() error { _, err := old.GenSig("a", usersig.WithAppidAt3rd(text)); return err }},
		"room":             {usersig.ErrInvalidRoom, func() error { _, err := signer.GenPrivateMapKey("a", usersig.RoomName(text), 1); return err }},
		"ticket":           {usersig.ErrTooLong, func() error { _, err := verifier.Verify(text, "a"); return err }},
		"ticket, inspect":  {usersig.ErrTooLong, func() error { _, err := usersig.Inspect(text); return err }},
		"secret":           {usersig.ErrInvalidKey, func() error { _, err := usersig.NewSecretKey(text); return err }},
		"private key":      {usersig.ErrInvalidKey, func() error { _, err := usersig.ParsePrivateKey(long); return err }},
		"public key":       {usersig.ErrInvalidKey, func() error { _, err := usersig.ParsePublicKey(long); return err }},
	}
	for name, row := range calls {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		err := row.call()
		runtime.ReadMemStats(&after)
		fails(t, name, err, row.code)
		if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 100_000 {
			t.Errorf("%s: %d bytes", name, allocated)
		}
	}
}

func TestErrorDetails(t *testing.T) {
	_, err := usersig.Inspect("")
	details := err.(*usersig.Error)
	if details.Code != usersig.ErrEmpty || details.ServiceCode != 70002 || details.CheckErr != 1 || details.Field != "" {
		t.Errorf("%+v", details)
	}
	if usersig.ErrEmpty.Word() != "empty" || !strings.HasPrefix(usersig.ErrEmpty.Error(), "usersig: ") || !strings.HasPrefix(err.Error(), "usersig: ") {
		t.Error(usersig.ErrEmpty.Word(), usersig.ErrEmpty, err)
	}
	if codes := usersig.ErrExpired.ServiceCodes(); len(codes) != 3 || codes[0] != 70001 {
		t.Error(codes)
	}
	if len(usersig.ErrInvalidArgument.ServiceCodes()) != 0 || usersig.Code(12345).Word() != "internal" {
		t.Error("codes without a row")
	}
	if errors.Is(err, usersig.ErrExpired) || errors.Is(err, usersig.ErrClosed) {
		t.Error("an error is found to be another")
	}
}
