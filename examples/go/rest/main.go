// Calls Tencent Chat's REST interface as its administrator, with a ticket that renews itself.
//
//	USERSIG_SDKAPPID=1400000000 USERSIG_SECRET_KEY_FILE=../keys/secret.txt go run ./rest import xiaojun
//	USERSIG_SDKAPPID=1400000000 USERSIG_SECRET_KEY_FILE=../keys/secret.txt go run ./rest kick xiaojun
//
// import makes an account, kick ends the logins of one: all its tickets made before fail, new ones work. CHAT_ADDRESS is the domain of
// the application's data centre, https://console.tim.qq.com by default.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	usersig "github.com/usersig/usersig/bindings/go"
)

// chatError is what the service answers to a call that failed. 60010: the ticket is not an administrator's.
type chatError struct {
	ActionStatus string
	ErrorCode    int
	ErrorInfo    string
}

func (e *chatError) Error() string { return fmt.Sprintf("%d: %s", e.ErrorCode, e.ErrorInfo) }

// chat may be used by any number of goroutines.
type chat struct {
	address, administrator string
	sdkappid               int64
	tickets                *usersig.UserSigSource
	client                 http.Client
}

func newChat(address string, sdkappid int64, signer *usersig.Signer, administrator string) (*chat, error) {
	tickets, err := usersig.NewUserSigSource(signer, administrator, usersig.WithExpire(24*time.Hour))
	if err != nil {
		return nil, err
	}
	return &chat{address, administrator, sdkappid, tickets, http.Client{Timeout: 10 * time.Second}}, nil
}

func (c *chat) call(command string, body any) error {
	ticket, err := c.tickets.Ticket()
	if err != nil {
		return err
	}
	query := url.Values{
		"sdkappid":    {strconv.FormatInt(c.sdkappid, 10)},
		"identifier":  {c.administrator},
		"usersig":     {ticket},
		"random":      {strconv.FormatUint(uint64(rand.Uint32()), 10)},
		"contenttype": {"json"},
	}
	content, err := json.Marshal(body)
	if err != nil {
		return err
	}
	response, err := c.client.Post(c.address+"/v4/"+command+"?"+query.Encode(), "application/json", bytes.NewReader(content))
	if err != nil {
		// A *url.Error shows the address, which has the ticket: its cause alone goes on.
		var failed *url.Error
		if errors.As(err, &failed) {
			err = failed.Err
		}
		return fmt.Errorf("%s: %w", command, err)
	}
	defer response.Body.Close()
	var answer chatError
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return fmt.Errorf("%s: HTTP %d: %w", command, response.StatusCode, err)
	}
	if answer.ActionStatus != "OK" {
		return &answer
	}
	return nil
}

func (c *chat) importAccount(user string) error {
	return c.call("im_open_login_svc/account_import", map[string]string{"UserID": user})
}

func (c *chat) kick(user string) error {
	return c.call("im_open_login_svc/kick", map[string]string{"UserID": user})
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 || os.Args[1] != "import" && os.Args[1] != "kick" {
		log.Fatal("usage: rest import|kick USER")
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func run(command, user string) error {
	sdkappid, err := strconv.ParseInt(os.Getenv("USERSIG_SDKAPPID"), 10, 64)
	if err != nil {
		return errors.New("USERSIG_SDKAPPID must be the application's number")
	}
	text, err := os.ReadFile(os.Getenv("USERSIG_SECRET_KEY_FILE"))
	if err != nil {
		return err
	}
	secret, err := usersig.NewSecretKey(strings.TrimSpace(string(text)))
	if err != nil {
		return err
	}
	defer secret.Close()
	signer, err := usersig.NewSigner(sdkappid, secret)
	if err != nil {
		return err
	}
	defer signer.Close()
	address := os.Getenv("CHAT_ADDRESS")
	if address == "" {
		address = "https://console.tim.qq.com"
	}
	chat, err := newChat(address, sdkappid, signer, "administrator")
	if err != nil {
		return err
	}
	if command == "kick" {
		return chat.kick(user)
	}
	return chat.importAccount(user)
}
