'use strict';

// What is in the packages, and what their loader says where it finds no binary.

const assert = require('node:assert/strict');
const { execFileSync, spawnSync } = require('node:child_process');
const { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');
const { test } = require('node:test');
const usersig = require('usersig');
const { repository } = require('./helpers.js');

const main = dirname(require.resolve('usersig/package.json'));
const manifest = require('usersig/package.json');
const { platforms } = require(join(main, 'lib/platforms.js'));
const { native } = require(join(main, 'lib/native.js'));
const { mainManifest, platformManifest } = require(join(repository, 'bindings/node/scripts/pack.js'));
const own = platforms.filter(({ platform, arch }) => platform === process.platform && arch === process.arch);
const installed = own.find(({ name }) => readdirSync(join(main, '..')).includes(name));

test('no package runs a script when it is installed', () => {
  const manifests = [manifest, ...platforms.map((row) => platformManifest(manifest, manifest.version, row))];
  for (const { scripts, dependencies } of manifests) {
    assert.equal(scripts, undefined);
    assert.equal(dependencies, undefined);
  }
  assert.equal(manifest.engines.node, '>=14.18');
});

test('the main package asks for what is packed with it, in its own version', () => {
  assert.deepEqual(manifest.optionalDependencies, { [installed.name]: manifest.version });
  const everything = mainManifest(manifest, '9.9.9', platforms).optionalDependencies;
  assert.deepEqual(everything, Object.fromEntries(platforms.map(({ name }) => [name, '9.9.9'])));
  assert.equal(new Set(platforms.map(({ name }) => name)).size, platforms.length);
  assert.equal(new Set(platforms.map(({ target }) => target)).size, platforms.length);
});

test('the platform package is the one of the table', () => {
  const written = JSON.parse(readFileSync(join(main, '..', installed.name, 'package.json'), 'utf8'));
  assert.deepEqual(written, platformManifest(manifest, manifest.version, installed));
  assert.deepEqual(readdirSync(join(main, '..', installed.name)).sort(), ['LICENSE', 'README.md', 'THIRD-PARTY-NOTICES.txt', 'package.json', installed.file]);
});

test('the binary holds no test hook and no path of the machine that built it', () => {
  assert.equal(native.panicNext, undefined);
  const binary = readFileSync(require.resolve(installed.name)).toString('latin1');
  assert.ok(!binary.includes('panicNext') && !binary.includes('a panic made by the test'));
  for (const path of [repository, process.env.HOME, '/.cargo/', '/.rustup/']) assert.ok(!binary.includes(path), path);
});

test('the binary needs no newer glibc than 2.17', { skip: installed.libc !== 'glibc' && 'another C library' }, () => {
  const symbols = execFileSync('objdump', ['-T', require.resolve(installed.name)], { encoding: 'utf8' });
  const versions = [...symbols.matchAll(/GLIBC_([0-9.]+)/g)].map(([, version]) => version.split('.').map(Number));
  assert.ok(versions.length > 0);
  for (const [major, minor] of versions) assert.ok(major === 2 && minor <= 17, `${major}.${minor}`);
});

/** Loads a changed copy of the installed packages in another process. */
function load(t, change, before = '') {
  const folder = mkdtempSync(join(tmpdir(), 'usersig-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const modules = join(folder, 'node_modules');
  for (const name of ['usersig', installed.name]) cpSync(join(main, '..', name), join(modules, name), { recursive: true });
  change(modules);
  const script = `${before}; try { console.log(require('usersig').version) } catch (error) { console.log(error.code, error.message) }`;
  return spawnSync(process.execPath, ['-e', script], { cwd: folder, encoding: 'utf8' }).stdout.trim();
}

test('a copy loads', (t) => {
  assert.equal(load(t, () => {}), usersig.version);
});

test('a missing binary', (t) => {
  const remove = (modules) => rmSync(join(modules, installed.name), { recursive: true });
  const text = load(t, remove);
  assert.match(text, /^ERR_USERSIG_LOAD usersig has no native binary that loads on linux x64, Node\.js [0-9.]+\. Looked for:/);
  for (const { name } of own) assert.ok(text.includes(`\n  ${name}: the package is not installed`), text);
  assert.match(text, /--omit=optional/);
  // Nobody else's object is taken for the binary.
  assert.equal(load(t, remove, 'Object.prototype.native = {}'), text);
});

test('a damaged binary', (t) => {
  const text = load(t, (modules) => writeFileSync(join(modules, installed.name, installed.file), 'not a binary'));
  assert.match(text, new RegExp(`^ERR_USERSIG_LOAD [^]*${installed.name}: .*file too short.*${installed.name}/${installed.file}`));
});

test('a binary of another version', (t) => {
  const text = load(t, (modules) => {
    const path = join(modules, 'usersig/package.json');
    writeFileSync(path, JSON.stringify({ ...manifest, version: '9.9.9' }));
  });
  assert.match(text, new RegExp(`^ERR_USERSIG_LOAD [^]*it is version ${manifest.version} and usersig is version 9\\.9\\.9`));
});

test('a platform that nobody builds for', (t) => {
  const text = load(t, () => {}, "Object.defineProperty(process, 'platform', { value: 'sunos' })");
  assert.match(text, /^ERR_USERSIG_LOAD usersig has no native binary for sunos x64/);
});

test('on each platform of the table its own package is looked for', (t) => {
  for (const { platform, arch, name } of platforms) {
    const before = `for (const [name, value] of [['platform', '${platform}'], ['arch', '${arch}']]) Object.defineProperty(process, name, { value })`;
    const text = load(t, (modules) => rmSync(join(modules, installed.name), { recursive: true }), before);
    assert.ok(text.includes(`\n  ${name}: the package is not installed`), text);
  }
});
