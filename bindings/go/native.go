//go:build cgo && !usersig_portable && (usersig_pkgconfig || usersig_shared || (linux && amd64 && !musl))

package usersig

/*
#cgo CFLAGS: -std=gnu11
#include "binding.h"

// These take what they are given for the time of the call only, and never call back into Go.
#cgo noescape usersig_go_gen_sig
#cgo nocallback usersig_go_gen_sig
#cgo noescape usersig_go_gen_private_map_key
#cgo nocallback usersig_go_gen_private_map_key
#cgo noescape usersig_go_gen_sig_with_private_key
#cgo nocallback usersig_go_gen_sig_with_private_key
#cgo noescape usersig_go_gen_sig_with_secret_key
#cgo nocallback usersig_go_gen_sig_with_secret_key
#cgo noescape usersig_go_gen_private_map_key_with_private_key
#cgo nocallback usersig_go_gen_private_map_key_with_private_key
#cgo noescape usersig_go_gen_private_map_key_with_secret_key
#cgo nocallback usersig_go_gen_private_map_key_with_secret_key
#cgo noescape usersig_go_verify
#cgo nocallback usersig_go_verify
#cgo noescape usersig_go_authenticate
#cgo nocallback usersig_go_authenticate
#cgo noescape usersig_go_verify_with_public_key
#cgo nocallback usersig_go_verify_with_public_key
#cgo noescape usersig_go_verify_with_secret_key
#cgo nocallback usersig_go_verify_with_secret_key
#cgo noescape usersig_go_inspect
#cgo nocallback usersig_go_inspect
#cgo noescape usersig_freshness
#cgo nocallback usersig_freshness
#cgo noescape usersig_ticket_free
#cgo nocallback usersig_ticket_free
#cgo noescape usersig_untrusted_ticket_free
#cgo nocallback usersig_untrusted_ticket_free
*/
import "C"
import (
	"slices"
	"time"
	"unsafe"
)

const portable = false

// object is a key, signer or verifier of the native library.
type object = unsafe.Pointer

// The constants of library.go are those of the header: an array of another length does not compile.
// vocabulary: gen_checked
var _ [0]struct{} = [genExpire ^ C.USERSIG_GEN_EXPIRE]struct{}{}
var _ [0]struct{} = [genUserbuf ^ C.USERSIG_GEN_USERBUF]struct{}{}
var _ [0]struct{} = [genIssuedAt ^ C.USERSIG_GEN_ISSUED_AT]struct{}{}
var _ [0]struct{} = [genStrictIdentifier ^ C.USERSIG_GEN_STRICT_IDENTIFIER]struct{}{}
var _ [0]struct{} = [genAccountType ^ C.USERSIG_GEN_ACCOUNT_TYPE]struct{}{}
var _ [0]struct{} = [genAppidAt3rd ^ C.USERSIG_GEN_APPID_AT_3RD]struct{}{}

// vocabulary: end
var _ [0]struct{} = [(verifierLeeway ^ C.USERSIG_VERIFIER_LEEWAY) | (verifierFutureTolerance ^ C.USERSIG_VERIFIER_FUTURE_TOLERANCE) |
	(verifyNow ^ C.USERSIG_VERIFY_NOW) | (userbufAbsent ^ C.USERSIG_USERBUF_ABSENT) |
	(userbufPresent ^ C.USERSIG_USERBUF_PRESENT) | (userbufExactly ^ C.USERSIG_USERBUF_EXACTLY) |
	(userbufAny ^ C.USERSIG_USERBUF_ANY) | (freshnessInvalid ^ C.USERSIG_FRESHNESS_INVALID) |
	(freshnessStale ^ C.USERSIG_FRESHNESS_STALE) | (freshnessFresh ^ C.USERSIG_FRESHNESS_FRESH) |
	(uint32(CompressionDefault) ^ C.USERSIG_COMPRESSION_DEFAULT) |
	(uint32(CompressionFast) ^ C.USERSIG_COMPRESSION_FAST) | (uint32(CompressionNone) ^ C.USERSIG_COMPRESSION_NONE) |
	(uint32(P256) ^ C.USERSIG_CURVE_P256) | (uint32(Secp256k1) ^ C.USERSIG_CURVE_SECP256K1) |
	(uint32(ErrAboutArgument) ^ C.USERSIG_ABOUT_ARGUMENT) | (uint32(ErrAboutKey) ^ C.USERSIG_ABOUT_KEY) |
	(uint32(ErrAboutTicket) ^ C.USERSIG_ABOUT_TICKET) | (uint32(ErrAboutInternal) ^ C.USERSIG_ABOUT_INTERNAL)]struct{}{}

