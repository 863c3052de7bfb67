package usersig

import (
	"bytes"
	"fmt"
	"log/slog"
	"time"
)

// Version is the version of a ticket.
type Version int

const (
	// V1 tickets have an ECDSA signature.
	V1 Version = 1
	// V2 tickets have an HMAC-SHA256 signature.
	V2 Version = 2
)

// String returns "1.0" or "2.0".
func (v Version) String() string {
	return fmt.Sprintf("%d.0", int(v))
}

// Ticket is what a verified ticket says: signature, SDKAppID, userbuf and time were checked, and by [Verifier.Verify] for whom it
// was made. Only a [Verifier] makes it. It may be copied. Its zero value proves nothing: IsZero tells, and its methods return nothing.
type Ticket struct {
	content
	// So that an UntrustedTicket does not convert to it.
	_ struct{}
}

// UntrustedTicket is what a ticket says that was decoded and not verified: anybody may have made it. For looking at.
type UntrustedTicket struct {
	content
}

// content is what both kinds of ticket say, behind a function: whatever prints, encodes or walks a value by reflection, in a
// field that is not exported, too, sees the function's address.
type content struct{ read func() *fields }

type fields struct {
	version                 Version
	sdkappid                uint32
	identifier              string
	issuedAt, expiresAt     time.Time
	expire                  time.Duration
	userbuf                 []byte
	privateMapKey           *PrivateMapKey
	accountType, appidAt3rd *string
}

func (c content) fields() *fields {
	if c.read == nil {
		return &fields{}
	}
	return c.read()
}

// IsZero tells whether this is the zero value, which comes from no ticket and proves nothing.
func (c content) IsZero() bool { return c.read == nil }

// Version is V1 or V2.
func (c content) Version() Version { return c.fields().version }

// SDKAppID is the application that the ticket is for.
func (c content) SDKAppID() uint32 { return c.fields().sdkappid }

// Identifier is the user that the ticket logs in.
func (c content) Identifier() string { return c.fields().identifier }

// IssuedAt is when the ticket was made, in UTC.
func (c content) IssuedAt() time.Time { return c.fields().issuedAt }

// Expire is how long the ticket is valid from IssuedAt.
func (c content) Expire() time.Duration { return c.fields().expire }

// ExpiresAt is the last second in which the ticket is valid, in UTC.
func (c content) ExpiresAt() time.Time { return c.fields().expiresAt }

// Userbuf is a copy of the bytes that the ticket carries; nil where it carries none.
func (c content) Userbuf() []byte { return bytes.Clone(c.fields().userbuf) }

// PrivateMapKey is the userbuf read as a room permission made for this identifier and SDKAppID; nil where it is none.
func (c content) PrivateMapKey() *PrivateMapKey { return c.fields().privateMapKey }

// AccountType is TLS.account_type of a v1 ticket, usually "0", and whether there is one; v2 tickets have none.
func (c content) AccountType() (string, bool) { return optional(c.fields().accountType) }

// AppidAt3rd is TLS.appid_at_3rd of a v1 ticket, usually "0", and whether there is one; v2 and very old tickets have none.
func (c content) AppidAt3rd() (string, bool) { return optional(c.fields().appidAt3rd) }

// Format shows neither identifier nor userbuf.
func (c content) Format(state fmt.State, _ rune) {
	if c.IsZero() {
		fmt.Fprint(state, "usersig ticket (none: the zero value, which proves nothing)")
		return
	}
	f := c.fields()
	fmt.Fprintf(state, "usersig ticket (version %v, SDKAppID %d, issued at %d, expire %v)",
		f.version, f.sdkappid, f.issuedAt.Unix(), f.expire)
}

// LogValue shows neither identifier nor userbuf.
func (c content) LogValue() slog.Value {
	f := c.fields()
	return slog.GroupValue(slog.String("version", f.version.String()), slog.Uint64("sdkappid", uint64(f.sdkappid)),
		slog.Time("issued_at", f.issuedAt), slog.Duration("expire", f.expire))
}

// Inspect decodes a ticket without verifying it.
//
// Causes of failure: ErrEmpty, ErrTooLong, ErrMalformedBase64, ErrMalformedZlib, ErrMalformedJSON, ErrMalformedField,
// ErrUnsupportedVersion.
func Inspect(ticket string) (*UntrustedTicket, error) {
	f, err := inspect(ticket)
	if err != nil {
		return nil, err
	}
	return &UntrustedTicket{content: newContent(f)}, nil
}

func newTicket(verified *fields, err error) (*Ticket, error) {
	if err != nil {
		return nil, err
	}
	return &Ticket{content: newContent(verified)}, nil
}

func newContent(f *fields) content { return content{func() *fields { return f }} }

func optional(text *string) (string, bool) {
	if text == nil {
		return "", false
	}
	return *text, true
}
