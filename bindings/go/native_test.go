//go:build cgo && !usersig_portable && (usersig_pkgconfig || usersig_shared || (linux && amd64 && !musl))

package usersig

import "testing"

// No ticket needs it, since the usual buffer and reserve are large enough; if they ever were not, the call is made again.
func TestTooSmallBuffersGrow(t *testing.T) {
	const tooSmall, ticketMax = 103, 16384
	var out output
	if out.capacity() != usualTicket || out.done(tooSmall) {
		t.Fatal("the usual buffer")
	}
	if out.capacity() != ticketMax+1 || !out.done(0) || !out.done(tooSmall) {
		t.Fatal("the largest buffer")
	}
	if _, err := out.result(); err == nil {
		t.Fatal("no error")
	}
}
