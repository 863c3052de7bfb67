'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const usersig = require('usersig');
const { keys, open, read, thrown } = require('./helpers.js');

const { ErrorCode, PrivateKey, Privileges, PublicKey, SecretKey, Signer, UserSigError, Verifier, genSig, inspect } = usersig;

const APPID = 1400000000;
const signer = new Signer(APPID, keys.secret);
const verifier = new Verifier(APPID, keys.secret);

test('require and import give the same, and import for the edge', async () => {
  // The portable build needs Node.js 18.
  const paths = parseInt(process.versions.node) < 18 ? ['usersig'] : ['usersig', 'usersig/edge'];
  for (const path of paths) {
    const { default: whole, ...named } = await import(path);
    assert.deepEqual(whole, usersig, path);
    assert.deepEqual(Object.keys(named).filter((name) => name !== 'module.exports').sort(), Object.keys(usersig).sort(), path);
    for (const name of Object.keys(usersig)) assert.equal(named[name], usersig[name], `${path}: ${name}`);
  }
});

test('the known answers of the format', () => {
  const options = { issuedAt: 1600000000 };
  const sigOf = (ticket) => JSON.parse(open(ticket))['TLS.sig'];
  assert.equal(sigOf(signer.genSig('xiaojun', options)), '1Z5PngDjGaufeSiPoBuxdHY7EK3JTdAjMP93S4KvV3M=');
  const numbered = signer.genPrivateMapKey('xiaojun', 10000, 255, options);
  assert.equal(sigOf(numbered), 'QQY8WpPtnz7YZSG2peQjkXFqylqgPMeZmrrJaErpMxE=');
  const named = signer.genPrivateMapKey('xiaojun', 'abc', 255, options);
  assert.equal(sigOf(named), 'HLCO6DQxSl7ugd5stsIi4kLl65icYuIGfazm/pQPQPE=');
  assert.equal(inspect(named).userbuf.toString('base64'), 'AQAHeGlhb2p1blNyTgAAAAAAYEteAAAAAP8AAAAAAANhYmM=');
});

test('genSig in one call', () => {
  const ticket = genSig(APPID, keys.p256_private, 'xiaojun', { expire: 60 });
  const verified = new Verifier(APPID, keys.p256_public).verify(ticket, 'xiaojun');
  assert.equal(verified.version, '1.0');
  assert.equal(verified.expire, 60);
});

test('times are seconds or a Date', () => {
  const date = new Date('2026-01-02T03:04:05.999Z');
  const ticket = signer.genSig('a', { issuedAt: date, expire: 10 });
  assert.equal(inspect(ticket).issuedAt, 1767323045);
  assert.equal(verifier.verify(ticket, 'a', { now: new Date(1767323055_999) }).expiresAt, 1767323055);
  assert.equal(thrown(() => verifier.verify(ticket, 'a', { now: 1767323056 })).code, 'ERR_USERSIG_EXPIRED');
  // The second that a moment lies in.
  assert.equal(inspect(signer.genSig('a', { issuedAt: 1767323045.999 })).issuedAt, 1767323045);
  verifier.verify(ticket, 'a', { now: 1767323055.999 });
  for (const time of [new Date(NaN), Date.now(), -1, -0.5, NaN, Infinity]) {
    assert.equal(thrown(() => signer.genSig('a', { issuedAt: time })).code, 'ERR_USERSIG_INVALID_ARGUMENT', `${time}`);
    assert.equal(thrown(() => verifier.verify(ticket, 'a', { now: time })).code, 'ERR_USERSIG_INVALID_ARGUMENT', `${time}`);
  }
});

test('who sent a ticket', () => {
  const ticket = verifier.authenticate(signer.genSig('xiaojun', { userbuf: 'u' }), { userbuf: 'present' });
  assert.ok(ticket instanceof usersig.Ticket && ticket.identifier === 'xiaojun');
  const rows = [
    ['USERBUF_MISMATCH', () => verifier.authenticate(signer.genSig('a', { userbuf: 'u' }))],
    ['SDKAPPID_MISMATCH', () => verifier.authenticate(genSig(APPID + 1, keys.secret, 'a'))],
    ['BAD_SIGNATURE', () => verifier.authenticate(genSig(APPID, new SecretKey('another'), 'a'))],
    ['EXPIRED', () => verifier.authenticate(signer.genSig('a', { issuedAt: 1000, expire: 60 }), { now: 1061.5 })],
  ];
  for (const [word, call] of rows) assert.equal(thrown(call).code, `ERR_USERSIG_${word}`);
  assert.ok(thrown(() => verifier.authenticate(signer.genSig('a'), 'a')) instanceof TypeError);
});

