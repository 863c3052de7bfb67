'use strict';

// load.cjs: ci/load's work in Node.js, batches on its thread pool included. node load.cjs CASES SECONDS SEED

const { readFileSync } = require('node:fs');
const { PrivateKey, PublicKey, SecretKey, Signer, UserSigError, Verifier, inspect } = require('usersig');

const [path, seconds, seed] = process.argv.slice(2);
const SDKAPPID = 1400000000;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789_-';

const bytes = (field) => Buffer.from(field.slice(1), 'hex');
const text = (field) => bytes(field).toString();
const loaders = {
  private: (given) => PrivateKey.fromPem(given),
  public: (given) => PublicKey.fromPem(given),
  secret: (given) => new SecretKey(given),
};

const rows = readFileSync(path, 'ascii').trimEnd().split('\n').map((line) => line.split('\t'));
const keys = {};
for (const [what, name, kind, field] of rows) {
  if (what === 'key') keys[name] = loaders[kind](text(field));
}
const cases = rows.filter(([what]) => what !== 'key');
const signers = [new Signer(SDKAPPID, keys.p256_private), new Signer(SDKAPPID, keys.secret)];
const verifier = new Verifier(SDKAPPID, [keys.p256_public, keys.secret]);

let state = BigInt(seed) * 2654435761n + 1n;
function below(limit) {
  state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
  return Number((state >> 33n) % BigInt(limit));
}

let operations = 0;
let wrong = 0;
function expect(correct, what, got) {
  operations += 1;
  if (!correct && ++wrong <= 10) console.error(`wrong: ${what} gave ${got}`);
}

/** 0 for success, -1 for a wrong answer, otherwise the error's number. */
function number(call) {
  try {
    return call() ? 0 : -1;
  } catch (error) {
    if (!(error instanceof UserSigError)) throw error;
    return error.number;
  }
}

function run([what, , ...fields]) {
  if (what === 'inspect') return number(() => inspect(text(fields[0])));
  if (what === 'load') return number(() => loaders[fields[0]](text(fields[1])));
  const [sdkappid, identifier, now, expected, names, ticket] = fields;
  const userbuf = expected.startsWith('x') ? { exactly: bytes(expected) } : expected;
  return number(() => {
    const made = new Verifier(Number(sdkappid), names.split(',').map((name) => keys[name]));
    return made.verify(text(ticket), text(identifier), { now: Number(now), userbuf }).identifier === text(identifier);
  });
}

function round() {
  let identifier = '';
  for (let left = 1 + below(40); left > 0; left--) identifier += LETTERS[below(LETTERS.length)];
  const userbuf = below(2) ? Buffer.from(Array.from({ length: below(300) }, () => below(256))) : undefined;
  const options = { userbuf: userbuf ? { exactly: userbuf } : 'absent' };
  const ticket = signers[below(2)].genSig(identifier, { userbuf });
  operations += 1;
  let got = number(() => verifier.verify(ticket, identifier, options).identifier === identifier);
  expect(got === 0, 'verify', got);
  got = number(() => verifier.verify(ticket, `${identifier}x`, options));
  expect(got === 33, 'verify for another', got);
  const at = below(ticket.length);
  const changed = ticket.slice(0, at) + String.fromCharCode(ticket.charCodeAt(at) ^ (1 << below(7))) + ticket.slice(at + 1);
  got = number(() => verifier.verify(changed, identifier, options));
  expect(got >= 20 && got <= 34, 'verify of a changed ticket', got);
  const garbage = Buffer.alloc(below(20000), String.fromCharCode(33 + below(90), 33 + below(90), 33 + below(90))).toString();
  got = number(() => inspect(garbage));
  expect(got >= 20 && got <= 26, 'inspect of garbage', got);
  for (let i = 0; i < 3; i++) {
    const row = cases[below(cases.length)];
    got = run(row);
    expect(got === Number(row[1]), row[0], got);
  }
}

async function main() {
  const deadline = Date.now() + 1000 * Number(seconds);
  while (Date.now() < deadline) {
    const identifiers = Array.from({ length: 100 }, (_, index) => `batch${index}`);
    const batch = signers[below(2)].genSigBatch(identifiers);
    for (let i = 0; i < 100; i++) round();
    const tickets = await batch;
    const index = below(100);
    expect(verifier.verify(tickets[index], identifiers[index]).identifier === identifiers[index], 'a batch', index);
  }
  console.log(`operations ${operations} wrong ${wrong}`);
  process.exitCode = wrong ? 1 : 0;
}

main();
