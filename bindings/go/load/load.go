// load.go: ci/load's work in Go, two goroutines on one signer and one verifier. load CASES SECONDS SEED
package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	usersig "github.com/usersig/usersig/bindings/go"
)

const (
	sdkappid = 1400000000
	letters  = "abcdefghijklmnopqrstuvwxyz0123456789_-"
)

var operations, wrong atomic.Int64

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func text(field string) string { return string(must(hex.DecodeString(field[1:]))) }

// number is 0 for success, -1 for a wrong answer, otherwise the error's number.
func number(correct bool, err error) int {
	var code usersig.Code
	switch {
	case errors.As(err, &code):
		return int(code)
	case err == nil && correct:
		return 0
	}
	return -1
}

func expect(correct bool, what string, got int) {
	operations.Add(1)
	if !correct && wrong.Add(1) <= 10 {
		fmt.Fprintln(os.Stderr, "wrong:", what, "gave", got)
	}
}

func run(row []string, keys map[string]usersig.VerifyingKey) int {
	switch row[0] {
	case "inspect":
		_, err := usersig.Inspect(text(row[2]))
		return number(true, err)
	case "load":
		var err error
		switch row[2] {
		case "private":
			_, err = usersig.ParsePrivateKey([]byte(text(row[3])))
		case "public":
			_, err = usersig.ParsePublicKey([]byte(text(row[3])))
		default:
			_, err = usersig.NewSecretKey(text(row[3]))
		}
		return number(true, err)
	}
	names := strings.Split(row[6], ",")
	var others []usersig.VerifierOption
	for _, name := range names[1:] {
		others = append(others, usersig.WithKey(keys[name]))
	}
	verifier, err := usersig.NewVerifier(must(strconv.ParseInt(row[2], 10, 64)), keys[names[0]], others...)
	if err != nil {
		return number(true, err)
	}
	defer verifier.Close()
	options := []usersig.VerifyOption{usersig.WithNow(time.Unix(must(strconv.ParseInt(row[4], 10, 64)), 0))}
	switch row[5] {
	case "absent":
	case "present":
		options = append(options, usersig.ExpectSomeUserbuf())
	case "any":
		options = append(options, usersig.AllowUserbuf())
	default:
		options = append(options, usersig.ExpectUserbuf([]byte(text(row[5]))))
	}
	ticket, err := verifier.Verify(text(row[7]), text(row[3]), options...)
	return number(err == nil && ticket.Identifier() == text(row[3]), err)
}

func main() {
	keys := map[string]usersig.VerifyingKey{}
	var private *usersig.PrivateKey
	var secret *usersig.SecretKey
	var tests [][]string
	for _, line := range strings.Split(strings.TrimSpace(string(must(os.ReadFile(os.Args[1])))), "\n") {
		row := strings.Split(line, "\t")
		switch {
		case row[0] != "key":
			tests = append(tests, row)
		case row[2] == "public":
			keys[row[1]] = must(usersig.ParsePublicKey([]byte(text(row[3]))))
		case row[2] == "secret":
			key := must(usersig.NewSecretKey(text(row[3])))
			keys[row[1]] = key
			if row[1] == "secret" {
				secret = key
			}
		case row[1] == "p256_private":
			private = must(usersig.ParsePrivateKey([]byte(text(row[3]))))
		}
	}
	signers := []*usersig.Signer{must(usersig.NewSigner(sdkappid, private)), must(usersig.NewSigner(sdkappid, secret))}
	verifier := must(usersig.NewVerifier(sdkappid, keys["p256_public"], usersig.WithKey(secret)))
	deadline := time.Now().Add(time.Duration(must(strconv.Atoi(os.Args[2]))) * time.Second)
	var group sync.WaitGroup
	for worker := range int64(2) {
		group.Add(1)
		go func() {
			defer group.Done()
			random := rand.New(rand.NewSource(2*must(strconv.ParseInt(os.Args[3], 10, 64)) + worker))
			for time.Now().Before(deadline) {
				name := make([]byte, 1+random.Intn(40))
				for i := range name {
					name[i] = letters[random.Intn(len(letters))]
				}
				identifier := string(name)
				var made []usersig.GenOption
				var options []usersig.VerifyOption
				if random.Intn(2) == 0 {
					userbuf := make([]byte, random.Intn(300))
					random.Read(userbuf)
					made = append(made, usersig.WithUserbuf(userbuf))
					options = append(options, usersig.ExpectUserbuf(userbuf))
				}
				ticket, err := signers[random.Intn(2)].GenSig(identifier, made...)
				expect(err == nil, "gen_sig", number(true, err))
				verified, err := verifier.Verify(ticket, identifier, options...)
				got := number(err == nil && verified.Identifier() == identifier, err)
				expect(got == 0, "verify", got)
				_, err = verifier.Verify(ticket, identifier+"x", options...)
				got = number(true, err)
				expect(got == 33, "verify for another", got)
				changed := []byte(ticket)
				changed[random.Intn(len(changed))] ^= 1 << random.Intn(7)
				_, err = verifier.Verify(string(changed), identifier, options...)
				got = number(true, err)
				expect(got >= 20 && got <= 34, "verify of a changed ticket", got)
				garbage := make([]byte, random.Intn(20000))
				random.Read(garbage)
				_, err = usersig.Inspect(strings.ToValidUTF8(string(garbage), "A"))
				got = number(true, err)
				expect(got >= 20 && got <= 26, "inspect of garbage", got)
				for range 3 {
					row := tests[random.Intn(len(tests))]
					got = run(row, keys)
					expect(strconv.Itoa(got) == row[1], row[0], got)
				}
			}
		}()
	}
	group.Wait()
	fmt.Println("operations", operations.Load(), "wrong", wrong.Load())
	if wrong.Load() != 0 {
		os.Exit(1)
	}
}