func libraryVersion() string { return C.GoString(C.usersig_version()) }

func statusKind(status Code) Kind { return Kind(C.usersig_status_kind(C.int32_t(status))) }

func statusWord(status Code) string { return C.GoString(C.usersig_status_word(C.int32_t(status))) }

func statusMessage(status Code) string {
	return C.GoString(C.usersig_status_message(C.int32_t(status)))
}

func statusRow(status Code) row {
	found := C.usersig_status_lookup(C.int32_t(status))
	codes := unsafe.Slice(found.service_codes, found.service_code_count)
	out := row{checkErr: int(found.check_err), serviceCodes: make([]int, len(codes))}
	for i, code := range codes {
		out.serviceCodes[i] = int(code)
	}
	return out
}

// failure is what the native library says about a call that failed.
func failure(details *C.usersig_error) *Error {
	return &Error{
		Code:        Code(details.code),
		Field:       fixedText(details.field[:]),
		Message:     fixedText(details.message[:]),
		ServiceCode: int(details.service_code),
		CheckErr:    int(details.check_err),
	}
}

// The C interface's options, whose texts C reads during the call.
func (g *genFields) native() C.usersig_gen_options {
	options := C.usersig_gen_options{size: C.sizeof_usersig_gen_options, flags: C.uint32_t(g.flags), compression: C.uint32_t(g.compression)}
	// vocabulary: gen_native
	options.expire = C.int64_t(g.expire)
	options.userbuf, options.userbuf_len = octets(g.userbuf), size(g.userbuf)
	options.issued_at = C.int64_t(g.issuedAt)
	options.account_type, options.account_type_len = chars(g.accountType), size(g.accountType)
	options.appid_at_3rd, options.appid_at_3rd_len = chars(g.appidAt3rd), size(g.appidAt3rd)
	// vocabulary: end
	return options
}

func (v *verifyFields) native() C.usersig_verify_options {
	return C.usersig_verify_options{
		size:             C.sizeof_usersig_verify_options,
		flags:            C.uint32_t(v.flags),
		userbuf_expected: C.uint32_t(v.userbufExpected),
		now:              C.int64_t(v.now),
		userbuf:          octets(v.userbuf),
		userbuf_len:      size(v.userbuf),
	}
}

// chars leads to the bytes of a string. C is told the length, needs no NUL, and does not change them.
func chars(text string) *C.char {
	return (*C.char)(unsafe.Pointer(unsafe.StringData(text)))
}

func octets(text string) *C.uint8_t {
	return (*C.uint8_t)(unsafe.Pointer(chars(text)))
}

// bytesAsChars leads to bytes; C is told how many.
func bytesAsChars(bytes []byte) *C.char {
	return (*C.char)(unsafe.Pointer(unsafe.SliceData(bytes)))
}

func size(text string) C.size_t {
	return C.size_t(len(text))
}

// copyText copies a text of known length. C.GoStringN would make the compiler put the text's buffer on the heap.
func copyText(text *C.char, length C.size_t) string {
	return string(unsafe.Slice((*byte)(unsafe.Pointer(text)), length))
}

// fixedText copies a text that ends with a NUL.
func fixedText(text []C.char) string {
	length := slices.Index(text, 0)
	return copyText(&text[0], C.size_t(length))
}

// usualTicket holds any ticket without a userbuf for an identifier of the service's size.
const usualTicket = 1024

// output receives a ticket: on the stack, or on the heap where it is longer than usual.
type output struct {
	usual  [usualTicket]C.char
	large  []C.char
	length C.size_t
	error  C.usersig_error
	status C.int32_t
}

// reserve takes a buffer from the heap at once where the ticket will be longer than usual, so that it is not made twice: with a userbuf
// of 2000 bytes 94 µs in place of 201.
// texts is the length of all texts in the ticket, and bytes that of its userbuf.
func (o *output) reserve(options *genFields, texts, bytes int) {
	// vocabulary: gen_sizes
	bytes += len(options.userbuf)
	texts += len(options.accountType)
	texts += len(options.appidAt3rd)
	// vocabulary: end
	// JSON of other fields with a signature, of texts with escapes, and of bytes in base64; all of it in base64.
	if longest := (380 + 2*texts + bytes*4/3) * 4 / 3; longest >= usualTicket {
		o.large = make([]C.char, min(longest, MaxTicket)+1)
	}
}

