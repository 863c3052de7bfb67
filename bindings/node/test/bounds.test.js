'use strict';

// What is longer than its bound is refused by its length: nobody copies, joins or encodes it first.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { test } = require('node:test');
const { keyRows, read } = require('./helpers.js');

// A string made by repeat() or + is a tree until somebody needs its characters; then V8 writes half a gigabyte in one piece,
// and this heap has no room for it. The process ends there, so that each call has one of its own.
const HEAP = '--max-old-space-size=48';

const setup = `
  const { Api, PrivateKey, PublicKey, SecretKey, Sig, Signer, UserSigError, Verifier, genSig, inspect } = require('usersig');
  const secret = new SecretKey(${JSON.stringify(keyRows.secret.text)});
  const signer = new Signer(1, secret), verifier = new Verifier(1, secret);
  const v1 = new Signer(1, PrivateKey.generate());
  const ticket = signer.genSig('a'), withUserbuf = signer.genSig('a', { userbuf: 'u' });
  const api = new Api(1, ${JSON.stringify(keyRows.secret.text)});
  const sig = new Sig({ sdk_appid: 1, private_key_string: ${JSON.stringify(keyRows.p256_private.text)}, public_key_string: ${JSON.stringify(keyRows.p256_public.text)} });
  const huge = UNIT.repeat(Math.floor((2 ** 29 - 24) / UNIT.length));
`;

const calls = {
  'signer.genSig(huge)': 'INVALID_IDENTIFIER',
  'genSig(1, secret, huge)': 'INVALID_IDENTIFIER',
  'signer.genPrivateMapKey(huge, 1, 255)': 'INVALID_IDENTIFIER',
  "signer.genPrivateMapKey('a', huge, 255)": 'INVALID_ROOM',
  "signer.genSig('a', { userbuf: huge })": 'INVALID_USERBUF',
  "v1.genSig('a', { accountType: huge })": 'INVALID_ARGUMENT',
  "v1.genSig('a', { appidAt3rd: huge })": 'INVALID_ARGUMENT',
  "verifier.verify(huge, 'a')": 'TOO_LONG',
  'verifier.verify(ticket, huge)': 'INVALID_IDENTIFIER',
  "verifier.verify(withUserbuf, 'a', { userbuf: { exactly: huge } })": 'USERBUF_MISMATCH',
  'inspect(huge)': 'TOO_LONG',
  'new SecretKey(huge)': 'INVALID_KEY',
  'PrivateKey.fromPem(huge)': 'INVALID_KEY',
  'PublicKey.fromPem(huge)': 'INVALID_KEY',
  'api.genUserSig(huge)': 'INVALID_IDENTIFIER',
  "api.genSig('a', 60, huge)": 'INVALID_USERBUF',
  "api.genPrivateMapKeyWithStringRoomID('a', 60, huge, 255)": 'INVALID_ROOM',
  'new Api(1, huge).genUserSig("a")': 'INVALID_KEY',
  'sig.genSig(huge)': 'INVALID_IDENTIFIER',
  "sig.genSigWithUserbuf('a', huge)": 'INVALID_USERBUF',
  "if (sig.verifySig(huge, 'a') === false) throw sig.lastError": 'TOO_LONG',
  "if (sig.verifySigWithUserbuf(ticket, huge) === false) throw sig.lastError": 'INVALID_IDENTIFIER',
  // Numbers as texts, in the official interfaces.
  "api.genUserSig('a', huge)": 'INVALID_ARG_TYPE',
  "api.genPrivateMapKey('a', 60, huge, 255)": 'INVALID_ARG_TYPE',
  'new Api(huge, "x").genUserSig("a")': 'INVALID_ARG_TYPE',
  // What else a caller may have made too long.
  'api.genUserSig(10n ** 1025n)': 'INVALID_ARG_TYPE',
  'api.genUserSig(1n << 3000000n)': 'INVALID_ARG_TYPE',
  "sig.genSigWithUserbuf('a', new Array(2 ** 32 - 1))": 'INVALID_USERBUF',
  "sig.genSigWithUserbuf('a', new ArrayBuffer(2 ** 31 - 1))": 'INVALID_USERBUF',
  "signer.genSig('a', { userbuf: new Uint8Array(2 ** 31 - 1) })": 'INVALID_USERBUF',
  'new SecretKey(new Uint8Array(2 ** 31 - 1))': 'INVALID_KEY',
  // Words of a few.
  "signer.genSig('a', { compression: huge })": 'INVALID_ARG_TYPE',
  "verifier.verify(ticket, 'a', { userbuf: huge })": 'INVALID_ARG_TYPE',
  'PrivateKey.generate(huge)': 'UNSUPPORTED_CURVE',
};

/** Runs the call in a process of its own; its error's code and how many MiB it took at most. */
function run(call, unit) {
  const code = `${setup.replaceAll('UNIT', JSON.stringify(unit))}
    const before = process.resourceUsage().maxRSS;
    try { ${call}; console.log('nothing was thrown'); } catch (error) { console.log(error.code, process.resourceUsage().maxRSS - before); }`;
  const { stdout, stderr, status, signal } = spawnSync(process.execPath, [HEAP, '-e', code], { cwd: __dirname, encoding: 'utf8', timeout: 60_000 });
  const [, found, kib] = /^(\S+) (\d+)\n$/.exec(stdout) ?? [];
  return { found, mib: kib / 1024, log: `status ${status} ${signal}\n${stdout}${stderr}` };
}

for (const [call, word] of Object.entries(calls)) {
  test(call, () => {
    for (const unit of call.includes('huge') ? ['a', '\ud800'] : ['a']) {
      const { found, mib, log } = run(call, unit);
      assert.equal(found, word.startsWith('INVALID_ARG_') ? `ERR_${word}` : `ERR_USERSIG_${word}`, log);
      assert.ok(mib < 16, `${mib} MiB`);
    }
  });
}

test('a batch keeps nothing of what is too long, and the others get their tickets', () => {
  const { stdout, stderr } = spawnSync(process.execPath, [HEAP, '-e', `${setup.replaceAll('UNIT', '"a"')}
    const before = process.resourceUsage().maxRSS;
    signer.genSigBatch(['a', ...Array.from({ length: 10_000 }, () => huge), 'b']).then((made) => {
      const bad = made.filter((one) => one instanceof UserSigError && one.code === 'ERR_USERSIG_INVALID_IDENTIFIER').length;
      console.log(inspect(made[0]).identifier, bad, inspect(made.at(-1)).identifier, process.resourceUsage().maxRSS - before < 32 * 1024);
    });`], { cwd: __dirname, encoding: 'utf8' });
  assert.equal(stdout, 'a 10000 b true\n', stderr);
});

test('a batch takes as much memory for each short identifier as the README says', () => {
  const count = 100_000;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', `${setup.replaceAll('UNIT', '"a"')}
    const identifiers = Array.from({ length: ${count} }, (_, index) => 'user-' + index);
    const before = process.resourceUsage().maxRSS;
    signer.genSigBatch(identifiers).then((made) => console.log((process.resourceUsage().maxRSS - before) * 1024 / made.length));`],
  { cwd: __dirname, encoding: 'utf8' });
  const [, said] = /N × (\d+) bytes/.exec(read('bindings/node/README.md'));
  assert.ok(Number(stdout) > said / 2 && Number(stdout) < said * 1.2, `${stdout}${stderr}`);
});
