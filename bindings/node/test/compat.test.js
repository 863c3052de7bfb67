'use strict';

// The interfaces of tls-sig-api and tls-sig-api-v2, called as code is that was written for those packages.

const assert = require('node:assert/strict');
const { createPrivateKey, createPublicKey, createSecretKey } = require('node:crypto');
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { test } = require('node:test');
const { Verifier, inspect } = require('usersig');
const { cases, codeOf, keyRows, keys, open, optionsOf, repository, thrown } = require('./helpers.js');

const TLSAPI = require('tls-sig-api');
const TLSSigAPIv2 = require('tls-sig-api-v2');

const APPID = 1400001052;
const SECRET = keyRows.secret.text;
const v1 = new Verifier(APPID, keys.p256_public);
const v2 = new Verifier(APPID, keys.secret);

test('the packages answer to their old names, deep paths included', () => {
  assert.equal(require('tls-sig-api/TLSAPI'), TLSAPI);
  assert.equal(require('tls-sig-api/TLSAPI.js'), TLSAPI);
  assert.equal(require('tls-sig-api-v2/TLSSigAPIv2'), TLSSigAPIv2);
  assert.equal(require('tls-sig-api-v2/TLSSigAPIv2.js'), TLSSigAPIv2);
});

test('Sig with paths of key files', () => {
  const config = {
    sdk_appid: APPID,
    expire_after: 180 * 24 * 3600,
    private_key: join(repository, 'examples/keys/p256/private_key.txt'),
    public_key: join(repository, 'examples/keys/p256/public_key.txt'),
  };
  const sig = new TLSAPI.Sig(config);
  const ticket = sig.genSig('xiaojun');
  assert.equal(sig.verifySig(ticket, 'xiaojun'), true);
  assert.equal(sig.verifySig(ticket, 'xiaojunb'), false);
  assert.equal(v1.verify(ticket, 'xiaojun').expire, 15552000);
  assert.throws(() => new TLSAPI.Sig({ ...config, private_key: '/no/such/file.pem' }), { code: 'ENOENT' });
});

test('Sig with texts of keys', () => {
  const sig = new TLSAPI.Sig({
    sdk_appid: APPID,
    expire_after: 99999999,
    private_key_string: keyRows.p256_private.text,
    public_key_string: keyRows.p256_public.text,
  });
  assert.equal(sig.verifySig(sig.genSig('abc'), 'abc'), true);
  assert.equal(inspect(sig.genSig('abc')).expire, 99999999);
  const withUserbuf = sig.genSigWithUserbuf('abc', '1234');
  assert.equal(sig.verifySigWithUserbuf(withUserbuf, 'abc'), '1234');
  assert.equal(sig.verifySigWithUserbuf(withUserbuf, 'abcb'), false);
  assert.equal(sig.verifySigWithUserbuf(sig.genSigWithUserbuf('abc', ''), 'abc'), '');
  for (const userbuf of [Buffer.from('1234'), [0x31, 0x32, 0x33, 0x34], new Uint8Array([49, 50, 51, 52]).buffer]) {
    assert.equal(sig.verifySigWithUserbuf(sig.genSigWithUserbuf('abc', userbuf), 'abc'), '1234');
  }
  // Which of the two calls, is part of what is checked.
  assert.equal(sig.verifySig(withUserbuf, 'abc'), false);
  assert.equal(sig.verifySigWithUserbuf(sig.genSig('abc'), 'abc'), false);
});

test('Sig as it is made without options, and its setters', () => {
  const sig = new TLSAPI.Sig({});
  sig.setAppid(APPID);
  sig.setPrivateKey(keyRows.secp256k1_private.text);
  sig.setPublicKey(keyRows.secp256k1_public.text);
  const ticket = sig.genSig('abc');
  assert.equal(inspect(ticket).expire, 15552000);
  assert.equal(sig.expire_after, '15552000');
  assert.equal(sig.verifySig(ticket, 'abc'), true);
  sig.setPublicKey(keyRows.p256_public.text);
  assert.equal(sig.verifySig(ticket, 'abc'), false);
  assert.equal(sig.lastError.code, 'ERR_USERSIG_BAD_SIGNATURE');
  sig.setPrivateKey(keyRows.p256_private.text);
  assert.equal(sig.verifySig(sig.genSig('abc'), 'abc'), true);
  assert.equal(sig.lastError, null);
  sig.setAppid(APPID + 1);
  assert.equal(inspect(sig.genSig('abc')).sdkappid, APPID + 1);
  sig.sdk_appid = String(APPID);
  sig.expire_after = '60';
  sig.private_key = keyRows.secp256k1_private.text;
  sig.public_key = keyRows.secp256k1_public.text;
  assert.equal(sig.verifySig(sig.genSig('abc'), 'abc'), true);
  assert.equal(sig.private_key, undefined);
  sig.setPrivateKey(keyRows.p256_private.text);
  assert.equal(v1.verify(sig.genSig(12345), '12345').expire, 60);
});

