// Makes a ticket of each version and checks it, the v2 one through Tencent's import path.
package main

import (
	"fmt"
	"log"
	"time"

	"github.com/tencentyun/tls-sig-api-v2-golang/tencentyun"
	usersig "github.com/usersig/usersig/bindings/go"
)

// Published keys, which protect nothing.
const (
	secret = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
	pem    = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg+mTjK4f5pdUoZTwg
4VsZKx0pbiC9xXuXCNz+a1ZqADyhRANCAARTneF16CeOfRyV8ZGXSkvuOa3ONcUP
dLyv4Te/S2nHUCxb+r5X2RqmRSv673thYUnb9lekSCH6FmVV6Na2Utnr
-----END PRIVATE KEY-----
`
)

func main() {
	v2, err := tencentyun.GenUserSig(1400000000, secret, "xiaojun", 86400*180)
	if err != nil {
		log.Fatal(err)
	}
	if err := tencentyun.VerifyUserSig(1400000000, secret, "xiaojun", v2, time.Now()); err != nil {
		log.Fatal(err)
	}
	key, err := usersig.ParsePrivateKey([]byte(pem))
	if err != nil {
		log.Fatal(err)
	}
	public, err := key.PublicKey()
	if err != nil {
		log.Fatal(err)
	}
	signer, err := usersig.NewSigner(1400000000, key)
	if err != nil {
		log.Fatal(err)
	}
	v1, err := signer.GenSig("xiaojun")
	if err != nil {
		log.Fatal(err)
	}
	verifier, err := usersig.NewVerifier(1400000000, public)
	if err != nil {
		log.Fatal(err)
	}
	verified, err := verifier.Verify(v1, "xiaojun")
	if err != nil {
		log.Fatal(err)
	}
	items, err := signer.GenSigBatch([]string{"alice", "bob"}, usersig.WithThreads(2))
	if err != nil || items[1].Err != nil {
		log.Fatal(err, items[1].Err)
	}
	fmt.Println("usersig", usersig.LibraryVersion(), "verified", verified.Identifier())
}
