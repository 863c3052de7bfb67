package consumer

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	usersig "github.com/usersig/usersig/bindings/go"
)

// cases reads a file of ci/conformance.
func cases[T any](t testing.TB, name string) []T {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(os.Getenv("USERSIG_CASES"), name))
	if err != nil {
		t.Fatal(err)
	}
	var out []T
	if err := json.Unmarshal(data, &out); err != nil || len(out) == 0 {
		t.Fatalf("%s: %v", name, err)
	}
	return out
}

type errorRow struct {
	Number   int
	Word     string
	CheckErr int `json:"check_err"`
	Service  []int
}

type keyCase struct {
	Name, Load, Text, Error string
	Ok                      *struct{ Curve *string }
}

type room struct {
	Number *int64
	Name   *string
}

type genCase struct {
	Name            string
	SDKAppID        int64
	Key, Identifier string
	Expire          *int64
	IssuedAt        *int64 `json:"issued_at"`
	Userbuf         *[]byte
	Room            *room
	Privileges      *int64
	given           given
	Ok              *struct {
		JSON       string
		SignedText string `json:"signed_text"`
	}
	Error string
}

func (c *genCase) UnmarshalJSON(data []byte) error {
	type plain genCase
	if err := json.Unmarshal(data, &c.given); err != nil {
		return err
	}
	return json.Unmarshal(data, (*plain)(c))
}

type sourceCase struct {
	Name            string
	SDKAppID        int64
	Key, Identifier string
	Expire          int64
	MinShare        *float64 `json:"min_share"`
	Times           []int64
	Ok              *struct {
		IssuedAt []int64 `json:"issued_at"`
		Renewals int64
	}
	Error, Message string
}

type content struct {
	Version       string
	SDKAppID      uint32
	Identifier    string
	IssuedAt      int64 `json:"issued_at"`
	Expire        int64
	ExpiresAt     int64 `json:"expires_at"`
	Userbuf       *[]byte
	PrivateMapKey *struct {
		Room       room
		Privileges uint32
		ExpiresAt  int64 `json:"expires_at"`
	} `json:"private_map_key"`
}

type verifyCase struct {
	Name, Attack, Ticket string
	SDKAppID             int64
	Identifier           string
	// authenticate asks who sent the ticket: no identifier is expected.
	authenticate    bool
	Keys            []string
	Now             int64
	Leeway          *int64
	FutureTolerance *int64 `json:"future_tolerance"`
	Userbuf         struct {
		Expect string
		Value  []byte
	}
	AnyTime      bool `json:"any_time"`
	Ok           *content
	Error, Field string
	CheckErr     int `json:"check_err"`
}

type inspectCase struct {
	Name, Attack, Ticket string
	Ok                   *content
	Error, Field         string
}

type key struct{ Name, Kind, Text string }

func keys(t testing.TB) map[string]key {
	t.Helper()
	out := map[string]key{}
	for _, key := range cases[key](t, "keys.json") {
		out[key.Name] = key
	}
	return out
}

func (k key) signing() (usersig.SigningKey, error) {
	switch k.Kind {
	case "private":
		return usersig.ParsePrivateKey([]byte(k.Text))
	case "secret":
		return usersig.NewSecretKey(k.Text)
	}
	return nil, fmt.Errorf("a %s key does not sign", k.Kind)
}

func (k key) verifying() (usersig.VerifyingKey, error) {
	switch k.Kind {
	case "public":
		return usersig.ParsePublicKey([]byte(k.Text))
	case "secret":
		return usersig.NewSecretKey(k.Text)
	}
	return nil, fmt.Errorf("a %s key does not verify", k.Kind)
}

// ticketContent is what both kinds of ticket say.
type ticketContent interface {
	Version() usersig.Version
	SDKAppID() uint32
	Identifier() string
	IssuedAt() time.Time
	Expire() time.Duration
	ExpiresAt() time.Time
	Userbuf() []byte
	PrivateMapKey() *usersig.PrivateMapKey
}

// check compares what a ticket says with what a case says.
func (c *content) check(got ticketContent) error {
	if got.Version().String() != c.Version || got.SDKAppID() != c.SDKAppID || got.Identifier() != c.Identifier ||
		got.IssuedAt().Unix() != c.IssuedAt || got.Expire() != time.Duration(c.Expire)*time.Second || got.ExpiresAt().Unix() != c.ExpiresAt {
		return fmt.Errorf("the ticket says %v", got)
	}
	if (got.Userbuf() == nil) != (c.Userbuf == nil) || c.Userbuf != nil && string(got.Userbuf()) != string(*c.Userbuf) {
		return fmt.Errorf("the userbuf is %x", got.Userbuf())
	}
	if (got.PrivateMapKey() == nil) != (c.PrivateMapKey == nil) {
		return fmt.Errorf("the room permission is %v", got.PrivateMapKey())
	}
	if want := c.PrivateMapKey; want != nil {
		permission := got.PrivateMapKey()
		if permission.Room() != want.Room.value() || uint32(permission.Privileges()) != want.Privileges || permission.ExpiresAt().Unix() != want.ExpiresAt {
			return fmt.Errorf("the room permission is %v", permission)
		}
	}
	return nil
}

func (r *room) value() usersig.Room {
	if r.Name != nil {
		return usersig.RoomName(*r.Name)
	}
	return usersig.RoomNumber(*r.Number)
}
