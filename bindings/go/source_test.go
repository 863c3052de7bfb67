package usersig_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/usersig/usersig/bindings/go"
)

// A clock that jumps while eight goroutines ask: each jump costs one signature.
func TestASourceSignsOnceForEachRenewal(t *testing.T) {
	const start = 1_600_000_000
	var now atomic.Int64
	now.Store(start)
	key, err := usersig.NewSecretKey("5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := usersig.NewSigner(1400000000, key, usersig.WithClock(func() time.Time { return time.Unix(now.Load(), 0) }))
	if err != nil {
		t.Fatal(err)
	}
	source, err := usersig.NewUserSigSource(signer, "admin", usersig.WithExpire(1000*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	ticket := func() string {
		ticket, err := source.Ticket()
		if err != nil {
			t.Error(err)
		}
		return ticket
	}
	first := ticket()
	now.Store(start + 500)
	if ticket() != first {
		t.Error("renewed with half of its life left")
	}
	for renewals, jump := range []int64{start + 501, start + 90_000, start + 20, 5, start} {
		var group sync.WaitGroup
		for range 8 {
			group.Add(1)
			go func() {
				defer group.Done()
				for range 500 {
					ticket()
				}
			}()
		}
		now.Store(jump)
		group.Wait()
		content, err := usersig.Inspect(ticket())
		if err != nil || content.IssuedAt().Unix() != jump || source.Renewals() != int64(renewals+2) {
			t.Error(err, content.IssuedAt().Unix()-jump, source.Renewals(), renewals+2)
		}
	}
	for _, wrong := range []usersig.SourceOption{usersig.WithMinShare(1.5), usersig.WithIssuedAt(time.Unix(start, 0))} {
		if _, err := usersig.NewUserSigSource(signer, "admin", wrong); !errors.Is(err, usersig.ErrInvalidArgument) {
			t.Error(err)
		}
	}
	if _, err := usersig.NewUserSigSource(signer, ""); !errors.Is(err, usersig.ErrInvalidIdentifier) {
		t.Error(err)
	}
	for _, source := range []*usersig.UserSigSource{nil, {}} {
		if _, err := source.Ticket(); !errors.Is(err, usersig.ErrClosed) || source.Renewals() != 0 {
			t.Error(err)
		}
	}
}
