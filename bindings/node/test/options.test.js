'use strict';

// Options are an object's own properties, of which none is ignored: what Object.prototype says is nobody's option.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const vm = require('node:vm');
const { Api, PrivateKey, PublicKey, SecretKey, Sig, Signer, UserSigError, Verifier, genSig, inspect } = require('usersig');
const { keyRows, keys, open, thrown } = require('./helpers.js');

const APPID = 1400000000;
const signer = new Signer(APPID, keys.secret);
const verifier = new Verifier(APPID, keys.secret);
const old = signer.genSig('a', { issuedAt: 1000, expire: 10 });
const withUserbuf = signer.genSig('a', { userbuf: 'u' });
const sigConfig = { sdk_appid: APPID, private_key_string: keyRows.p256_private.text, public_key_string: keyRows.p256_public.text };
const expiredV1 = genSig(APPID, keys.p256_private, 'a', { issuedAt: 1000, expire: 10 });

/** Runs `call` with properties that a bug elsewhere in the process has put on Object.prototype. */
function polluted(properties, call) {
  try {
    Object.defineProperties(Object.prototype, properties);
    return call();
  } finally {
    for (const name of Reflect.ownKeys(properties)) delete Object.prototype[name];
  }
}

/** Every way in which a property can be there; a setter that swallows what is assigned is the meanest. */
const forms = {
  'a value': (value) => ({ value, writable: true, enumerable: true, configurable: true }),
  'a hidden value': (value) => ({ value, enumerable: false, configurable: true }),
  'a getter': (value) => ({ get: () => value, set: () => {}, enumerable: true, configurable: true }),
};

const poison = {
  now: 1005,
  userbuf: 'any',
  exactly: 'u',
  leeway: 86400,
  futureTolerance: 86400,
  expire: 4294967295,
  issuedAt: 4000000000,
  strictIdentifier: true,
  compression: 'none',
  accountType: '7',
  appidAt3rd: '7',
  threads: -1,
  sdk_appid: 7,
  expire_after: 4294967295,
  private_key: '/no/such/file',
  public_key: '/no/such/file',
  private_key_string: keyRows.other_private.text,
  public_key_string: keyRows.p256_public.text,
};

/** All that is read out of a ticket, without the library's objects. */
const content = (ticket) => {
  const fields = JSON.parse(open(ticket));
  return { ...fields, 'TLS.sig': null, 'TLS.time': null };
};

const codeOfCall = (call) => {
  try {
    call();
  } catch (error) {
    return error.code;
  }
  return 'nothing was thrown';
};

// Each call's answer, which must be the same whatever stands on Object.prototype. With no options, with `{}`, and with one.
const now = Math.floor(Date.now() / 1000);
const calls = {
  'verify of an expired ticket': () => [undefined, null, {}].map((given) => codeOfCall(() => verifier.verify(old, 'a', given))),
  'verify of a ticket with a userbuf': () => [undefined, {}, { now }].map((given) => codeOfCall(() => verifier.verify(withUserbuf, 'a', given))),
  'verify with { exactly }': () => codeOfCall(() => verifier.verify(withUserbuf, 'a', { userbuf: {} })),
  'new Verifier': () => [undefined, {}, { leeway: 1 }, { futureTolerance: 1 }].map((given) => [
    codeOfCall(() => new Verifier(APPID, keys.secret, given).verify(old, 'a', { now: 1012 })),
    codeOfCall(() => new Verifier(APPID, keys.secret, given).verify(old, 'a', { now: 690 })),
  ]),
  genSig: () => [undefined, null, {}, { expire: 60 }, { userbuf: undefined }, { compression: undefined }].map((given) => {
    const tickets = [signer, new Signer(APPID, keys.p256_private)].map((one) => one.genSig('a b', given));
    tickets.push(genSig(APPID, keys.secret, 'a b', given));
    return tickets.map(content);
  }),
  genPrivateMapKey: () => [undefined, {}, { expire: 60 }].map((given) => {
    const { expire, privateMapKey } = inspect(signer.genPrivateMapKey('a b', 1, 255, { ...given, issuedAt: 1600000000 }));
    return [expire, privateMapKey.expiresAt, privateMapKey.room];
  }),
  'new Sig': () => {
    const sig = new Sig(sigConfig);
    return [sig.sdk_appid, sig.expire_after, content(sig.genSig('a b')), content(sig.genSigWithUserbuf('a', 'u')), sig.verifySig(expiredV1, 'a'), sig.verifySig(sig.genSig('a'), 'a')];
  },
  'new Sig without keys': () => {
    const sig = new Sig({ sdk_appid: APPID });
    return [codeOfCall(() => sig.genSig('a')), sig.verifySig(expiredV1, 'a'), sig.lastError.code];
  },
  'new Sig({})': () => codeOfCall(() => new Sig({}).genSig('a')),
  Api: () => {
    const api = new Api(APPID, keyRows.secret.text);
    return [api.genUserSig('a b'), api.genSig('a b', 60), api.genSig('a b', 60, 'u'), api.genPrivateMapKey('a b', undefined, 1, 255)].map(
      (ticket) => ({ ...content(ticket), 'TLS.userbuf': null }),
    );
  },
  'fields of tickets': () => {
    const ticket = verifier.verify(withUserbuf, 'a', { userbuf: { exactly: 'u' } });
    return [ticket.identifier, ticket.version, ticket.sdkappid, ticket.expire, `${ticket.userbuf}`, ticket.accountType, ticket.privateMapKey];
  },
  'fields of errors': () => {
    const error = thrown(() => inspect(''));
    return [error.code, error.number, error.serviceCode, error.field];
  },
};