func (o *output) buffer() *C.char {
	if o.large != nil {
		return &o.large[0]
	}
	return &o.usual[0]
}

func (o *output) capacity() C.size_t {
	if o.large != nil {
		return C.size_t(len(o.large))
	}
	return usualTicket
}

// done tells whether the call has its result; otherwise it is to be made again, with the larger buffer that it needs.
func (o *output) done(status C.int32_t) bool {
	o.status = status
	if status != C.USERSIG_BUFFER_TOO_SMALL || len(o.large) > MaxTicket {
		return true
	}
	o.large = make([]C.char, MaxTicket+1)
	return false
}

func (o *output) result() (string, error) {
	if o.status != C.USERSIG_OK {
		return "", failure(&o.error)
	}
	return copyText(o.buffer(), o.length), nil
}

func privateKeyFromPEM(pem []byte) (object, error) {
	var key *C.usersig_private_key
	var details C.usersig_error
	if C.usersig_private_key_from_pem(bytesAsChars(pem), C.size_t(len(pem)), &key, &details) != C.USERSIG_OK {
		return nil, failure(&details)
	}
	return object(key), nil
}

func privateKeyGenerate(curve Curve) (object, error) {
	var key *C.usersig_private_key
	var details C.usersig_error
	if C.usersig_private_key_generate(C.int32_t(curve), &key, &details) != C.USERSIG_OK {
		return nil, failure(&details)
	}
	return object(key), nil
}

func privateKeyPublic(key object) (object, error) {
	var public *C.usersig_public_key
	var details C.usersig_error
	if C.usersig_private_key_public_key((*C.usersig_private_key)(key), &public, &details) != C.USERSIG_OK {
		return nil, failure(&details)
	}
	return object(public), nil
}

func privateKeyCurve(key object) Curve {
	return Curve(C.usersig_private_key_curve((*C.usersig_private_key)(key)))
}

func privateKeyPEM(key object) ([]byte, error) {
	var pem [C.USERSIG_PEM_BUFFER]byte
	defer clear(pem[:])
	var length C.size_t
	var details C.usersig_error
	if C.usersig_private_key_to_pem((*C.usersig_private_key)(key), bytesAsChars(pem[:]), C.USERSIG_PEM_BUFFER, &length, &details) != C.USERSIG_OK {
		return nil, failure(&details)
	}
	return append([]byte(nil), pem[:length]...), nil
}

func privateKeyFree(key object) { C.usersig_private_key_free((*C.usersig_private_key)(key)) }

func publicKeyFromPEM(pem []byte) (object, error) {
	var key *C.usersig_public_key
	var details C.usersig_error
	if C.usersig_public_key_from_pem(bytesAsChars(pem), C.size_t(len(pem)), &key, &details) != C.USERSIG_OK {
		return nil, failure(&details)
	}
	return object(key), nil
}

func publicKeyCurve(key object) Curve {
	return Curve(C.usersig_public_key_curve((*C.usersig_public_key)(key)))
}

func publicKeyPEM(key object) ([]byte, error) {
	pem := make([]byte, C.USERSIG_PEM_BUFFER)
	var length C.size_t
	var details C.usersig_error
	if C.usersig_public_key_to_pem((*C.usersig_public_key)(key), bytesAsChars(pem), C.USERSIG_PEM_BUFFER, &length, &details) != C.USERSIG_OK {
		return nil, failure(&details)
	}
	return pem[:length], nil
}

func publicKeyFree(key object) { C.usersig_public_key_free((*C.usersig_public_key)(key)) }

func secretKeyNew(secret string) (object, error) {
	var key *C.usersig_secret_key
	var details C.usersig_error
	if C.usersig_secret_key_new(chars(secret), size(secret), &key, &details) != C.USERSIG_OK {
		return nil, failure(&details)
	}
	return object(key), nil
}

func secretKeyFree(key object) { C.usersig_secret_key_free((*C.usersig_secret_key)(key)) }

func signerWithPrivateKey(sdkappid int64, key object) (object, error) {
	var signer *C.usersig_signer
	var details C.usersig_error
	if C.usersig_signer_with_private_key(C.int64_t(sdkappid), (*C.usersig_private_key)(key), &signer, &details) != C.USERSIG_OK {
		return nil, failure(&details)
	}
	return object(signer), nil
}

func signerWithSecretKey(sdkappid int64, key object) (object, error) {
	var signer *C.usersig_signer
	var details C.usersig_error
	if C.usersig_signer_with_secret_key(C.int64_t(sdkappid), (*C.usersig_secret_key)(key), &signer, &details) != C.USERSIG_OK {
		return nil, failure(&details)
	}
	return object(signer), nil
}