test('tickets as bytes', () => {
  const ticket = signer.genSig('a');
  const bytes = new Uint8Array([0, ...Buffer.from(ticket), 0]).subarray(1, ticket.length + 1);
  for (const form of [Buffer.from(ticket), bytes]) {
    for (const read of [verifier.verify(form, 'a'), verifier.authenticate(form), inspect(form)]) assert.equal(read.identifier, 'a');
  }
  for (const [bad, word] of [[Buffer.alloc(0), 'EMPTY'], [Buffer.from([0xff]), 'MALFORMED_BASE64'], [Buffer.alloc(16385, 'x'), 'TOO_LONG']]) {
    for (const call of [() => verifier.verify(bad, 'a'), () => verifier.authenticate(bad), () => inspect(bad)]) {
      assert.equal(thrown(call).code, `ERR_USERSIG_${word}`);
    }
  }
});

test('the clock is Date.now(), so that fake timers work', (t) => {
  t.mock.method(Date, 'now', () => 1600000000_999);
  const ticket = signer.genSig('a');
  assert.equal(inspect(ticket).issuedAt, 1600000000);
  verifier.verify(ticket, 'a');
  verifier.authenticate(ticket);
});

test('leeway and tolerance', () => {
  const ticket = signer.genSig('a', { issuedAt: 1000, expire: 10 });
  const lenient = new Verifier(APPID, keys.secret, { leeway: 5, futureTolerance: 7 });
  lenient.verify(ticket, 'a', { now: 1015 });
  lenient.verify(ticket, 'a', { now: 993 });
  assert.equal(thrown(() => lenient.verify(ticket, 'a', { now: 1016 })).code, 'ERR_USERSIG_EXPIRED');
  assert.equal(thrown(() => lenient.verify(ticket, 'a', { now: 992 })).code, 'ERR_USERSIG_NOT_YET_VALID');
  for (const leeway of [-1, 86401, 0.5, NaN]) {
    assert.equal(thrown(() => new Verifier(APPID, keys.secret, { leeway })).code, 'ERR_USERSIG_INVALID_ARGUMENT');
  }
});

test('userbufs are strings, Buffers and Uint8Arrays', () => {
  const bytes = Buffer.from('wörld');
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  const part = new Uint8Array([0, ...bytes, 0]).subarray(1, bytes.length + 1);
  for (const userbuf of ['wörld', bytes, new Uint8Array(bytes), shared, part]) {
    const ticket = signer.genSig('a', { userbuf });
    const read = verifier.verify(ticket, 'a', { userbuf: { exactly: userbuf } }).userbuf;
    assert.ok(Buffer.isBuffer(read) && read.equals(bytes));
    assert.equal(thrown(() => verifier.verify(ticket, 'a')).code, 'ERR_USERSIG_USERBUF_MISMATCH');
  }
  assert.equal(inspect(signer.genSig('a', { userbuf: '' })).userbuf.length, 0);
  const most = signer.genSig('a', { userbuf: Buffer.alloc(8192, 'é'.repeat(7)) });
  assert.equal(inspect(most).userbuf.length, 8192);
  for (const userbuf of [Buffer.alloc(8193), 'x'.repeat(8193), 'é'.repeat(4097), Buffer.alloc(50_000_000)]) {
    assert.equal(thrown(() => signer.genSig('a', { userbuf })).code, 'ERR_USERSIG_INVALID_USERBUF');
    const exactly = { userbuf: { exactly: userbuf } };
    assert.equal(thrown(() => verifier.verify(most, 'a', exactly)).code, 'ERR_USERSIG_USERBUF_MISMATCH');
  }
});

test('bounds hold for characters of every length, and huge strings cost nothing', () => {
  for (const character of ['a', 'é', '用', '😀', '\ufffd']) {
    const length = Buffer.byteLength(character);
    const fitting = character.repeat(Math.floor(1024 / length));
    const longest = fitting + 'a'.repeat(1024 - Buffer.byteLength(fitting));
    assert.equal(Buffer.byteLength(longest), 1024);
    const ticket = signer.genSig(longest);
    assert.equal(verifier.verify(ticket, longest).identifier, longest);
    for (const identifier of [`${longest}a`, `${longest}${character}`, character.repeat(20_000_000)]) {
      assert.equal(thrown(() => signer.genSig(identifier)).code, 'ERR_USERSIG_INVALID_IDENTIFIER');
      assert.equal(thrown(() => verifier.verify(ticket, identifier)).code, 'ERR_USERSIG_INVALID_IDENTIFIER');
    }
    assert.equal(thrown(() => inspect(character.repeat(16385))).code, 'ERR_USERSIG_TOO_LONG');
    assert.equal(thrown(() => signer.genPrivateMapKey('a', character.repeat(65), 255)).code, 'ERR_USERSIG_INVALID_ROOM');
  }
});

