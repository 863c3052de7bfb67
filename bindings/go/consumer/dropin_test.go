package consumer

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	newest "github.com/tencentcloud/tls-sig-api-v2-golang/tencentyun"
	officialv1 "github.com/tencentyun/tls-sig-api-golang"
	officialv2 "github.com/tencentyun/tls-sig-api-v2-golang/tencentyun"
	usersig "github.com/usersig/usersig/bindings/go"
	"github.com/usersig/usersig/bindings/go/TLSSigAPI"
	"github.com/usersig/usersig/bindings/go/tencentyun"
)

// The names, parameters and results of Tencent's v1 package.
type v1 struct {
	generate            func(privateKey string, appid int, identifier string) (string, error)
	generateWithExpire  func(privateKey string, appid int, identifier string, expire int64) (string, error)
	generateWithUserbuf func(privateKey string, appid int, identifier string, expire int64, userbuf []byte) (string, error)
	verify              func(publicKey string, usersig string, appid int, identifier string) error
	verifyWithUserbuf   func(publicKey string, usersig string, appid int, identifier string) ([]byte, error)
	named               map[string]error
}

var v1s = map[string]v1{
	"TLSSigAPI": {TLSSigAPI.GenerateUsersig, TLSSigAPI.GenerateUsersigWithExpire, TLSSigAPI.GenerateUsersigWithUserbuf,
		TLSSigAPI.VerifyUsersig, TLSSigAPI.VerifyUsersigWithUserbuf, map[string]error{
			"identifier_mismatch": TLSSigAPI.ErrorIdentifierNotMatch, "sdkappid_mismatch": TLSSigAPI.ErrorAppidNotMatch,
			"expired": TLSSigAPI.ErrorExpired, "bad_signature": TLSSigAPI.ErrorInvalidSignature,
			"userbuf_mismatch": TLSSigAPI.ErrorInvalidSignature, "wrong_key_kind": TLSSigAPI.ErrorInvalidKeyType,
		}},
	"tls-sig-api-golang": {officialv1.GenerateUsersig, officialv1.GenerateUsersigWithExpire, officialv1.GenerateUsersigWithUserbuf,
		officialv1.VerifyUsersig, officialv1.VerifyUsersigWithUserbuf, map[string]error{
			"identifier_mismatch": officialv1.ErrorIdentifierNotMatch, "sdkappid_mismatch": officialv1.ErrorAppidNotMatch,
			"expired": officialv1.ErrorExpired, "bad_signature": officialv1.ErrorInvalidSignature,
			"userbuf_mismatch": officialv1.ErrorInvalidSignature, "wrong_key_kind": officialv1.ErrorInvalidKeyType,
		}},
}

// The names, parameters and results of Tencent's v2 packages. That of the newest family is named tencentcloud in a folder tencentyun.
type v2 struct {
	generate         []func(sdkappid int, key string, userid string, expire int) (string, error)
	generateWithBuf  []func(sdkappid int, key string, userid string, expire int, buf []byte) (string, error)
	roomNumber       func(sdkappid int, key string, userid string, expire int, roomid uint32, privilegeMap uint32) (string, error)
	roomName         func(sdkappid int, key string, userid string, expire int, roomStr string, privilegeMap uint32) (string, error)
	verify           func(sdkappid uint64, key string, userid string, usersig string, now time.Time) error
	verifyWithBuf    func(sdkappid uint64, key string, userid string, usersig string, now time.Time, userbuf []byte) error
	named            map[string]error
	type_, different error
}

