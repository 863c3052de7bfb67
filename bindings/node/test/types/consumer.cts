// Checked by tsc --strict as a CommonJS module, and then run.
import usersig = require('usersig');
import { Api, Sig } from 'usersig';
import assert = require('node:assert/strict');

const secret: usersig.SecretKey = new usersig.SecretKey('5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e');
const signer = new usersig.Signer(1400000000, secret);
const ticket: string = signer.genSig('xiaojun', { expire: 86400, issuedAt: new Date(), userbuf: Buffer.from('a') });
const verified: usersig.Ticket = new usersig.Verifier(1400000000, secret).verify(ticket, 'xiaojun', { userbuf: { exactly: 'a' } });
const fields: [string, number, string, number, number, number] = [
  verified.version, verified.sdkappid, verified.identifier, verified.issuedAt, verified.expire, verified.expiresAt,
];
assert.equal(fields[2], 'xiaojun');
if (verified.userbuf !== null) assert.equal(verified.userbuf.toString('utf8'), 'a');
try {
  usersig.inspect('');
} catch (error) {
  if (!(error instanceof usersig.UserSigError)) throw error;
  const code: usersig.UserSigErrorCode = error.code;
  switch (code) {
    case 'ERR_USERSIG_EMPTY':
      assert.equal(error.number satisfies number, usersig.ErrorCode.ERR_USERSIG_EMPTY);
      break;
    default:
      throw error;
  }
}
const answer: string | false = new Sig({ sdk_appid: 1 }).verifySigWithUserbuf('x', 'y');
assert.equal(answer, false);
assert.equal(usersig.inspect(new Api(1400000000, 'secret').genPrivateMapKey('a', undefined, 1, 255)).privateMapKey?.room, 1);

// The types name what there is: no more, and no less.
const names: Record<keyof typeof usersig, true> = {
  PrivateKey: true, PublicKey: true, SecretKey: true, Signer: true, UserSigSource: true, Verifier: true, Ticket: true, UntrustedTicket: true,
  genSig: true, inspect: true, Privileges: true, UserSigError: true, ErrorCode: true, Sig: true, Api: true, version: true,
  portable: true, allowPortablePrivateKeys: true,
};
assert.deepEqual(Object.keys(usersig).sort(), Object.keys(names).sort());
const members: {
  [Name in 'PrivateKey' | 'PublicKey' | 'SecretKey' | 'Signer' | 'Verifier' | 'Sig' | 'Api']: Record<
    keyof (typeof usersig)[Name]['prototype'],
    true
  >;
} = {
  PrivateKey: { curve: true, publicKey: true, toPem: true },
  PublicKey: { curve: true, toPem: true },
  SecretKey: {},
  Signer: { sdkappid: true, genSig: true, genPrivateMapKey: true, genSigBatch: true },
  Verifier: { sdkappid: true, verify: true, authenticate: true },
  Sig: {
    sdk_appid: true, expire_after: true, lastError: true, private_key: true, public_key: true, setAppid: true, setPrivateKey: true, setPublicKey: true,
    genSig: true, genSigWithUserbuf: true, verifySig: true, verifySigWithUserbuf: true,
  },
  Api: { sdkappid: true, key: true, genUserSig: true, genSig: true, genSigWithUserbuf: true, genPrivateMapKey: true, genPrivateMapKeyWithStringRoomID: true },
};
for (const [name, declared] of Object.entries(members)) {
  const { prototype } = usersig[name as keyof typeof members];
  const there = Object.getOwnPropertyNames(prototype).filter((member) => member !== 'constructor');
  assert.deepEqual(there.sort(), Object.keys(declared).sort(), name);
}
const ticketFields: Record<Exclude<keyof usersig.Ticket, 'toJSON'>, unknown> = usersig.inspect(ticket);
assert.deepEqual(Object.keys(ticketFields), [
  'version', 'sdkappid', 'identifier', 'issuedAt', 'expire', 'expiresAt', 'userbuf', 'accountType', 'appidAt3rd', 'privateMapKey',
]);

// What the types must refuse. Not run.
export function refused(untrusted: usersig.UntrustedTicket, pair: usersig.PrivateKey): void {
  // @ts-expect-error an unverified ticket is no verified one
  const ticket: usersig.Ticket = untrusted;
  // @ts-expect-error a private key does not verify
  new usersig.Verifier(1, pair);
  // @ts-expect-error a public key does not sign
  new usersig.Signer(1, pair.publicKey());
  // @ts-expect-error a text is no key
  new usersig.Signer(1, 'secret');
  // @ts-expect-error not every object is a secret
  new usersig.Signer(1, {});
  // @ts-expect-error keys are loaded
  new usersig.PrivateKey();
  // @ts-expect-error no such option
  usersig.genSig(1, pair, 'a', { expires: 1 });
  // @ts-expect-error a PrivateMapKey is itself the userbuf
  signer.genPrivateMapKey('a', 1, 255, { userbuf: 'a' });
  // @ts-expect-error tickets are not changed
  untrusted.expire = 1;
  // @ts-expect-error no such code
  const code: usersig.UserSigErrorCode = 'ERR_USERSIG_NO_SUCH_CODE';
  void [ticket, code];
}
console.log('consumer.cts ran');
