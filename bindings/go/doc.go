// Package usersig makes and checks UserSig login tickets for Tencent Cloud Chat (IM) and TRTC, version 1 (ECDSA) and
// version 2 (HMAC-SHA256).
//
// A [Signer] holds an SDKAppID and a key and makes tickets; a [Verifier] holds an SDKAppID and the accepted keys and checks
// them. The type of the key picks the version: a [PrivateKey] and its [PublicKey] are for v1, a [SecretKey] is for v2.
// [Inspect] decodes a ticket without trusting it.
//
//	secret, err := usersig.NewSecretKey(os.Getenv("USERSIG_SECRET_KEY"))
//	signer, err := usersig.NewSigner(1400000000, secret)
//	ticket, err := signer.GenSig("xiaojun")
//
// Every value may be used by any number of goroutines at once. Keys, signers and verifiers are freed, and what is secret in
// them wiped, by Close, or else some time after they were last used; a call on a closed one fails with [ErrClosed].
//
// A call that fails returns an [*Error]; its cause is compared with errors.Is(err, usersig.ErrExpired) and the like. No text
// of an error holds a key, a ticket or an identifier, and no input panics.
//
// With cgo the package links its native library into the program, where it has one for the platform. Otherwise it runs the same
// library in WebAssembly, which takes no private keys unless [AllowPortablePrivateKeys] is called; [Portable] tells which one runs.
// A built binary needs nothing else but libc. Build tags choose:
//
//	usersig_portable    WebAssembly
//	usersig_pkgconfig   the system's library, as pkg-config finds it: go build -tags usersig_pkgconfig
//	usersig_shared      -lusersig, found through CGO_CFLAGS and CGO_LDFLAGS
//
// The packages TLSSigAPI and tencentyun below this one have the names of Tencent's own packages, so that programs written for
// those run as they are. This module is not affiliated with, endorsed or supported by Tencent.
package usersig