for (const [form, describe] of Object.entries(forms)) {
  for (const [name, call] of Object.entries(calls)) {
    test(`${name} with ${form} on Object.prototype`, () => {
      const expected = call();
      for (const [property, value] of Object.entries(poison)) {
        const answer = polluted({ [property]: describe(value) }, call);
        assert.deepEqual(answer, expected, property);
      }
      const everything = Object.fromEntries(Object.entries(poison).map(([property, value]) => [property, describe(value)]));
      assert.deepEqual(polluted(everything, call), expected);
    });
  }
  test(`what tickets and errors say with ${form} on Object.prototype`, () => {
    for (const name of ['fields of tickets', 'fields of errors']) {
      const expected = calls[name]();
      for (const property of ['identifier', 'version', 'sdkappid', 'expire', 'userbuf', 'accountType', 'privateMapKey', 'code', 'number', 'serviceCode', 'field']) {
        assert.deepEqual(polluted({ [property]: describe('polluted') }, calls[name]), expected, `${name}, ${property}`);
      }
    }
  });
  test(`genSigBatch with ${form} on Object.prototype`, async () => {
    const make = async () => (await signer.genSigBatch(['a b', 'c'], {})).map(content);
    const expected = await make();
    for (const [property, value] of Object.entries(poison)) {
      // The options are read before the first promise.
      const made = polluted({ [property]: describe(value) }, make);
      assert.deepEqual(await made, expected, property);
    }
  });
}

class Given {
  expire = 60;
}

const functions = {
  'signer.genSig': (given) => signer.genSig('a', given),
  'signer.genPrivateMapKey': (given) => signer.genPrivateMapKey('a', 1, 255, given),
  genSig: (given) => genSig(APPID, keys.secret, 'a', given),
  'new Verifier': (given) => new Verifier(APPID, keys.secret, given),
  'verifier.verify': (given) => verifier.verify(signer.genSig('a'), 'a', given),
  'new Signer': (given) => new Signer(APPID, keys.secret, given),
};

const notPlain = {
  'a second key': keys.secret,
  'a public key': keys.p256_public,
  'a private key': keys.p256_private,
  'a Map': new Map([['expire', 60]]),
  'an empty Map': new Map(),
  'an array': [],
  'an array of keys': [keys.secret],
  'a Date': new Date(),
  'a Buffer': Buffer.alloc(0),
  'a Uint8Array': new Uint8Array(0),
  'a function': () => 60,
  'an instance of a class': new Given(),
  'an object that inherits': Object.create({ expire: 60 }),
  'an object that inherits from one without prototype': Object.create(Object.assign(Object.create(null), { expire: 60 })),
  'an Error': new Error('x'),
  'a Promise': Promise.resolve({}),
  'a RegExp': /x/,
  'a signer': signer,
  'a ticket': inspect(old),
  'a string': 'expire',
  'an empty string': '',
  'a number': 60,
  zero: 0,
  'a bigint': 60n,
  true: true,
  false: false,
  'a symbol': Symbol('expire'),
  'a Proxy of an array': new Proxy([], {}),
  'a Proxy of a Map': new Proxy(new Map(), {}),
};

