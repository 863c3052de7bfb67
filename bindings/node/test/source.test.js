'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { SecretKey, Signer, UserSigError, UserSigSource, inspect } = require('usersig');

const START = 1600000000;
const signer = new Signer(1400000000, new SecretKey('5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e'));

test('the share and the clock are settable, and mistakes are told at once', () => {
  const date = new Date(START * 1000);
  const source = new UserSigSource(signer, 'admin', { expire: 1000, minShare: 1, userbuf: 'u', clock: () => date });
  const first = source.ticket();
  assert.equal(source.ticket(), first);
  date.setTime((START + 1) * 1000);
  assert.notEqual(source.ticket(), first);
  assert.ok(new UserSigSource(signer, 'admin').ticket());
  for (const [code, make] of [
    ['ERR_USERSIG_INVALID_ARGUMENT', () => new UserSigSource(signer, 'admin', { minShare: NaN })],
    ['ERR_USERSIG_INVALID_IDENTIFIER', () => new UserSigSource(signer, '')],
    ['ERR_USERSIG_INVALID_EXPIRE', () => new UserSigSource(signer, 'admin', { expire: -1 })],
  ]) {
    assert.throws(make, (error) => error instanceof UserSigError && error.code === code, code);
  }
  for (const make of [
    () => new UserSigSource({}, 'admin'),
    () => new UserSigSource(signer, 'admin', { issuedAt: START }),
    () => new UserSigSource(signer, 'admin', { clock: 1 }),
    () => new UserSigSource(signer, 'admin', { minShare: '1' }),
  ]) {
    assert.throws(make, TypeError);
  }
});

test('bytes of the userbuf are copied', () => {
  let now = START;
  const userbuf = Uint8Array.of(1);
  const source = new UserSigSource(signer, 'admin', { expire: 10, userbuf, clock: () => now });
  userbuf[0] = 2;
  assert.deepEqual([...inspect(source.ticket()).userbuf], [1]);
});
