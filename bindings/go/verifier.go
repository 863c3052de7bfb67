package usersig

// Verifier checks tickets of one application. It may be used by any number of goroutines at once.
type Verifier struct {
	handle *handle
	clock  Clock
}

// NewVerifier makes a verifier for the application sdkappid, 1 to 4294967295, that accepts tickets of the given key, and of
// those that WithKey adds. It keeps copies of the keys, which may be closed.
//
// Causes of failure: ErrInvalidSDKAppID; ErrInvalidArgument for a leeway or tolerance out of range, or for no key; ErrClosed
// for a closed key.
func NewVerifier(sdkappid int64, key VerifyingKey, options ...VerifierOption) (*Verifier, error) {
	settings := verifierSettings{keys: []VerifyingKey{key}}
	for _, option := range options {
		if option != nil {
			option.ofVerifier(&settings)
		}
	}
	if settings.fault != "" {
		return nil, newError(ErrInvalidArgument, settings.fault)
	}
	var publics, secrets []object
	for _, key := range settings.keys {
		if key == nil {
			// The library has the error for it.
			publics, secrets = nil, nil
			break
		}
		handle := key.verifyingHandle()
		if !handle.enter() {
			return nil, ErrClosed
		}
		defer handle.leave()
		switch key.(type) {
		case *PublicKey:
			publics = append(publics, handle.object)
		case *SecretKey:
			secrets = append(secrets, handle.object)
		}
	}
	verifier, err := verifierNew(sdkappid, publics, secrets, settings.options)
	if err != nil {
		return nil, err
	}
	out := &Verifier{clock: settings.clock}
	out.handle = newHandle(out, verifier, verifierFree)
	return out, nil
}

// Verify checks that a ticket is valid for the user identifier: its form, signature, SDKAppID, identifier, userbuf and time, in
// this order. It is the call for a login: the user is known, and the ticket must be theirs. Without options the time is the
// present, and a userbuf is not allowed.
//
// Causes of failure: for the ticket ErrEmpty, ErrTooLong, ErrMalformedBase64, ErrMalformedZlib, ErrMalformedJSON,
// ErrMalformedField, ErrUnsupportedVersion, ErrNoKeyForVersion, ErrBadSignature, ErrSDKAppIDMismatch, ErrIdentifierMismatch,
// ErrUserbufMismatch, ErrExpired, ErrNotYetValid; for the arguments ErrInvalidIdentifier, ErrInvalidArgument, ErrClosed.
func (v *Verifier) Verify(ticket, identifier string, options ...VerifyOption) (*Ticket, error) {
	if v == nil || !v.handle.enter() {
		return nil, ErrClosed
	}
	defer v.handle.leave()
	given := verifyOptions(v.clock, options)
	return newTicket(verifierVerify(v.handle.object, ticket, identifier, &given))
}

// Authenticate tells who sent a ticket: it checks all that Verify does but for whom the ticket was made, which the returned
// [Ticket] says. It is the call for a service that receives the ticket as the only proof of who its caller is; a valid ticket of
// any user passes.
//
// Causes of failure: those of Verify but ErrInvalidIdentifier and ErrIdentifierMismatch.
func (v *Verifier) Authenticate(ticket string, options ...VerifyOption) (*Ticket, error) {
	if v == nil || !v.handle.enter() {
		return nil, ErrClosed
	}
	defer v.handle.leave()
	given := verifyOptions(v.clock, options)
	return newTicket(verifierAuthenticate(v.handle.object, ticket, &given))
}

// Close wipes and frees the verifier. Calls under way end first. It returns nil.
func (v *Verifier) Close() error {
	if v != nil {
		v.handle.close()
	}
	return nil
}
