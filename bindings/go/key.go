package usersig

// #include "binding.h"
import "C"
import (
	"fmt"
	"unsafe"
)

// Curve is the curve of an EC key.
type Curve int32

const (
	// P256 is also called prime256v1 and secp256r1.
	P256 Curve = C.USERSIG_CURVE_P256
	// Secp256k1 is the curve of some older applications.
	Secp256k1 Curve = C.USERSIG_CURVE_SECP256K1
)

// String returns "P-256" or "secp256k1".
func (c Curve) String() string {
	switch c {
	case P256:
		return "P-256"
	case Secp256k1:
		return "secp256k1"
	}
	return fmt.Sprintf("Curve(%d)", int32(c))
}

// SigningKey is a [*PrivateKey], which makes v1 tickets, or a [*SecretKey], which makes v2 tickets.
type SigningKey interface {
	newSigner(sdkappid int64, error *C.usersig_error) (*C.usersig_signer, error)
}

// VerifyingKey is a [*PublicKey], which verifies v1 tickets, or a [*SecretKey], which verifies v2 tickets.
type VerifyingKey interface {
	verifyingHandle() *handle
}

// PrivateKey is an EC private key, which signs v1 tickets. Printing it shows nothing of it.
type PrivateKey struct{ handle *handle }

// ParsePrivateKey reads a private key from PEM text of at most 16384 bytes: PKCS#8, as the console's private_key.txt, or SEC1.
// It keeps nothing of pem, which the caller may clear.
//
// Causes of failure: ErrInvalidKey, ErrUnsupportedCurve, ErrWrongKeyKind.
func ParsePrivateKey(pem []byte) (*PrivateKey, error) {
	if len(pem) == 0 {
		return nil, noKey("the private key")
	}
	var key *C.usersig_private_key
	var details C.usersig_error
	if C.usersig_private_key_from_pem(bytesAsChars(pem), C.size_t(len(pem)), &key, &details) != C.USERSIG_OK {
		return nil, failure(&details)
	}
	return newPrivateKey(key), nil
}

// GeneratePrivateKey makes a new private key from the system's randomness.
//
// Causes of failure: ErrUnsupportedCurve for another number than a Curve, ErrInternal without randomness.
func GeneratePrivateKey(curve Curve) (*PrivateKey, error) {
	var key *C.usersig_private_key
	var details C.usersig_error
	if C.usersig_private_key_generate(C.int32_t(curve), &key, &details) != C.USERSIG_OK {
		return nil, failure(&details)
	}
	return newPrivateKey(key), nil
}

// noKey is the error of a key whose text is empty, which is most often a variable that is not set.
func noKey(what string) error {
	return newError(ErrInvalidKey, what+" is empty; is the environment variable or file that should hold it there?")
}

func newPrivateKey(key *C.usersig_private_key) *PrivateKey {
	out := &PrivateKey{}
	out.handle = newHandle(out, unsafe.Pointer(key), func(key unsafe.Pointer) {
		C.usersig_private_key_free((*C.usersig_private_key)(key))
	})
	return out
}

// PublicKey returns the public key that verifies what this key signs.
//
// Cause of failure: ErrClosed.
func (k *PrivateKey) PublicKey() (*PublicKey, error) {
	if k == nil || !k.handle.enter() {
		return nil, ErrClosed
	}
	defer k.handle.leave()
	var public *C.usersig_public_key
	var details C.usersig_error
	if C.usersig_private_key_public_key(k.pointer(), &public, &details) != C.USERSIG_OK {
		return nil, failure(&details)
	}
	return newPublicKey(public), nil
}

// PEM returns the key as PKCS#8 PEM text, the form of the console's private_key.txt. The caller may clear it after use.
//
// Cause of failure: ErrClosed.
func (k *PrivateKey) PEM() ([]byte, error) {
	if k == nil || !k.handle.enter() {
		return nil, ErrClosed
	}
	defer k.handle.leave()
	var pem [C.USERSIG_PEM_BUFFER]byte
	defer clear(pem[:])
	var length C.size_t
	var details C.usersig_error
	if C.usersig_private_key_to_pem(k.pointer(), bytesAsChars(pem[:]), C.USERSIG_PEM_BUFFER, &length, &details) != C.USERSIG_OK {
		return nil, failure(&details)
	}
	return append([]byte(nil), pem[:length]...), nil
}

// Curve returns the curve of the key, 0 after Close.
func (k *PrivateKey) Curve() Curve {
	if k == nil || !k.handle.enter() {
		return 0
	}
	defer k.handle.leave()
	return Curve(C.usersig_private_key_curve(k.pointer()))
}

// Close wipes and frees the key. Signers made from it go on working. Calls under way end first. It returns nil.
func (k *PrivateKey) Close() error {
	if k != nil {
		k.handle.close()
	}
	return nil
}

// Format shows nothing of the key.
func (k *PrivateKey) Format(state fmt.State, _ rune) {
	fmt.Fprint(state, "usersig.PrivateKey(redacted)")
}

func (k *PrivateKey) pointer() *C.usersig_private_key {
	return (*C.usersig_private_key)(k.handle.pointer)
}

