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
#cgo noescape usersig_ticket_free
#cgo nocallback usersig_ticket_free
#cgo noescape usersig_untrusted_ticket_free
#cgo nocallback usersig_untrusted_ticket_free
*/
import "C"
import (
	"slices"
	"unsafe"
)

// LibraryVersion is the version of the native library that is running, for example "0.1.0".
func LibraryVersion() string {
	return C.GoString(C.usersig_version())
}

// chars leads to the bytes of a string. C is told the length, needs no NUL, and does not change them.
func chars(text string) *C.char {
	return (*C.char)(unsafe.Pointer(unsafe.StringData(text)))
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

// reserve takes a buffer from the heap at once where the ticket will be longer than usual, so that it is not made twice.
// texts is the length of all texts in the ticket, and bytes that of its userbuf.
func (o *output) reserve(options *C.usersig_gen_options, texts, bytes int) {
	texts += int(options.account_type_len + options.appid_at_3rd_len)
	bytes += int(options.userbuf_len)
	// JSON of other fields with a signature, of texts with escapes, and of bytes in base64; all of it in base64.
	if longest := (380 + 2*texts + bytes*4/3) * 4 / 3; longest >= usualTicket {
		o.large = make([]C.char, min(longest, C.USERSIG_TICKET_MAX)+1)
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
	if status != C.USERSIG_BUFFER_TOO_SMALL || len(o.large) > C.USERSIG_TICKET_MAX {
		return true
	}
	o.large = make([]C.char, C.USERSIG_TICKET_MAX+1)
	return false
}

func (o *output) result() (string, error) {
	if o.status != C.USERSIG_OK {
		return "", failure(&o.error)
	}
	return copyText(o.buffer(), o.length), nil
}
