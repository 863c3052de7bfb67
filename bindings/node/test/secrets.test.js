'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const util = require('node:util');
const v8 = require('node:v8');
const { Api, Sig, Signer, Verifier, inspect } = require('usersig');
const { keyRows, keys, thrown } = require('./helpers.js');

const SECRET = keyRows.secret.text;
const PEM = keyRows.p256_private.text;
const pemBody = PEM.split('\n')[1];

const api = new Api(1400000000, SECRET);
api.genUserSig('a');
const sig = new Sig({ sdk_appid: 1400000000, private_key_string: PEM, public_key_string: keyRows.p256_public.text });
sig.verifySig(sig.genSig('a'), 'a');
const holders = {
  PrivateKey: keys.p256_private,
  SecretKey: keys.secret,
  'Signer v1': new Signer(1400000000, keys.p256_private),
  'Signer v2': new Signer(1400000000, keys.secret),
  Verifier: new Verifier(1400000000, [keys.secret, keys.p256_public]),
  Api: api,
  Sig: sig,
};

const views = {
  'util.inspect': (value) => util.inspect(value, { showHidden: true, depth: Infinity, showProxy: true, getters: true, customInspect: true }),
  'util.inspect without custom inspection': (value) =>
    util.inspect(value, { showHidden: true, depth: Infinity, getters: true, customInspect: false }),
  'util.format': (value) => util.format('%s %o %O %j', value, value, value, value),
  'JSON.stringify': (value) => JSON.stringify({ value }),
  String: (value) => `${value}`,
  structuredClone: (value) => util.inspect(structuredClone(value), { showHidden: true, depth: Infinity }),
  'v8.serialize': (value) => v8.serialize(value).toString('latin1'),
  'Object.entries': (value) => util.inspect(Object.entries(Object.getOwnPropertyDescriptors(value))),
  spread: (value) => util.inspect({ ...value }),
};

for (const [name, holder] of Object.entries(holders)) {
  for (const [view, show] of Object.entries(views)) {
    test(`${name} in ${view}`, () => {
      const text = show(holder);
      assert.ok(!text.includes(SECRET) && !text.includes(pemBody), 'the secret is there');
      for (const part of [SECRET, pemBody]) assert.ok(!text.includes(part.slice(8, 24)), 'a part of the secret is there');
    });
  }
}

test('a copy is no key', () => {
  for (const key of [structuredClone(keys.secret), { ...keys.secret }, Object.create(keys.secret), JSON.parse(JSON.stringify(keys.secret))]) {
    assert.ok(thrown(() => new Signer(1400000000, key)) instanceof TypeError);
  }
});

test('what is shown of a key is its kind', () => {
  assert.equal(util.inspect(keys.secret), 'SecretKey {}');
  assert.equal(util.inspect(keys.p256_private), "PrivateKey { curve: 'P-256' }");
  assert.equal(util.inspect(holders['Signer v2']), 'Signer { sdkappid: 1400000000 }');
});

test('what is shown of a ticket is neither identifier nor userbuf', () => {
  const v2 = holders['Signer v2'];
  const made = {
    v2: v2.genSig('some-identifier', { userbuf: 'some-userbuf' }),
    v1: holders['Signer v1'].genSig('some-identifier', { userbuf: 'some-userbuf', accountType: 'some-type', appidAt3rd: 'some-appid' }),
    room: v2.genPrivateMapKey('some-identifier', 'some-room', 255),
  };
  const shows = [
    (value) => util.inspect(value),
    (value) => util.inspect(value, { showHidden: true, depth: Infinity, showProxy: true, getters: true, colors: true }),
    (value) => util.inspect({ nested: [value], map: new Map([[value, value]]) }, { depth: Infinity }),
    (value) => util.format('%s %o %O', value, value, value),
    (value) => `${value}`,
    (value) => util.inspect(new Error('x', { cause: value })),
    (value) => util.inspect(value.privateMapKey),
  ];
  for (const [name, text] of Object.entries(made)) {
    const userbuf = { userbuf: 'present' };
    for (const ticket of [inspect(text), holders.Verifier.verify(text, 'some-identifier', userbuf)]) {
      for (const show of shows) assert.doesNotMatch(show(ticket), /some-|736f6d65|73 6f 6d 65/, `${name} ${show}`);
      const start = `${ticket.constructor.name} { version: '${ticket.version}', sdkappid: 1400000000, issuedAt: ${ticket.issuedAt}`;
      assert.equal(util.inspect(ticket), `${start}, expire: 15552000 }`);
      // JSON is how a ticket's content travels, and asked for by name.
      assert.equal(JSON.parse(JSON.stringify(ticket)).identifier, 'some-identifier');
    }
  }
  assert.match(util.inspect(inspect(made.room).privateMapKey), /^PrivateMapKey \{ privileges: 255, expiresAt: \d+ \}$/);
});

test('arguments in the wrong order show no key', () => {
  for (const holder of [new Api(SECRET, 1400000000), new Sig({ sdk_appid: SECRET, expire_after: PEM }), new Api(Buffer.from(SECRET), 1)]) {
    for (const text of [util.inspect(holder), util.format('%s %o %O', holder, holder, holder)]) {
      assert.ok(!text.includes(SECRET) && !text.includes(pemBody) && !text.includes('35 62 64'), text);
    }
  }
  assert.equal(util.inspect(new Api('1400000000', SECRET)), 'Api { sdkappid: 1400000000 }');
});

test('errors hold no key, ticket or identifier', () => {
  const ticket = holders['Signer v2'].genSig('some-identifier');
  const errors = [
    thrown(() => holders.Verifier.verify(ticket, 'another-identifier')),
    thrown(() => holders.Verifier.verify(`${ticket}x`, 'some-identifier')),
    thrown(() => new Signer(1400000000, SECRET)),
    thrown(() => new Signer(1400000000, PEM)),
    thrown(() => new Api(1400000000, PEM).genUserSig('a')),
    thrown(() => new Sig({ sdk_appid: 1, private_key_string: SECRET }).genSig('a')),
    thrown(() => holders['Signer v2'].genSig('some-identifier\n')),
  ];
  for (const error of errors) {
    const text = util.inspect(error, { showHidden: true, depth: Infinity });
    for (const part of [SECRET.slice(8, 24), pemBody.slice(8, 24), 'some-identifier', 'another-identifier', ticket.slice(8, 24)]) {
      assert.ok(!text.includes(part), text);
    }
  }
});
