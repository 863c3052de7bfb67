package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	usersig "github.com/usersig/usersig/bindings/go"
)

// service checks the administrator's ticket as Tencent's does.
type service struct {
	mutex   sync.Mutex
	now     time.Time
	calls   []string
	tickets map[string]bool
}

func (s *service) clock() time.Time {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.now
}

func start(t *testing.T) (*service, string, *usersig.Signer) {
	t.Helper()
	text, err := os.ReadFile(os.Getenv("USERSIG_SECRET_KEY_FILE"))
	if err != nil {
		t.Fatal(err)
	}
	secret, err := usersig.NewSecretKey(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	s := &service{now: time.Now(), tickets: map[string]bool{}}
	verifier, err := usersig.NewVerifier(1400000000, secret, usersig.WithClock(s.clock))
	if err != nil {
		t.Fatal(err)
	}
	signer, err := usersig.NewSigner(1400000000, secret, usersig.WithClock(s.clock))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body struct{ UserID string }
		json.NewDecoder(r.Body).Decode(&body)
		query := r.URL.Query()
		answer := map[string]any{"ActionStatus": "OK", "ErrorCode": 0, "ErrorInfo": ""}
		if _, err := verifier.Verify(query.Get("usersig"), query.Get("identifier")); err != nil {
			answer = map[string]any{"ActionStatus": "FAIL", "ErrorCode": 70003, "ErrorInfo": "refused"}
		} else if query.Get("identifier") != "administrator" {
			answer = map[string]any{"ActionStatus": "FAIL", "ErrorCode": 60010, "ErrorInfo": "not an administrator"}
		} else {
			s.mutex.Lock()
			s.calls = append(s.calls, r.URL.Path+" "+body.UserID)
			s.tickets[query.Get("usersig")] = true
			s.mutex.Unlock()
		}
		json.NewEncoder(w).Encode(answer)
	}))
	t.Cleanup(server.Close)
	return s, server.URL, signer
}

func TestOneTicketServesManyCallsAndIsRenewedInTime(t *testing.T) {
	s, address, signer := start(t)
	chat, err := newChat(address, 1400000000, signer, "administrator")
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for i := range 40 {
		group.Add(1)
		go func() {
			defer group.Done()
			if err := chat.importAccount(fmt.Sprint("user", i)); err != nil {
				t.Error(err)
			}
		}()
	}
	group.Wait()
	if len(s.tickets) != 1 || len(s.calls) != 40 {
		t.Fatal(len(s.tickets), len(s.calls))
	}
	// Half a day later; then the clock is set back.
	for i, hours := range []time.Duration{13, -20} {
		s.mutex.Lock()
		s.now = s.now.Add(hours * time.Hour)
		s.mutex.Unlock()
		if err := chat.kick("xiaojun"); err != nil {
			t.Fatal(err)
		}
		if len(s.tickets) != i+2 || s.calls[len(s.calls)-1] != "/v4/im_open_login_svc/kick xiaojun" {
			t.Fatal(len(s.tickets), s.calls[len(s.calls)-1])
		}
	}
}

func TestRefusals(t *testing.T) {
	_, address, signer := start(t)
	chat, err := newChat(address, 1400000000, signer, "somebody")
	if err != nil {
		t.Fatal(err)
	}
	var refused *chatError
	if err := chat.kick("xiaojun"); !errors.As(err, &refused) || refused.ErrorCode != 60010 {
		t.Fatal(err)
	}
	// Nobody answers: the error shows no ticket.
	chat.address = "http://127.0.0.1:1"
	if err := chat.kick("xiaojun"); err == nil || strings.Contains(err.Error(), "usersig=") {
		t.Fatal(err)
	}
}
