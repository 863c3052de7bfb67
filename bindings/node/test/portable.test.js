'use strict';

// What holds on the portable build alone: node --expose-gc, USERSIG_PORTABLE=always. The other tests run on it as well.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { test } = require('node:test');

// The instances that are made, to look into their memory.
const instances = [];
const { Instance } = WebAssembly;
WebAssembly.Instance = function Observed(...given) {
  const instance = new Instance(...given);
  instances.push(instance.exports);
  return instance;
};

const { PrivateKey, SecretKey, Signer, Verifier, inspect, portable } = require('usersig');
const { keyRows, keys, thrown } = require('./helpers.js');
const bytesOf = ({ memory }) => Buffer.from(memory.buffer);

test('it runs', () => {
  assert.equal(portable, true);
  assert.equal(instances.length, 1);
});

/** What a program says that uses a private key, by the new interface and the official one. */
function privateKeys(before, env) {
  const script = `
    const usersig = require('usersig');
    ${before};
    const said = (call) => { try { return typeof call(); } catch (error) { return error.code + ' ' + error.message; } };
    const pem = ${JSON.stringify(keyRows.p256_private.text)};
    const sig = new usersig.Sig({ sdk_appid: 1, private_key_string: pem, public_key_string: ${JSON.stringify(keyRows.p256_public.text)} });
    const calls = [() => usersig.PrivateKey.fromPem(pem), () => usersig.PrivateKey.generate(), () => sig.genSig('a')];
    console.log(JSON.stringify(calls.map(said)));`;
  const { USERSIG_PORTABLE_PRIVATE_KEYS, ...rest } = process.env;
  return JSON.parse(spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', env: { ...rest, ...env } }).stdout);
}

test('private keys only where they are allowed, by a call or by the environment', () => {
  for (const said of privateKeys('', {})) {
    assert.match(said, /^ERR_USERSIG_WRONG_KEY_KIND .*allowPortablePrivateKeys.*USERSIG_PORTABLE_PRIVATE_KEYS=allow/);
  }
  assert.match(privateKeys('', { USERSIG_PORTABLE_PRIVATE_KEYS: 'yes' })[0], /^ERR_USERSIG_WRONG_KEY_KIND/);
  const allowed = ['object', 'object', 'string'];
  assert.deepEqual(privateKeys('usersig.allowPortablePrivateKeys()', {}), allowed);
  assert.deepEqual(privateKeys('', { USERSIG_PORTABLE_PRIVATE_KEYS: 'allow' }), allowed);
  // A program that was written for an official package sets it before it loads a key, after it has loaded the package.
  assert.deepEqual(privateKeys("process.env.USERSIG_PORTABLE_PRIVATE_KEYS = 'allow'", {}), allowed);
});

test('the text of a key is wiped when it is read or written', () => {
  const [{ memory }] = instances;
  const body = keyRows.p256_private.text.split('\n')[1];
  const secret = 'aSecretThatNoOtherTestHas';
  new SecretKey(secret);
  assert.ok(!bytesOf({ memory }).includes(secret));
  const key = PrivateKey.fromPem(keyRows.p256_private.text);
  assert.ok(!bytesOf({ memory }).includes(body));
  assert.ok(key.toPem().includes(body));
  assert.ok(!bytesOf({ memory }).includes(body));
});

test('keys that are collected leave no memory behind', async () => {
  const round = async () => {
    for (let i = 0; i < 2000; i++) new Verifier(1, new SecretKey(`secret${i}`));
    global.gc();
    // Each turn of the event loop runs what the collector has found by then.
    for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
  };
  await round();
  await round();
  const before = instances[0].memory.buffer.byteLength;
  for (let i = 0; i < 5; i++) await round();
  assert.equal(instances[0].memory.buffer.byteLength, before);
});

test('hostile tickets trap nothing', () => {
  const verifier = new Verifier(1, keys.secret);
  const ticket = new Signer(1, keys.secret).genSig('a', { userbuf: 'b' });
  for (let at = 0; at < ticket.length; at++) {
    for (const changed of [ticket.slice(0, at), `${ticket.slice(0, at)}A${ticket.slice(at + 1)}`, ticket.slice(0, at).repeat(40)]) {
      if (changed === ticket) continue;
      assert.notEqual(thrown(() => inspect(changed) && verifier.verify(changed, 'a', { userbuf: 'any' })).code, 'ERR_USERSIG_INTERNAL');
    }
  }
  assert.equal(instances.length, 1);
});

test('an instance that trapped is dropped, with its secrets, and the next call has a new one', () => {
  const signer = new Signer(1, keys.secret);
  const [broken] = instances;
  // What no call does: everything in its memory is overwritten.
  new Uint8Array(broken.memory.buffer).fill(0xff);
  const error = thrown(() => signer.genSig('a', { userbuf: 'a'.repeat(5000) }));
  assert.equal(error.code, 'ERR_USERSIG_INTERNAL');
  assert.ok(bytesOf(broken).every((byte) => byte === 0));
  assert.equal(thrown(() => signer.genSig('a')).code, 'ERR_USERSIG_INTERNAL');
  assert.equal(thrown(() => new Signer(1, keys.secret)).code, 'ERR_USERSIG_INTERNAL');
  assert.equal(thrown(() => new Verifier(1, [new SecretKey('b'), keys.secret])).code, 'ERR_USERSIG_INTERNAL');
  assert.equal(thrown(() => new Verifier(1, keys.p256_public)).code, 'ERR_USERSIG_INTERNAL');
  const secret = new SecretKey('another');
  assert.equal(new Verifier(1, secret).verify(new Signer(1, secret).genSig('a'), 'a').identifier, 'a');
  assert.equal(instances.length, 2);
});

test('usersig/edge needs nothing of Node.js, Buffer and process included', () => {
  const script = `
    const { log } = console;
    const { PrivateKey, SecretKey, Sig, Signer, allowPortablePrivateKeys, inspect, portable } = await import('usersig/edge');
    delete globalThis.Buffer;
    delete globalThis.process;
    const ticket = inspect(new Signer(1, new SecretKey('secret')).genSig('a', { userbuf: new Uint8Array([0xef, 0xbb, 0xbf, 0x61]) }));
    const shown = [portable, JSON.parse(JSON.stringify(ticket)).userbuf, ticket.userbuf.constructor.name];
    try {
      PrivateKey.generate();
    } catch ({ code }) {
      shown.push(code);
    }
    allowPortablePrivateKeys();
    const key = PrivateKey.generate();
    const sig = new Sig({ sdk_appid: 1, private_key_string: key.toPem(), public_key_string: key.publicKey().toPem() });
    shown.push(sig.verifySigWithUserbuf(sig.genSigWithUserbuf('a', '\uFEFFb'), 'a'));
    try {
      new Sig({ private_key: 'key.pem' });
    } catch ({ message }) {
      shown.push(message);
    }
    log(JSON.stringify(shown));`;
  const { USERSIG_PORTABLE_PRIVATE_KEYS, ...env } = process.env;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', env });
  const [runs, base64, name, refused, userbuf, files] = JSON.parse(stdout || JSON.stringify([stderr]));
  assert.deepEqual([runs, base64, name, refused, userbuf], [true, '77u/YQ==', 'Uint8Array', 'ERR_USERSIG_WRONG_KEY_KIND', '\uFEFFb'], stderr);
  assert.match(files, /private_key_string/);
});
