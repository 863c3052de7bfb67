//go:build !(cgo && !usersig_portable && (usersig_pkgconfig || usersig_shared || (linux && amd64 && !musl)))

package usersig

import (
	"encoding/binary"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/tetratelabs/wazero/api"
)

const portable = true

// static is a text of the library's.
func static(name string, status ...uint64) string {
	in, err := borrow()
	if err != nil {
		return ""
	}
	defer in.giveBack()
	return in.fixedText(uint32(in.call(name, status...)))
}

func libraryVersion() string { return static("usersig_version") }

func statusWord(status Code) string {
	return static("usersig_status_word", api.EncodeI32(int32(status)))
}

func statusMessage(status Code) string {
	return static("usersig_status_message", api.EncodeI32(int32(status)))
}

func statusKind(status Code) Kind {
	in, err := borrow()
	if err != nil {
		return ErrAboutInternal
	}
	defer in.giveBack()
	return Kind(in.call("usersig_status_kind", api.EncodeI32(int32(status))))
}

func statusRow(status Code) row {
	in, err := borrow()
	if err != nil {
		return row{checkErr: 16}
	}
	defer in.giveBack()
	at := uint32(in.call("usersig_status_lookup", api.EncodeI32(int32(status))))
	out := row{checkErr: int(in.u32(at + 8)), serviceCodes: make([]int, in.u32(at+12))}
	for i := range out.serviceCodes {
		out.serviceCodes[i] = int(int32(in.u32(in.u32(at+16) + uint32(4*i))))
	}
	return out
}

// made makes an object by what its recipe does, and keeps the recipe where that succeeds.
func made(free string, secret []byte, parents []*recipe, make func(*instance, *recipe) (uint32, error)) (object, error) {
	out := &recipe{free: free, secret: func() []byte { return secret }, parents: parents}
	out.make = func(in *instance) uint32 {
		pointer, err := make(in, out)
		if err != nil {
			return 0
		}
		return pointer
	}
	in, err := borrow(parents...)
	if err != nil {
		return nil, err
	}
	defer in.giveBack()
	pointer, err := make(in, out)
	if err != nil {
		clear(secret)
		return nil, err
	}
	return in.keep(pointer, out), nil
}

// fromText makes a key from a text, of which it keeps a copy; one too long is refused by its length.
func fromText[T string | []byte](name, free string, text T) (object, error) {
	return made(free, append([]byte(nil), text[:min(len(text), MaxTicket+1)]...), nil, func(in *instance, out *recipe) (uint32, error) {
		argument(in, out.secret())
		return in.handle(name)
	})
}

func privateKeyFromPEM(pem []byte) (object, error) {
	return fromText("usersig_private_key_from_pem", "usersig_private_key_free", pem)
}

// pemOf makes a key by a call and returns its text, from which any instance makes it again.
func (in *instance) pemOf(call, text, free string) ([]byte, error) {
	key, err := in.handle(call)
	if err != nil {
		return nil, err
	}
	defer in.call(free, uint64(key))
	return in.pem(text, key)
}

func privateKeyGenerate(curve Curve) (object, error) {
	pem, err := with(func(in *instance) ([]byte, error) {
		in.number(int64(uint32(curve)))
		return in.pemOf("usersig_private_key_generate", "usersig_private_key_to_pem", "usersig_private_key_free")
	})
	if err != nil {
		return nil, err
	}
	defer clear(pem)
	return privateKeyFromPEM(pem)
}

func privateKeyPublic(key object) (object, error) {
	pem, err := with(func(in *instance) ([]byte, error) {
		in.address(in.pointer(key))
		return in.pemOf("usersig_private_key_public_key", "usersig_public_key_to_pem", "usersig_public_key_free")
	}, key)
	if err != nil {
		return nil, err
	}
	return publicKeyFromPEM(pem)
}

func keyCurve(name string, key object) Curve {
	in, err := borrow(key)
	if err != nil {
		return 0
	}
	defer in.giveBack()
	return Curve(in.call(name, uint64(in.pointer(key))))
}

func privateKeyCurve(key object) Curve { return keyCurve("usersig_private_key_curve", key) }

func publicKeyCurve(key object) Curve { return keyCurve("usersig_public_key_curve", key) }

func (in *instance) pem(name string, key uint32) ([]byte, error) {
	in.address(key)
	pem, err := in.ticket(name)
	return slices.Clone(pem), err
}

func keyPEM(name string, key object) ([]byte, error) {
	return with(func(in *instance) ([]byte, error) { return in.pem(name, in.pointer(key)) }, key)
}

func privateKeyPEM(key object) ([]byte, error) { return keyPEM("usersig_private_key_to_pem", key) }

