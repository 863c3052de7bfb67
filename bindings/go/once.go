package usersig

// #include "binding.h"
import "C"

// GenSigWithPrivateKey makes a v1 ticket with a private key in PEM: ParsePrivateKey, NewSigner and Signer.GenSig in one. For more than
// one ticket keep a Signer instead.
func GenSigWithPrivateKey(sdkappid int64, privateKeyPEM, identifier string, options ...GenOption) (string, error) {
	given, err := genOptions(nil, options)
	if err != nil {
		return "", err
	}
	var out output
	out.reserve(&given, len(identifier), 0)
	for !out.done(C.usersig_go_gen_sig_with_private_key(C.int64_t(sdkappid), chars(privateKeyPEM), size(privateKeyPEM),
		chars(identifier), size(identifier), given, out.buffer(), out.capacity(), &out.length, &out.error)) {
	}
	return out.result()
}

// GenSigWithSecretKey makes a v2 ticket with the console's secret: NewSecretKey, NewSigner and Signer.GenSig in one.
func GenSigWithSecretKey(sdkappid int64, secret, identifier string, options ...GenOption) (string, error) {
	given, err := genOptions(nil, options)
	if err != nil {
		return "", err
	}
	var out output
	out.reserve(&given, len(identifier), 0)
	for !out.done(C.usersig_go_gen_sig_with_secret_key(C.int64_t(sdkappid), chars(secret), size(secret),
		chars(identifier), size(identifier), given, out.buffer(), out.capacity(), &out.length, &out.error)) {
	}
	return out.result()
}

// GenPrivateMapKeyWithPrivateKey makes a PrivateMapKey with a private key in PEM: ParsePrivateKey, NewSigner and Signer.GenPrivateMapKey in one.
func GenPrivateMapKeyWithPrivateKey(sdkappid int64, privateKeyPEM, identifier string, room Room, privileges Privileges,
	options ...GenOption) (string, error) {
	given, err := genOptions(nil, options)
	if err != nil {
		return "", err
	}
	var out output
	out.reserve(&given, len(identifier), 32+len(identifier)+len(room.name))
	for !out.done(C.usersig_go_gen_private_map_key_with_private_key(C.int64_t(sdkappid), chars(privateKeyPEM), size(privateKeyPEM),
		chars(identifier), size(identifier), C.int64_t(room.number), chars(room.name), size(room.name),
		C.int64_t(privileges), given, out.buffer(), out.capacity(), &out.length, &out.error)) {
	}
	return out.result()
}

// GenPrivateMapKeyWithSecretKey makes a PrivateMapKey with the console's secret: NewSecretKey, NewSigner and Signer.GenPrivateMapKey in one.
func GenPrivateMapKeyWithSecretKey(sdkappid int64, secret, identifier string, room Room, privileges Privileges,
	options ...GenOption) (string, error) {
	given, err := genOptions(nil, options)
	if err != nil {
		return "", err
	}
	var out output
	out.reserve(&given, len(identifier), 32+len(identifier)+len(room.name))
	for !out.done(C.usersig_go_gen_private_map_key_with_secret_key(C.int64_t(sdkappid), chars(secret), size(secret),
		chars(identifier), size(identifier), C.int64_t(room.number), chars(room.name), size(room.name),
		C.int64_t(privileges), given, out.buffer(), out.capacity(), &out.length, &out.error)) {
	}
	return out.result()
}

// VerifyWithPublicKey checks a v1 ticket with a public key in PEM: ParsePublicKey, NewVerifier and Verifier.Verify in one. A v2 ticket
// is refused with ErrNoKeyForVersion.
func VerifyWithPublicKey(sdkappid int64, publicKeyPEM, ticket, identifier string, options ...VerifyOption) (*Ticket, error) {
	var details C.usersig_error
	return newTicket(C.usersig_go_verify_with_public_key(C.int64_t(sdkappid), chars(publicKeyPEM), size(publicKeyPEM),
		chars(ticket), size(ticket), chars(identifier), size(identifier), verifyOptions(nil, options), &details), &details)
}

// VerifyWithSecretKey checks a v2 ticket with the console's secret: NewSecretKey, NewVerifier and Verifier.Verify in one. A v1 ticket
// is refused with ErrNoKeyForVersion.
func VerifyWithSecretKey(sdkappid int64, secret, ticket, identifier string, options ...VerifyOption) (*Ticket, error) {
	var details C.usersig_error
	return newTicket(C.usersig_go_verify_with_secret_key(C.int64_t(sdkappid), chars(secret), size(secret),
		chars(ticket), size(ticket), chars(identifier), size(identifier), verifyOptions(nil, options), &details), &details)
}
