'use strict';

// What is in the packages, and what their loader says where it finds no binary.

const assert = require('node:assert/strict');
const { execFileSync, spawnSync } = require('node:child_process');
const { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');
const { test } = require('node:test');
const usersig = require('usersig');
const { read, repository } = require('./helpers.js');

const main = dirname(require.resolve('usersig/package.json'));
const manifest = require('usersig/package.json');
const { native } = require(join(main, 'lib/native.js'));
// What ci/platforms.txt calls the packages: process.platform, process.arch, and the C library where there are two.
const published = read('ci/platforms.txt').split('\n').filter((line) => line && !line.startsWith('#'))
  .map((line) => line.split(/ +/)[3]).filter((suffix) => suffix !== '-');
const suffix = published.find((name) => readdirSync(join(main, '..')).includes(`usersig-${name}`));
const installed = `usersig-${suffix}`;
const binary = `usersig.${suffix}.node`;

test('no package runs a script when it is installed', () => {
  for (const { scripts, dependencies, engines } of [manifest, require(`${installed}/package.json`)]) {
    assert.equal(scripts, undefined);
    assert.equal(dependencies, undefined);
    assert.equal(engines.node, '>=14.18');
  }
});

test('the main package asks for what is packed with it, in its own version', () => {
  assert.deepEqual(manifest.optionalDependencies, { [installed]: manifest.version });
});

test('the platform package is for its platform and holds the binary alone', () => {
  const [os, cpu, libc] = suffix.split('-');
  const { version, main: file, description, exports, ...written } = require(`${installed}/package.json`);
  assert.deepEqual([version, file, exports], [manifest.version, binary, undefined]);
  assert.deepEqual([written.os, written.cpu, written.libc], [[os], [cpu], libc && [libc.replace('gnu', 'glibc')]]);
  assert.match(description, new RegExp(`${suffix}.*Not affiliated with Tencent`));
  for (const name of ['license', 'repository', 'homepage', 'bugs', 'engines']) assert.deepEqual(written[name], manifest[name]);
  assert.deepEqual(readdirSync(join(main, '..', installed)).sort(), ['LICENSE', 'README.md', 'THIRD-PARTY-NOTICES.txt', 'package.json', binary]);
});

test('the binary holds no test hook and no path of the machine that built it', () => {
  assert.equal(native.panicNext, undefined);
  const bytes = readFileSync(require.resolve(installed)).toString('latin1');
  assert.ok(!bytes.includes('panicNext') && !bytes.includes('a panic made by the test'));
  for (const path of [repository, process.env.HOME, '/.cargo/', '/.rustup/']) assert.ok(!bytes.includes(path), path);
});

test('the binary needs no newer glibc than 2.17', { skip: !suffix.endsWith('-gnu') && 'another C library' }, () => {
  const symbols = execFileSync('objdump', ['-T', require.resolve(installed)], { encoding: 'utf8' });
  const versions = [...symbols.matchAll(/GLIBC_([0-9.]+)/g)].map(([, version]) => version.split('.').map(Number));
  assert.ok(versions.length > 0);
  for (const [major, minor] of versions) assert.ok(major === 2 && minor <= 17, `${major}.${minor}`);
});

/** Loads a changed copy of the installed packages in another process; what it says on stdout, and all of it. */
function run(t, change, before = '', env = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'usersig-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const modules = join(folder, 'node_modules');
  for (const name of ['usersig', installed]) cpSync(join(main, '..', name), join(modules, name), { recursive: true });
  change(modules);
  const script = `${before}; try { const { version, portable } = require('usersig'); console.log(version, portable) } catch (error) { console.log(error.code, error.message) }`;
  return spawnSync(process.execPath, ['-e', script], { cwd: folder, encoding: 'utf8', env: { ...process.env, USERSIG_PORTABLE: '', ...env } });
}
const load = (t, change, before) => run(t, change, before, { USERSIG_PORTABLE: 'never' }).stdout.trim();
const remove = (modules) => rmSync(join(modules, installed), { recursive: true });

test('a copy loads', (t) => {
  assert.equal(load(t, () => {}), `${usersig.version} false`);
});

test('a missing binary', (t) => {
  const text = load(t, remove);
  assert.match(text, /^ERR_USERSIG_LOAD usersig has no native binary that loads on linux x64, Node\.js [0-9.]+\. Tried:/);
  for (const libc of ['gnu', 'musl']) assert.ok(text.includes(`\n  Cannot find module 'usersig-linux-x64-${libc}'\n`), text);
  assert.match(text, /--omit=optional/);
  assert.ok(!text.includes('Require stack'), text);
  // Nobody else's object is taken for the binary.
  assert.equal(load(t, remove, 'Object.prototype.native = {}'), text);
});

test('a damaged binary', (t) => {
  const text = load(t, (modules) => writeFileSync(join(modules, installed, binary), 'not a binary'));
  assert.match(text, new RegExp(`^ERR_USERSIG_LOAD [^]*\n  .*${installed}/${binary}: file too short\n`));
});

test('a binary of another version', (t) => {
  const text = load(t, (modules) => {
    const path = join(modules, 'usersig/package.json');
    writeFileSync(path, JSON.stringify({ ...manifest, version: '9.9.9' }));
  });
  assert.match(text, new RegExp(`^ERR_USERSIG_LOAD [^]*is version ${manifest.version} and usersig is version 9\\.9\\.9`));
});

test('a platform that nobody builds for', (t) => {
  const text = load(t, () => {}, "Object.defineProperty(process, 'platform', { value: 'sunos' })");
  assert.match(text, /^ERR_USERSIG_LOAD usersig has no native binary for sunos x64/);
});

test('on each platform of the table its own package is looked for', (t) => {
  for (const name of published) {
    const [platform, arch] = name.split('-');
    const before = `for (const [name, value] of [['platform', '${platform}'], ['arch', '${arch}']]) Object.defineProperty(process, name, { value })`;
    const text = load(t, remove, before);
    assert.ok(text.includes(`\n  Cannot find module 'usersig-${name}'\n`), text);
  }
});

test('where no binary loads, the portable build runs: with one warning, with none, or never', (t) => {
  const portable = `${usersig.version} true\n`;
  const warned = run(t, remove);
  assert.equal(warned.stdout, portable);
  const [first, ...rest] = warned.stderr.split(/(?=\[USERSIG_PORTABLE\])/);
  assert.equal(rest.length, 1, first + rest);
  for (const text of [`Cannot find module '${installed}'`, 'slower portable build', 'USERSIG_PORTABLE=quiet']) assert.ok(rest[0].includes(text), rest[0]);
  const quiet = run(t, remove, '', { USERSIG_PORTABLE: 'quiet' });
  assert.deepEqual([quiet.stdout, quiet.stderr], [portable, '']);
  const always = run(t, () => {}, '', { USERSIG_PORTABLE: 'always' });
  assert.deepEqual([always.stdout, always.stderr], [portable, '']);
  assert.match(run(t, () => {}, '', { USERSIG_PORTABLE: 'yes' }).stdout, /^ERR_USERSIG_LOAD USERSIG_PORTABLE must be warn, quiet, always or never/);
  const unbuilt = run(t, () => {}, "Object.defineProperty(process, 'platform', { value: 'sunos' })", { USERSIG_PORTABLE: 'quiet' });
  assert.deepEqual([unbuilt.stdout, unbuilt.stderr], [portable, '']);
});

test('where the portable build does not load either, the error names the causes of both', (t) => {
  const { stdout } = run(t, (modules) => {
    remove(modules);
    rmSync(join(modules, 'usersig/lib/usersig.wasm'));
  });
  assert.match(stdout, new RegExp(`^ERR_USERSIG_LOAD [^]*Cannot find module '${installed}'\n[^]*portable build[^]*usersig\\.wasm`));
});
