package usersig

import "sync/atomic"

// What this package knows of usersig.h besides its functions, which native.go and portable.go call in two ways: by cgo, and in
// WebAssembly where there is no native library for the platform or no cgo.

// vocabulary: gen_flags
const genExpire = 1
const genUserbuf = 4
const genIssuedAt = 2
const genStrictIdentifier = 32
const genAccountType = 8
const genAppidAt3rd = 16

// vocabulary: end

const (
	verifierLeeway          = 1
	verifierFutureTolerance = 2

	verifyNow = 1

	userbufAbsent  = 0
	userbufPresent = 1
	userbufExactly = 2
	userbufAny     = 3

	freshnessInvalid = 0
	freshnessStale   = 1
	freshnessFresh   = 2
)

const (
	// vocabulary: limits
	// The validity of a ticket unless one is given, in seconds: 180 days.
	limitDefaultExpire = 15552000
	// The longest identifier, in UTF-8 bytes. The service itself takes at most 32.
	limitIdentifierMax = 1024
	// The largest leeway and tolerance for the future, in seconds: one day.
	limitLeewayMax = 86400
	// The longest PEM text that is read, in bytes.
	limitPemMax = 16384
	// The longest secret, in bytes.
	limitSecretMax = 1024
	// The longest ticket, in bytes; a NUL at its end comes on top.
	limitTicketMax = 16384
	// The latest time, in unix seconds: the end of the year 9999.
	limitUnixTimeMax = 253402300799
	// The longest userbuf, in bytes.
	limitUserbufMax = 8192

	// vocabulary: end
)

// What usersig_gen_options says.
type genFields struct {
	flags, compression uint32

	// vocabulary: gen_fields
	expire, issuedAt int64

	userbuf, accountType, appidAt3rd string
	// vocabulary: end
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
