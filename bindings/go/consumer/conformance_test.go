package consumer

import (
	"bytes"
	"compress/zlib"
	"crypto/ecdsa"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	usersig "github.com/usersig/usersig/bindings/go"
)

// outcome compares an error with the word and, where one is given, the field of a case; "" is success.
func outcome(err error, word, field string) error {
	if err == nil {
		if word != "" {
			return fmt.Errorf("no error, not %s", word)
		}
		return nil
	}
	var details *usersig.Error
	if !errors.As(err, &details) || !errors.Is(err, details.Code) {
		return fmt.Errorf("another error: %#v", err)
	}
	if details.Code.Word() != word || details.Field != field || details.Message == "" {
		return fmt.Errorf("%s %s: %w, not %s %s", details.Code.Word(), details.Field, err, word, field)
	}
	return nil
}

var codes = []usersig.Code{
	// vocabulary: code_list
	usersig.ErrInvalidArgument,
	usersig.ErrInvalidSDKAppID,
	usersig.ErrInvalidIdentifier,
	usersig.ErrInvalidExpire,
	usersig.ErrInvalidUserbuf,
	usersig.ErrInvalidRoom,
	usersig.ErrInvalidKey,
	usersig.ErrUnsupportedCurve,
	usersig.ErrWrongKeyKind,
	usersig.ErrEmpty,
	usersig.ErrTooLong,
	usersig.ErrMalformedBase64,
	usersig.ErrMalformedZlib,
	usersig.ErrMalformedJSON,
	usersig.ErrMalformedField,
	usersig.ErrUnsupportedVersion,
	usersig.ErrNoKeyForVersion,
	usersig.ErrBadSignature,
	usersig.ErrSDKAppIDMismatch,
	usersig.ErrIdentifierMismatch,
	usersig.ErrUserbufMismatch,
	usersig.ErrExpired,
	usersig.ErrNotYetValid,
	usersig.ErrInternal,
	// vocabulary: end
}

func TestErrorTable(t *testing.T) {
	rows := cases[errorRow](t, "errors.json")
	if len(rows) != len(codes) {
		t.Fatalf("%d rows, and %d constants", len(rows), len(codes))
	}
	for i, row := range rows {
		t.Run(row.Word, func(t *testing.T) {
			code := codes[i]
			if int(code) != row.Number || code.Word() != row.Word || fmt.Sprint(code.ServiceCodes()) != fmt.Sprint(row.Service) {
				t.Errorf("%d %s %v", int(code), code.Word(), code.ServiceCodes())
			}
		})
	}
}

func TestLibraryVersion(t *testing.T) {
	if version := os.Getenv("USERSIG_VERSION"); version == "" || usersig.LibraryVersion() != version {
		t.Errorf("%s, not %s", usersig.LibraryVersion(), version)
	}
}

func TestKeyCases(t *testing.T) {
	for _, test := range cases[keyCase](t, "key_cases.json") {
		t.Run(test.Name, func(t *testing.T) {
			var err error
			var curve *string
			switch test.Load {
			case "private":
				key, failed := usersig.ParsePrivateKey([]byte(test.Text))
				if err = failed; err == nil {
					text := key.Curve().String()
					curve = &text
				}
			case "public":
				key, failed := usersig.ParsePublicKey([]byte(test.Text))
				if err = failed; err == nil {
					text := key.Curve().String()
					curve = &text
				}
			case "secret":
				_, err = usersig.NewSecretKey(test.Text)
			default:
				t.Fatal(test.Load)
			}
			if wrong := outcome(err, test.Error, ""); wrong != nil {
				t.Error(wrong)
			}
			if err == nil && ((curve == nil) != (test.Ok.Curve == nil) || curve != nil && *curve != *test.Ok.Curve) {
				t.Error("another curve")
			}
		})
	}
}