func signerGenSig(signer object, identifier string, options *genFields) (string, error) {
	given := options.native()
	var out output
	out.reserve(options, len(identifier), 0)
	for !out.done(C.usersig_go_gen_sig((*C.usersig_signer)(signer), chars(identifier), size(identifier), given,
		out.buffer(), out.capacity(), &out.length, &out.error)) {
	}
	return out.result()
}

func signerGenPrivateMapKey(signer object, identifier string, room Room, privileges Privileges, options *genFields) (string, error) {
	given := options.native()
	var out output
	out.reserve(options, len(identifier), 32+len(identifier)+len(room.name))
	for !out.done(C.usersig_go_gen_private_map_key((*C.usersig_signer)(signer), chars(identifier), size(identifier),
		C.int64_t(room.number), chars(room.name), size(room.name), C.int64_t(privileges), given,
		out.buffer(), out.capacity(), &out.length, &out.error)) {
	}
	return out.result()
}

func signerGenSigBatch(signer object, identifiers []string, options *genFields, threads int) ([]batchResult, error) {
	joined, lengths := joinIdentifiers[C.size_t](identifiers)
	var details C.usersig_error
	batch := C.usersig_go_gen_sig_batch((*C.usersig_signer)(signer), chars(joined), size(joined),
		unsafe.SliceData(lengths), C.size_t(len(lengths)), options.native(), C.uint32_t(min(threads, 1024)), &details)
	if batch == nil {
		return nil, failure(&details)
	}
	defer C.usersig_batch_free(batch)
	results := make([]batchResult, batch.count)
	for i, item := range unsafe.Slice(batch.items, batch.count) {
		if item.status == C.USERSIG_OK {
			results[i].ticket = copyText(item.ticket, item.ticket_len)
		} else {
			results[i] = batchResult{code: Code(C.usersig_status_lookup(C.int32_t(item.status)).code), message: C.GoString(item.message)}
		}
	}
	return results, nil
}

func signerFree(signer object) { C.usersig_signer_free((*C.usersig_signer)(signer)) }

func verifierNew(sdkappid int64, publicKeys, secretKeys []object, options verifierFields) (object, error) {
	given := C.usersig_verifier_options{
		size:             C.sizeof_usersig_verifier_options,
		flags:            C.uint32_t(options.flags),
		leeway:           C.int64_t(options.leeway),
		future_tolerance: C.int64_t(options.futureTolerance),
	}
	var verifier *C.usersig_verifier
	var details C.usersig_error
	if C.usersig_verifier_new(C.int64_t(sdkappid), (**C.usersig_public_key)(unsafe.Pointer(unsafe.SliceData(publicKeys))),
		C.size_t(len(publicKeys)), (**C.usersig_secret_key)(unsafe.Pointer(unsafe.SliceData(secretKeys))),
		C.size_t(len(secretKeys)), &given, &verifier, &details) != C.USERSIG_OK {
		return nil, failure(&details)
	}
	return object(verifier), nil
}

func verifierVerify(verifier object, ticket, identifier string, options *verifyFields) (*fields, error) {
	var details C.usersig_error
	return verified(C.usersig_go_verify((*C.usersig_verifier)(verifier), chars(ticket), size(ticket),
		chars(identifier), size(identifier), options.native(), &details), &details)
}

func verifierAuthenticate(verifier object, ticket string, options *verifyFields) (*fields, error) {
	var details C.usersig_error
	return verified(C.usersig_go_authenticate((*C.usersig_verifier)(verifier), chars(ticket), size(ticket),
		options.native(), &details), &details)
}

func verifierFree(verifier object) { C.usersig_verifier_free((*C.usersig_verifier)(verifier)) }

func genSigWithPrivateKey(sdkappid int64, pem, identifier string, options *genFields) (string, error) {
	given := options.native()
	var out output
	out.reserve(options, len(identifier), 0)
	for !out.done(C.usersig_go_gen_sig_with_private_key(C.int64_t(sdkappid), chars(pem), size(pem),
		chars(identifier), size(identifier), given, out.buffer(), out.capacity(), &out.length, &out.error)) {
	}
	return out.result()
}

