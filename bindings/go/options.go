package usersig

import (
	"fmt"
	"time"
)

// DefaultExpire is how long a ticket is valid by default: 180 days.
const DefaultExpire = limitDefaultExpire * time.Second

// MaxIdentifier is the longest identifier, in UTF-8 bytes. The service itself takes at most 32.
const MaxIdentifier = limitIdentifierMax

// MaxUserbuf is the longest userbuf, in bytes.
const MaxUserbuf = limitUserbufMax

// MaxTicket is the longest ticket, in bytes.
const MaxTicket = limitTicketMax

// Compression tells how hard to make a ticket short.
type Compression uint32

const (
	// CompressionDefault makes it about as short as zlib does.
	CompressionDefault Compression = 0
	// CompressionFast takes the least time.
	CompressionFast Compression = 1
	// CompressionNone stores it: the longest ticket.
	CompressionNone Compression = 2
)

// GenOption says something about a ticket that is made. Where one is given twice the later one counts. It holds a copy of
// what it was made from, and printing it does not show that.
type GenOption struct {
	flag   uint32
	number int64
	text   func() string
	fault  *Error
}

// hidden keeps a text, or a copy of bytes, where no printer finds it. One that is longer than max is kept only so far that
// the call refuses it as that.
func hidden[T string | []byte](text T, max int) func() string {
	kept := string(text[:min(len(text), max+1)])
	return func() string { return kept }
}

// Besides the flags of the C interface.
const flagCompression = 1 << 31

func secondsOption(flag uint32, code Code, name, inSeconds string, duration time.Duration) GenOption {
	if duration%time.Second != 0 {
		return GenOption{fault: newError(code, fmt.Sprintf("%s must be a whole number of seconds and is %v; %s takes a number of seconds", name, duration, inSeconds))}
	}
	return GenOption{flag: flag, number: int64(duration / time.Second)}
}

// vocabulary: gen_options

// WithExpire sets how long the ticket is valid from its issue; 180 days by default. It must be whole seconds, 0 to
// 4294967295, otherwise the call fails with ErrInvalidExpire. With 0 it expires as soon as the clock moves on.
func WithExpire(expire time.Duration) GenOption {
	return secondsOption(genExpire, ErrInvalidExpire, "expire", "WithExpireSeconds", expire)
}

// WithExpireSeconds is WithExpire for a number of seconds.
func WithExpireSeconds(expire int64) GenOption {
	return GenOption{flag: genExpire, number: expire}
}

// WithUserbuf sets bytes that the ticket carries and its signature covers. It must have at most 8192 bytes, otherwise
// the call fails with ErrInvalidUserbuf. Nil is none, as without the option; a slice of no bytes is one of no bytes.
func WithUserbuf(userbuf []byte) GenOption {
	if userbuf == nil {
		return GenOption{}
	}
	return GenOption{flag: genUserbuf, text: hidden(userbuf, MaxUserbuf)}
}

// WithIssuedAt sets when the ticket is issued; the present by default. The ticket has the second that the time is in.
// It must be from 1970 to 9999, otherwise the call fails with ErrInvalidArgument.
func WithIssuedAt(issuedAt time.Time) GenOption {
	return GenOption{flag: genIssuedAt, number: issuedAt.Unix()}
}

// WithStrictIdentifier lets the call also refuse identifiers that Tencent's packages rule out: longer than 32 bytes, or
// with anything but A-Z, a-z, 0-9, _ and -.
func WithStrictIdentifier() GenOption {
	return GenOption{flag: genStrictIdentifier}
}

// WithAccountType sets TLS.account_type of a v1 ticket, "0" by default. It must have at most 1024 bytes without control
// characters, otherwise the call fails with ErrInvalidArgument. Only for old applications that have one.
func WithAccountType(accountType string) GenOption {
	return GenOption{flag: genAccountType, text: hidden(accountType, MaxIdentifier)}
}

// WithAppidAt3rd sets TLS.appid_at_3rd of a v1 ticket, "0" by default. It must have at most 1024 bytes without control
// characters, otherwise the call fails with ErrInvalidArgument. Only for old applications that have one.
func WithAppidAt3rd(appidAt3rd string) GenOption {
	return GenOption{flag: genAppidAt3rd, text: hidden(appidAt3rd, MaxIdentifier)}
}

// WithCompression sets how hard to compress.
func WithCompression(compression Compression) GenOption {
	return GenOption{flag: flagCompression, number: int64(compression)}
}

// vocabulary: end

// genOptions begins with the time that clock tells, where there is one.
func genOptions(clock Clock, options []GenOption) (genFields, error) {
	var out genFields
	if clock != nil {
		out.issuedAt = clock().Unix()
		out.flags = genIssuedAt
	}
	for i := range options {
		option := &options[i]
		if option.fault != nil {
			return out, option.fault
		}
		switch option.flag {
		// vocabulary: gen_take
		case genExpire:
			out.expire = option.number
		case genUserbuf:
			out.userbuf = option.text()
		case genIssuedAt:
			out.issuedAt = option.number
		case genAccountType:
			out.accountType = option.text()
		case genAppidAt3rd:
			out.appidAt3rd = option.text()
		// vocabulary: end
		case flagCompression:
			out.compression = uint32(option.number)
			continue
		}
		out.flags |= option.flag
	}
	return out, nil
}