func publicKeyPEM(key object) ([]byte, error) { return keyPEM("usersig_public_key_to_pem", key) }

func publicKeyFromPEM(pem []byte) (object, error) {
	return fromText("usersig_public_key_from_pem", "usersig_public_key_free", pem)
}

func secretKeyNew(secret string) (object, error) {
	return fromText("usersig_secret_key_new", "usersig_secret_key_free", secret)
}

func signerWith(name string, sdkappid int64, key object) (object, error) {
	return made("usersig_signer_free", nil, []*recipe{key}, func(in *instance, _ *recipe) (uint32, error) {
		in.number(sdkappid)
		in.address(in.pointer(key))
		return in.handle(name)
	})
}

func signerWithPrivateKey(sdkappid int64, key object) (object, error) {
	return signerWith("usersig_signer_with_private_key", sdkappid, key)
}

func signerWithSecretKey(sdkappid int64, key object) (object, error) {
	return signerWith("usersig_signer_with_secret_key", sdkappid, key)
}

func verifierNew(sdkappid int64, publicKeys, secretKeys []object, options verifierFields) (object, error) {
	keys := append(append([]*recipe(nil), publicKeys...), secretKeys...)
	return made("usersig_verifier_free", nil, keys, func(in *instance, _ *recipe) (uint32, error) {
		in.number(sdkappid)
		for _, kind := range [][]object{publicKeys, secretKeys} {
			array := in.room(uint32(4 * len(kind)))
			for i, key := range kind {
				binary.LittleEndian.PutUint32(in.bytes(array+uint32(4*i), 4), in.pointer(key))
			}
			in.address(array)
			in.address(uint32(len(kind)))
		}
		in.structure(uint32(0), options.flags, uint32(0), options.leeway, options.futureTolerance)
		return in.handle("usersig_verifier_new")
	})
}

func privateKeyFree(key object) { key.release() }

func publicKeyFree(key object) { key.release() }

func secretKeyFree(key object) { key.release() }

func signerFree(signer object) { signer.release() }

func verifierFree(verifier object) { verifier.release() }

// with borrows an instance for one call.
func with[T any](call func(*instance) (T, error), objects ...object) (T, error) {
	in, err := borrow(objects...)
	if err != nil {
		var none T
		return none, err
	}
	defer in.giveBack()
	return call(in)
}

func signerGenSig(signer object, identifier string, options *genFields) (string, error) {
	return with(func(in *instance) (string, error) {
		in.address(in.pointer(signer))
		argument(in, identifier)
		in.genOptions(options)
		ticket, err := in.ticket("usersig_signer_gen_sig")
		return string(ticket), err
	}, signer)
}

func (in *instance) permission(room Room, privileges Privileges) {
	in.number(room.number)
	argument(in, room.name)
	in.number(int64(privileges))
}

func signerGenPrivateMapKey(signer object, identifier string, room Room, privileges Privileges, options *genFields) (string, error) {
	return with(func(in *instance) (string, error) {
		in.address(in.pointer(signer))
		argument(in, identifier)
		in.permission(room, privileges)
		in.genOptions(options)
		ticket, err := in.ticket("usersig_signer_gen_private_map_key")
		return string(ticket), err
	}, signer)
}

// As many identifiers go into one call, so that the memory of an instance stays small.
const batchPart = 256

func signerGenSigBatch(signer object, identifiers []string, options *genFields, threads int) ([]batchResult, error) {
	given := options.now()
	results := make([]batchResult, len(identifiers))
	parts := max(1, (len(identifiers)+batchPart-1)/batchPart)
	if threads == 0 || threads > runtime.GOMAXPROCS(0) {
		threads = runtime.GOMAXPROCS(0)
	}
	var next atomic.Int64
	var failed atomic.Pointer[error]
	var group sync.WaitGroup
	for range min(threads, parts) {
		group.Add(1)
		go func() {
			defer group.Done()
			for failed.Load() == nil {
				part := int(next.Add(1)) - 1
				if part >= parts {
					return
				}
				from, to := part*batchPart, min((part+1)*batchPart, len(identifiers))
				_, err := with(func(in *instance) (struct{}, error) {
					return struct{}{}, in.batch(signer, identifiers[from:to], &given, results[from:to])
				}, signer)
				if err != nil {
					failed.Store(&err)
				}
			}
		}()
	}
	group.Wait()
	if err := failed.Load(); err != nil {
		return nil, *err
	}
	return results, nil
}

