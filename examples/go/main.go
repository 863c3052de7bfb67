// An endpoint from which an app gets the UserSig of the user that is logged in.
//
//	USERSIG_SDKAPPID=1400000000 USERSIG_SECRET_KEY_FILE=../keys/secret.txt go run .
//	curl -X POST -H 'authorization: Bearer token-of-alice' http://127.0.0.1:3000/usersig
//	curl -X POST -H 'authorization: Bearer token-of-alice' 'http://127.0.0.1:3000/private-map-key?room=10000'
//
// The secret stays on the server. Never sign in the app: whoever has the app would have the secret.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	usersig "github.com/usersig/usersig/bindings/go"
)

// A single ticket cannot be revoked, so it is valid for a day and the app asks again.
const expire = 24 * time.Hour

// Stands for your own sessions: whom a token belongs to is never taken from the request's body or query.
var sessions = map[string]string{
	"token-of-alice": "alice",
	"token-of-bob":   "bob",
}

func main() {
	sdkappid, err := strconv.ParseInt(os.Getenv("USERSIG_SDKAPPID"), 10, 64)
	if err != nil {
		log.Fatal("USERSIG_SDKAPPID must be the application's number")
	}
	signer, err := loadSigner(sdkappid, os.Getenv("USERSIG_SECRET_KEY_FILE"))
	if err != nil {
		log.Fatal(err)
	}
	port := os.Getenv("PORT")
	if port == "" {
		port = "3000"
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+port)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("listening on http://%s\n", listener.Addr())
	server := &http.Server{Handler: routes(sdkappid, signer), ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.Serve(listener))
}

// loadSigner reads and checks the secret once, when the server starts.
func loadSigner(sdkappid int64, file string) (*usersig.Signer, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	// Editors end a file with a line break, which is no part of the secret.
	secret, err := usersig.NewSecretKey(strings.TrimSpace(string(text)))
	if err != nil {
		return nil, err
	}
	defer secret.Close()
	return usersig.NewSigner(sdkappid, secret)
}

func routes(sdkappid int64, signer *usersig.Signer) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /usersig", func(w http.ResponseWriter, r *http.Request) {
		user, ok := loggedIn(w, r)
		if !ok {
			return
		}
		userSig, err := signer.GenSig(user, usersig.WithExpire(expire))
		if err != nil {
			fail(w, err)
			return
		}
		reply(w, http.StatusOK, map[string]any{"sdkAppId": sdkappid, "userId": user, "userSig": userSig})
	})
	// For TRTC rooms with advanced permission control.
	mux.HandleFunc("POST /private-map-key", func(w http.ResponseWriter, r *http.Request) {
		user, ok := loggedIn(w, r)
		if !ok {
			return
		}
		room, err := strconv.ParseInt(r.URL.Query().Get("room"), 10, 64)
		if err != nil {
			reply(w, http.StatusBadRequest, map[string]any{"error": "room must be a number"})
			return
		}
		may := usersig.EnterRoom | usersig.ReceiveAudio | usersig.ReceiveVideo
		key, err := signer.GenPrivateMapKey(user, usersig.RoomNumber(room), may, usersig.WithExpire(time.Hour))
		if err != nil {
			fail(w, err)
			return
		}
		reply(w, http.StatusOK, map[string]any{"roomId": room, "privateMapKey": key})
	})
	return mux
}

func loggedIn(w http.ResponseWriter, r *http.Request) (string, bool) {
	token, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	user, known := sessions[token]
	if !found || !known {
		reply(w, http.StatusUnauthorized, map[string]any{"error": "log in first"})
		return "", false
	}
	return user, true
}

// fail answers with what the caller can mend, and keeps everything else to the server's log.
func fail(w http.ResponseWriter, err error) {
	var details *usersig.Error
	if errors.As(err, &details) && details.Code == usersig.ErrInvalidRoom {
		reply(w, http.StatusBadRequest, map[string]any{"error": details.Message, "code": details.Code.Word()})
		return
	}
	log.Print(err)
	reply(w, http.StatusInternalServerError, map[string]any{"error": "internal error"})
}

func reply(w http.ResponseWriter, status int, body map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		log.Print(err)
	}
}