func genSigWithSecretKey(sdkappid int64, secret, identifier string, options *genFields) (string, error) {
	given := options.native()
	var out output
	out.reserve(options, len(identifier), 0)
	for !out.done(C.usersig_go_gen_sig_with_secret_key(C.int64_t(sdkappid), chars(secret), size(secret),
		chars(identifier), size(identifier), given, out.buffer(), out.capacity(), &out.length, &out.error)) {
	}
	return out.result()
}

func genPrivateMapKeyWithPrivateKey(sdkappid int64, pem, identifier string, room Room, privileges Privileges, options *genFields) (string, error) {
	given := options.native()
	var out output
	out.reserve(options, len(identifier), 32+len(identifier)+len(room.name))
	for !out.done(C.usersig_go_gen_private_map_key_with_private_key(C.int64_t(sdkappid), chars(pem), size(pem),
		chars(identifier), size(identifier), C.int64_t(room.number), chars(room.name), size(room.name),
		C.int64_t(privileges), given, out.buffer(), out.capacity(), &out.length, &out.error)) {
	}
	return out.result()
}

func genPrivateMapKeyWithSecretKey(sdkappid int64, secret, identifier string, room Room, privileges Privileges, options *genFields) (string, error) {
	given := options.native()
	var out output
	out.reserve(options, len(identifier), 32+len(identifier)+len(room.name))
	for !out.done(C.usersig_go_gen_private_map_key_with_secret_key(C.int64_t(sdkappid), chars(secret), size(secret),
		chars(identifier), size(identifier), C.int64_t(room.number), chars(room.name), size(room.name),
		C.int64_t(privileges), given, out.buffer(), out.capacity(), &out.length, &out.error)) {
	}
	return out.result()
}

func verifyWithPublicKey(sdkappid int64, pem, ticket, identifier string, options *verifyFields) (*fields, error) {
	var details C.usersig_error
	return verified(C.usersig_go_verify_with_public_key(C.int64_t(sdkappid), chars(pem), size(pem),
		chars(ticket), size(ticket), chars(identifier), size(identifier), options.native(), &details), &details)
}

func verifyWithSecretKey(sdkappid int64, secret, ticket, identifier string, options *verifyFields) (*fields, error) {
	var details C.usersig_error
	return verified(C.usersig_go_verify_with_secret_key(C.int64_t(sdkappid), chars(secret), size(secret),
		chars(ticket), size(ticket), chars(identifier), size(identifier), options.native(), &details), &details)
}

func inspect(ticket string) (*fields, error) {
	var details C.usersig_error
	untrusted := C.usersig_go_inspect(chars(ticket), size(ticket), &details)
	if untrusted == nil {
		return nil, failure(&details)
	}
	out := newFields(&untrusted.fields)
	C.usersig_untrusted_ticket_free(untrusted)
	return out, nil
}

// verified copies a verified ticket and frees it; NULL means that verifying failed.
func verified(ticket *C.usersig_ticket, details *C.usersig_error) (*fields, error) {
	if ticket == nil {
		return nil, failure(details)
	}
	out := newFields(&ticket.fields)
	C.usersig_ticket_free(ticket)
	return out, nil
}

func newFields(from *C.usersig_ticket_fields) *fields {
	out := &fields{
		version:    Version(from.version),
		sdkappid:   uint32(from.sdkappid),
		identifier: copyText(from.identifier, from.identifier_len),
		issuedAt:   time.Unix(int64(from.issued_at), 0).UTC(),
		expire:     time.Duration(from.expire) * time.Second,
		expiresAt:  time.Unix(int64(from.expires_at), 0).UTC(),

		accountType: optionalText(from.account_type, from.account_type_len),
		appidAt3rd:  optionalText(from.appid_at_3rd, from.appid_at_3rd_len),
	}
	if from.has_userbuf != 0 {
		out.userbuf = C.GoBytes(unsafe.Pointer(from.userbuf), C.int(from.userbuf_len))
	}
	if may := from.private_map_key; may != nil {
		out.privateMapKey = newPrivateMapKey(int64(may.room_number), optionalText(may.room_name, may.room_name_len),
			int64(may.expires_at), uint32(may.privileges))
	}
	return out
}

func optionalText(text *C.char, length C.size_t) *string {
	if text == nil {
		return nil
	}
	out := copyText(text, length)
	return &out
}

func freshness(issuedAt, expire int64, minShare float64, now int64) (uint32, error) {
	var found C.uint32_t
	var details C.usersig_error
	if C.usersig_freshness(C.int64_t(issuedAt), C.int64_t(expire), C.double(minShare), C.int64_t(now), &found, &details) != C.USERSIG_OK {
		return 0, failure(&details)
	}
	return uint32(found), nil
}
