'use strict';

// Runs every JavaScript block of the README, in a folder with the published test keys. A line `expression; // => value`
// is checked.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { copyFileSync, mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { after, test } = require('node:test');
const { ErrorCode, UserSigError } = require('usersig');
const { read, repository } = require('./helpers.js');

const readme = read('bindings/node/README.md');
const blocks = [...readme.matchAll(/^```js\n([^]*?)^```/gm)].map(([, code]) => code);
const folder = mkdtempSync(join(__dirname, 'readme-'));
after(() => rmSync(folder, { recursive: true }));

for (const name of ['p256/private_key.txt', 'p256/public_key.txt', 'secret.txt']) {
  copyFileSync(join(repository, 'examples/keys', name), join(folder, name.split('/').at(-1)));
}

blocks.forEach((code, index) => {
  test(`block ${index + 1}: ${code.split('\n')[0]}`, () => {
    let checks = 0;
    const checked = code.replace(/^( *)(.+); \/\/ => (.+)$/gm, (_, indent, expression, value) => {
      checks++;
      return `${indent}__assert.deepEqual(${expression}, ${value}); __checks++;`;
    });
    const module = /^import /m.test(code);
    const head = module ? "import __assert from 'node:assert/strict';" : "const __assert = require('node:assert/strict');";
    const file = join(folder, `readme-${index + 1}.${module ? 'mjs' : 'cjs'}`);
    writeFileSync(file, `${head} let __checks = 0;\n${checked}\nconsole.log('checked', __checks);\n`);
    const env = { ...process.env, USERSIG_SECRET_KEY: read('examples/keys/secret.txt').trimEnd() };
    const { stdout, stderr } = spawnSync(process.execPath, [file], { cwd: folder, encoding: 'utf8', env });
    assert.ok(`\n${stdout}`.endsWith(`\nchecked ${checks}\n`), stdout + stderr);
  });
});

test('the README has blocks', () => assert.ok(blocks.length >= 6));

test('its error table is the library’s', () => {
  const rows = [...readme.matchAll(/^\| (\d+) \| `(ERR_USERSIG_\w+)` \| .+ \| ?([-\d, ]*) \|$/gm)];
  assert.deepEqual(Object.fromEntries(rows.map(([, number, code]) => [code, Number(number)])), { ...ErrorCode });
  const reported = Object.fromEntries(JSON.parse(read('ci/conformance/errors.json')).map(({ number, service }) => [number, service]));
  for (const [, number, , service] of rows) {
    assert.equal(service, reported[number].join(', '));
    assert.equal(new UserSigError(Number(number), '').serviceCode, reported[number][0] ?? null);
  }
});
