module github.com/usersig/usersig/bindings/go

go 1.24
