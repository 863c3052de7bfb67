// A user's module. bindings/go/scripts/test copies it, and adds where the packaged modules are.
module consumer

go 1.24
