package usersig

import (
	"sync"
	"sync/atomic"
	"time"
)

// UserSigSource has a valid ticket of one user at every moment, for example of the administrator whom Tencent's REST interface
// asks for. It may be used by any number of goroutines at once.
//
// A ticket is made when one is asked for and the last one has too little of its life left, or was issued in the future, because the
// clock was set back. One goroutine makes it; meanwhile the others get the last one, and wait where that is no longer valid. The time
// is that of the signer's clock.
type UserSigSource struct {
	// Behind a function, as what a ticket says.
	read func() *source
}

type source struct {
	signer     *Signer
	identifier string
	settings   sourceSettings
	last       atomic.Pointer[renewal]
	renewals   atomic.Int64
	// Held by the goroutine that makes a ticket. It is here, and not in the library: that of the portable build keeps no state.
	renewing sync.Mutex
}

// renewal is one ticket of a source, with its times in seconds.
type renewal struct {
	ticket           string
	issuedAt, expire int64
}

// SourceOption is a [GenOption] but [WithIssuedAt], or [WithMinShare].
type SourceOption interface{ ofSource(*sourceSettings) }

type sourceSettings struct {
	share   float64
	options []GenOption
}

func (o GenOption) ofSource(settings *sourceSettings) { settings.options = append(settings.options, o) }

type minShare float64

func (share minShare) ofSource(settings *sourceSettings) { settings.share = float64(share) }

// WithMinShare sets which share of its life a ticket must have left: from 0 (any valid one will do) to 1 (made in this second), 0.5
// by default; otherwise making the source fails with ErrInvalidArgument.
func WithMinShare(share float64) SourceOption { return minShare(share) }

// NewUserSigSource makes a source of tickets for the user identifier, with the options of [Signer.GenSig]. They are checked now. The
// signer must stay open.
//
// Causes of failure: those of GenSig; ErrInvalidArgument for a time of issue and for a share outside its range.
func NewUserSigSource(signer *Signer, identifier string, options ...SourceOption) (*UserSigSource, error) {
	settings := sourceSettings{share: 0.5}
	for _, option := range options {
		if option != nil {
			option.ofSource(&settings)
		}
	}
	for i := range settings.options {
		if settings.options[i].flag == genIssuedAt {
			return nil, newError(ErrInvalidArgument, "a source issues its tickets when it makes them; leave WithIssuedAt out, and give the signer a clock for tests")
		}
	}
	made := &source{signer: signer, identifier: identifier, settings: settings}
	first, err := made.make(0)
	if err != nil {
		return nil, err
	}
	if _, err := made.freshness(first, 0); err != nil {
		return nil, err
	}
	return &UserSigSource{func() *source { return made }}, nil
}

// Ticket returns a ticket that has that share of its life left, or one that another goroutine is just replacing and that is still
// valid.
//
// Causes of failure: ErrInvalidExpire where the ticket would outlast the year 9999; ErrInvalidArgument for what the clock says, where
// that is not a valid time of issue; ErrClosed for a closed signer, and for a source that [NewUserSigSource] did not make.
func (s *UserSigSource) Ticket() (string, error) {
	if s == nil || s.read == nil {
		return "", ErrClosed
	}
	return s.read().ticket()
}

func (s *source) ticket() (string, error) {
	for {
		last := s.last.Load()
		now := s.signer.now()
		found, err := s.freshness(last, now)
		if err != nil {
			return "", err
		}
		switch {
		case found == freshnessFresh:
			return last.ticket, nil
		case found == freshnessInvalid:
			s.renewing.Lock()
		case !s.renewing.TryLock():
			return last.ticket, nil
		}
		made, err := s.renew(last, now)
		if made != nil || err != nil {
			return made.text(), err
		}
	}
}

func (s *source) freshness(last *renewal, now int64) (uint32, error) {
	if last == nil {
		return freshnessInvalid, nil
	}
	return freshness(last.issuedAt, last.expire, s.settings.share, now)
}

func (r *renewal) text() string {
	if r == nil {
		return ""
	}
	return r.ticket
}

// renew makes a ticket unless another goroutine did so since last was looked at: then the clock, which was read before that, has to
// be read again.
func (s *source) renew(last *renewal, now int64) (*renewal, error) {
	defer s.renewing.Unlock()
	if s.last.Load() != last {
		return nil, nil
	}
	made, err := s.make(now)
	if err == nil {
		s.last.Store(made)
		s.renewals.Add(1)
	}
	return made, err
}

func (s *source) make(now int64) (*renewal, error) {
	options := append(s.settings.options[:len(s.settings.options):len(s.settings.options)], WithIssuedAt(time.Unix(now, 0)))
	ticket, err := s.signer.GenSig(s.identifier, options...)
	if err != nil {
		return nil, err
	}
	content, err := Inspect(ticket)
	if err != nil {
		return nil, err
	}
	return &renewal{ticket, content.IssuedAt().Unix(), int64(content.Expire() / time.Second)}, nil
}

// Renewals tells how many tickets were made so far.
func (s *UserSigSource) Renewals() int64 {
	if s == nil || s.read == nil {
		return 0
	}
	return s.read().renewals.Load()
}

// now is what the signer's clock says, in unix seconds.
func (s *Signer) now() int64 {
	if s != nil && s.clock != nil {
		return s.clock().Unix()
	}
	return time.Now().Unix()
}
