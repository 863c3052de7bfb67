// Package TLSSigAPI has the names of Tencent's package github.com/tencentyun/tls-sig-api-golang, on top of package usersig:
// v1 tickets, signed with an EC key in PEM. The README of that lists what is safer here.
// The names are Tencent's so that programs written for its package run as they are; none of the code is.
//
// The Error variables are returned as they are, so that == finds them; other causes are a *usersig.Error. Each is found by
// errors.Is with its code, for example errors.Is(err, usersig.ErrExpired), too.
package TLSSigAPI

import (
	"errors"

	usersig "github.com/usersig/usersig/bindings/go"
)

// cause is an error with the text of Tencent's package.
type cause struct {
	text string
	code usersig.Code
}

func (c *cause) Error() string { return c.text }

func (c *cause) Unwrap() error { return c.code }

// What the functions return for these causes.
var (
	ErrorIdentifierNotMatch error = &cause{"identifier not match", usersig.ErrIdentifierMismatch}
	ErrorAppidNotMatch      error = &cause{"appid not match", usersig.ErrSDKAppIDMismatch}
	ErrorExpired            error = &cause{"expired", usersig.ErrExpired}
	// ErrorInvalidSignature: the key did not make the signature, or there is a userbuf where none is expected, or the reverse.
	ErrorInvalidSignature error = &cause{"invalid signature", usersig.ErrBadSignature}
	// ErrorInvalidKeyType: a key of another kind than the one that belongs here, an RSA key for example.
	ErrorInvalidKeyType error = &cause{"invalid key type", usersig.ErrWrongKeyKind}
)

const defaultExpire = 60 * 60 * 24 * 180

// GenerateUsersig makes a ticket for identifier that is valid for 180 days.
func GenerateUsersig(privateKey string, appid int, identifier string) (string, error) {
	return genSig(appid, identifier, privateKey)
}

// GenerateUsersigWithExpire makes a ticket for identifier that is valid for expire seconds; with 0 it expires at once.
func GenerateUsersigWithExpire(privateKey string, appid int, identifier string, expire int64) (string, error) {
	return generate(privateKey, appid, identifier, usersig.WithExpireSeconds(expire))
}

// GenerateUsersigWithUserbuf makes a ticket for identifier that is valid for expire seconds and carries userbuf; where that is
// nil, a userbuf of no bytes.
func GenerateUsersigWithUserbuf(privateKey string, appid int, identifier string, expire int64, userbuf []byte) (string, error) {
	if userbuf == nil {
		userbuf = []byte{}
	}
	return generate(privateKey, appid, identifier, usersig.WithExpireSeconds(expire), usersig.WithUserbuf(userbuf))
}

// VerifyUsersig checks that a ticket without a userbuf is valid for identifier now.
func VerifyUsersig(publicKey string, usersig string, appid int, identifier string) error {
	return verifyPlain(publicKey, usersig, appid, identifier)
}

// VerifyUsersigWithUserbuf checks that a ticket with a userbuf is valid for identifier now, and returns the userbuf.
func VerifyUsersigWithUserbuf(publicKey string, usersig string, appid int, identifier string) ([]byte, error) {
	return verifyWithUserbuf(publicKey, usersig, appid, identifier)
}

func genSig(sdkappid int, identifier, priKey string) (string, error) {
	return generate(priKey, sdkappid, identifier, usersig.WithExpireSeconds(defaultExpire))
}

func generate(privateKey string, appid int, identifier string, options ...usersig.GenOption) (string, error) {
	ticket, err := usersig.GenSigWithPrivateKey(int64(appid), privateKey, identifier, options...)
	return ticket, named(err)
}

func verifyPlain(publicKey, ticket string, appid int, identifier string) error {
	_, err := usersig.VerifyWithPublicKey(int64(appid), publicKey, ticket, identifier)
	return refused(err)
}

func verifyWithUserbuf(publicKey, ticket string, appid int, identifier string) ([]byte, error) {
	verified, err := usersig.VerifyWithPublicKey(int64(appid), publicKey, ticket, identifier, usersig.ExpectSomeUserbuf())
	if err != nil {
		return nil, refused(err)
	}
	return verified.Userbuf(), nil
}

// refused is named for a verification: no ticket is for an SDKAppID or identifier that cannot be.
func refused(err error) error {
	switch {
	case errors.Is(err, usersig.ErrInvalidSDKAppID):
		return ErrorAppidNotMatch
	case errors.Is(err, usersig.ErrInvalidIdentifier):
		return ErrorIdentifierNotMatch
	}
	return named(err)
}

// named is the variable for the cause of an error, or the error itself where Tencent's package has no name for it.
func named(err error) error {
	var code usersig.Code
	if !errors.As(err, &code) {
		return err
	}
	switch code {
	case usersig.ErrIdentifierMismatch:
		return ErrorIdentifierNotMatch
	case usersig.ErrSDKAppIDMismatch:
		return ErrorAppidNotMatch
	case usersig.ErrExpired:
		return ErrorExpired
	case usersig.ErrBadSignature, usersig.ErrUserbufMismatch:
		return ErrorInvalidSignature
	case usersig.ErrWrongKeyKind:
		return ErrorInvalidKeyType
	}
	return err
}