var v2s = map[string]v2{
	"tencentyun": {
		[]func(int, string, string, int) (string, error){tencentyun.GenUserSig, tencentyun.GenSig},
		[]func(int, string, string, int, []byte) (string, error){tencentyun.GenUserSigWithBuf, tencentyun.GenSigWithUserBuf},
		tencentyun.GenPrivateMapKey, tencentyun.GenPrivateMapKeyWithStringRoomID,
		tencentyun.VerifyUserSig, tencentyun.VerifyUserSigWithBuf, map[string]error{
			"sdkappid_mismatch": tencentyun.ErrSdkAppIDNotMatch, "identifier_mismatch": tencentyun.ErrIdentifierNotMatch,
			"expired": tencentyun.ErrExpired, "bad_signature": tencentyun.ErrSigNotMatch,
		}, tencentyun.ErrUserBufTypeNotMatch, tencentyun.ErrUserBufNotMatch},
	"tls-sig-api-v2-golang": {
		[]func(int, string, string, int) (string, error){officialv2.GenUserSig, officialv2.GenSig},
		[]func(int, string, string, int, []byte) (string, error){officialv2.GenUserSigWithBuf, officialv2.GenSigWithUserBuf},
		officialv2.GenPrivateMapKey, officialv2.GenPrivateMapKeyWithStringRoomID,
		officialv2.VerifyUserSig, officialv2.VerifyUserSigWithBuf, map[string]error{
			"sdkappid_mismatch": officialv2.ErrSdkAppIDNotMatch, "identifier_mismatch": officialv2.ErrIdentifierNotMatch,
			"expired": officialv2.ErrExpired, "bad_signature": officialv2.ErrSigNotMatch,
		}, officialv2.ErrUserBufTypeNotMatch, officialv2.ErrUserBufNotMatch},
	"tencentcloud": {
		[]func(int, string, string, int) (string, error){newest.GenUserSig, newest.GenSig},
		[]func(int, string, string, int, []byte) (string, error){newest.GenUserSigWithBuf, newest.GenSigWithUserBuf},
		newest.GenPrivateMapKey, newest.GenPrivateMapKeyWithStringRoomID,
		newest.VerifyUserSig, newest.VerifyUserSigWithBuf, map[string]error{
			"sdkappid_mismatch": newest.ErrSdkAppIDNotMatch, "identifier_mismatch": newest.ErrIdentifierNotMatch,
			"expired": newest.ErrExpired, "bad_signature": newest.ErrSigNotMatch,
		}, newest.ErrUserBufTypeNotMatch, newest.ErrUserBufNotMatch},
}

// dropIn compares an error of a drop-in package with a case: it is the package's own variable where that has a name for the
// cause, and leads to the code in any case.
func dropIn(err error, word, field string, named map[string]error) error {
	if variable, ok := named[word]; ok {
		if err != variable {
			return fmt.Errorf("%v, not the variable for %s", err, word)
		}
		var code usersig.Code
		if !errors.As(err, &code) || named[code.Word()] != variable {
			return fmt.Errorf("%v leads to %s", err, code.Word())
		}
		return nil
	}
	return outcome(err, word, field)
}

// refusedAs is the word for which a drop-in verification has its variable: no ticket is for an identifier that cannot be. And the
// v2 interface has a time of the caller's own, which may be before the issue.
func (c *verifyCase) refusedAs(v2 bool) string {
	switch {
	case c.Error == "invalid_identifier":
		return "identifier_mismatch"
	case c.Error == "invalid_sdkappid":
		return "sdkappid_mismatch"
	case c.Error == "not_yet_valid" && v2:
		return ""
	}
	return c.Error
}

// Which cases the v1 interface can express: one public key, the present, the default leeway, a userbuf that is required or not
// allowed.
func (c *verifyCase) fitsV1(keys map[string]key) bool {
	return len(c.Keys) == 1 && keys[c.Keys[0]].Kind == "public" && c.AnyTime && c.Leeway == nil && c.FutureTolerance == nil &&
		(c.Userbuf.Expect == "absent" || c.Userbuf.Expect == "present")
}

// The v2 interface has a clock, and one secret.
func (c *verifyCase) fitsV2(keys map[string]key) bool {
	return len(c.Keys) == 1 && keys[c.Keys[0]].Kind == "secret" && c.Leeway == nil && c.FutureTolerance == nil && c.SDKAppID >= 0 &&
		(c.Userbuf.Expect == "absent" || c.Userbuf.Expect == "exactly")
}

