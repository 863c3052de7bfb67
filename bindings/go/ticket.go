package usersig

// #include "binding.h"
import "C"
import (
	"fmt"
	"log/slog"
	"time"
	"unsafe"
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

// Ticket is what a verified ticket says: signature, SDKAppID, identifier, userbuf and time were checked. Only
// [Verifier.Verify] makes it.
type Ticket struct {
	Fields
}

// UntrustedTicket is what a ticket says that was decoded and not verified: anybody may have made it. For looking at.
type UntrustedTicket struct {
	Fields
}

// Fields is what a ticket says. Printing and logging it show neither identifier nor userbuf.
type Fields struct {
	// Version is V1 or V2.
	Version Version
	// SDKAppID is the application that the ticket is for.
	SDKAppID uint32
	// Identifier is the user that the ticket logs in.
	Identifier string
	// IssuedAt is when the ticket was made, in UTC.
	IssuedAt time.Time
	// Expire is how long the ticket is valid from IssuedAt.
	Expire time.Duration
	// ExpiresAt is the last second in which the ticket is valid, in UTC.
	ExpiresAt time.Time
	// Userbuf holds the bytes that the ticket carries; nil where it carries none.
	Userbuf []byte
	// PrivateMapKey is the userbuf read as a room permission made for this identifier and SDKAppID; nil where it is none.
	PrivateMapKey *PrivateMapKey
	// AccountType is TLS.account_type of a v1 ticket, usually "0"; nil for v2.
	AccountType *string
	// AppidAt3rd is TLS.appid_at_3rd of a v1 ticket, usually "0"; nil for v2 and for very old tickets.
	AppidAt3rd *string
}

// Format shows neither identifier nor userbuf.
func (f Fields) Format(state fmt.State, _ rune) {
	fmt.Fprintf(state, "usersig ticket (version %v, SDKAppID %d, issued at %d, expire %v)",
		f.Version, f.SDKAppID, f.IssuedAt.Unix(), f.Expire)
}

// LogValue shows neither identifier nor userbuf.
func (f Fields) LogValue() slog.Value {
	return slog.GroupValue(slog.String("version", f.Version.String()), slog.Uint64("sdkappid", uint64(f.SDKAppID)),
		slog.Time("issued_at", f.IssuedAt), slog.Duration("expire", f.Expire))
}

// Inspect decodes a ticket without verifying it.
//
// Causes of failure: ErrEmpty, ErrTooLong, ErrMalformedBase64, ErrMalformedZlib, ErrMalformedJSON, ErrMalformedField,
// ErrUnsupportedVersion; ErrInvalidArgument where it is not UTF-8.
func Inspect(ticket string) (*UntrustedTicket, error) {
	var details C.usersig_error
	untrusted := C.usersig_go_inspect(chars(ticket), size(ticket), &details)
	if untrusted == nil {
		return nil, failure(&details)
	}
	out := &UntrustedTicket{}
	out.read(&untrusted.fields)
	C.usersig_untrusted_ticket_free(untrusted)
	return out, nil
}

// newTicket copies a verified ticket and frees it; NULL means that verifying failed.
func newTicket(verified *C.usersig_ticket, details *C.usersig_error) (*Ticket, error) {
	if verified == nil {
		return nil, failure(details)
	}
	out := &Ticket{}
	out.read(&verified.fields)
	C.usersig_ticket_free(verified)
	return out, nil
}

func (f *Fields) read(from *C.usersig_ticket_fields) {
	f.Version = Version(from.version)
	f.SDKAppID = uint32(from.sdkappid)
	f.Identifier = copyText(from.identifier, from.identifier_len)
	f.IssuedAt = time.Unix(int64(from.issued_at), 0).UTC()
	f.Expire = time.Duration(from.expire) * time.Second
	f.ExpiresAt = time.Unix(int64(from.expires_at), 0).UTC()
	if from.has_userbuf != 0 {
		f.Userbuf = C.GoBytes(unsafe.Pointer(from.userbuf), C.int(from.userbuf_len))
	}
	f.AccountType = optionalText(from.account_type, from.account_type_len)
	f.AppidAt3rd = optionalText(from.appid_at_3rd, from.appid_at_3rd_len)
	if permission := from.private_map_key; permission != nil {
		f.PrivateMapKey = &PrivateMapKey{
			ExpiresAt:  time.Unix(int64(permission.expires_at), 0).UTC(),
			Privileges: Privileges(permission.privileges),
		}
		if name := optionalText(permission.room_name, permission.room_name_len); name != nil {
			f.PrivateMapKey.Room = RoomName(*name)
		} else {
			f.PrivateMapKey.Room = RoomNumber(int64(permission.room_number))
		}
	}
}

func optionalText(text *C.char, length C.size_t) *string {
	if text == nil {
		return nil
	}
	out := copyText(text, length)
	return &out
}
