package usersig

// #include "binding.h"
import "C"
import "unsafe"

// Verifier checks tickets of one application. It may be used by any number of goroutines at once.
type Verifier struct{ handle *handle }

// NewVerifier makes a verifier for the application sdkappid, 1 to 4294967295, that accepts tickets of the given key, and of
// those that WithKey adds. It keeps copies of the keys, which may be closed.
//
// Causes of failure: ErrInvalidSDKAppID; ErrInvalidArgument for a leeway or tolerance out of range, or for no key; ErrClosed
// for a closed key.
func NewVerifier(sdkappid int64, key VerifyingKey, options ...VerifierOption) (*Verifier, error) {
	given := C.usersig_verifier_options{size: C.sizeof_usersig_verifier_options}
	keys := []VerifyingKey{key}
	for _, option := range options {
		if option.fault != "" {
			return nil, newError(ErrInvalidArgument, option.fault)
		}
		switch option.flag {
		case flagKey:
			keys = append(keys, option.key)
			continue
		case C.USERSIG_VERIFIER_LEEWAY:
			given.leeway = C.int64_t(option.seconds)
		case C.USERSIG_VERIFIER_FUTURE_TOLERANCE:
			given.future_tolerance = C.int64_t(option.seconds)
		}
		given.flags |= C.uint32_t(option.flag)
	}
	var publics []*C.usersig_public_key
	var secrets []*C.usersig_secret_key
	for _, key := range keys {
		if key == nil {
			return nil, newError(ErrInvalidArgument, "a verifier needs a public key or a secret key")
		}
		handle := key.verifyingHandle()
		if !handle.enter() {
			return nil, ErrClosed
		}
		defer handle.leave()
		switch key.(type) {
		case *PublicKey:
			publics = append(publics, (*C.usersig_public_key)(handle.pointer))
		case *SecretKey:
			secrets = append(secrets, (*C.usersig_secret_key)(handle.pointer))
		}
	}
	var verifier *C.usersig_verifier
	var details C.usersig_error
	if C.usersig_verifier_new(C.int64_t(sdkappid), unsafe.SliceData(publics), C.size_t(len(publics)),
		unsafe.SliceData(secrets), C.size_t(len(secrets)), &given, &verifier, &details) != C.USERSIG_OK {
		return nil, failure(&details)
	}
	out := &Verifier{}
	out.handle = newHandle(out, unsafe.Pointer(verifier), func(verifier unsafe.Pointer) {
		C.usersig_verifier_free((*C.usersig_verifier)(verifier))
	})
	return out, nil
}

// Verify checks that a ticket is valid for the user identifier: its form, signature, SDKAppID, identifier, userbuf and time, in
// this order. Without options the time is the present, and a userbuf is not allowed.
//
// Causes of failure: for the ticket ErrEmpty, ErrTooLong, ErrMalformedBase64, ErrMalformedZlib, ErrMalformedJSON,
// ErrMalformedField, ErrUnsupportedVersion, ErrNoKeyForVersion, ErrBadSignature, ErrSDKAppIDMismatch, ErrIdentifierMismatch,
// ErrUserbufMismatch, ErrExpired, ErrNotYetValid; for the arguments ErrInvalidIdentifier, ErrInvalidArgument, ErrClosed.
func (v *Verifier) Verify(ticket, identifier string, options ...VerifyOption) (*Ticket, error) {
	if v == nil || !v.handle.enter() {
		return nil, ErrClosed
	}
	defer v.handle.leave()
	var details C.usersig_error
	return newTicket(C.usersig_go_verify((*C.usersig_verifier)(v.handle.pointer), chars(ticket), size(ticket),
		chars(identifier), size(identifier), verifyOptions(options), &details), &details)
}

// Close wipes and frees the verifier. Calls under way end first. It returns nil.
func (v *Verifier) Close() error {
	if v != nil {
		v.handle.close()
	}
	return nil
}
