// Package linux_amd64 holds the native library for linux && amd64 && !musl. It has no Go code: it is a package so that
// "go mod vendor" takes the library along.
package linux_amd64
