package usersig

// #include "binding.h"
import "C"
import (
	"fmt"
	"time"
	"unsafe"
)

// DefaultExpire is how long a ticket is valid where no expiry is given: 180 days.
const DefaultExpire = C.USERSIG_DEFAULT_EXPIRE * time.Second

// MaxIdentifier is the longest identifier, in UTF-8 bytes. The service itself takes at most 32.
const MaxIdentifier = C.USERSIG_IDENTIFIER_MAX

// MaxUserbuf is the longest userbuf, in bytes.
const MaxUserbuf = C.USERSIG_USERBUF_MAX

// MaxTicket is the longest ticket, in bytes.
const MaxTicket = C.USERSIG_TICKET_MAX

// Compression tells how hard to make a ticket short.
type Compression uint32

const (
	// CompressionDefault makes it about as short as zlib does.
	CompressionDefault Compression = C.USERSIG_COMPRESSION_DEFAULT
	// CompressionFast takes the least time.
	CompressionFast Compression = C.USERSIG_COMPRESSION_FAST
	// CompressionNone stores it: the longest ticket.
	CompressionNone Compression = C.USERSIG_COMPRESSION_NONE
)

// GenOption says something about a ticket that is made. Where one is given twice the later one counts. It holds a copy of
// what it was made from, and printing it does not show that.
type GenOption struct {
	flag   uint32
	number int64
	text   func() string
	fault  string
}

// hidden keeps a text, or a copy of bytes, where no printer finds it. One that is longer than max is kept only so far that
// the call refuses it as that.
func hidden[T string | []byte](text T, max int) func() string {
	kept := string(text[:min(len(text), max+1)])
	return func() string { return kept }
}

// Beside the flags of the C interface.
const flagCompression = 1 << 31

// WithExpire sets how long the ticket is valid from the time of issue: whole seconds from 0 to 4294967295 s, otherwise the
// call fails with ErrInvalidExpire. With 0 the ticket expires as soon as the clock moves on. The service itself takes at
// most ten years.
func WithExpire(expire time.Duration) GenOption {
	if expire%time.Second != 0 {
		return GenOption{fault: fmt.Sprintf("expire must be a whole number of seconds and is %v; WithExpireSeconds takes a number of seconds", expire)}
	}
	return WithExpireSeconds(int64(expire / time.Second))
}

// WithExpireSeconds is WithExpire for a number of seconds.
func WithExpireSeconds(expire int64) GenOption {
	return GenOption{flag: C.USERSIG_GEN_EXPIRE, number: expire}
}

// WithIssuedAt sets the time of issue, the present where it is not given: from 1970 to 9999, otherwise the call fails with
// ErrInvalidArgument. The ticket has the second that the time is in.
func WithIssuedAt(issuedAt time.Time) GenOption {
	return GenOption{flag: C.USERSIG_GEN_ISSUED_AT, number: issuedAt.Unix()}
}

// WithUserbuf sets bytes that the ticket carries and its signature covers, at most 8192, otherwise the call fails with
// ErrInvalidUserbuf. Nil is no userbuf, as without the option; a slice of no bytes is a userbuf of no bytes.
func WithUserbuf(userbuf []byte) GenOption {
	if userbuf == nil {
		return GenOption{}
	}
	return GenOption{flag: C.USERSIG_GEN_USERBUF, text: hidden(userbuf, MaxUserbuf)}
}

// WithStrictIdentifier also refuses identifiers that the service itself documents as invalid: longer than 32 bytes, or with
// anything but A-Z a-z 0-9 _ and -.
func WithStrictIdentifier() GenOption {
	return GenOption{flag: C.USERSIG_GEN_STRICT_IDENTIFIER}
}

// WithCompression sets how hard to make the ticket short.
func WithCompression(compression Compression) GenOption {
	return GenOption{flag: flagCompression, number: int64(compression)}
}

// WithAccountType sets TLS.account_type of a v1 ticket, "0" where it is not given. For applications from before 2016 only.
func WithAccountType(accountType string) GenOption {
	return GenOption{flag: C.USERSIG_GEN_ACCOUNT_TYPE, text: hidden(accountType, MaxIdentifier)}
}

// WithAppidAt3rd sets TLS.appid_at_3rd of a v1 ticket, "0" where it is not given. For applications from before 2016 only.
func WithAppidAt3rd(appidAt3rd string) GenOption {
	return GenOption{flag: C.USERSIG_GEN_APPID_AT_3RD, text: hidden(appidAt3rd, MaxIdentifier)}
}

func octets(text string) *C.uint8_t {
	return (*C.uint8_t)(unsafe.Pointer(unsafe.StringData(text)))
}