test('Sig with tickets that have no appid_at_3rd', () => {
  const row = cases('verify_cases').find(({ name }) => name === '1.0 without appid_at_3rd');
  assert.equal(inspect(row.ticket).appidAt3rd, null);
  const sig = new TLSAPI.Sig({ sdk_appid: row.sdkappid, public_key_string: keyRows[row.keys[0]].text });
  assert.equal(sig.verifySig(row.ticket, row.identifier), true);
});

test('Sig with every form of key that the samples of the official packages have', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'usersig-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const rows = cases('key_cases').filter(({ ok, load }) => ok && load !== 'secret');
  for (const name of ['BEGIN line twice', 'SEC1 after the parameters of another curve', 'SEC1 on secp256k1 after its parameters']) {
    assert.ok(rows.some((row) => row.name === name), name);
  }
  for (const { name, load, text } of rows) {
    const file = join(folder, 'key.pem');
    writeFileSync(file, text);
    for (const [option, value] of [[`${load}_key`, file], [`${load}_key_string`, text]]) {
      const sig = new TLSAPI.Sig({ sdk_appid: APPID, [option]: value });
      if (load === 'private') {
        assert.equal(inspect(sig.genSig('abc')).version, '1.0', name);
      } else {
        // The key is read: what is wrong with this ticket is the signature.
        const other = new TLSAPI.Sig({ sdk_appid: APPID, private_key_string: keyRows.other_private.text });
        assert.equal(sig.verifySig(other.genSig('abc'), 'abc'), false, name);
        assert.equal(sig.lastError.code, 'ERR_USERSIG_BAD_SIGNATURE', name);
      }
    }
  }
});

test('Sig reports what is wrong with its keys when it makes tickets, and in lastError when it checks them', () => {
  const rows = [
    [{ sdk_appid: APPID }, 'INVALID_KEY'],
    [{ sdk_appid: APPID, private_key_string: 'damaged', public_key_string: 'damaged' }, 'WRONG_KEY_KIND'],
    [{ sdk_appid: 0, private_key_string: keyRows.p256_private.text, public_key_string: keyRows.p256_public.text }, 'INVALID_SDKAPPID'],
  ];
  for (const [config, word] of rows) {
    const sig = new TLSAPI.Sig(config);
    assert.equal(thrown(() => sig.genSig('abc')).code, `ERR_USERSIG_${word}`);
    assert.equal(sig.verifySig('x', 'abc'), false);
    assert.equal(sig.lastError.code, `ERR_USERSIG_${word}`);
  }
  const sig = new TLSAPI.Sig({ sdk_appid: APPID, public_key_string: keyRows.p256_public.text });
  for (const wrong of [undefined, null, 1, {}, []]) {
    assert.equal(sig.verifySig(wrong, 'abc'), false);
    assert.equal(sig.verifySig('x', wrong), false);
    assert.ok(sig.lastError instanceof TypeError || sig.lastError instanceof TLSAPI.UserSigError);
  }
});

test('Sig refuses expired tickets and tickets from the future', (t) => {
  const sig = new TLSAPI.Sig({
    sdk_appid: APPID,
    expire_after: 100,
    private_key_string: keyRows.p256_private.text,
    public_key_string: keyRows.p256_public.text,
  });
  let now = 1600000000;
  t.mock.method(Date, 'now', () => now * 1000);
  const ticket = sig.genSig('abc');
  for (const [moment, word] of [[100, null], [101, 'EXPIRED'], [-300, null], [-301, 'NOT_YET_VALID']]) {
    now = 1600000000 + moment;
    assert.equal(sig.verifySig(ticket, 'abc'), word === null);
    assert.equal(sig.lastError && sig.lastError.code, word && `ERR_USERSIG_${word}`);
  }
});

