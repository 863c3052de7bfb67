// A user's module. ci/languages/go/test copies it, and adds where the packaged modules are.
module consumer

go 1.24