func (in *instance) batch(signer object, identifiers []string, options *genFields, results []batchResult) error {
	joined, lengths := joinIdentifiers[uint32](identifiers)
	in.address(in.pointer(signer))
	texts := in.room(uint32(len(joined)))
	array := in.room(uint32(4 * len(lengths)))
	if in.broken {
		return broke()
	}
	copy(in.bytes(texts, uint32(len(joined))), joined)
	for i, length := range lengths {
		binary.LittleEndian.PutUint32(in.bytes(array+uint32(4*i), 4), length)
	}
	in.address(texts)
	in.address(uint32(len(joined)))
	in.address(array)
	in.address(uint32(len(lengths)))
	in.genOptions(options)
	in.address(1)
	batch, err := in.handle("usersig_signer_gen_sig_batch")
	if err != nil {
		return err
	}
	items := in.u32(batch)
	for i := range results {
		item := items + uint32(16*i)
		if status := in.u32(item + 12); status == 0 {
			results[i].ticket = in.text(item)
		} else {
			row := uint32(in.call("usersig_status_lookup", uint64(status)))
			results[i] = batchResult{code: Code(in.u32(row + 4)), message: in.fixedText(in.u32(item + 8))}
		}
	}
	in.call("usersig_batch_free", uint64(batch))
	if in.broken {
		return broke()
	}
	return nil
}

func verifierVerify(verifier object, ticket, identifier string, options *verifyFields) (*fields, error) {
	return with(func(in *instance) (*fields, error) {
		in.address(in.pointer(verifier))
		argument(in, ticket)
		argument(in, identifier)
		in.verifyOptions(options)
		return in.content("usersig_verifier_verify", "usersig_ticket_free")
	}, verifier)
}

func verifierAuthenticate(verifier object, ticket string, options *verifyFields) (*fields, error) {
	return with(func(in *instance) (*fields, error) {
		in.address(in.pointer(verifier))
		argument(in, ticket)
		in.verifyOptions(options)
		return in.content("usersig_verifier_authenticate", "usersig_ticket_free")
	}, verifier)
}

func inspect(ticket string) (*fields, error) {
	return with(func(in *instance) (*fields, error) {
		argument(in, ticket)
		return in.content("usersig_inspect", "usersig_untrusted_ticket_free")
	})
}

func genOnce(name string, sdkappid int64, key, identifier string, permission func(*instance), options *genFields) (string, error) {
	return with(func(in *instance) (string, error) {
		in.number(sdkappid)
		argument(in, key)
		argument(in, identifier)
		permission(in)
		in.genOptions(options)
		ticket, err := in.ticket(name)
		return string(ticket), err
	})
}

func noPermission(*instance) {}

func genSigWithPrivateKey(sdkappid int64, pem, identifier string, options *genFields) (string, error) {
	return genOnce("usersig_gen_sig_with_private_key", sdkappid, pem, identifier, noPermission, options)
}

func genSigWithSecretKey(sdkappid int64, secret, identifier string, options *genFields) (string, error) {
	return genOnce("usersig_gen_sig_with_secret_key", sdkappid, secret, identifier, noPermission, options)
}

func genPrivateMapKeyWithPrivateKey(sdkappid int64, pem, identifier string, room Room, privileges Privileges, options *genFields) (string, error) {
	return genOnce("usersig_gen_private_map_key_with_private_key", sdkappid, pem, identifier,
		func(in *instance) { in.permission(room, privileges) }, options)
}

func genPrivateMapKeyWithSecretKey(sdkappid int64, secret, identifier string, room Room, privileges Privileges, options *genFields) (string, error) {
	return genOnce("usersig_gen_private_map_key_with_secret_key", sdkappid, secret, identifier,
		func(in *instance) { in.permission(room, privileges) }, options)
}

func verifyOnce(name string, sdkappid int64, key, ticket, identifier string, options *verifyFields) (*fields, error) {
	return with(func(in *instance) (*fields, error) {
		in.number(sdkappid)
		argument(in, key)
		argument(in, ticket)
		argument(in, identifier)
		in.verifyOptions(options)
		return in.content(name, "usersig_ticket_free")
	})
}

func verifyWithPublicKey(sdkappid int64, pem, ticket, identifier string, options *verifyFields) (*fields, error) {
	return verifyOnce("usersig_verify_with_public_key", sdkappid, pem, ticket, identifier, options)
}

func verifyWithSecretKey(sdkappid int64, secret, ticket, identifier string, options *verifyFields) (*fields, error) {
	return verifyOnce("usersig_verify_with_secret_key", sdkappid, secret, ticket, identifier, options)
}

func freshness(issuedAt, expire int64, minShare float64, now int64) (uint32, error) {
	return with(func(in *instance) (uint32, error) {
		in.number(issuedAt)
		in.number(expire)
		in.stack = append(in.stack, api.EncodeF64(minShare))
		in.number(now)
		return in.handle("usersig_freshness")
	})
}
