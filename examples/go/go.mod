module example

go 1.24.0

require github.com/usersig/usersig/bindings/go v0.1.0

require (
	github.com/tetratelabs/wazero v1.11.0 // indirect
	golang.org/x/sys v0.38.0 // indirect
)

// The source tree's module, after bindings/go/scripts/native. With the package: where you put it.
replace github.com/usersig/usersig/bindings/go => ../../bindings/go