func TestDropInVerify(t *testing.T) {
	keys := keys(t)
	run := map[string]int{}
	for _, file := range []string{"attack_cases.json", "verify_cases.json", "official_cases.json"} {
		for _, test := range cases[verifyCase](t, file) {
			if test.fitsV1(keys) {
				run["v1 "+file]++
				for name, api := range v1s {
					t.Run(name+"/"+test.Name, func(t *testing.T) {
						var err error
						public := keys[test.Keys[0]].Text
						if test.Userbuf.Expect == "absent" {
							err = api.verify(public, test.Ticket, int(test.SDKAppID), test.Identifier)
						} else {
							var userbuf []byte
							userbuf, err = api.verifyWithUserbuf(public, test.Ticket, int(test.SDKAppID), test.Identifier)
							if err == nil && string(userbuf) != string(*test.Ok.Userbuf) || err != nil && userbuf != nil {
								t.Errorf("another userbuf: %x", userbuf)
							}
						}
						if wrong := dropIn(err, test.refusedAs(false), test.Field, api.named); wrong != nil {
							t.Error(wrong)
						}
					})
				}
			}
			if test.fitsV2(keys) {
				run["v2 "+file]++
				for name, api := range v2s {
					t.Run(name+"/"+test.Name, func(t *testing.T) {
						var err error
						secret, now := keys[test.Keys[0]].Text, time.Unix(test.Now, 0)
						if test.Userbuf.Expect == "absent" {
							err = api.verify(uint64(test.SDKAppID), secret, test.Identifier, test.Ticket, now)
						} else {
							err = api.verifyWithBuf(uint64(test.SDKAppID), secret, test.Identifier, test.Ticket, now, append([]byte{}, test.Userbuf.Value...))
						}
						if test.Error == "userbuf_mismatch" {
							untrusted, _ := usersig.Inspect(test.Ticket)
							want := api.type_
							if test.Userbuf.Expect == "exactly" && untrusted.Userbuf() != nil {
								want = api.different
							}
							if err != want || !errors.Is(err, usersig.ErrUserbufMismatch) {
								t.Errorf("%v, not %v", err, want)
							}
						} else if wrong := dropIn(err, test.refusedAs(true), test.Field, api.named); wrong != nil {
							t.Error(wrong)
						}
					})
				}
			}
		}
	}
	if !maps.Equal(run, dropInVerifyCases) {
		t.Errorf("%v, not %v", run, dropInVerifyCases)
	}
}

// Every attack, by both calls of the interface that its keys belong to, is refused, but for a time before the issue in v2; and for
// the same reason where that does not depend on the call: what the case says about the userbuf is checked before the time.
func TestDropInRefusesEveryAttack(t *testing.T) {
	keys := keys(t)
	run := 0
	for _, test := range cases[verifyCase](t, "attack_cases.json") {
		if test.Error == "" {
			continue
		}
		run++
		t.Run(test.Name, func(t *testing.T) {
			late := test.Error == "userbuf_mismatch" || test.Error == "expired" || test.Error == "not_yet_valid"
			check := func(err error, named map[string]error) {
				t.Helper()
				if err == nil {
					t.Error("accepted")
				} else if wrong := dropIn(err, test.Error, test.Field, named); wrong != nil && len(test.Keys) == 1 && !late {
					t.Error(wrong)
				}
			}
			for _, name := range test.Keys {
				if key := keys[name]; key.Kind == "public" {
					for _, api := range v1s {
						check(api.verify(key.Text, test.Ticket, int(test.SDKAppID), test.Identifier), api.named)
						if test.Error != "userbuf_mismatch" {
							_, err := api.verifyWithUserbuf(key.Text, test.Ticket, int(test.SDKAppID), test.Identifier)
							check(err, api.named)
						}
					}
				} else {
					for _, api := range v2s {
						now := time.Unix(test.Now, 0)
						if test.refusedAs(true) == "" {
							if err := api.verify(uint64(test.SDKAppID), key.Text, test.Identifier, test.Ticket, now); err != nil {
								t.Errorf("before the issue: %v", err)
							}
							continue
						}
						check(api.verify(uint64(test.SDKAppID), key.Text, test.Identifier, test.Ticket, now), api.named)
						if test.Error != "userbuf_mismatch" {
							check(api.verifyWithBuf(uint64(test.SDKAppID), key.Text, test.Identifier, test.Ticket, now, []byte("userbuf")), api.named)
						}
					}
				}
			}
		})
	}
	if run != dropInAttacks {
		t.Errorf("%d attacks, not %d", run, dropInAttacks)
	}
}

