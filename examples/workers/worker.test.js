// Starts the worker in each of its runtimes and calls it as an app does. Their commands are in the folder USERSIG_NODE_TOOLS.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { SecretKey, Verifier } from 'usersig';

const secret = readFileSync(process.env.USERSIG_SECRET_KEY_FILE, 'utf8').trimEnd();
const verifier = new Verifier(1400000000, new SecretKey(secret));
writeFileSync('.dev.vars', `USERSIG_SECRET_KEY="${secret}"\n`);

// Each takes a port that is free and says which.
const runtimes = {
  wrangler: ['dev', '--ip', '127.0.0.1', '--port', '0', '--inspector-port', '0'],
  deno: ['serve', '--no-prompt', '--allow-env', '--host', '127.0.0.1', '--port', '0', 'worker.js'],
  bun: ['worker.js'],
};

for (const [name, settings] of Object.entries(runtimes)) {
  test(`in ${name}`, { timeout: 300_000 }, async (t) => {
    const home = mkdtempSync(join(tmpdir(), 'usersig-edge-'));
    const env = {
      ...process.env,
      USERSIG_SDKAPPID: '1400000000',
      USERSIG_SECRET_KEY: secret,
      PORT: '0',
      // Nothing is asked of the network, and nothing written outside.
      CI: '1',
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
      WRANGLER_SEND_METRICS: 'false',
      XDG_CONFIG_HOME: home,
      DENO_DIR: home,
      DENO_NO_UPDATE_CHECK: '1',
    };
    const command = join(process.env.USERSIG_NODE_TOOLS, 'node_modules/.bin', name);
    // A process group of its own: wrangler starts others.
    const server = spawn(command, settings, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    // When the last of them has let go of its output, and writes no more files.
    const ended = new Promise((resolve) => server.once('close', resolve));
    let log = '';
    const started = new Promise((resolve, reject) => {
      for (const stream of [server.stdout, server.stderr]) {
        stream.on('data', (text) => {
          log += text;
          const [, port] = / http:\/\/\S+:(\d+)\/?\n/.exec(log) ?? [];
          if (port) resolve(`http://127.0.0.1:${port}`);
        });
      }
      ended.then(() => reject(new Error(log)));
    });
    t.after(async () => {
      process.kill(-server.pid);
      await ended;
      rmSync(home, { recursive: true, force: true });
    });
    const url = await started;
    const call = (path, token, method = 'POST') => fetch(url + path, { method, headers: token ? { authorization: `Bearer ${token}` } : {} });

    for (const user of ['alice', 'bob']) {
      const response = await call('/usersig?userid=admin', `token-of-${user}`);
      assert.equal(response.status, 200, log);
      assert.equal(response.headers.get('cache-control'), 'no-store');
      const { userSig, ...rest } = await response.json();
      assert.deepEqual(rest, { sdkAppId: 1400000000, userId: user });
      assert.equal(verifier.verify(userSig, user).expire, 86400);
    }
    assert.equal((await call('/usersig', 'token-of-alice', 'GET')).status, 405);
    for (const token of [undefined, 'wrong', 'token-of-alice x']) {
      for (const path of ['/usersig', '/private-map-key?room=1']) assert.equal((await call(path, token)).status, 401);
    }
    const { privateMapKey } = await (await call('/private-map-key?room=10000', 'token-of-alice')).json();
    assert.equal(verifier.verify(privateMapKey, 'alice', { userbuf: 'present' }).privateMapKey.room, 10000);
    for (const room of ['0', '4294967295', '-1', 'x', '1.5', '']) {
      assert.equal((await call(`/private-map-key?room=${room}`, 'token-of-alice')).status, 400, room);
    }
  });
}
