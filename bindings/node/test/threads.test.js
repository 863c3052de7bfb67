'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const { test } = require('node:test');
const { Worker } = require('node:worker_threads');
const usersig = require('usersig');
const { keyRows } = require('./helpers.js');

const worker = `
  const { parentPort, workerData } = require('node:worker_threads');
  const usersig = require('usersig');
  const { secret, pem, name, count, leave } = workerData;
  const signers = [new usersig.SecretKey(secret), usersig.PrivateKey.fromPem(pem)].map((key) => new usersig.Signer(1, key));
  const verifier = new usersig.Verifier(1, [new usersig.SecretKey(secret), usersig.PrivateKey.fromPem(pem).publicKey()]);
  let codes = 0;
  for (let i = 0; i < count; i++) {
    for (const signer of signers) {
      const ticket = signer.genSig(name + i);
      verifier.verify(ticket, name + i);
      try { verifier.verify(ticket, 'other'); } catch (error) { codes += error instanceof usersig.UserSigError && error.number === 33; }
    }
  }
  const batch = signers[0].genSigBatch(Array.from({ length: 2000 }, (_, i) => name + i));
  // A worker may also end while its batch is under way.
  if (leave) process.exit(0);
  batch.then((tickets) => parentPort.postMessage({ codes, tickets: tickets.length, last: tickets.at(-1) }));
`;

function start(name, count, leave) {
  const workerData = { secret: keyRows.secret.text, pem: keyRows.p256_private.text, name, count, leave };
  return new Worker(worker, { eval: true, workerData });
}

test('workers run side by side, come and go', { timeout: 120_000 }, async () => {
  const verifier = new usersig.Verifier(1, new usersig.SecretKey(keyRows.secret.text));
  for (let round = 0; round < 3; round++) {
    await Promise.all(
      [0, 1, 2, 3].map(async (number) => {
        const running = start(`worker-${number}-`, 300, false);
        // Both can arrive in one turn of the event loop.
        const [[answer]] = await Promise.all([once(running, 'message'), once(running, 'exit')]);
        assert.equal(answer.codes, 600);
        assert.equal(answer.tickets, 2000);
        verifier.verify(answer.last, `worker-${number}-1999`);
      }),
    );
  }
});

test('workers that end in the middle of their work do no harm', { timeout: 120_000 }, async () => {
  for (let round = 0; round < 5; round++) {
    const leaving = start('leaving-', 10, true);
    const [code] = await once(leaving, 'exit');
    assert.equal(code, 0);
    const terminated = start('terminated-', 1e9, false);
    await new Promise((resolve) => setTimeout(resolve, 150));
    await terminated.terminate();
  }
  usersig.genSig(1, new usersig.SecretKey(keyRows.secret.text), 'still alive');
});

test('a key does not travel to a worker', () => {
  const key = new usersig.SecretKey(keyRows.secret.text);
  assert.deepEqual(Object.keys(structuredClone({ key }).key), []);
});