func (k *PrivateKey) newSigner(sdkappid int64, details *C.usersig_error) (*C.usersig_signer, error) {
	if k == nil || !k.handle.enter() {
		return nil, ErrClosed
	}
	defer k.handle.leave()
	var signer *C.usersig_signer
	if C.usersig_signer_with_private_key(C.int64_t(sdkappid), k.pointer(), &signer, details) != C.USERSIG_OK {
		return nil, failure(details)
	}
	return signer, nil
}

// PublicKey is an EC public key, which verifies v1 tickets.
type PublicKey struct{ handle *handle }

// ParsePublicKey reads a public key from PEM text (SPKI, "PUBLIC KEY") of at most 16384 bytes.
//
// Causes of failure: ErrInvalidKey, ErrUnsupportedCurve, ErrWrongKeyKind.
func ParsePublicKey(pem []byte) (*PublicKey, error) {
	if len(pem) == 0 {
		return nil, noKey("the public key")
	}
	var key *C.usersig_public_key
	var details C.usersig_error
	if C.usersig_public_key_from_pem(bytesAsChars(pem), C.size_t(len(pem)), &key, &details) != C.USERSIG_OK {
		return nil, failure(&details)
	}
	return newPublicKey(key), nil
}

func newPublicKey(key *C.usersig_public_key) *PublicKey {
	out := &PublicKey{}
	out.handle = newHandle(out, unsafe.Pointer(key), func(key unsafe.Pointer) {
		C.usersig_public_key_free((*C.usersig_public_key)(key))
	})
	return out
}

// PEM returns the key as PEM text.
//
// Cause of failure: ErrClosed.
func (k *PublicKey) PEM() ([]byte, error) {
	if k == nil || !k.handle.enter() {
		return nil, ErrClosed
	}
	defer k.handle.leave()
	pem := make([]byte, C.USERSIG_PEM_BUFFER)
	var length C.size_t
	var details C.usersig_error
	if C.usersig_public_key_to_pem(k.pointer(), bytesAsChars(pem), C.USERSIG_PEM_BUFFER, &length, &details) != C.USERSIG_OK {
		return nil, failure(&details)
	}
	return pem[:length], nil
}

// Curve returns the curve of the key, 0 after Close.
func (k *PublicKey) Curve() Curve {
	if k == nil || !k.handle.enter() {
		return 0
	}
	defer k.handle.leave()
	return Curve(C.usersig_public_key_curve(k.pointer()))
}

// Close frees the key. Verifiers made from it go on working. Calls under way end first. It returns nil.
func (k *PublicKey) Close() error {
	if k != nil {
		k.handle.close()
	}
	return nil
}

func (k *PublicKey) pointer() *C.usersig_public_key {
	return (*C.usersig_public_key)(k.handle.pointer)
}

func (k *PublicKey) verifyingHandle() *handle {
	if k == nil {
		return nil
	}
	return k.handle
}

// SecretKey is the console's secret, which signs and verifies v2 tickets. Printing it shows nothing of it.
type SecretKey struct{ handle *handle }

// NewSecretKey takes the v2 secret exactly as the console shows it, 1 to 1024 bytes; its 64 hex characters are not decoded.
//
// Causes of failure: ErrInvalidKey where it is empty, too long, or has white space around it; ErrWrongKeyKind where it looks
// like a PEM or DER key.
func NewSecretKey(secret string) (*SecretKey, error) {
	if secret == "" {
		return nil, noKey("the secret")
	}
	var key *C.usersig_secret_key
	var details C.usersig_error
	if C.usersig_secret_key_new(chars(secret), size(secret), &key, &details) != C.USERSIG_OK {
		return nil, failure(&details)
	}
	out := &SecretKey{}
	out.handle = newHandle(out, unsafe.Pointer(key), func(key unsafe.Pointer) {
		C.usersig_secret_key_free((*C.usersig_secret_key)(key))
	})
	return out, nil
}

// Close wipes and frees the key. Signers and verifiers made from it go on working. Calls under way end first. It returns nil.
func (k *SecretKey) Close() error {
	if k != nil {
		k.handle.close()
	}
	return nil
}

// Format shows nothing of the key.
func (k *SecretKey) Format(state fmt.State, _ rune) {
	fmt.Fprint(state, "usersig.SecretKey(redacted)")
}

func (k *SecretKey) newSigner(sdkappid int64, details *C.usersig_error) (*C.usersig_signer, error) {
	if k == nil || !k.handle.enter() {
		return nil, ErrClosed
	}
	defer k.handle.leave()
	var signer *C.usersig_signer
	if C.usersig_signer_with_secret_key(C.int64_t(sdkappid), (*C.usersig_secret_key)(k.handle.pointer), &signer, details) != C.USERSIG_OK {
		return nil, failure(details)
	}
	return signer, nil
}

func (k *SecretKey) verifyingHandle() *handle {
	if k == nil {
		return nil
	}
	return k.handle
}

// bytesAsChars leads to bytes; C is told how many.
func bytesAsChars(bytes []byte) *C.char {
	return (*C.char)(unsafe.Pointer(unsafe.SliceData(bytes)))
}