for (const [name, call] of Object.entries(functions)) {
  for (const [what, given] of Object.entries(notPlain)) {
    test(`${name} refuses ${what} where options go`, () => {
      const error = thrown(() => call(given));
      assert.ok(error instanceof TypeError && !(error instanceof UserSigError), error.stack);
      assert.equal(error.code, 'ERR_INVALID_ARG_TYPE');
      assert.match(error.message, /^options must be/);
    });
  }
  test(`${name} refuses unknown names, symbols included, and names the options that there are`, () => {
    for (const unknown of [
      { sdkappid: 1 },
      { xyz: undefined },
      { '': 1 },
      { [Symbol('expire')]: 60 },
      { [Symbol.iterator]: 60 },
      { ['__proto__']: { expire: 60 } },
      { constructor: 1 },
      { toString: 1 },
      Object.defineProperty({}, 'hidden', { value: 1 }),
      Object.assign(Object.create(null), { xyz: 1 }),
      new Proxy({ xyz: 1 }, {}),
      (function () { return arguments; })(60),
    ]) {
      const error = thrown(() => call(unknown));
      assert.ok(error instanceof TypeError, error.stack);
      if (name === 'new Signer') continue;
      assert.equal(error.code, 'ERR_INVALID_ARG_VALUE');
      assert.match(error.message, name.includes('erifier') ? /now, userbuf|leeway, futureTolerance/ : /expire, userbuf, issuedAt/);
    }
  });
}

