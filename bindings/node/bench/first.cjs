// One ticket by the package, or by hand as Tencent's own library makes it: first.cjs KEYS VERSION VARIANT; see ci/measure/first.py.
'use strict';
const fs = require('node:fs');

const [keys, version, variant] = process.argv.slice(2);
const key = fs.readFileSync(`${keys}/${version === 'v2' ? 'secret.txt' : 'p256/private_key.txt'}`, 'utf8').trim();

if (variant === 'prepared') {
  const { PrivateKey, SecretKey, Signer } = require('usersig');
  console.log(new Signer(1400000000, version === 'v2' ? new SecretKey(key) : PrivateKey.fromPem(key)).genSig('xiaojun'));
} else {
  const crypto = require('node:crypto');
  const zlib = require('node:zlib');
  const now = Math.floor(Date.now() / 1000);
  let fields;
  if (version === 'v2') {
    const text = `TLS.identifier:xiaojun\nTLS.sdkappid:1400000000\nTLS.time:${now}\nTLS.expire:15552000\n`;
    fields = { 'TLS.ver': '2.0', 'TLS.identifier': 'xiaojun', 'TLS.sdkappid': 1400000000, 'TLS.expire': 15552000, 'TLS.time': now,
      'TLS.sig': crypto.createHmac('sha256', key).update(text).digest('base64') };
  } else {
    fields = { 'TLS.appid_at_3rd': '0', 'TLS.account_type': '0', 'TLS.identifier': 'xiaojun', 'TLS.sdk_appid': '1400000000',
      'TLS.time': String(now), 'TLS.expire_after': '15552000' };
    const text = Object.entries(fields).map(([name, value]) => `${name}:${value}\n`).join('');
    fields = { ...fields, 'TLS.version': '201512300000', 'TLS.sig': crypto.createSign('sha256').update(text).sign(key, 'base64') };
  }
  const ticket = zlib.deflateSync(Buffer.from(JSON.stringify(fields))).toString('base64');
  console.log(ticket.replace(/\+/g, '*').replace(/\//g, '-').replace(/=/g, '_'));
}
