package consumer

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"testing"
	"time"

	usersig "github.com/usersig/usersig/bindings/go"
)

// raw is an argument that need not be text: in Go, its bytes.
type raw string

func (r *raw) UnmarshalJSON(data []byte) error {
	var given struct {
		Bytes  string
		Repeat int
	}
	var text string
	if json.Unmarshal(data, &text) == nil {
		*r = raw(text)
		return nil
	}
	given.Repeat = 1
	if err := json.Unmarshal(data, &given); err != nil {
		return err
	}
	one, err := hex.DecodeString(given.Bytes)
	*r = raw(bytes.Repeat(one, given.Repeat))
	return err
}

// span is a moment, or a length of time.
type span struct{ Seconds, Nanoseconds int64 }

func (s *span) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, &s.Seconds) == nil {
		return nil
	}
	type plain span
	return json.Unmarshal(data, (*plain)(s))
}

func (s *span) moment() time.Time { return time.Unix(s.Seconds, s.Nanoseconds) }

// duration tells whether a time.Duration, 292 years at most, can be this long, and which is.
func (s *span) duration() (time.Duration, bool) {
	whole := time.Duration(s.Seconds) * time.Second
	return whole + time.Duration(s.Nanoseconds), whole/time.Second == time.Duration(s.Seconds)
}

type contractCase struct {
	Name, Call                      string
	SDKAppID                        int64
	Key                             *string
	Keys                            *[]string
	Identifier, Ticket, Text, Curve *raw
	Identifiers                     []json.RawMessage
	Leeway, Now                     *span
	FutureTolerance                 *span `json:"future_tolerance"`
	Userbuf, Options, Unflagged     json.RawMessage
	given                           given
	Room                            *struct {
		Number *int64
		Name   *raw
	}
	Privileges uint32
	Error      string
	Message    string
	Ok         json.RawMessage
}

var errImpossible = errors.New("Go has no way to say this")

func (c *contractCase) UnmarshalJSON(data []byte) error {
	type plain contractCase
	if err := json.Unmarshal(data, &c.given); err != nil {
		return err
	}
	return json.Unmarshal(data, (*plain)(c))
}

func (c *contractCase) verify(keys map[string]key) (*usersig.Ticket, error) {
	var first usersig.VerifyingKey
	var made []usersig.VerifierOption
	for i, name := range *c.Keys {
		key, err := keys[name].verifying()
		if err != nil {
			return nil, err
		}
		if i == 0 {
			first = key
			continue
		}
		made = append(made, usersig.WithKey(key))
	}
	for _, option := range []struct {
		given *span
		with  func(time.Duration) usersig.VerifierOption
	}{{c.Leeway, usersig.WithLeeway}, {c.FutureTolerance, usersig.WithFutureTolerance}} {
		if option.given == nil {
			continue
		}
		length, fits := option.given.duration()
		if !fits {
			return nil, errImpossible
		}
		made = append(made, option.with(length))
	}
	verifier, err := usersig.NewVerifier(c.SDKAppID, first, made...)
	if err != nil {
		return nil, err
	}
	defer verifier.Close()
	options := []usersig.VerifyOption{usersig.WithNow(c.Now.moment())}
	if c.Userbuf != nil {
		options = append(options, usersig.AllowUserbuf())
	}
	if c.Call == "verify" {
		return verifier.Verify(string(*c.Ticket), string(*c.Identifier), options...)
	}
	return verifier.Authenticate(string(*c.Ticket), options...)
}

// batch compares each result with its own expectation.
func (c *contractCase) batch(t *testing.T, signer *usersig.Signer, options []usersig.GenOption) error {
	identifiers := make([]string, len(c.Identifiers))
	for i, identifier := range c.Identifiers {
		var text raw
		if err := json.Unmarshal(identifier, &text); err != nil || string(identifier) == "null" {
			return errImpossible
		}
		identifiers[i] = string(text)
	}
	all := []usersig.BatchOption{usersig.WithThreads(1)}
	for _, option := range options {
		all = append(all, option)
	}
	items, err := signer.GenSigBatch(identifiers, all...)
	if err != nil {
		return err
	}
	var expected []struct{ JSON, Error string }
	if err := json.Unmarshal(c.Ok, &expected); err != nil || len(items) != len(expected) {
		t.Fatalf("%v: %d items", err, len(items))
	}
	for i, item := range items {
		if wrong := outcome(item.Err, expected[i].Error, ""); wrong != nil {
			t.Errorf("%d: %v", i, wrong)
		}
		if item.Err == nil {
			if text, err := inside(item.Ticket); err != nil || text != expected[i].JSON {
				t.Errorf("%d: %v %s", i, err, text)
			}
		}
	}
	return nil
}