test('half a surrogate pair is no text, is not replaced by another, and has the code of its argument', () => {
  const ticket = signer.genSig('a');
  const withUserbuf = signer.genSig('a', { userbuf: 'a' });
  const v1 = new Signer(APPID, keys.p256_private);
  for (const text of ['\ud800', 'a\udc00b', '\udc00\ud800', `${'x'.repeat(1000)}\ud83d`]) {
    const rows = [
      ['INVALID_IDENTIFIER', () => signer.genSig(text)],
      ['INVALID_IDENTIFIER', () => signer.genPrivateMapKey(text, 1, 255)],
      ['INVALID_IDENTIFIER', () => verifier.verify(ticket, text)],
      ['MALFORMED_BASE64', () => verifier.verify(text, 'a')],
      ['MALFORMED_BASE64', () => inspect(text)],
      ['INVALID_USERBUF', () => signer.genSig('a', { userbuf: text })],
      ['INVALID_USERBUF', () => verifier.verify(withUserbuf, 'a', { userbuf: { exactly: text } })],
      ['INVALID_ROOM', () => signer.genPrivateMapKey('a', text.slice(-2), 255)],
      ['INVALID_ARGUMENT', () => v1.genSig('a', { accountType: text })],
      ['INVALID_ARGUMENT', () => v1.genSig('a', { appidAt3rd: text })],
      ['INVALID_KEY', () => new SecretKey(text)],
      ['INVALID_KEY', () => PrivateKey.fromPem(text)],
      ['INVALID_KEY', () => PublicKey.fromPem(text)],
    ];
    for (const [word, call] of rows) assert.equal(thrown(call).code, `ERR_USERSIG_${word}`, call.toString());
  }
  assert.equal(inspect(signer.genSig('😀\ufffd')).identifier, '😀\ufffd');
});

test('wrong types are a TypeError', () => {
  const ticket = signer.genSig('a');
  const wrong = [undefined, null, 1, 1n, true, {}, [], Symbol('x'), () => 'a', new String('a')];
  const calls = [
    ...wrong.flatMap((value) => [
      () => signer.genSig(value),
      () => verifier.verify(value, 'a'),
      () => verifier.authenticate(value),
      () => verifier.verify(ticket, value),
      () => inspect(value),
      () => PrivateKey.fromPem(value),
      () => PublicKey.fromPem(value),
      () => new SecretKey(value),
      () => new Signer(APPID, value),
      ...(Array.isArray(value) ? [] : [() => new Verifier(APPID, value)]),
      () => new Verifier(APPID, [keys.secret, value]),
    ]),
    ...[undefined, null, '1', 1n, true, {}].flatMap((value) => [
      () => new Signer(value, keys.secret),
      () => new Verifier(value, keys.secret),
      () => signer.genPrivateMapKey('a', 1, value),
      ...(value == null ? [] : [() => signer.genSig('a', { expire: value })]),
      ...(value == null ? [] : [() => signer.genSig('a', { issuedAt: value })]),
      ...(value == null ? [] : [() => verifier.verify(ticket, 'a', { now: value })]),
      ...(value == null ? [] : [() => new Verifier(APPID, keys.secret, { leeway: value })]),
    ]),
    ...['x', 1, true].map((value) => () => signer.genSig('a', value)),
    ...[undefined, null, {}, 1n].map((value) => () => signer.genPrivateMapKey('a', value, 1)),
    ...[1, {}, [1]].map((value) => () => signer.genSig('a', { userbuf: value })),
    ...[1, 'yes'].map((value) => () => signer.genSig('a', { strictIdentifier: value })),
    ...[1, 'best'].map((value) => () => signer.genSig('a', { compression: value })),
    ...[1, 'whatever', {}, { exactly: 1 }, Buffer.from('a')].map((value) => () => verifier.verify(ticket, 'a', { userbuf: value })),
    () => signer.genSig('a', { expires: 60 }),
    () => verifier.verify(ticket, 'a', { leeway: 60 }),
    () => new PrivateKey(),
    () => new PublicKey(),
    () => new usersig.Ticket(),
    () => new usersig.UntrustedTicket(undefined, []),
    () => Signer.prototype.genSig.call({}, 'a'),
    () => Signer.prototype.genSig.call(verifier, 'a'),
    () => Reflect.get(PrivateKey.prototype, 'curve', keys.p256_public),
  ];
  for (const call of calls) {
    const error = thrown(call);
    assert.ok(error instanceof TypeError && !(error instanceof UserSigError), `${call}: ${error.stack}`);
  }
  assert.equal(thrown(() => signer.genSig(1)).code, 'ERR_INVALID_ARG_TYPE');
});

