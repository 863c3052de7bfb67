package usersig

// GenSigWithPrivateKey makes a v1 ticket with a private key in PEM: ParsePrivateKey, NewSigner and Signer.GenSig in one. For more than
// one ticket keep a Signer instead.
func GenSigWithPrivateKey(sdkappid int64, privateKeyPEM, identifier string, options ...GenOption) (string, error) {
	given, err := genOptions(nil, options)
	if err != nil {
		return "", err
	}
	return genSigWithPrivateKey(sdkappid, privateKeyPEM, identifier, &given)
}

// GenSigWithSecretKey makes a v2 ticket with the console's secret: NewSecretKey, NewSigner and Signer.GenSig in one.
func GenSigWithSecretKey(sdkappid int64, secret, identifier string, options ...GenOption) (string, error) {
	given, err := genOptions(nil, options)
	if err != nil {
		return "", err
	}
	return genSigWithSecretKey(sdkappid, secret, identifier, &given)
}

// GenPrivateMapKeyWithPrivateKey makes a PrivateMapKey with a private key in PEM: ParsePrivateKey, NewSigner and Signer.GenPrivateMapKey in one.
func GenPrivateMapKeyWithPrivateKey(sdkappid int64, privateKeyPEM, identifier string, room Room, privileges Privileges,
	options ...GenOption) (string, error) {
	given, err := genOptions(nil, options)
	if err != nil {
		return "", err
	}
	return genPrivateMapKeyWithPrivateKey(sdkappid, privateKeyPEM, identifier, room, privileges, &given)
}

// GenPrivateMapKeyWithSecretKey makes a PrivateMapKey with the console's secret: NewSecretKey, NewSigner and Signer.GenPrivateMapKey in one.
func GenPrivateMapKeyWithSecretKey(sdkappid int64, secret, identifier string, room Room, privileges Privileges,
	options ...GenOption) (string, error) {
	given, err := genOptions(nil, options)
	if err != nil {
		return "", err
	}
	return genPrivateMapKeyWithSecretKey(sdkappid, secret, identifier, room, privileges, &given)
}

// VerifyWithPublicKey checks a v1 ticket with a public key in PEM: ParsePublicKey, NewVerifier and Verifier.Verify in one. A v2 ticket
// is refused with ErrNoKeyForVersion.
func VerifyWithPublicKey(sdkappid int64, publicKeyPEM, ticket, identifier string, options ...VerifyOption) (*Ticket, error) {
	given := verifyOptions(nil, options)
	return newTicket(verifyWithPublicKey(sdkappid, publicKeyPEM, ticket, identifier, &given))
}

// VerifyWithSecretKey checks a v2 ticket with the console's secret: NewSecretKey, NewVerifier and Verifier.Verify in one. A v1 ticket
// is refused with ErrNoKeyForVersion.
func VerifyWithSecretKey(sdkappid int64, secret, ticket, identifier string, options ...VerifyOption) (*Ticket, error) {
	given := verifyOptions(nil, options)
	return newTicket(verifyWithSecretKey(sdkappid, secret, ticket, identifier, &given))
}