// Clock tells the time. [time.Now] is one, and what a signer and a verifier ask unless they were made with another.
type Clock func() time.Time

// SignerOption says how a [Signer] works: [WithClock].
type SignerOption interface{ ofSigner(*signerSettings) }

type signerSettings struct{ clock Clock }

// VerifierOption says how a [Verifier] checks: [WithKey], [WithLeeway], [WithFutureTolerance], [WithClock]. Where one of the last
// three is given twice the later one counts.
type VerifierOption interface{ ofVerifier(*verifierSettings) }

type verifierSettings struct {
	clock   Clock
	keys    []VerifyingKey
	options verifierFields
	fault   string
}

type verifierOption func(*verifierSettings)

func (o verifierOption) ofVerifier(settings *verifierSettings) { o(settings) }

// WithClock lets a signer or verifier ask clock for the time, as in tests; nil is the system's clock. WithIssuedAt and WithNow
// say it for one call. The clock is asked once for each call, by whichever goroutine makes it.
func WithClock(clock Clock) ClockOption {
	return ClockOption{clock}
}

// ClockOption is what [WithClock] makes: an option of signers and verifiers.
type ClockOption struct{ clock Clock }

func (o ClockOption) ofSigner(settings *signerSettings) { settings.clock = o.clock }

func (o ClockOption) ofVerifier(settings *verifierSettings) { settings.clock = o.clock }

// WithKey accepts tickets of one more key: for a change of keys, or for v1 and v2 tickets at the same time.
func WithKey(key VerifyingKey) VerifierOption {
	return verifierOption(func(settings *verifierSettings) { settings.keys = append(settings.keys, key) })
}

// WithLeeway sets how long after its expiry a ticket is still accepted: whole seconds from 0 to one day, 0 by default; otherwise
// making the verifier fails with ErrInvalidArgument.
func WithLeeway(leeway time.Duration) VerifierOption {
	return verifierOption(func(settings *verifierSettings) {
		settings.options.flags |= verifierLeeway
		settings.options.leeway = settings.seconds("leeway", leeway)
	})
}

// WithFutureTolerance sets how far in the future a ticket may have been issued: whole seconds from 0 to one day, 5 minutes by
// default; otherwise making the verifier fails with ErrInvalidArgument.
func WithFutureTolerance(tolerance time.Duration) VerifierOption {
	return verifierOption(func(settings *verifierSettings) {
		settings.options.flags |= verifierFutureTolerance
		settings.options.futureTolerance = settings.seconds("the tolerance for the future", tolerance)
	})
}

func (s *verifierSettings) seconds(name string, duration time.Duration) int64 {
	if duration%time.Second != 0 {
		s.fault = fmt.Sprintf("%s must be a whole number of seconds and is %v; multiply by time.Second", name, duration)
	}
	return int64(duration / time.Second)
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

// WithNow sets the time to check for, the present by default: from 1970 to 9999, otherwise the call fails with
// ErrInvalidArgument. It stands for the second that it is in.
func WithNow(now time.Time) VerifyOption {
	return VerifyOption{flag: verifyNow, now: now.Unix()}
}

// ExpectUserbuf requires that the ticket carries exactly this userbuf. Nil is no userbuf, as without the option; a slice of
// no bytes is a userbuf of no bytes.
func ExpectUserbuf(userbuf []byte) VerifyOption {
	if userbuf == nil {
		return VerifyOption{flag: flagUserbuf, expected: userbufAbsent}
	}
	return VerifyOption{flag: flagUserbuf, expected: userbufExactly, text: hidden(userbuf, MaxUserbuf)}
}

// ExpectSomeUserbuf requires that the ticket carries a userbuf, of any content, as for a PrivateMapKey; read it from the
// verified ticket.
func ExpectSomeUserbuf() VerifyOption {
	return VerifyOption{flag: flagUserbuf, expected: userbufPresent}
}

// AllowUserbuf lets the ticket carry a userbuf or not; read it from the verified ticket.
func AllowUserbuf() VerifyOption {
	return VerifyOption{flag: flagUserbuf, expected: userbufAny}
}

// verifyOptions begins with the time that clock tells, where there is one.
func verifyOptions(clock Clock, options []VerifyOption) verifyFields {
	var out verifyFields
	if clock != nil {
		out.now = clock().Unix()
		out.flags = verifyNow
	}
	for i := range options {
		switch option := &options[i]; option.flag {
		case verifyNow:
			out.now = option.now
			out.flags |= verifyNow
		case flagUserbuf:
			out.userbufExpected = option.expected
			if option.text != nil {
				out.userbuf = option.text()
			}
		}
	}
	return out
}
