// The Node.js package against node:crypto and node:zlib by hand. JSON rows on stdout; see ../report.py.
'use strict';
const assert = require('node:assert');
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const zlib = require('node:zlib');
const usersig = require('usersig');

const keys = process.argv[2];
const language = usersig.portable ? 'node-portable' : 'node';
const PRIVATE = fs.readFileSync(path.join(keys, 'p256/private_key.txt'), 'utf8');
const PUBLIC = fs.readFileSync(path.join(keys, 'p256/public_key.txt'), 'utf8');
const SECRET = fs.readFileSync(path.join(keys, 'secret.txt'), 'utf8').trim();
const SDKAPPID = 1400000000, EXPIRE = 15552000;
const privateKey = crypto.createPrivateKey(PRIVATE), publicKey = crypto.createPublicKey(PUBLIC);
const secretKey = crypto.createSecretKey(Buffer.from(SECRET));

const now = () => Math.floor(Date.now() / 1000);
// For texts this short: small tables and buffers, and the same length.
const short = { windowBits: 10, memLevel: 2, chunkSize: 1024 };
const seal = (fields) => zlib.deflateSync(JSON.stringify(fields), short).toString('base64').replace(/[+/=]/g, (c) => ({ '+': '*', '/': '-', '=': '_' })[c]);
const unseal = (ticket) => JSON.parse(zlib.inflateSync(Buffer.from(ticket.replace(/[*\-_]/g, (c) => ({ '*': '+', '-': '/', _: '=' })[c]), 'base64'), { chunkSize: 1024 }));

const v1Text = (f) => `TLS.appid_at_3rd:${f['TLS.appid_at_3rd']}\nTLS.account_type:${f['TLS.account_type']}\nTLS.identifier:${f['TLS.identifier']}\n` +
  `TLS.sdk_appid:${f['TLS.sdk_appid']}\nTLS.time:${f['TLS.time']}\nTLS.expire_after:${f['TLS.expire_after']}\n`;
const v1Gen = (identifier) => {
  const fields = { 'TLS.account_type': '0', 'TLS.identifier': identifier, 'TLS.appid_at_3rd': '0', 'TLS.sdk_appid': String(SDKAPPID),
    'TLS.expire_after': String(EXPIRE), 'TLS.version': '201512300000', 'TLS.time': String(now()) };
  fields['TLS.sig'] = crypto.sign('sha256', Buffer.from(v1Text(fields)), privateKey).toString('base64');
  return seal(fields);
};
const v1Verify = (ticket, identifier) => {
  const f = unseal(ticket);
  assert(crypto.verify('sha256', Buffer.from(v1Text(f)), publicKey, Buffer.from(f['TLS.sig'], 'base64')));
  assert(f['TLS.identifier'] === identifier && f['TLS.sdk_appid'] === String(SDKAPPID) && Number(f['TLS.time']) + Number(f['TLS.expire_after']) >= now());
};
const v2Mac = (f) => crypto.createHmac('sha256', secretKey)
  .update(`TLS.identifier:${f['TLS.identifier']}\nTLS.sdkappid:${f['TLS.sdkappid']}\nTLS.time:${f['TLS.time']}\nTLS.expire:${f['TLS.expire']}\n`).digest();
const v2Gen = (identifier) => {
  const fields = { 'TLS.ver': '2.0', 'TLS.identifier': identifier, 'TLS.sdkappid': SDKAPPID, 'TLS.expire': EXPIRE, 'TLS.time': now() };
  fields['TLS.sig'] = v2Mac(fields).toString('base64');
  return seal(fields);
};
const v2Verify = (ticket, identifier) => {
  const f = unseal(ticket);
  assert(crypto.timingSafeEqual(Buffer.from(f['TLS.sig'], 'base64'), v2Mac(f)));
  assert(f['TLS.identifier'] === identifier && f['TLS.sdkappid'] === SDKAPPID && f['TLS.time'] + f['TLS.expire'] >= now());
};

const { node, openssl, zlib: zlibVersion } = process.versions;
console.log(JSON.stringify({ language, row: 'runtime', name: `Node.js ${node}, OpenSSL ${openssl}, zlib ${zlibVersion}` }));

const v1 = new usersig.Signer(SDKAPPID, usersig.PrivateKey.fromPem(PRIVATE));
const v2 = new usersig.Signer(SDKAPPID, new usersig.SecretKey(SECRET));
const verifier = new usersig.Verifier(SDKAPPID, [usersig.PublicKey.fromPem(PUBLIC), new usersig.SecretKey(SECRET)]);
const v1Ticket = v1.genSig('xiaojun'), v2Ticket = v2.genSig('xiaojun');
verifier.verify(v1Gen('xiaojun'), 'xiaojun');
verifier.verify(v2Gen('xiaojun'), 'xiaojun');

const rows = [
  ['v1 gen', 'prepared', () => v1.genSig('xiaojun')],
  ['v1 gen', 'one-shot', () => new usersig.Signer(SDKAPPID, usersig.PrivateKey.fromPem(PRIVATE)).genSig('xiaojun')],
  ['v1 gen', 'by hand', () => v1Gen('xiaojun')],
  ['v1 verify', 'prepared', () => verifier.verify(v1Ticket, 'xiaojun')],
  ['v1 verify', 'by hand', () => v1Verify(v1Ticket, 'xiaojun')],
  ['v2 gen', 'prepared', () => v2.genSig('xiaojun')],
  ['v2 gen', 'one-shot', () => new usersig.Signer(SDKAPPID, new usersig.SecretKey(SECRET)).genSig('xiaojun')],
  ['v2 gen', 'by hand', () => v2Gen('xiaojun')],
  ['v2 verify', 'prepared', () => verifier.verify(v2Ticket, 'xiaojun')],
  ['v2 verify', 'by hand', () => v2Verify(v2Ticket, 'xiaojun')],
];
const once = (call, times) => {
  const start = process.cpuUsage();
  for (let i = 0; i < times; i++) call();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / times;
};
const times = rows.map(([, , call]) => { once(call, 2000); return Math.max(1, Math.floor(3000 / once(call, 500))); });
const measured = rows.map(() => []);
for (let round = 0; round < 40; round++) rows.forEach(([, , call], i) => measured[i].push(once(call, times[i])));
rows.forEach(([row, variant], i) => console.log(JSON.stringify({ language, row, variant, us: measured[i].sort((a, b) => a - b)[20] })));
