package usersig

import "fmt"

// Curve is the curve of an EC key.
type Curve int32

const (
	// P256 is also called prime256v1 and secp256r1.
	P256 Curve = 1
	// Secp256k1 is the curve of some older applications.
	Secp256k1 Curve = 2
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
	newSigner(sdkappid int64) (object, error)
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
	return newPrivateKey(privateKeyFromPEM(pem))
}

// GeneratePrivateKey makes a new private key from the system's randomness.
//
// Causes of failure: ErrUnsupportedCurve for another number than a Curve, ErrInternal without randomness.
func GeneratePrivateKey(curve Curve) (*PrivateKey, error) {
	return newPrivateKey(privateKeyGenerate(curve))
}

// noKey is the error of a key whose text is empty, which is most often a variable that is not set.
func noKey(what string) error {
	return newError(ErrInvalidKey, what+" is empty; is the environment variable or file that should hold it there?")
}

func newPrivateKey(key object, err error) (*PrivateKey, error) {
	if err != nil {
		return nil, err
	}
	out := &PrivateKey{}
	out.handle = newHandle(out, key, privateKeyFree)
	return out, nil
}

// PublicKey returns the public key that verifies what this key signs.
//
// Cause of failure: ErrClosed.
func (k *PrivateKey) PublicKey() (*PublicKey, error) {
	if k == nil || !k.handle.enter() {
		return nil, ErrClosed
	}
	defer k.handle.leave()
	return newPublicKey(privateKeyPublic(k.handle.object))
}

// PEM returns the key as PKCS#8 PEM text, the form of the console's private_key.txt. The caller may clear it after use.
//
// Cause of failure: ErrClosed.
func (k *PrivateKey) PEM() ([]byte, error) {
	if k == nil || !k.handle.enter() {
		return nil, ErrClosed
	}
	defer k.handle.leave()
	return privateKeyPEM(k.handle.object)
}

// Curve returns the curve of the key, 0 after Close.
func (k *PrivateKey) Curve() Curve {
	if k == nil || !k.handle.enter() {
		return 0
	}
	defer k.handle.leave()
	return privateKeyCurve(k.handle.object)
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

func (k *PrivateKey) newSigner(sdkappid int64) (object, error) {
	if k == nil || !k.handle.enter() {
		return nil, ErrClosed
	}
	defer k.handle.leave()
	return signerWithPrivateKey(sdkappid, k.handle.object)
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
	return newPublicKey(publicKeyFromPEM(pem))
}

func newPublicKey(key object, err error) (*PublicKey, error) {
	if err != nil {
		return nil, err
	}
	out := &PublicKey{}
	out.handle = newHandle(out, key, publicKeyFree)
	return out, nil
}

// PEM returns the key as PEM text.
//
// Cause of failure: ErrClosed.
func (k *PublicKey) PEM() ([]byte, error) {
	if k == nil || !k.handle.enter() {
		return nil, ErrClosed
	}
	defer k.handle.leave()
	return publicKeyPEM(k.handle.object)
}

// Curve returns the curve of the key, 0 after Close.
func (k *PublicKey) Curve() Curve {
	if k == nil || !k.handle.enter() {
		return 0
	}
	defer k.handle.leave()
	return publicKeyCurve(k.handle.object)
}

// Close frees the key. Verifiers made from it go on working. Calls under way end first. It returns nil.
func (k *PublicKey) Close() error {
	if k != nil {
		k.handle.close()
	}
	return nil
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
	key, err := secretKeyNew(secret)
	if err != nil {
		return nil, err
	}
	out := &SecretKey{}
	out.handle = newHandle(out, key, secretKeyFree)
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

func (k *SecretKey) newSigner(sdkappid int64) (object, error) {
	if k == nil || !k.handle.enter() {
		return nil, ErrClosed
	}
	defer k.handle.leave()
	return signerWithSecretKey(sdkappid, k.handle.object)
}

func (k *SecretKey) verifyingHandle() *handle {
	if k == nil {
		return nil
	}
	return k.handle
}
