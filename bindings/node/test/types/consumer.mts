// Checked by tsc --strict as an ES module, and then run.
import assert from 'node:assert/strict';
import usersig, { ErrorCode, PrivateKey, Privileges, Signer, UserSigError, Verifier, genSig, inspect, portable, version } from 'usersig';
import { SecretKey } from 'usersig/edge';
import type { BatchOptions, Curve, GenOptions, PrivateMapKey, Ticket, Time, UntrustedTicket, VerifyOptions } from 'usersig';

const curve: Curve = 'secp256k1';
const key = PrivateKey.generate(curve);
const now: Time = new Date();
const options: GenOptions = { expire: 60, issuedAt: now, strictIdentifier: true, compression: 'fast' };
const how: VerifyOptions = { now, userbuf: 'absent' };
const ticket: Ticket = new Verifier(1, [key.publicKey()], { leeway: 5 }).verify(genSig(1, key, 'a', options), 'a', how);
assert.equal(ticket.version, '1.0');
const sender: Ticket = new Verifier(1, key.publicKey()).authenticate(new TextEncoder().encode(genSig(1, key, 'a')));
assert.equal(sender.identifier, 'a');

const secret = new usersig.SecretKey(new TextEncoder().encode('secret'));
const signer = new Signer(1, secret);
const room: string = signer.genPrivateMapKey('a', 'room', Privileges.ENTER_ROOM | Privileges.RECEIVE_AUDIO, { expire: 60 });
const untrusted: UntrustedTicket = inspect(room);
const permission: PrivateMapKey | null = untrusted.privateMapKey;
assert.equal(permission?.privileges, 10);

const batch: BatchOptions = { expire: 60, threads: 2 };
const made: Array<string | UserSigError> = await signer.genSigBatch(['a', ''], batch);
const [good, bad] = made;
assert.ok(typeof good === 'string' && bad instanceof UserSigError && bad.number === ErrorCode.ERR_USERSIG_INVALID_IDENTIFIER && bad.index === 1);
const kind: 'argument' | 'key' | 'ticket' | 'internal' = bad.kind;
assert.equal(kind, 'argument');
const text: string = version;
assert.ok(portable === false && SecretKey === usersig.SecretKey);
console.log('consumer.mts ran', text);