test('Api', () => {
  const api = new TLSSigAPIv2.Api(APPID, SECRET);
  assert.equal(v2.verify(api.genUserSig('xiaojun', 86400 * 180), 'xiaojun').expire, 15552000);
  assert.equal(v2.verify(api.genUserSig('xiaojun'), 'xiaojun').expire, 15552000);
  assert.equal(v2.verify(api.genSig('xiaojun', 86400), 'xiaojun').expire, 86400);
  assert.equal(v2.verify(api.genSig('xiaojun', 86400, null), 'xiaojun').expire, 86400);
  assert.equal(v2.verify(api.genSig('xiaojun', 0), 'xiaojun', { now: inspect(api.genSig('xiaojun', 0)).issuedAt }).expire, 0);
  const withUserbuf = v2.verify(api.genSig('xiaojun', 86400, 'abc'), 'xiaojun', { userbuf: { exactly: 'abc' } });
  assert.equal(withUserbuf.expire, 86400);
});

test('Api makes room permissions', () => {
  const api = new TLSSigAPIv2.Api(APPID, SECRET);
  const rows = [
    [api.genPrivateMapKey('xiaojun', 86400 * 180, 10000, 255), 10000],
    [api.genPrivateMapKey('xiaojun', undefined, '10000', '255'), 10000],
    [api.genPrivateMapKeyWithStringRoomID('xiaojun', 86400 * 180, '1000000040', 255), '1000000040'],
  ];
  for (const [ticket, room] of rows) {
    const verified = v2.verify(ticket, 'xiaojun', { userbuf: 'present' });
    assert.deepEqual({ ...verified.privateMapKey }, { room, privileges: 255, expiresAt: verified.issuedAt + 15552000 });
  }
});

test('Api takes what databases and environments give, and refuses what is a mistake', () => {
  const api = new TLSSigAPIv2.Api(String(APPID), SECRET);
  assert.equal(v2.verify(api.genUserSig(12345, '60'), '12345').expire, 60);
  for (const userid of [undefined, null, NaN, 1.5, {}, true, ['a']]) {
    assert.ok(thrown(() => api.genUserSig(userid, 60)) instanceof TypeError);
  }
  for (const expire of ['', '1 day', '-1', {}, true, new Date()]) {
    assert.ok(thrown(() => api.genUserSig('a', expire)) instanceof TypeError);
  }
  for (const expire of [-1, 1.5, NaN, 2 ** 32]) {
    assert.equal(thrown(() => api.genUserSig('a', expire)).code, 'ERR_USERSIG_INVALID_EXPIRE');
  }
  assert.ok(thrown(() => api.genPrivateMapKey('a', 60, undefined, 255)) instanceof TypeError);
  assert.ok(thrown(() => api.genPrivateMapKey('a', 60, 1, undefined)) instanceof TypeError);
  assert.ok(thrown(() => api.genPrivateMapKeyWithStringRoomID('a', 60, 1, 255)) instanceof TypeError);
  assert.equal(thrown(() => api.genPrivateMapKey('a', 60, 0, 255)).code, 'ERR_USERSIG_INVALID_ROOM');
  assert.equal(thrown(() => new TLSSigAPIv2.Api(0, SECRET).genUserSig('a')).code, 'ERR_USERSIG_INVALID_SDKAPPID');
  assert.equal(thrown(() => new TLSSigAPIv2.Api(APPID, `${SECRET}\n`).genUserSig('a')).code, 'ERR_USERSIG_INVALID_KEY');
  assert.equal(thrown(() => new TLSSigAPIv2.Api(APPID, keyRows.p256_private.text).genUserSig('a')).code, 'ERR_USERSIG_WRONG_KEY_KIND');
  assert.ok(thrown(() => new TLSSigAPIv2.Api(APPID).genUserSig('a')) instanceof TypeError);
  api.key = keyRows.other_secret.text;
  assert.equal(thrown(() => v2.verify(api.genUserSig('a'), 'a')).code, 'ERR_USERSIG_BAD_SIGNATURE');
  assert.equal(api.key, undefined);
  api.sdkappid = APPID + 1;
  assert.equal(inspect(api.genUserSig('a')).sdkappid, APPID + 1);
});

