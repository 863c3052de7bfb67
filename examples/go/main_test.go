package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	usersig "github.com/usersig/usersig/bindings/go"
)

const sdkappid = 1400000000

var secretFile = os.Getenv("USERSIG_SECRET_KEY_FILE")

// start builds and starts the server as its users do, and returns its address.
func start(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "server")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	server := exec.Command(program)
	server.Env = append(os.Environ(), "USERSIG_SDKAPPID=1400000000", "USERSIG_SECRET_KEY_FILE="+secretFile, "PORT=0")
	server.Stderr = os.Stderr
	output, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Process.Kill()
		server.Wait()
	})
	line, err := bufio.NewReader(output).ReadString('\n')
	address, found := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if err != nil || !found {
		t.Fatalf("%v: %s", err, line)
	}
	return address
}

type answer struct {
	SDKAppID, RoomID int64
	UserID, UserSig  string
	PrivateMapKey    string
	Error, Code      string
	status           int
	cacheControl     string
}

func post(t *testing.T, url, token string) answer {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	client := http.Client{Timeout: time.Minute}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	out := answer{status: response.StatusCode, cacheControl: response.Header.Get("Cache-Control")}
	if err := json.NewDecoder(response.Body).Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestServer(t *testing.T) {
	text, err := os.ReadFile(secretFile)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := usersig.NewSecretKey(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := usersig.NewVerifier(sdkappid, secret)
	if err != nil {
		t.Fatal(err)
	}
	address := start(t)

	t.Run("a user that is logged in gets a ticket for itself", func(t *testing.T) {
		for _, user := range []string{"alice", "bob"} {
			got := post(t, address+"/usersig?userid=admin", "token-of-"+user)
			verified, err := verifier.Verify(got.UserSig, user)
			if err != nil || got.status != http.StatusOK || got.cacheControl != "no-store" || got.UserID != user || got.SDKAppID != sdkappid {
				t.Fatalf("%v %+v", err, got)
			}
			if verified.Expire() != expire {
				t.Errorf("%v", verified)
			}
			if _, err := verifier.Verify(got.UserSig, "admin"); !errors.Is(err, usersig.ErrIdentifierMismatch) {
				t.Error(err)
			}
		}
	})
	t.Run("others get none", func(t *testing.T) {
		for _, token := range []string{"", "token-of-mallory"} {
			for _, path := range []string{"/usersig?userid=alice", "/private-map-key?room=1"} {
				if got := post(t, address+path, token); got.status != http.StatusUnauthorized || got.UserSig != "" || got.PrivateMapKey != "" {
					t.Errorf("%+v", got)
				}
			}
		}
	})
	t.Run("a key for one room", func(t *testing.T) {
		got := post(t, address+"/private-map-key?room=10000", "token-of-alice")
		verified, err := verifier.Verify(got.PrivateMapKey, "alice", usersig.ExpectSomeUserbuf())
		if err != nil || got.status != http.StatusOK || got.RoomID != 10000 {
			t.Fatalf("%v %+v", err, got)
		}
		if permission := verified.PrivateMapKey(); permission.Room() != usersig.RoomNumber(10000) || permission.Privileges() != 42 {
			t.Errorf("%v", permission)
		}
	})
	t.Run("rooms that do not exist", func(t *testing.T) {
		for room, code := range map[string]string{"0": "invalid_room", "4294967295": "invalid_room", "-1": "invalid_room", "x": "", "": ""} {
			if got := post(t, address+"/private-map-key?room="+room, "token-of-alice"); got.status != http.StatusBadRequest || got.Code != code || got.Error == "" {
				t.Errorf("room %q: %+v", room, got)
			}
		}
	})
}