// run makes a case's ticket; expressible is false where Go's types cannot hold the case's numbers.
func (c *genCase) run(signing usersig.SigningKey) (ticket string, expressible bool, err error) {
	signer, err := usersig.NewSigner(c.SDKAppID, signing)
	if err != nil {
		return "", true, err
	}
	defer signer.Close()
	options, err := c.given.options(func(value json.RawMessage) (userbuf []byte, err error) {
		err = json.Unmarshal(value, &userbuf)
		return userbuf, err
	})
	if err != nil {
		return "", false, err
	}
	if c.Room == nil {
		ticket, err = signer.GenSig(c.Identifier, options...)
		return ticket, true, err
	}
	if *c.Privileges < 0 || *c.Privileges > math.MaxUint32 {
		return "", false, nil
	}
	ticket, err = signer.GenPrivateMapKey(c.Identifier, c.Room.value(), usersig.Privileges(*c.Privileges), options...)
	return ticket, true, err
}

// inside takes the JSON out of a ticket.
func inside(ticket string) (string, error) {
	data, err := base64.StdEncoding.DecodeString(strings.NewReplacer("*", "+", "-", "/", "_", "=").Replace(ticket))
	if err != nil {
		return "", err
	}
	reader, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(reader)
	return string(text), err
}

// signed checks the signature in a ticket's JSON with Go's own cryptography, where that has the curve.
func signed(text, signedText string, key key) error {
	var fields struct {
		Sig []byte `json:"TLS.sig"`
	}
	if err := json.Unmarshal([]byte(text), &fields); err != nil {
		return err
	}
	if key.Kind == "secret" {
		mac := hmac.New(sha256.New, []byte(key.Text))
		mac.Write([]byte(signedText))
		if !hmac.Equal(mac.Sum(nil), fields.Sig) {
			return errors.New("the HMAC is wrong")
		}
		return nil
	}
	block, _ := pem.Decode([]byte(key.Text))
	private, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		if strings.Contains(key.Name, "secp256k1") {
			return nil
		}
		return err
	}
	digest := sha256.Sum256([]byte(signedText))
	if !ecdsa.VerifyASN1(&private.(*ecdsa.PrivateKey).PublicKey, digest[:], fields.Sig) {
		return errors.New("the ECDSA signature is wrong")
	}
	return nil
}

// Privileges are 32 bits in Go.
var inexpressiblePrivileges = []string{"room: privileges -1", "room: privileges 4294967296"}

func TestGenCases(t *testing.T) {
	keys := keys(t)
	var inexpressible []string
	for _, test := range cases[genCase](t, "gen_cases.json") {
		t.Run(test.Name, func(t *testing.T) {
			signing, err := keys[test.Key].signing()
			if err != nil {
				t.Fatal(err)
			}
			ticket, expressible, err := test.run(signing)
			if !expressible {
				if test.Ok != nil || test.Error != "invalid_argument" {
					t.Error("a case that Go cannot express, and that is to work")
				}
				inexpressible = append(inexpressible, test.Name)
				return
			}
			if wrong := outcome(err, test.Error, ""); wrong != nil {
				t.Fatal(wrong)
			}
			if err != nil {
				return
			}
			text, err := inside(ticket)
			if err != nil || text != test.Ok.JSON {
				t.Fatalf("%v: %s", err, text)
			}
			if err := signed(text, test.Ok.SignedText, keys[test.Key]); err != nil {
				t.Error(err)
			}
		})
	}
	if !slices.Equal(inexpressible, inexpressiblePrivileges) {
		t.Errorf("%q cannot be expressed, not %q", inexpressible, inexpressiblePrivileges)
	}
}

// run verifies a case's ticket.
func (c *verifyCase) run(keys map[string]key) (*usersig.Ticket, error) {
	var all []usersig.VerifyingKey
	for _, name := range c.Keys {
		key, err := keys[name].verifying()
		if err != nil {
			return nil, err
		}
		all = append(all, key)
	}
	var made []usersig.VerifierOption
	for _, key := range all[1:] {
		made = append(made, usersig.WithKey(key))
	}
	if c.Leeway != nil {
		made = append(made, usersig.WithLeeway(time.Duration(*c.Leeway)*time.Second))
	}
	if c.FutureTolerance != nil {
		made = append(made, usersig.WithFutureTolerance(time.Duration(*c.FutureTolerance)*time.Second))
	}
	verifier, err := usersig.NewVerifier(c.SDKAppID, all[0], made...)
	if err != nil {
		return nil, err
	}
	defer verifier.Close()
	options := []usersig.VerifyOption{usersig.WithNow(time.Unix(c.Now, 0))}
	switch c.Userbuf.Expect {
	case "absent":
	case "present":
		options = append(options, usersig.ExpectSomeUserbuf())
	case "any":
		options = append(options, usersig.AllowUserbuf())
	case "exactly":
		options = append(options, usersig.ExpectUserbuf(append([]byte{}, c.Userbuf.Value...)))
	default:
		return nil, errors.New(c.Userbuf.Expect)
	}
	if c.authenticate {
		return verifier.Authenticate(c.Ticket, options...)
	}
	return verifier.Verify(c.Ticket, c.Identifier, options...)
}