// Generators have no clock, so that the time is left out of the comparison, and cases that are about it are left out.
func TestDropInGenerate(t *testing.T) {
	keys := keys(t)
	run := map[string]int{}
	without := func(text string) (string, error) {
		var fields map[string]any
		err := json.Unmarshal([]byte(text), &fields)
		for _, name := range []string{"TLS.time", "TLS.sig"} {
			delete(fields, name)
		}
		out, _ := json.Marshal(fields)
		return string(out), err
	}
	compare := func(t *testing.T, test *genCase, ticket string, err error, named map[string]error) {
		t.Helper()
		if wrong := dropIn(err, test.Error, "", named); wrong != nil {
			t.Fatal(wrong)
		}
		if err != nil {
			return
		}
		text, err := inside(ticket)
		if err != nil {
			t.Fatal(err)
		}
		got, err := without(text)
		want, _ := without(test.Ok.JSON)
		// The permission holds the time when it ends.
		if err != nil || got != want && test.Room == nil {
			t.Errorf("%v: %s", err, got)
		}
		if test.Room != nil {
			untrusted, err := usersig.Inspect(ticket)
			if err != nil || untrusted.PrivateMapKey().Room() != test.Room.value() || int64(untrusted.PrivateMapKey().Privileges()) != *test.Privileges ||
				!untrusted.PrivateMapKey().ExpiresAt().Equal(untrusted.ExpiresAt()) {
				t.Errorf("%v: %v", err, untrusted)
			}
		}
	}
	for _, test := range cases[genCase](t, "gen_cases.json") {
		aboutTime := test.IssuedAt == nil || *test.IssuedAt != 1600000000
		others := slices.ContainsFunc(slices.Collect(maps.Keys(test.given)), func(name string) bool {
			return option(name) != nil && test.given.has(name) && !slices.Contains([]string{"expire", "issued_at", "userbuf"}, name)
		})
		if aboutTime || others {
			continue
		}
		expire := int64(15552000)
		if test.Expire != nil {
			expire = *test.Expire
		}
		if test.Room != nil && (test.Room.Number != nil && (*test.Room.Number < 0 || *test.Room.Number > 1<<32-1) ||
			*test.Privileges < 0 || *test.Privileges > 1<<32-1 || test.Userbuf != nil || time.Now().Unix()+expire > 1<<32-1) {
			continue
		}
		signing := keys[test.Key]
		switch {
		case signing.Kind == "private" && test.Room == nil:
			run["v1"]++
			for name, api := range v1s {
				t.Run(name+"/"+test.Name, func(t *testing.T) {
					var ticket string
					var err error
					switch {
					case test.Userbuf != nil:
						ticket, err = api.generateWithUserbuf(signing.Text, int(test.SDKAppID), test.Identifier, expire, *test.Userbuf)
					case test.Expire != nil:
						ticket, err = api.generateWithExpire(signing.Text, int(test.SDKAppID), test.Identifier, expire)
					default:
						ticket, err = api.generate(signing.Text, int(test.SDKAppID), test.Identifier)
					}
					compare(t, &test, ticket, err, api.named)
				})
			}
		case signing.Kind == "secret":
			run["v2"]++
			for name, api := range v2s {
				t.Run(name+"/"+test.Name, func(t *testing.T) {
					switch {
					case test.Room != nil && test.Room.Name != nil:
						ticket, err := api.roomName(int(test.SDKAppID), signing.Text, test.Identifier, int(expire), *test.Room.Name, uint32(*test.Privileges))
						compare(t, &test, ticket, err, api.named)
					case test.Room != nil:
						ticket, err := api.roomNumber(int(test.SDKAppID), signing.Text, test.Identifier, int(expire), uint32(*test.Room.Number), uint32(*test.Privileges))
						compare(t, &test, ticket, err, api.named)
					case test.Userbuf != nil:
						for _, generate := range api.generateWithBuf {
							ticket, err := generate(int(test.SDKAppID), signing.Text, test.Identifier, int(expire), *test.Userbuf)
							compare(t, &test, ticket, err, api.named)
						}
					default:
						for _, generate := range api.generate {
							ticket, err := generate(int(test.SDKAppID), signing.Text, test.Identifier, int(expire))
							compare(t, &test, ticket, err, api.named)
						}
					}
				})
			}
		}
	}
	if !maps.Equal(run, dropInGenCases) {
		t.Errorf("%v, not %v", run, dropInGenCases)
	}
}

// How many cases the drop-in interfaces can express.
var (
	dropInVerifyCases = map[string]int{
		"v1 attack_cases.json": 93, "v1 official_cases.json": 26, "v1 verify_cases.json": 74,
		"v2 attack_cases.json": 136, "v2 official_cases.json": 87, "v2 verify_cases.json": 102,
	}
	dropInGenCases = map[string]int{"v1": 55, "v2": 71}
)

// All of attack_cases.json but for one ticket at the edge, which is good.
const dropInAttacks = 239
