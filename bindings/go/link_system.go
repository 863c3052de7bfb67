//go:build cgo && !usersig_portable && (usersig_pkgconfig || usersig_shared)

package usersig

// #cgo usersig_pkgconfig pkg-config: usersig
// #cgo usersig_shared,!usersig_pkgconfig LDFLAGS: -lusersig
import "C"
