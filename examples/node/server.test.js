// Starts the server as the README says and calls it as an app does.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { Privileges, SecretKey, Verifier } from 'usersig';

const secretFile = process.env.USERSIG_SECRET_KEY_FILE;
const verifier = new Verifier(1400000000, new SecretKey(readFileSync(secretFile, 'utf8').trimEnd()));
let server;
let address;

before(async () => {
  const env = { ...process.env, USERSIG_SDKAPPID: '1400000000', USERSIG_SECRET_KEY_FILE: secretFile, PORT: '0', NODE_ENV: 'test' };
  server = spawn(process.execPath, ['server.js'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(server.stdout)) {
    address = /^listening on (.*)$/.exec(line)?.[1];
    if (address) break;
  }
});

after(() => server.kill());

const post = (path, token) => fetch(`${address}${path}`, { method: 'POST', headers: token ? { authorization: `Bearer ${token}` } : {} });

test('a user that is logged in gets a ticket for itself', async () => {
  for (const user of ['alice', 'bob']) {
    const response = await post('/usersig?userid=admin', `token-of-${user}`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    const { userSig, ...rest } = await response.json();
    assert.deepEqual(rest, { sdkAppId: 1400000000, userId: user });
    assert.equal(verifier.verify(userSig, user).expire, 86400);
  }
});

test('nobody else gets one', async () => {
  for (const token of [undefined, 'wrong', 'token-of-alice x']) {
    for (const path of ['/usersig', '/private-map-key?room=1']) assert.equal((await post(path, token)).status, 401);
  }
});

test('a room key is for the room asked for and the user that is logged in', async () => {
  const { roomId, privateMapKey } = await (await post('/private-map-key?room=10000', 'token-of-alice')).json();
  const permission = verifier.verify(privateMapKey, 'alice', { userbuf: 'present' }).privateMapKey;
  assert.deepEqual([roomId, permission.room], [10000, 10000]);
  assert.equal(permission.privileges & Privileges.SEND_VIDEO, 0);
});

test('a wrong room is a wrong request', async () => {
  for (const room of ['0', '4294967295', '-1', 'x', '1.5', '']) {
    assert.equal((await post(`/private-map-key?room=${room}`, 'token-of-alice')).status, 400, room);
  }
});
