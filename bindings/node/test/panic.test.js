'use strict';

// Runs where the platform package holds a test build of the native half, which panics on demand (cargo feature test-panic).

const assert = require('node:assert/strict');
const { dirname, join } = require('node:path');
const { test } = require('node:test');
const { PrivateKey, PublicKey, SecretKey, Signer, Verifier, genSig, inspect } = require('usersig');
const { native } = require(join(dirname(require.resolve('usersig')), 'lib/native.js'));
const { keyRows, keys, thrown } = require('./helpers.js');

const signer = new Signer(1, keys.secret);
const verifier = new Verifier(1, keys.secret);
const ticket = signer.genSig('a');

const calls = {
  'PrivateKey.fromPem': () => PrivateKey.fromPem(keyRows.p256_private.text),
  'PrivateKey.generate': () => PrivateKey.generate(),
  'PrivateKey.publicKey': () => keys.p256_private.publicKey(),
  'PrivateKey.toPem': () => keys.p256_private.toPem(),
  'PublicKey.fromPem': () => PublicKey.fromPem(keyRows.p256_public.text),
  'PublicKey.toPem': () => keys.p256_public.toPem(),
  SecretKey: () => new SecretKey(keyRows.secret.text),
  Signer: () => new Signer(1, keys.secret),
  'Signer.genSig': () => signer.genSig('a'),
  'Signer.genPrivateMapKey': () => signer.genPrivateMapKey('a', 1, 255),
  genSig: () => genSig(1, keys.secret, 'a'),
  Verifier: () => new Verifier(1, keys.secret),
  'Verifier.verify': () => verifier.verify(ticket, 'a'),
  'Verifier.authenticate': () => verifier.authenticate(ticket),
  inspect: () => inspect(ticket),
};

for (const [name, call] of Object.entries(calls)) {
  test(`a panic in ${name} is an error, and the next call works`, () => {
    native.panicNext();
    const error = thrown(call);
    assert.equal(error.code, 'ERR_USERSIG_INTERNAL');
    assert.equal(error.number, 99);
    call();
  });
}

test('a panic in a batch rejects its promise, and the next batch works', async () => {
  native.panicNext();
  await assert.rejects(signer.genSigBatch(['a']), { code: 'ERR_USERSIG_INTERNAL' });
  assert.equal((await signer.genSigBatch(['a'])).length, 1);
});

test('a panic on the thread pool rejects the promise', async () => {
  // The check of the options comes first and must not take the panic: it is armed while the pool is held back.
  const { pbkdf2 } = require('node:crypto');
  for (let i = 0; i < 4; i++) pbkdf2('a', 'b', 200_000, 32, 'sha256', () => {});
  const rejected = signer.genSigBatch(['a']);
  native.panicNext();
  await assert.rejects(rejected, { code: 'ERR_USERSIG_INTERNAL' });
});
