module example

go 1.24

require github.com/usersig/usersig/bindings/go v0.1.0

// The source tree's module, after bindings/go/scripts/native. With the package: where you put it.
replace github.com/usersig/usersig/bindings/go => ../../bindings/go
