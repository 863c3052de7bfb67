package usersig

// Code is the cause of an [Error]: a number that is the same in every language that usersig is available in, and never
// reused. A Code is an error itself, to be looked for with errors.Is.
type Code int

// The causes. In each comment: what Tencent's service most commonly reports for the same cause.
const (
	// vocabulary: codes
	// ErrInvalidArgument: wrong use of the call: text that is not valid Unicode, or an option, time or leeway out of range.
	ErrInvalidArgument Code = 1
	// ErrInvalidSDKAppID: the SDKAppID is outside 1 to 4294967295. Service: -3317.
	ErrInvalidSDKAppID Code = 2
	// ErrInvalidIdentifier: the identifier is empty, longer than 1024 bytes, or holds a control character. Service: 7003.
	ErrInvalidIdentifier Code = 3
	// ErrInvalidExpire: the expiry is outside 0 to 4294967295 seconds, not in whole seconds, or past the end of time.
	ErrInvalidExpire Code = 4
	// ErrInvalidUserbuf: the userbuf is longer than 8192 bytes.
	ErrInvalidUserbuf Code = 5
	// ErrInvalidRoom: the room number or room name is outside the documented range. Service: -3318.
	ErrInvalidRoom Code = 6
	// ErrInvalidKey: not a key, or a damaged or encrypted one.
	ErrInvalidKey Code = 10
	// ErrUnsupportedCurve: an elliptic-curve key on another curve than P-256 and secp256k1.
	ErrUnsupportedCurve Code = 11
	// ErrWrongKeyKind: a key of another kind than the one that belongs here: public for private, PEM for secret, a certificate.
	ErrWrongKeyKind Code = 12
	// ErrEmpty: the ticket is the empty string. Service: 70002.
	ErrEmpty Code = 20
	// ErrTooLong: the ticket or its content is larger than the bounds. Service: 70003.
	ErrTooLong Code = 21
	// ErrMalformedBase64: the ticket is not in Tencent's base64. Service: 70003.
	ErrMalformedBase64 Code = 22
	// ErrMalformedZlib: the ticket's zlib stream is damaged, cut or followed by something. Service: 70003.
	ErrMalformedZlib Code = 23
	// ErrMalformedJSON: the ticket does not hold exactly one JSON object with unique keys. Service: 70004.
	ErrMalformedJSON Code = 24
	// ErrMalformedField: a field of the ticket is missing, of the wrong type or not canonical; the error names it. Service: 70004.
	ErrMalformedField Code = 25
	// ErrUnsupportedVersion: TLS.ver is neither absent nor "2.0". Service: 70004.
	ErrUnsupportedVersion Code = 26
	// ErrNoKeyForVersion: the verifier holds no key of the kind that this ticket's version needs. Service: 70009.
	ErrNoKeyForVersion Code = 30
	// ErrBadSignature: none of the verifier's keys made the signature. Service: 70009.
	ErrBadSignature Code = 31
	// ErrSDKAppIDMismatch: the ticket was made for another SDKAppID. Service: 70014.
	ErrSDKAppIDMismatch Code = 32
	// ErrIdentifierMismatch: the ticket was made for another identifier. Service: 70013.
	ErrIdentifierMismatch Code = 33
	// ErrUserbufMismatch: the ticket's userbuf is not the one expected. Service: -100006.
	ErrUserbufMismatch Code = 34
	// ErrExpired: the ticket is no longer valid. Service: 70001.
	ErrExpired Code = 35
	// ErrNotYetValid: the ticket was issued in the future, beyond the tolerance.
	ErrNotYetValid Code = 36
	// ErrInternal: a bug in usersig, or no randomness or clock from the system.
	ErrInternal Code = 99
	// vocabulary: end
)

// Kind is what an [Error] is about. It is an error itself, to be looked for with errors.Is: the answer for a whole class of
// causes, for example of an HTTP handler.
type Kind int

// What an error may be about.
const (
	// ErrAboutArgument: an argument. Over HTTP 400 where the client chose it, otherwise 500.
	ErrAboutArgument Kind = 1
	// ErrAboutKey: a key. The server's own fault, over HTTP 500.
	ErrAboutKey Kind = 2
	// ErrAboutTicket: the ticket. Over HTTP 401; 400 for the codes from ErrEmpty to ErrUnsupportedVersion, if you like to tell
	// what is not a ticket at all from one that is not valid.
	ErrAboutTicket Kind = 3
	// ErrAboutInternal: a bug in usersig, or the system. Over HTTP 500.
	ErrAboutInternal Kind = 4
)

// Error says what the kind is about.
func (k Kind) Error() string {
	switch k {
	case ErrAboutArgument:
		return "usersig: an argument is not usable"
	case ErrAboutKey:
		return "usersig: a key is not usable"
	case ErrAboutTicket:
		return "usersig: the ticket is not valid"
	}
	return "usersig: an internal error"
}

// ErrClosed is returned by calls on a key, signer or verifier that was closed, or that is nil. Its cause is
// ErrInvalidArgument.
var ErrClosed error = &Error{
	Code:     ErrInvalidArgument,
	CheckErr: 16,
	Message:  "the key, signer or verifier is closed or nil; close it after its last use",
}

// Error says why a call failed. Its text holds no key, no ticket and no identifier, so that it can be logged.
type Error struct {
	// Code is the cause, for errors.Is and for switches.
	Code Code
	// Field is, with ErrMalformedField, the JSON key of the field at fault, for example "TLS.sig"; otherwise empty.
	Field string
	// Message says what was wrong, what was expected and what to do, in one English sentence.
	Message string
	// ServiceCode is what Tencent's servers and clients most commonly report for the same cause: positive numbers are
	// Chat codes, negative ones TRTC codes, 0 where there is none. Code.ServiceCodes has all.
	ServiceCode int
	// CheckErr is the CHECK_ERR number, 1 to 17, that Tencent's C++ interface has for this cause.
	CheckErr int
}

// Error returns the message.
func (e *Error) Error() string {
	return "usersig: " + e.Message
}

// Unwrap returns the Code, so that errors.Is finds it.
func (e *Error) Unwrap() error {
	return e.Code
}

// Is tells whether target is the Kind that the error has.
func (e *Error) Is(target error) bool {
	kind, ok := target.(Kind)
	return ok && kind == e.Code.Kind()
}

// Kind returns what errors with this code are about.
func (c Code) Kind() Kind {
	return statusKind(c)
}

// Word returns the stable word of the code, the same in every language, for example "expired".
func (c Code) Word() string {
	return statusWord(c)
}

// Error says in one English sentence what the code means.
func (c Code) Error() string {
	return "usersig: " + statusMessage(c)
}

// ServiceCodes returns what Tencent's servers and clients report for the same cause, the most common first: positive
// numbers are Chat codes, negative ones TRTC codes. It is empty where there are none.
func (c Code) ServiceCodes() []int {
	return statusRow(c).serviceCodes
}

func (r row) serviceCode() int {
	if len(r.serviceCodes) == 0 {
		return 0
	}
	return r.serviceCodes[0]
}

// newError is an error that this package finds by itself, or that the native library gave a code and a text for.
func newError(code Code, message string) *Error {
	row := statusRow(code)
	return &Error{Code: code, Message: message, ServiceCode: row.serviceCode(), CheckErr: row.checkErr}
}