func genOptions(options []GenOption) (C.usersig_gen_options, error) {
	out := C.usersig_gen_options{size: C.sizeof_usersig_gen_options}
	for i := range options {
		option := &options[i]
		if option.fault != "" {
			return out, newError(ErrInvalidExpire, option.fault)
		}
		switch option.flag {
		case C.USERSIG_GEN_EXPIRE:
			out.expire = C.int64_t(option.number)
		case C.USERSIG_GEN_ISSUED_AT:
			out.issued_at = C.int64_t(option.number)
		case C.USERSIG_GEN_USERBUF:
			out.userbuf, out.userbuf_len = octets(option.text()), size(option.text())
		case C.USERSIG_GEN_ACCOUNT_TYPE:
			out.account_type, out.account_type_len = chars(option.text()), size(option.text())
		case C.USERSIG_GEN_APPID_AT_3RD:
			out.appid_at_3rd, out.appid_at_3rd_len = chars(option.text()), size(option.text())
		case flagCompression:
			out.compression = C.uint32_t(option.number)
			continue
		}
		out.flags |= C.uint32_t(option.flag)
	}
	return out, nil
}

// VerifierOption says how a [Verifier] checks.
type VerifierOption struct {
	flag    uint32
	seconds int64
	key     VerifyingKey
	fault   string
}

const flagKey = 1 << 31

// WithKey accepts tickets of one more key: for a change of keys, or for v1 and v2 tickets at the same time.
func WithKey(key VerifyingKey) VerifierOption {
	return VerifierOption{flag: flagKey, key: key}
}

// WithLeeway sets how long after its expiry a ticket is still accepted: whole seconds from 0 to one day, 0 where it is not
// given; otherwise making the verifier fails with ErrInvalidArgument.
func WithLeeway(leeway time.Duration) VerifierOption {
	return verifierSeconds(C.USERSIG_VERIFIER_LEEWAY, leeway)
}

// WithFutureTolerance sets how far in the future a ticket may have been issued: whole seconds from 0 to one day, 5 minutes
// where it is not given; otherwise making the verifier fails with ErrInvalidArgument.
func WithFutureTolerance(tolerance time.Duration) VerifierOption {
	return verifierSeconds(C.USERSIG_VERIFIER_FUTURE_TOLERANCE, tolerance)
}

func verifierSeconds(flag uint32, duration time.Duration) VerifierOption {
	if duration%time.Second != 0 {
		return VerifierOption{fault: "leeway and tolerance must each be a whole number of seconds"}
	}
	return VerifierOption{flag: flag, seconds: int64(duration / time.Second)}
}

// VerifyOption says how one ticket is checked. Where one is given twice the later one counts. It holds a copy of what it was
// made from, and printing it does not show that.
type VerifyOption struct {
	flag     uint32
	now      int64
	expected uint32
	text     func() string
}

const flagUserbuf = 1 << 31

// WithNow sets the time to check for, the present where it is not given: from 1970 to 9999, otherwise the call fails with
// ErrInvalidArgument.
func WithNow(now time.Time) VerifyOption {
	return VerifyOption{flag: C.USERSIG_VERIFY_NOW, now: now.Unix()}
}

// ExpectUserbuf requires that the ticket carries exactly this userbuf. Nil is no userbuf, as without the option; a slice of
// no bytes is a userbuf of no bytes.
func ExpectUserbuf(userbuf []byte) VerifyOption {
	if userbuf == nil {
		return VerifyOption{flag: flagUserbuf, expected: C.USERSIG_USERBUF_ABSENT}
	}
	return VerifyOption{flag: flagUserbuf, expected: C.USERSIG_USERBUF_EXACTLY, text: hidden(userbuf, MaxUserbuf)}
}

// ExpectSomeUserbuf requires that the ticket carries a userbuf, of any content, as for a PrivateMapKey; read it from the
// verified ticket.
func ExpectSomeUserbuf() VerifyOption {
	return VerifyOption{flag: flagUserbuf, expected: C.USERSIG_USERBUF_PRESENT}
}

// AllowUserbuf lets the ticket carry a userbuf or not; read it from the verified ticket.
func AllowUserbuf() VerifyOption {
	return VerifyOption{flag: flagUserbuf, expected: C.USERSIG_USERBUF_ANY}
}

func verifyOptions(options []VerifyOption) C.usersig_verify_options {
	out := C.usersig_verify_options{size: C.sizeof_usersig_verify_options}
	for i := range options {
		switch option := &options[i]; option.flag {
		case C.USERSIG_VERIFY_NOW:
			out.now = C.int64_t(option.now)
			out.flags |= C.USERSIG_VERIFY_NOW
		case flagUserbuf:
			out.userbuf_expected = C.uint32_t(option.expected)
			if option.text != nil {
				out.userbuf, out.userbuf_len = octets(option.text()), size(option.text())
			}
		}
	}
	return out
}