func (c *contractCase) generate(t *testing.T, keys map[string]key) error {
	signing, err := keys[*c.Key].signing()
	if err != nil {
		t.Fatal(err)
	}
	signer, err := usersig.NewSigner(c.SDKAppID, signing)
	if err != nil {
		return err
	}
	defer signer.Close()
	options, err := c.given.options(func(value json.RawMessage) ([]byte, error) {
		var userbuf raw
		err := json.Unmarshal(value, &userbuf)
		return []byte(userbuf), err
	})
	if err != nil {
		t.Fatal(err)
	}
	var ticket string
	switch {
	case c.Call == "gen_sig_batch":
		return c.batch(t, signer, options)
	case c.Room == nil:
		ticket, err = signer.GenSig(string(*c.Identifier), options...)
	case c.Room.Name != nil:
		ticket, err = signer.GenPrivateMapKey(string(*c.Identifier), usersig.RoomName(string(*c.Room.Name)), usersig.Privileges(c.Privileges), options...)
	default:
		ticket, err = signer.GenPrivateMapKey(string(*c.Identifier), usersig.RoomNumber(*c.Room.Number), usersig.Privileges(c.Privileges), options...)
	}
	if err != nil {
		return err
	}
	var expected struct{ JSON string }
	if text, err := inside(ticket); err != nil || json.Unmarshal(c.Ok, &expected) != nil || text != expected.JSON {
		t.Errorf("%v: %s", err, text)
	}
	return nil
}

func (c *contractCase) says(t *testing.T, got ticketContent, err error) error {
	if err != nil {
		return err
	}
	var expected content
	if err := json.Unmarshal(c.Ok, &expected); err != nil {
		t.Fatal(err)
	}
	if wrong := expected.check(got); wrong != nil {
		t.Error(wrong)
	}
	return nil
}

func (c *contractCase) run(t *testing.T, keys map[string]key) error {
	switch c.Error {
	case "type_error", "null_error", "refused":
		return errImpossible
	}
	if c.Unflagged != nil {
		return errImpossible
	}
	switch c.Call {
	case "load_private":
		_, err := usersig.ParsePrivateKey([]byte(*c.Text))
		return err
	case "load_public":
		_, err := usersig.ParsePublicKey([]byte(*c.Text))
		return err
	case "load_secret":
		_, err := usersig.NewSecretKey(string(*c.Text))
		return err
	case "generate_key":
		curve := map[raw]usersig.Curve{"P-256": usersig.P256, "secp256k1": usersig.Secp256k1}[*c.Curve]
		key, err := usersig.GeneratePrivateKey(curve)
		if err == nil && key.Curve() != curve {
			t.Error("another curve")
		}
		return err
	case "inspect":
		got, err := usersig.Inspect(string(*c.Ticket))
		return c.says(t, got, err)
	case "verify", "authenticate":
		got, err := c.verify(keys)
		return c.says(t, got, err)
	default:
		return c.generate(t, keys)
	}
}

func TestContractCases(t *testing.T) {
	keys := keys(t)
	impossible := 0
	for _, test := range cases[contractCase](t, "contract_cases.json") {
		t.Run(test.Name, func(t *testing.T) {
			err := test.run(t, keys)
			if errors.Is(err, errImpossible) {
				// Of C's flags there are as many as options.
				if test.Unflagged == nil {
					impossible++
				}
				return
			}
			if wrong := outcome(err, test.Error, ""); wrong != nil {
				t.Error(wrong)
			}
			var details *usersig.Error
			if errors.As(err, &details) {
				if test.Message != "" && details.Message != test.Message {
					t.Error(details.Message)
				}
				for _, kind := range []usersig.Kind{usersig.ErrAboutArgument, usersig.ErrAboutKey, usersig.ErrAboutTicket, usersig.ErrAboutInternal} {
					if errors.Is(err, kind) != (details.Code.Kind() == kind) {
						t.Errorf("%v is not about what its code is about", err)
					}
				}
			}
		})
	}
	// Objects of another class, null, unknown options, and what is no string in a batch.
	if impossible != 22 {
		t.Errorf("%d cases are impossible", impossible)
	}
}
