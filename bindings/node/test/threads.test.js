'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { once } = require('node:events');
const { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');
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

test('a process may end with everything alive', { timeout: 120_000 }, () => {
  const ways = {
    'a batch under way, process.exit': 'batch(); process.exit(0);',
    'a batch under way and its promise rejected by nobody': 'batch();',
    'workers under way, process.exit': 'worker(); worker(); setTimeout(() => process.exit(0), 200);',
    'a last call at exit': 'process.on("exit", () => signer.genSig("last"));',
  };
  const setup = `
    const { Worker } = require('node:worker_threads');
    const { SecretKey, Signer } = require('usersig');
    const signer = new Signer(1, new SecretKey('x'));
    globalThis.kept = [signer, new SecretKey('y')];
    const batch = () => signer.genSigBatch(Array.from({ length: 20000 }, (_, index) => 'user' + index));
    const worker = () => new Worker("const { SecretKey, Signer } = require('usersig');" +
      "const signer = new Signer(1, new SecretKey('x')); for (;;) signer.genSig('a');", { eval: true });
  `;
  for (const [name, code] of Object.entries(ways)) {
    const { status, signal, stderr } = spawnSync(process.execPath, ['-e', setup + code], { encoding: 'utf8' });
    assert.deepEqual({ status, signal, stderr }, { status: 0, signal: null, stderr: '' }, name);
  }
});

test('two copies of the packages in one process', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'usersig-copy-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const modules = dirname(dirname(require.resolve('usersig/package.json')));
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(modules).filter((entry) => entry.startsWith('usersig'))) {
    cpSync(join(modules, name), join(folder, 'node_modules', name), { recursive: true, dereference: true });
  }
  const other = require(join(folder, 'node_modules', 'usersig'));
  assert.notEqual(other, usersig);
  const [here, there] = [usersig, other].map((copy) => {
    const secret = new copy.SecretKey(keyRows.secret.text);
    return { copy, secret, signer: new copy.Signer(1, secret), verifier: new copy.Verifier(1, secret) };
  });
  assert.equal(there.verifier.verify(here.signer.genSig('a'), 'a').identifier, 'a');
  assert.equal(here.verifier.verify(there.signer.genSig('b'), 'b').identifier, 'b');
  // A key of one is no key of the other.
  assert.throws(() => new other.Signer(1, here.secret), TypeError);
  assert.throws(() => there.verifier.verify(here.signer.genSig('a'), 'b'), other.UserSigError);
});