test('numbers outside their ranges', () => {
  const ticket = signer.genSig('a');
  const rows = [
    ['INVALID_SDKAPPID', [0, -1, 2 ** 32, 1.5, NaN, Infinity, -Infinity, 2 ** 64, Number.MAX_VALUE, 5e-324], (n) => new Signer(n, keys.secret)],
    ['INVALID_SDKAPPID', [0, -1, 2 ** 32, 1.5, NaN], (n) => new Verifier(n, keys.secret)],
    ['INVALID_EXPIRE', [-1, 2 ** 32, 0.1, NaN, Infinity], (n) => signer.genSig('a', { expire: n })],
    ['INVALID_ROOM', [0, -1, 2 ** 32 - 1, 2 ** 32, 1.5, NaN], (n) => signer.genPrivateMapKey('a', n, 255)],
    ['INVALID_ARGUMENT', [-1, 2 ** 32, 1.5, NaN], (n) => signer.genPrivateMapKey('a', 1, n)],
    ['INVALID_ARGUMENT', [-1, 2 ** 53, 253402300800], (n) => verifier.verify(ticket, 'a', { now: n })],
  ];
  for (const [word, numbers, call] of rows) {
    for (const number of numbers) assert.equal(thrown(() => call(number)).code, `ERR_USERSIG_${word}`, `${call} ${number}`);
  }
  assert.equal(inspect(new Signer(2 ** 32 - 1, keys.secret).genSig('a', { expire: 2 ** 32 - 1 })).sdkappid, 4294967295);
  assert.equal(inspect(signer.genSig('a', { expire: 0 })).expire, 0);
});

test('keys', () => {
  for (const curve of ['P-256', 'secp256k1']) {
    const made = PrivateKey.generate(curve);
    assert.equal(made.curve, curve);
    const again = PrivateKey.fromPem(made.toPem());
    const check = new Verifier(APPID, PublicKey.fromPem(made.publicKey().toPem()));
    assert.equal(check.verify(genSig(APPID, again, 'a'), 'a').version, '1.0');
  }
  assert.equal(PrivateKey.generate().curve, 'P-256');
  assert.equal(thrown(() => PrivateKey.generate('P-384')).code, 'ERR_USERSIG_UNSUPPORTED_CURVE');
  assert.equal(thrown(() => new Verifier(APPID, [])).code, 'ERR_USERSIG_INVALID_ARGUMENT');
  const binary = Buffer.from([0x2d, 0xff, 0xfe]);
  for (const call of [() => PrivateKey.fromPem(binary), () => PublicKey.fromPem(binary), () => new SecretKey(binary)]) {
    assert.equal(thrown(call).code, 'ERR_USERSIG_INVALID_KEY');
  }
});

test('a verifier takes keys of both kinds', () => {
  const both = new Verifier(APPID, [keys.p256_public, keys.secp256k1_public, keys.secret]);
  assert.equal(both.sdkappid, APPID);
  for (const [key, version] of [[keys.p256_private, '1.0'], [keys.secp256k1_private, '1.0'], [keys.secret, '2.0']]) {
    assert.equal(both.verify(genSig(APPID, key, 'a'), 'a').version, version);
  }
});

test('compression is read back whatever it is', () => {
  const lengths = ['default', 'fast', 'none'].map((compression) => {
    const ticket = signer.genSig('a'.repeat(300), { compression });
    verifier.verify(ticket, 'a'.repeat(300));
    return ticket.length;
  });
  assert.ok(lengths[0] <= lengths[1] && lengths[1] < lengths[2]);
});

test('strict identifiers', () => {
  const strictly = (identifier) => signer.genSig(identifier, { strictIdentifier: true });
  inspect(strictly('a-Z_9'.padEnd(32, 'x')));
  for (const bad of ['a b', '用户', 'x'.repeat(33)]) {
    assert.equal(thrown(() => strictly(bad)).code, 'ERR_USERSIG_INVALID_IDENTIFIER');
    inspect(signer.genSig(bad, { strictIdentifier: false }));
  }
});

