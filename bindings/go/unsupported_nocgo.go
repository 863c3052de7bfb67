//go:build !cgo

package usersig

// The name is the message of the build error.
var _ = usersig_needs_cgo__set_CGO_ENABLED_1_and_install_a_C_compiler
