// Package tencentyun has the names of Tencent's package github.com/tencentyun/tls-sig-api-v2-golang/tencentyun, on top of
// package usersig: v2 tickets, signed with the console's secret. The README of that lists what is safer here.
// The names are Tencent's so that programs written for its package run as they are; none of the code is.
//
// The Err variables are returned as they are, so that == finds them; other causes are a *usersig.Error. Each is found by
// errors.Is with its code, for example errors.Is(err, usersig.ErrExpired), too.
package tencentyun

import (
	"compress/zlib"
	"errors"
	"time"

	usersig "github.com/usersig/usersig/bindings/go"
)

// cause is an error with the text of Tencent's package.
type cause struct {
	text string
	code usersig.Code
}

func (c *cause) Error() string { return c.text }

func (c *cause) Unwrap() error { return c.code }

// What VerifyUserSig and VerifyUserSigWithBuf return for these causes.
var (
	ErrSdkAppIDNotMatch   error = &cause{"sdk appid not match", usersig.ErrSDKAppIDMismatch}
	ErrIdentifierNotMatch error = &cause{"identifier not match", usersig.ErrIdentifierMismatch}
	ErrExpired            error = &cause{"expired", usersig.ErrExpired}
	// ErrUserBufTypeNotMatch: a userbuf is expected and the ticket has none, or the reverse.
	ErrUserBufTypeNotMatch error = &cause{"userbuf type not match", usersig.ErrUserbufMismatch}
	// ErrUserBufNotMatch: the ticket has another userbuf.
	ErrUserBufNotMatch error = &cause{"userbuf not match", usersig.ErrUserbufMismatch}
	ErrSigNotMatch     error = &cause{"sig not match", usersig.ErrBadSignature}
)

// DefaultCompressionLevel is a level of compress/zlib: NoCompression stores, BestSpeed is fastest, any other makes short
// tickets. Set it before the first ticket is made.
var DefaultCompressionLevel = zlib.DefaultCompression

// GenUserSig makes a ticket for userid that is valid for expire seconds.
func GenUserSig(sdkappid int, key string, userid string, expire int) (string, error) {
	return genSig(sdkappid, key, userid, expire, nil)
}

// GenUserSigWithBuf makes a ticket for userid that is valid for expire seconds and carries buf; none where it is nil.
func GenUserSigWithBuf(sdkappid int, key string, userid string, expire int, buf []byte) (string, error) {
	return genSig(sdkappid, key, userid, expire, buf)
}

// GenSig is GenUserSig under its name in version 1.0.0.
func GenSig(sdkappid int, key string, identifier string, expire int) (string, error) {
	return genSig(sdkappid, key, identifier, expire, nil)
}

// GenSigWithUserBuf is GenUserSigWithBuf under its name in version 1.0.0.
func GenSigWithUserBuf(sdkappid int, key string, identifier string, expire int, userbuf []byte) (string, error) {
	return genSig(sdkappid, key, identifier, expire, userbuf)
}

// GenPrivateMapKey makes a PrivateMapKey that lets userid into the room roomid, for expire seconds. privilegeMap is a sum of
// 1 create, 2 enter, 4 send audio, 8 receive audio, 16 send video, 32 receive video, 64 send and 128 receive the screen.
func GenPrivateMapKey(sdkappid int, key string, userid string, expire int, roomid uint32, privilegeMap uint32) (string, error) {
	return usersig.GenPrivateMapKeyWithSecretKey(int64(sdkappid), key, userid, usersig.RoomNumber(int64(roomid)),
		usersig.Privileges(privilegeMap), usersig.WithExpireSeconds(int64(expire)), compression())
}

// GenPrivateMapKeyWithStringRoomID is GenPrivateMapKey for a room with a text as its ID.
func GenPrivateMapKeyWithStringRoomID(sdkappid int, key string, userid string, expire int, roomStr string, privilegeMap uint32) (string, error) {
	return usersig.GenPrivateMapKeyWithSecretKey(int64(sdkappid), key, userid, usersig.RoomName(roomStr),
		usersig.Privileges(privilegeMap), usersig.WithExpireSeconds(int64(expire)), compression())
}

// VerifyUserSig checks that a ticket without a userbuf is valid for userid at the time now, which may be before its issue.
func VerifyUserSig(sdkappid uint64, key string, userid string, usersig string, now time.Time) error {
	return verify(sdkappid, key, userid, usersig, now, nil)
}

// VerifyUserSigWithBuf checks that a ticket with exactly this userbuf, or none where it is nil, is valid for userid at the
// time now, which may be before its issue.
func VerifyUserSigWithBuf(sdkappid uint64, key string, userid string, usersig string, now time.Time, userbuf []byte) error {
	return verify(sdkappid, key, userid, usersig, now, userbuf)
}

func genSig(sdkappid int, key string, identifier string, expire int, userbuf []byte) (string, error) {
	return usersig.GenSigWithSecretKey(int64(sdkappid), key, identifier, usersig.WithExpireSeconds(int64(expire)),
		usersig.WithUserbuf(userbuf), compression())
}

func compression() usersig.GenOption {
	switch DefaultCompressionLevel {
	case zlib.NoCompression:
		return usersig.WithCompression(usersig.CompressionNone)
	case zlib.BestSpeed:
		return usersig.WithCompression(usersig.CompressionFast)
	}
	return usersig.WithCompression(usersig.CompressionDefault)
}

func verify(sdkappid uint64, key, userid, ticket string, now time.Time, userbuf []byte) error {
	// No SDKAppID has more than 32 bits, so that a larger number stays out of range. What is before 1970 is before the issue.
	_, err := usersig.VerifyWithSecretKey(int64(min(sdkappid, 1<<32)), key, ticket, userid,
		usersig.WithNow(time.Unix(max(now.Unix(), 0), 0)), usersig.ExpectUserbuf(userbuf))
	var code usersig.Code
	if !errors.As(err, &code) {
		return err
	}
	switch code {
	case usersig.ErrNotYetValid:
		// The caller gives the time, so one before the issue is meant. It is checked last: all else holds.
		return nil
	case usersig.ErrSDKAppIDMismatch, usersig.ErrInvalidSDKAppID:
		return ErrSdkAppIDNotMatch
	case usersig.ErrIdentifierMismatch, usersig.ErrInvalidIdentifier:
		return ErrIdentifierNotMatch
	case usersig.ErrExpired:
		return ErrExpired
	case usersig.ErrBadSignature:
		return ErrSigNotMatch
	case usersig.ErrUserbufMismatch:
		content, inspectErr := usersig.Inspect(ticket)
		if userbuf == nil || inspectErr != nil || content.Userbuf() == nil {
			return ErrUserBufTypeNotMatch
		}
		return ErrUserBufNotMatch
	}
	return err
}