test('batches keep their order, and one bad identifier spoils only its own place', async () => {
  const identifiers = Array.from({ length: 5000 }, (_, index) => `user-${index}`);
  identifiers[7] = '';
  identifiers[4321] = 'line\nbreak';
  identifiers[4999] = '\ud800';
  // Whatever is in a place, it costs the others nothing.
  [null, undefined, 12, {}, Symbol('x'), ['user']].forEach((value, at) => (identifiers[100 + at] = value));
  delete identifiers[200];
  const bad = [7, 100, 101, 102, 103, 104, 105, 200, 4321, 4999];
  for (const threads of [undefined, 1, 3]) {
    for (const key of [keys.secret, keys.p256_private]) {
      const made = await new Signer(APPID, key).genSigBatch(identifiers, { expire: 60, issuedAt: 1000, userbuf: 'u', threads });
      assert.equal(made.length, identifiers.length);
      made.forEach((ticket, index) => {
        if (bad.includes(index)) {
          assert.ok(ticket instanceof UserSigError);
          assert.deepEqual([ticket.code, ticket.index], ['ERR_USERSIG_INVALID_IDENTIFIER', index]);
        } else {
          const { identifier, expire, issuedAt, userbuf } = inspect(ticket);
          assert.deepEqual([identifier, expire, issuedAt, `${userbuf}`], [identifiers[index], 60, 1000, 'u']);
        }
      });
    }
  }
  assert.deepEqual(await signer.genSigBatch([]), []);
  await assert.rejects(signer.genSigBatch(['a'], { expire: -1 }), { code: 'ERR_USERSIG_INVALID_EXPIRE' });
  await assert.rejects(signer.genSigBatch('a'), TypeError);
  for (const threads of [0, -1, 1.5, NaN]) {
    await assert.rejects(signer.genSigBatch(['a'], { threads }), { code: 'ERR_USERSIG_INVALID_ARGUMENT' });
  }
  await assert.rejects(signer.genSigBatch(['a'], { threads: '2' }), TypeError);
});

test('batches leave the event loop free', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const identifiers = Array.from({ length: 20_000 }, (_, index) => `user-${index}`);
  await new Signer(APPID, keys.secp256k1_private).genSigBatch(identifiers, { threads: 1 });
  clearInterval(timer);
  assert.ok(turns > 10, `${turns} turns`);
});

test('errors', () => {
  const error = thrown(() => verifier.verify('', 'a'));
  assert.ok(error instanceof Error && error instanceof UserSigError);
  assert.equal(error.name, 'UserSigError');
  assert.equal(`${error}`, `UserSigError: ${error.message}`);
  assert.equal(error.code, 'ERR_USERSIG_EMPTY');
  assert.equal(error.number, ErrorCode.ERR_USERSIG_EMPTY);
  assert.equal(error.serviceCode, 70002);
  assert.equal(error.index, null);
  assert.match(error.stack, /api\.test\.js/);
  assert.ok(Object.isFrozen(ErrorCode) && Object.isFrozen(Privileges));
  assert.equal(Object.values(Privileges).slice(0, -1).reduce((sum, bit) => sum | bit), Privileges.ALL);
});

test('the version is the workspace’s', () => {
  const version = /^\[workspace\.package\]\nversion = "(.*)"/m.exec(read('Cargo.toml'))[1];
  assert.equal(usersig.version, version);
  assert.equal(require('usersig/package.json').version, version);
});

test('no input does more than throw', () => {
  const both = new Verifier(APPID, [keys.p256_public, keys.secret]);
  const tickets = [signer.genSig('a'), signer.genSig('a', { userbuf: 'u' }), genSig(APPID, keys.p256_private, 'a')];
  // Reproducible: a linear congruential generator.
  let state = 1;
  const random = (below) => (state = (state * 1103515245 + 12345) % 2147483648) % below;
  const alphabet = 'AZaz09*-_+/= \n\0é用\ud800';
  for (let i = 0; i < 20_000; i++) {
    const ticket = tickets[random(tickets.length)];
    const at = random(ticket.length);
    const mutated = ticket.slice(0, at) + alphabet[random(alphabet.length)] + ticket.slice(at + random(3));
    for (const call of [() => both.verify(mutated, 'a', { userbuf: 'any' }), () => inspect(mutated)]) {
      try {
        const { identifier } = call();
        assert.equal(typeof identifier, 'string');
      } catch (error) {
        assert.ok(error instanceof UserSigError && error.number >= 1 && error.number < 99, error.stack);
      }
    }
  }
});
