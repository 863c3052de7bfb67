// What a user would write: Node's http and node:crypto, the key parsed once. Usage: server.mjs v1|v2 KEY_FILE
import { createServer } from 'node:http';
import { createHmac, createPrivateKey, sign } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { readFileSync } from 'node:fs';

const [version, file] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
const key = version === 'v1' ? createPrivateKey(text) : text.trim();
const EXPIRE = 15552000;

function ticket(sdkappid, identifier) {
  const time = Math.floor(Date.now() / 1000);
  let fields;
  if (version === 'v1') {
    const signed =
      `TLS.appid_at_3rd:0\nTLS.account_type:0\nTLS.identifier:${identifier}\nTLS.sdk_appid:${sdkappid}\n` +
      `TLS.time:${time}\nTLS.expire_after:${EXPIRE}\n`;
    fields = {
      'TLS.account_type': '0', 'TLS.identifier': identifier, 'TLS.appid_at_3rd': '0', 'TLS.sdk_appid': `${sdkappid}`,
      'TLS.expire_after': `${EXPIRE}`, 'TLS.version': '201512300000', 'TLS.time': `${time}`,
      'TLS.sig': sign('sha256', signed, key).toString('base64'),
    };
  } else {
    const signed = `TLS.identifier:${identifier}\nTLS.sdkappid:${sdkappid}\nTLS.time:${time}\nTLS.expire:${EXPIRE}\n`;
    fields = {
      'TLS.ver': '2.0', 'TLS.identifier': identifier, 'TLS.sdkappid': sdkappid, 'TLS.expire': EXPIRE, 'TLS.time': time,
      'TLS.sig': createHmac('sha256', key).update(signed).digest('base64'),
    };
  }
  const zlib = deflateSync(JSON.stringify(fields)).toString('base64');
  return zlib.replace(/[+/=]/g, (letter) => ({ '+': '*', '/': '-', '=': '_' })[letter]);
}

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (piece) => (body += piece));
  request.on('end', () => {
    const { sdkappid, identifier } = JSON.parse(body);
    const answer = JSON.stringify({ usersig: ticket(sdkappid, identifier) });
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(answer) });
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => console.error(JSON.stringify({ event: 'listening', address: `127.0.0.1:${server.address().port}` })));