/** An id as databases have them: an object whose text form is the id. */
class ObjectId {
  toString() {
    return '507f1f77bcf86cd799439011';
  }
}

test('an object with a text form is the user of that text, in every call that takes a user', () => {
  const id = new ObjectId();
  const sig = new TLSAPI.Sig({ sdk_appid: APPID, private_key_string: keyRows.p256_private.text, public_key_string: keyRows.p256_public.text });
  assert.equal(v1.verify(sig.genSig(id), String(id)).identifier, String(id));
  assert.equal(sig.verifySig(sig.genSig(id), id), true);
  assert.equal(sig.verifySig(sig.genSig(12345), 12345), true);
  assert.equal(sig.verifySigWithUserbuf(sig.genSigWithUserbuf(id, 'a'), id), 'a');
  const api = new TLSSigAPIv2.Api(APPID, SECRET);
  const tickets = [
    api.genUserSig(id),
    api.genSig(id, 60),
    api.genSigWithUserbuf(id, 60, 'a'),
    api.genPrivateMapKey(id, 60, 1, 255),
    api.genPrivateMapKeyWithStringRoomID(id, 60, 'a', 255),
  ];
  for (const ticket of tickets) assert.equal(v2.verify(ticket, String(id), { userbuf: 'any' }).identifier, String(id));
  for (const wrong of [[id], { id }, new (class {})(), Promise.resolve('a'), Object.create(null), Symbol('a'), () => 'a']) {
    assert.ok(thrown(() => sig.genSig(wrong)) instanceof TypeError);
    assert.ok(thrown(() => api.genUserSig(wrong)) instanceof TypeError);
  }
});

test('Sig takes the 180 days where expire_after is given as nothing', () => {
  for (const expire_after of [0, '', false, NaN, null, undefined]) {
    const sig = new TLSAPI.Sig({ sdk_appid: APPID, expire_after, private_key_string: keyRows.p256_private.text });
    assert.equal(inspect(sig.genSig('a')).expire, 15552000);
    assert.equal(sig.expire_after, '15552000');
  }
});

test('Api.genSigWithUserbuf of release 1.0.0', () => {
  const ticket = new TLSSigAPIv2.Api(APPID, SECRET).genSigWithUserbuf('xiaojun', 60, Buffer.from('abc'));
  assert.equal(v2.verify(ticket, 'xiaojun', { userbuf: { exactly: 'abc' } }).expire, 60);
});

test('keys as KeyObjects of node:crypto', () => {
  const sig = new TLSAPI.Sig({
    sdk_appid: APPID,
    private_key_string: createPrivateKey(keyRows.p256_private.text),
    public_key_string: createPublicKey(keyRows.p256_public.text),
  });
  assert.equal(sig.verifySig(sig.genSig('a'), 'a'), true);
  sig.setPrivateKey(createPrivateKey(keyRows.secp256k1_private.text));
  sig.setPublicKey(createPublicKey(keyRows.secp256k1_private.text));
  assert.equal(sig.verifySig(sig.genSig('a'), 'a'), true);
  const api = new TLSSigAPIv2.Api(APPID, createSecretKey(Buffer.from(SECRET)));
  assert.equal(v2.verify(api.genUserSig('a'), 'a').identifier, 'a');
  assert.equal(thrown(() => new TLSSigAPIv2.Api(APPID, createPrivateKey(keyRows.p256_private.text)).genUserSig('a')).code, 'ERR_USERSIG_WRONG_KEY_KIND');
});

test('white space around a ticket is none of the ticket', () => {
  const sig = new TLSAPI.Sig({ sdk_appid: APPID, private_key_string: keyRows.p256_private.text, public_key_string: keyRows.p256_public.text });
  assert.equal(sig.verifySig(` ${sig.genSig('a')}\r\n`, 'a'), true);
});