// check runs a case and says what is wrong.
func (c *verifyCase) check(keys map[string]key) error {
	verified, err := c.run(keys)
	if wrong := outcome(err, c.Error, c.Field); wrong != nil {
		return wrong
	}
	if err == nil {
		return c.Ok.check(verified)
	}
	var details *usersig.Error
	if errors.As(err, &details) && details.CheckErr != c.CheckErr {
		return fmt.Errorf("CHECK_ERR %d, not %d", details.CheckErr, c.CheckErr)
	}
	if verified != nil {
		return errors.New("a ticket and an error")
	}
	return nil
}

func testVerifyCases(t *testing.T, file string) {
	keys := keys(t)
	for _, test := range cases[verifyCase](t, file) {
		t.Run(test.Name, func(t *testing.T) {
			test.authenticate = file == "authenticate_cases.json"
			if wrong := test.check(keys); wrong != nil {
				t.Error(wrong)
			}
		})
	}
}

func TestVerifyCases(t *testing.T) { testVerifyCases(t, "verify_cases.json") }

func TestAuthenticateCases(t *testing.T) { testVerifyCases(t, "authenticate_cases.json") }

func TestAttackCases(t *testing.T) { testVerifyCases(t, "attack_cases.json") }

func TestOfficialCases(t *testing.T) { testVerifyCases(t, "official_cases.json") }

func TestInspectCases(t *testing.T) {
	for _, test := range cases[inspectCase](t, "inspect_cases.json") {
		t.Run(test.Name, func(t *testing.T) {
			untrusted, err := usersig.Inspect(test.Ticket)
			if wrong := outcome(err, test.Error, test.Field); wrong != nil {
				t.Fatal(wrong)
			}
			if err == nil {
				if wrong := test.Ok.check(untrusted); wrong != nil {
					t.Error(wrong)
				}
			}
		})
	}
}

// run asks a source for a ticket at each of the times.
func (c *sourceCase) run(signing usersig.SigningKey) (issuedAt []int64, renewals int64, err error) {
	var now int64
	signer, err := usersig.NewSigner(c.SDKAppID, signing, usersig.WithClock(func() time.Time { return time.Unix(now, 0) }))
	if err != nil {
		return nil, 0, err
	}
	defer signer.Close()
	options := []usersig.SourceOption{usersig.WithExpireSeconds(c.Expire)}
	if c.MinShare != nil {
		options = append(options, usersig.WithMinShare(*c.MinShare))
	}
	source, err := usersig.NewUserSigSource(signer, c.Identifier, options...)
	if err != nil {
		return nil, 0, err
	}
	for _, now = range c.Times {
		ticket, err := source.Ticket()
		if err != nil {
			return nil, 0, err
		}
		content, err := usersig.Inspect(ticket)
		if err != nil {
			return nil, 0, err
		}
		issuedAt = append(issuedAt, content.IssuedAt().Unix())
	}
	return issuedAt, source.Renewals(), nil
}

func TestSourceCases(t *testing.T) {
	keys := keys(t)
	for _, test := range cases[sourceCase](t, "source_cases.json") {
		t.Run(test.Name, func(t *testing.T) {
			signing, err := keys[test.Key].signing()
			if err != nil {
				t.Fatal(err)
			}
			issuedAt, renewals, err := test.run(signing)
			if wrong := outcome(err, test.Error, ""); wrong != nil {
				t.Error(wrong)
			}
			if err != nil && test.Message != "" && err.Error() != "usersig: "+test.Message {
				t.Error(err)
			}
			if err == nil && (!slices.Equal(issuedAt, test.Ok.IssuedAt) || renewals != test.Ok.Renewals) {
				t.Error(issuedAt, renewals)
			}
		})
	}
}
