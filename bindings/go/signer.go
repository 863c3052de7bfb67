package usersig

import "strings"

// Signer makes tickets for one application. It may be used by any number of goroutines at once.
type Signer struct {
	handle *handle
	clock  Clock
}

// NewSigner makes a signer for the application sdkappid, 1 to 4294967295. It keeps a copy of the key, which may be closed.
//
// Causes of failure: ErrInvalidSDKAppID; ErrClosed for a closed key; ErrInvalidArgument for none.
func NewSigner(sdkappid int64, key SigningKey, options ...SignerOption) (*Signer, error) {
	if key == nil {
		return nil, newError(ErrInvalidArgument, "key is nil: a signer needs a *PrivateKey or a *SecretKey; look at the error of the call that made it")
	}
	var settings signerSettings
	for _, option := range options {
		if option != nil {
			option.ofSigner(&settings)
		}
	}
	signer, err := key.newSigner(sdkappid)
	if err != nil {
		return nil, err
	}
	out := &Signer{clock: settings.clock}
	out.handle = newHandle(out, signer, signerFree)
	return out, nil
}

// GenSig makes a ticket for the user identifier: 1 to 1024 bytes of UTF-8 without control characters (the service itself
// takes at most 32 bytes). Without options it is valid for 180 days from now and carries no userbuf.
//
// Causes of failure: ErrInvalidIdentifier, ErrInvalidExpire, ErrInvalidUserbuf, ErrInvalidArgument, ErrClosed.
func (s *Signer) GenSig(identifier string, options ...GenOption) (string, error) {
	if s == nil || !s.handle.enter() {
		return "", ErrClosed
	}
	defer s.handle.leave()
	given, err := genOptions(s.clock, options)
	if err != nil {
		return "", err
	}
	return signerGenSig(s.handle.object, identifier, &given)
}

// GenPrivateMapKey makes a TRTC PrivateMapKey: a ticket that lets the user into one room. The options are those of GenSig,
// but without a userbuf.
//
// Causes of failure: those of GenSig; ErrInvalidRoom; ErrInvalidExpire where the permission would end after 2106-02-07, the last moment that its 32 bits can name.
func (s *Signer) GenPrivateMapKey(identifier string, room Room, privileges Privileges, options ...GenOption) (string, error) {
	if s == nil || !s.handle.enter() {
		return "", ErrClosed
	}
	defer s.handle.leave()
	given, err := genOptions(s.clock, options)
	if err != nil {
		return "", err
	}
	return signerGenPrivateMapKey(s.handle.object, identifier, room, privileges, &given)
}

// BatchItem is one result of [Signer.GenSigBatch].
type BatchItem struct {
	// Ticket is the ticket; empty with an Err.
	Ticket string
	// Err is what was wrong with this identifier, an [*Error], or nil.
	Err error
}

// tooLong is what a batch has in the place of a longer identifier, to be refused as that.
var tooLong = strings.Repeat("x", MaxIdentifier+1)

// BatchOption is a [GenOption] or [WithThreads].
type BatchOption interface{ ofBatch(*batchSettings) }

type batchSettings struct {
	threads int
	options []GenOption
}

func (o GenOption) ofBatch(settings *batchSettings) { settings.options = append(settings.options, o) }

type threads int

func (t threads) ofBatch(settings *batchSettings) { settings.threads = int(t) }

// WithThreads sets how many threads a batch may use, one per core by default and for 0; a negative number fails with
// ErrInvalidArgument.
func WithThreads(number int) BatchOption { return threads(number) }

// GenSigBatch makes one ticket per identifier, in their order and with one time of issue for all, over all cores. What is wrong
// with one identifier is in its item and does not stop the others.
//
// Causes of failure of the whole: wrong options, as in GenSig, a negative number of threads, ErrClosed.
func (s *Signer) GenSigBatch(identifiers []string, options ...BatchOption) ([]BatchItem, error) {
	if s == nil || !s.handle.enter() {
		return nil, ErrClosed
	}
	defer s.handle.leave()
	var settings batchSettings
	for _, option := range options {
		if option != nil {
			option.ofBatch(&settings)
		}
	}
	given, err := genOptions(s.clock, settings.options)
	if err != nil {
		return nil, err
	}
	if settings.threads < 0 {
		return nil, newError(ErrInvalidArgument, "the number of threads must be 0 (one per core) or more")
	}
	results, err := signerGenSigBatch(s.handle.object, identifiers, &given, settings.threads)
	if err != nil {
		return nil, err
	}
	items := make([]BatchItem, len(results))
	for i, result := range results {
		items[i].Ticket = result.ticket
		if result.code != 0 {
			items[i].Err = newError(result.code, result.message)
		}
	}
	return items, nil
}

// Close wipes and frees the signer. Calls under way end first. It returns nil.
func (s *Signer) Close() error {
	if s != nil {
		s.handle.close()
	}
	return nil
}
