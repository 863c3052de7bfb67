//go:build cgo && !usersig_portable && !usersig_pkgconfig && !usersig_shared && linux && amd64 && !musl

package usersig

// #cgo LDFLAGS: ${SRCDIR}/lib/linux_amd64/libusersig.a -static-libgcc -lm -lrt -lpthread -lutil -ldl
import "C"

// For "go mod vendor", which copies packages only.
import _ "github.com/usersig/usersig/bindings/go/lib/linux_amd64"
