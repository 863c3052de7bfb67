package usersig

import "sync/atomic"

// What this package knows of usersig.h besides its functions, which native.go and portable.go call in two ways: by cgo, and in
// WebAssembly where there is no native library for the platform or no cgo.

const (
	genExpire           = 1
	genIssuedAt         = 2
	genUserbuf          = 4
	genAccountType      = 8
	genAppidAt3rd       = 16
	genStrictIdentifier = 32

	verifierLeeway          = 1
	verifierFutureTolerance = 2

	verifyNow = 1

	userbufAbsent  = 0
	userbufPresent = 1
	userbufExactly = 2
	userbufAny     = 3
)

// vocabulary: limits
const limitDefaultExpire = 15552000
const limitIdentifierMax = 1024
const limitLeewayMax = 86400
const limitPemMax = 16384
const limitSecretMax = 1024
const limitTicketMax = 16384
const limitUnixTimeMax = 253402300799
const limitUserbufMax = 8192

// vocabulary: end

// What usersig_gen_options says.
type genFields struct {
	flags, compression               uint32
	expire, issuedAt                 int64
	userbuf, accountType, appidAt3rd string
}

// What usersig_verify_options says.
type verifyFields struct {
	flags, userbufExpected uint32
	now                    int64
	userbuf                string
}

// What usersig_verifier_options says.
type verifierFields struct {
	flags                   uint32
	leeway, futureTolerance int64
}

// What usersig_status_row says.
type row struct {
	checkErr     int
	serviceCodes []int
}

// What usersig_batch_item says.
type batchResult struct {
	ticket, message string
	code            Code
}

// joinIdentifiers makes of identifiers what usersig_signer_gen_sig_batch takes.
func joinIdentifiers[Length ~uint32 | ~uint64](identifiers []string) (string, []Length) {
	lengths, all := make([]Length, len(identifiers)), 0
	for i, identifier := range identifiers {
		length := min(len(identifier), len(tooLong))
		lengths[i] = Length(length)
		all += length
	}
	joined := make([]byte, 0, all)
	for _, identifier := range identifiers {
		if len(identifier) > MaxIdentifier {
			identifier = tooLong
		}
		joined = append(joined, identifier...)
	}
	return string(joined), lengths
}

var privateKeysAllowed atomic.Bool

// AllowPortablePrivateKeys lets private keys be used where [Portable] is true. Nothing promises there that signing takes the same
// time whatever the key is, so that somebody who can measure many signatures closely might learn it; without this call, or
// USERSIG_PORTABLE_PRIVATE_KEYS=allow in the environment, reading or making a private key fails there with ErrWrongKeyKind.
// Secrets, public keys and verifying need neither, and the native library neither.
func AllowPortablePrivateKeys() { privateKeysAllowed.Store(true) }

// Portable tells which library runs: true for the one in WebAssembly, which is used where cgo is off, the platform has no native
// library, or the build tag usersig_portable is set.
func Portable() bool { return portable }

// LibraryVersion is the version of the library that is running, for example "0.1.0".
func LibraryVersion() string { return libraryVersion() }