test('a room or privileges in the wrong place name the call that was meant', () => {
  const api = new TLSSigAPIv2.Api(APPID, SECRET);
  const rows = [
    [() => api.genPrivateMapKey('a', 60, 'lobby', 255), 'genPrivateMapKeyWithStringRoomID'],
    [() => api.genPrivateMapKeyWithStringRoomID('a', 60, 1, 255), 'genPrivateMapKey('],
    [() => api.genPrivateMapKey('a', 60, 1), '255 for all'],
    [() => api.genPrivateMapKey('a', 60, 1, '{"all":1}'), '255 for all'],
    [() => api.genPrivateMapKeyWithStringRoomID('a', 60, 'lobby'), '255 for all'],
  ];
  for (const [call, meant] of rows) {
    const error = thrown(call);
    assert.ok(error instanceof TypeError && error.message.includes(meant), error.message);
  }
});

test('forgeries that the official interfaces sign are refused when they are asked for', () => {
  const sig = new TLSAPI.Sig({ sdk_appid: APPID, private_key_string: keyRows.p256_private.text });
  const api = new TLSSigAPIv2.Api(APPID, SECRET);
  const identifiers = [
    'admin\nTLS.sdk_appid:1400001052\nTLS.time:1600000000\nTLS.expire_after:999999999',
    'zzz\nTLS.identifier:admin',
    'xiaojun\0zzz',
    '',
  ];
  for (const identifier of identifiers) {
    const calls = [
      () => sig.genSig(identifier),
      () => sig.genSigWithUserbuf(identifier, 'a'),
      () => api.genUserSig(identifier, 60),
      () => api.genSig(identifier, 60, 'a'),
      () => api.genPrivateMapKey(identifier, 60, 1, 255),
      () => api.genPrivateMapKeyWithStringRoomID(identifier, 60, 'a', 255),
    ];
    for (const call of calls) assert.equal(thrown(call).code, 'ERR_USERSIG_INVALID_IDENTIFIER');
  }
  // JSON is data here: the ticket is for exactly the text given.
  for (const identifier of ['bob","TLS.identifier":"admin', '\\u0061dmin', '\\n']) {
    assert.equal(JSON.parse(open(sig.genSig(identifier)))['TLS.identifier'], identifier);
    assert.equal(v2.verify(api.genUserSig(identifier), identifier).identifier, identifier);
  }
  assert.equal(inspect(api.genPrivateMapKey('用户', 60, 1, 255)).privateMapKey.room, 1);
});

// The time of issue is the present one; most options and a v1 permission are not in these interfaces.
for (const row of cases('gen_cases')) {
  const v1Key = keyRows[row.key].kind === 'private';
  const { expire: _, userbuf: __, issuedAt: ___, ...others } = optionsOf(row)[0];
  if (Object.values(others).some((value) => value !== false) || (row.room && (v1Key || row.userbuf !== null))) continue;
  // What decides these is the time of issue.
  if (row.error && row.issued_at !== 1600000000) continue;
  const expire = row.expire ?? 15552000;
  if (row.room && !row.error && Date.now() / 1000 + expire >= 2 ** 32) continue;
  test(`making tickets: ${row.name}`, () => {
    const userbuf = row.userbuf === null ? undefined : Buffer.from(row.userbuf, 'base64');
    const make = () => {
      if (v1Key) {
        const sig = new TLSAPI.Sig({ sdk_appid: row.sdkappid, expire_after: expire, private_key_string: keyRows[row.key].text });
        return userbuf ? sig.genSigWithUserbuf(row.identifier, userbuf) : sig.genSig(row.identifier);
      }
      const api = new TLSSigAPIv2.Api(row.sdkappid, keyRows[row.key].text);
      if (row.room?.name !== undefined) return api.genPrivateMapKeyWithStringRoomID(row.identifier, expire, row.room.name, row.privileges);
      if (row.room) return api.genPrivateMapKey(row.identifier, expire, row.room.number, row.privileges);
      return userbuf ? api.genSig(row.identifier, expire, userbuf) : api.genUserSig(row.identifier, expire);
    };
    if (row.error) {
      assert.equal(thrown(make).code, codeOf(row.error));
      return;
    }
    const ticket = inspect(make());
    // 0 is no expiry of its own in Sig.
    const written = v1Key ? expire || 15552000 : expire;
    assert.deepEqual([ticket.identifier, ticket.sdkappid, ticket.expire], [row.identifier, row.sdkappid, written]);
    if (row.room) assert.equal(ticket.privateMapKey.room, row.room.number ?? row.room.name);
    else assert.deepEqual(ticket.userbuf, userbuf ?? null);
  });
}
