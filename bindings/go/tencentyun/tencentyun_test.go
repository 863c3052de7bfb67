package tencentyun

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	usersig "github.com/usersig/usersig/bindings/go"
)

const (
	sdkappid = 1400000000
	key      = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
)

func json(t *testing.T, ticket string) string {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(strings.NewReplacer("*", "+", "-", "/", "_", "=").Replace(ticket))
	if err != nil {
		t.Fatal(err)
	}
	reader, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestGenerators(t *testing.T) {
	for name, generate := range map[string]func() (string, error){
		"GenUserSig":            func() (string, error) { return GenUserSig(sdkappid, key, "xiaojun", 60) },
		"GenSig":                func() (string, error) { return GenSig(sdkappid, key, "xiaojun", 60) },
		"GenUserSigWithBuf nil": func() (string, error) { return GenUserSigWithBuf(sdkappid, key, "xiaojun", 60, nil) },
	} {
		ticket, err := generate()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := VerifyUserSig(sdkappid, key, "xiaojun", ticket, time.Now()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if text := json(t, ticket); !strings.Contains(text, `"TLS.expire":60,`) || strings.Contains(text, "TLS.userbuf") {
			t.Errorf("%s: %s", name, text)
		}
	}
	for name, generate := range map[string]func() (string, error){
		"GenUserSigWithBuf": func() (string, error) { return GenUserSigWithBuf(sdkappid, key, "xiaojun", 60, []byte("abc")) },
		"GenSigWithUserBuf": func() (string, error) { return GenSigWithUserBuf(sdkappid, key, "xiaojun", 60, []byte("abc")) },
	} {
		ticket, err := generate()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := VerifyUserSigWithBuf(sdkappid, key, "xiaojun", ticket, time.Now(), []byte("abc")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := VerifyUserSigWithBuf(sdkappid, key, "xiaojun", ticket, time.Now(), []byte("abcd")); err != ErrUserBufNotMatch {
			t.Errorf("%s, another userbuf: %v", name, err)
		}
		if err := VerifyUserSig(sdkappid, key, "xiaojun", ticket, time.Now()); err != ErrUserBufTypeNotMatch {
			t.Errorf("%s, no userbuf: %v", name, err)
		}
	}
}

func TestRooms(t *testing.T) {
	number, err := GenPrivateMapKey(sdkappid, key, "xiaojun", 60, 10000, 42)
	if err != nil {
		t.Fatal(err)
	}
	text, err := GenPrivateMapKeyWithStringRoomID(sdkappid, key, "xiaojun", 60, "abc", 255)
	if err != nil {
		t.Fatal(err)
	}
	for ticket, expected := range map[string]struct {
		room       usersig.Room
		privileges usersig.Privileges
	}{
		number: {usersig.RoomNumber(10000), 42},
		text:   {usersig.RoomName("abc"), 255},
	} {
		verified, err := usersig.VerifyWithSecretKey(sdkappid, key, ticket, "xiaojun", usersig.ExpectSomeUserbuf())
		if err != nil {
			t.Fatal(err)
		}
		found := verified.PrivateMapKey()
		if found.Room() != expected.room || found.Privileges() != expected.privileges || !found.ExpiresAt().Equal(verified.ExpiresAt()) {
			t.Errorf("%+v", found)
		}
	}
	for _, room := range []uint32{0, 1<<32 - 1} {
		if _, err := GenPrivateMapKey(sdkappid, key, "xiaojun", 60, room, 255); !errors.Is(err, usersig.ErrInvalidRoom) {
			t.Errorf("room %d: %v", room, err)
		}
	}
	if _, err := GenPrivateMapKeyWithStringRoomID(sdkappid, key, "xiaojun", 60, "", 255); !errors.Is(err, usersig.ErrInvalidRoom) {
		t.Errorf("no room: %v", err)
	}
}

func TestErrorsAreTheVariables(t *testing.T) {
	ticket, err := GenUserSig(sdkappid, key, "xiaojun", 60)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		got  error
		want error
		code usersig.Code
		text string
	}{
		{"SDKAppID", VerifyUserSig(sdkappid+1, key, "xiaojun", ticket, time.Now()), ErrSdkAppIDNotMatch, usersig.ErrSDKAppIDMismatch, "sdk appid not match"},
		{"identifier", VerifyUserSig(sdkappid, key, "admin", ticket, time.Now()), ErrIdentifierNotMatch, usersig.ErrIdentifierMismatch, "identifier not match"},
		{"expiry", VerifyUserSig(sdkappid, key, "xiaojun", ticket, time.Now().Add(2*time.Minute)), ErrExpired, usersig.ErrExpired, "expired"},
		{"userbuf", VerifyUserSigWithBuf(sdkappid, key, "xiaojun", ticket, time.Now(), []byte("x")), ErrUserBufTypeNotMatch, usersig.ErrUserbufMismatch, "userbuf type not match"},
		{"signature", VerifyUserSig(sdkappid, key[1:], "xiaojun", ticket, time.Now()), ErrSigNotMatch, usersig.ErrBadSignature, "sig not match"},
	} {
		if test.got != test.want || !errors.Is(test.got, test.code) || test.got.Error() != test.text {
			t.Errorf("%s: %v", test.name, test.got)
		}
	}
	// No ticket can be for these.
	for _, number := range []uint64{0, 1 << 32, 1<<64 - 1} {
		if err := VerifyUserSig(number, key, "xiaojun", ticket, time.Now()); err != ErrSdkAppIDNotMatch {
			t.Errorf("SDKAppID %d: %v", number, err)
		}
	}
	for _, userid := range []string{"", "a\nb", strings.Repeat("a", usersig.MaxIdentifier+1)} {
		if err := VerifyUserSig(sdkappid, key, userid, ticket, time.Now()); err != ErrIdentifierNotMatch {
			t.Errorf("user ID %q: %v", userid, err)
		}
	}
	if err := VerifyUserSig(sdkappid, key, "xiaojun", "", time.Now()); !errors.Is(err, usersig.ErrEmpty) {
		t.Errorf("no ticket: %v", err)
	}
	if _, err := GenUserSig(sdkappid, key, "xiaojun", -1); !errors.Is(err, usersig.ErrInvalidExpire) {
		t.Errorf("a negative expiry: %v", err)
	}
}

// The caller gives the time, so one before the issue is the caller's, too. All else is checked as at any other time.
func TestBeforeTheIssue(t *testing.T) {
	ticket, err := GenUserSig(sdkappid, key, "xiaojun", 60)
	if err != nil {
		t.Fatal(err)
	}
	for _, now := range []time.Time{time.Now().Add(-time.Hour), time.Unix(0, 0), time.Unix(-1, 0), {}} {
		for _, test := range []struct{ got, want error }{
			{VerifyUserSig(sdkappid, key, "xiaojun", ticket, now), nil},
			{VerifyUserSigWithBuf(sdkappid, key, "xiaojun", ticket, now, nil), nil},
			{VerifyUserSig(sdkappid+1, key, "xiaojun", ticket, now), ErrSdkAppIDNotMatch},
			{VerifyUserSig(sdkappid, key, "admin", ticket, now), ErrIdentifierNotMatch},
			{VerifyUserSigWithBuf(sdkappid, key, "xiaojun", ticket, now, []byte("x")), ErrUserBufTypeNotMatch},
			{VerifyUserSig(sdkappid, key[1:], "xiaojun", ticket, now), ErrSigNotMatch},
		} {
			if test.got != test.want {
				t.Errorf("at %v: %v, not %v", now, test.got, test.want)
			}
		}
	}
}

func TestCompressionLevel(t *testing.T) {
	defer func(level int) { DefaultCompressionLevel = level }(DefaultCompressionLevel)
	lengths := map[int]int{}
	for _, level := range []int{zlib.NoCompression, zlib.BestSpeed, zlib.BestCompression, zlib.DefaultCompression} {
		DefaultCompressionLevel = level
		ticket, err := GenUserSig(sdkappid, key, "xiaojun", 60)
		if err != nil {
			t.Fatal(err)
		}
		json(t, ticket)
		lengths[level] = len(ticket)
	}
	if lengths[zlib.NoCompression] <= lengths[zlib.BestCompression] {
		t.Errorf("lengths by level: %v", lengths)
	}
}
