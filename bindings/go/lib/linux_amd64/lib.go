// Package linux_amd64 holds the native library for Linux on x86-64 (glibc). It has no Go code: it is a package so that
// "go mod vendor" takes the library along.
package linux_amd64
