package usersig_test

import (
	"testing"

	usersig "github.com/usersig/usersig/bindings/go"
)

const (
	benchApp    = 1400000000
	benchSecret = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func BenchmarkGenSigV2(b *testing.B) {
	signer := must(usersig.NewSigner(benchApp, must(usersig.NewSecretKey(benchSecret))))
	b.ReportAllocs()
	for b.Loop() {
		must(signer.GenSig("xiaojun"))
	}
}

func BenchmarkGenSigV2Expire(b *testing.B) {
	signer := must(usersig.NewSigner(benchApp, must(usersig.NewSecretKey(benchSecret))))
	b.ReportAllocs()
	for b.Loop() {
		must(signer.GenSig("xiaojun", usersig.WithExpire(usersig.DefaultExpire)))
	}
}

func BenchmarkGenSigV2Parallel(b *testing.B) {
	signer := must(usersig.NewSigner(benchApp, must(usersig.NewSecretKey(benchSecret))))
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			must(signer.GenSig("xiaojun"))
		}
	})
}

func BenchmarkVerifyV2(b *testing.B) {
	key := must(usersig.NewSecretKey(benchSecret))
	ticket := must(must(usersig.NewSigner(benchApp, key)).GenSig("xiaojun"))
	verifier := must(usersig.NewVerifier(benchApp, key))
	b.ReportAllocs()
	for b.Loop() {
		must(verifier.Verify(ticket, "xiaojun"))
	}
}

func BenchmarkOneShotV2(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		must(usersig.GenSigWithSecretKey(benchApp, benchSecret, "xiaojun"))
	}
}

func BenchmarkGenSigV1(b *testing.B) {
	signer := must(usersig.NewSigner(benchApp, must(usersig.GeneratePrivateKey(usersig.P256))))
	b.ReportAllocs()
	for b.Loop() {
		must(signer.GenSig("xiaojun"))
	}
}
