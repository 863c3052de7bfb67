'use strict';

// A million calls; run with --expose-gc.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Signer, SecretKey, Verifier, genSig, inspect } = require('usersig');
const { keyRows, keys, thrown } = require('./helpers.js');

const secret = keyRows.secret.text;
const signer = new Signer(1, keys.secret);
const verifier = new Verifier(1, keys.secret);
const withUserbuf = signer.genSig('user', { userbuf: Buffer.alloc(500, 7) });

// Every kind of call: what makes objects, what makes errors, what makes keys.
function round() {
  const ticket = signer.genSig('user');
  verifier.verify(ticket, 'user');
  verifier.verify(withUserbuf, 'user', { userbuf: 'present' });
  inspect(withUserbuf);
  assert.equal(thrown(() => verifier.verify(ticket, 'another')).number, 33);
  genSig(1, new SecretKey(secret), 'user');
  signer.genPrivateMapKey('user', 'room', 255, { userbuf: undefined });
  assert.equal(thrown(() => inspect('damaged')).number, 22);
}
const CALLS_PER_ROUND = 10;

async function rounds(count) {
  for (let i = 0; i < count; i++) {
    round();
    // Finalizers run between turns of the event loop.
    if (i % 500 === 0) await new Promise(setImmediate);
  }
  for (let i = 0; i < 5; i++) {
    global.gc();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('memory stays as it is over a million calls', { timeout: 300_000 }, async () => {
  await rounds(10_000);
  const before = process.memoryUsage();
  await rounds(100_000);
  const after = process.memoryUsage();
  const grown = (name) => (after[name] - before[name]) / 2 ** 20;
  const text = ['rss', 'heapUsed', 'external'].map((name) => `${name} ${grown(name).toFixed(2)} MiB`).join(', ');
  console.log(`after ${100_000 * CALLS_PER_ROUND} more calls: ${text}`);
  // One leaked key, ticket or error of a call would be a hundred bytes, and so ten megabytes.
  assert.ok(grown('rss') < 8, text);
  assert.ok(grown('heapUsed') < 2, text);
  assert.ok(grown('external') < 1, text);
});

test('batches give their memory back', { timeout: 120_000 }, async () => {
  const identifiers = Array.from({ length: 2000 }, (_, index) => `user-${index}`);
  const many = async (count) => {
    for (let i = 0; i < count; i++) await signer.genSigBatch(identifiers);
    global.gc();
    return process.memoryUsage().rss / 2 ** 20;
  };
  const before = await many(20);
  const after = await many(60);
  assert.ok(after - before < 16, `${before} MiB before, ${after} MiB after`);
});
