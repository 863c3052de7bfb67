//go:build cgo && !usersig_pkgconfig && !usersig_shared && !(linux && amd64 && !musl)

package usersig

// The name is the message of the build error.
var _ = this_module_carries_no_native_library_for_this_platform__install_libusersig_and_build_with_the_tag_usersig_pkgconfig