test('genSigBatch refuses the same, as a rejected promise', async () => {
  for (const [what, given] of Object.entries(notPlain)) {
    await assert.rejects(signer.genSigBatch(['a'], given), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' }, what);
  }
  await assert.rejects(signer.genSigBatch(['a'], { thread: 1 }), { code: 'ERR_INVALID_ARG_VALUE', message: /did you mean "threads"/ });
});

test('plain objects of every origin are taken', () => {
  const bare = Object.assign(Object.create(null), { expire: 60 });
  const plain = [{ expire: 60 }, bare, vm.runInNewContext('({ expire: 60 })'), new Proxy({ expire: 60 }, {}), JSON.parse('{"expire":60}'),
    Object.freeze({ expire: 60 }), { get expire() { return 60; } }, Object.defineProperty({}, 'expire', { value: 60 }), structuredClone({ expire: 60 })];
  for (const given of plain) assert.equal(inspect(signer.genSig('a', given)).expire, 60);
  for (const given of [undefined, null, {}, Object.create(null)]) assert.equal(inspect(signer.genSig('a', given)).expire, 15552000);
  // Not given, in both spellings.
  for (const expire of [undefined, null]) assert.equal(inspect(signer.genSig('a', { expire })).expire, 15552000);
});

test('each option is read once, so that what is checked is what is used', () => {
  let reads = 0;
  const userbufs = ['u', { length: 1 }, 1];
  signer.genSig('a', { get userbuf() { return userbufs[reads++]; } });
  assert.equal(reads, 1);
  const log = [];
  const given = new Proxy({ userbuf: { exactly: 'u' }, now }, {
    get: (target, name, receiver) => (log.push(name), Reflect.get(target, name, receiver)),
  });
  verifier.verify(withUserbuf, 'a', given);
  assert.deepEqual(log.sort(), ['now', 'userbuf']);
  let exactly = 0;
  verifier.verify(withUserbuf, 'a', { userbuf: { get exactly() { return exactly++ ? 1 : 'u'; } } });
  assert.equal(exactly, 1);
});

test('the name that was probably meant is said', () => {
  const rows = [
    ['expires', 'expire'], ['Expire', 'expire'], ['expiresIn', 'expire'], ['expire_after', 'expire'], ['exipre', 'expire'], ['exp', 'expire'],
    ['issued_at', 'issuedAt'], ['issueAt', 'issuedAt'], ['userBuf', 'userbuf'], ['user_buf', 'userbuf'], ['strict', 'strictIdentifier'],
    ['compresion', 'compression'], ['account_type', 'accountType'], ['appid_at_3rd', 'appidAt3rd'],
  ];
  for (const [wrong, meant] of rows) {
    const { message } = thrown(() => signer.genSig('a', { [wrong]: 1 }));
    assert.ok(message.includes(`unknown option "${wrong}"`) && message.includes(`did you mean "${meant}"?`), message);
  }
  assert.match(thrown(() => new Verifier(1, keys.secret, { future_tolerance: 1 })).message, /did you mean "futureTolerance"\?/);
  assert.doesNotMatch(thrown(() => signer.genSig('a', { ttl: 1 })).message, /did you mean/);
  // A text in the place of a name may be anything: a ticket, a secret.
  for (const name of [old, keyRows.secret.text, 'some user', 'x'.repeat(1_000_000)]) {
    assert.ok(!thrown(() => signer.genSig('a', { [name]: 1 })).message.includes(name.slice(0, 20)));
    assert.ok(!thrown(() => signer.genSig('a', { [Symbol(name)]: 1 })).message.includes(name.slice(0, 20)));
  }
});

test('userbuf of verify takes { exactly } and nothing beside it', () => {
  class Exactly {
    exactly = 'u';
  }
  for (const userbuf of [{}, [], { exactly: 'u', other: 1 }, { Exactly: 'u' }, { exactly: undefined }, { exactly: null }, new Exactly(),
    Object.create({ exactly: 'u' }), new Map([['exactly', 'u']]), Object.assign([], { exactly: 'u' }), Object.assign(() => {}, { exactly: 'u' })]) {
    const error = thrown(() => verifier.verify(withUserbuf, 'a', { userbuf }));
    assert.ok(error instanceof TypeError && !(error instanceof UserSigError), error.stack);
  }
  verifier.verify(withUserbuf, 'a', { userbuf: Object.assign(Object.create(null), { exactly: 'u' }) });
});

test('Sig reads own properties, each once', () => {
  const reads = {};
  const counting = new Proxy(sigConfig, { get: (target, name) => ((reads[name] = (reads[name] ?? 0) + 1), target[name]) });
  new Sig(counting).genSig('a');
  assert.ok(Object.values(reads).every((count) => count === 1), JSON.stringify(reads));
  const inheriting = new Sig(Object.create(sigConfig));
  assert.equal(inheriting.sdk_appid, undefined);
  assert.throws(() => inheriting.genSig('a'));
  for (const config of [undefined, null]) {
    assert.ok(thrown(() => new Sig(config)) instanceof TypeError);
  }
});

test('a key of another class is a TypeError that says what to give', () => {
  const rows = [
    [() => new Signer(APPID, keys.p256_public), /PublicKey.*verifies/],
    [() => genSig(APPID, keys.p256_public, 'a'), /PublicKey/],
    [() => new Verifier(APPID, keys.p256_private), /publicKey\(\)/],
    [() => new Verifier(APPID, [keys.secret, keys.p256_private]), /publicKey\(\)/],
    [() => new Signer(APPID, keyRows.secret.text), /new SecretKey\(text\)/],
    [() => new Verifier(APPID, keyRows.secret.text), /new SecretKey\(text\)/],
    [() => new Verifier(APPID, keys.secret, keys.p256_public), /array/],
    [() => new Verifier(APPID, [keys.secret, , keys.p256_public]), /^key must be/],
  ];
  for (const [call, message] of rows) {
    const error = thrown(call);
    assert.ok(error instanceof TypeError && !(error instanceof UserSigError), error.stack);
    assert.equal(error.code, 'ERR_INVALID_ARG_TYPE');
    assert.match(error.message, message);
  }
});

test('null and undefined name the argument, and for a key ask for the environment variable', () => {
  for (const nothing of [undefined, null]) {
    const keyCalls = {
      secret: [() => new SecretKey(nothing), () => new Api(APPID, nothing).genUserSig('a')],
      pem: [() => PublicKey.fromPem(nothing), () => PrivateKey.fromPem(nothing)],
      key: [() => new Signer(APPID, nothing), () => genSig(APPID, nothing, 'a'), () => new Verifier(APPID, nothing), () => new Verifier(APPID, [nothing])],
    };
    for (const [name, group] of Object.entries(keyCalls)) {
      for (const call of group) {
        const error = thrown(call);
        assert.ok(error instanceof TypeError, error.stack);
        assert.match(error.message, new RegExp(`^${name} must be .*, and ${nothing} was given; is the environment variable set\\?$`));
      }
    }
    const others = {
      sdkappid: () => new Signer(nothing, keys.secret),
      identifier: () => signer.genSig(nothing),
      ticket: () => verifier.verify(nothing, 'a'),
      room: () => signer.genPrivateMapKey('a', nothing, 255),
      privileges: () => signer.genPrivateMapKey('a', 1, nothing),
    };
    for (const [name, call] of Object.entries(others)) {
      assert.match(thrown(call).message, new RegExp(`^${name} must be .*, and ${nothing} was given$`));
    }
  }
});
