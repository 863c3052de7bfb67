'use strict';

const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { version } = require('../package.json');
const { environment, portable } = require('./portable.js');

const { platform, arch } = process;
const causes = [];
let native = null;

function sameVersion(found) {
  if (found.version() === version) return found;
  throw new Error(`the native binary is version ${found.version()} and usersig is version ${version}`);
}

// The packages of ci/platforms.txt. Bundlers and tracers follow a literal require, and take a package that is missing for optional
// only where the require is directly in a try of its own. On Linux those of both C libraries are tried, since npm before 10.4
// installs both: the wrong one does not load.
if (platform === 'linux' && arch === 'x64') {
  try { native = sameVersion(require('usersig-linux-x64-gnu')); } catch (cause) { causes.push(cause); }
  try { native = native ?? sameVersion(require('usersig-linux-x64-musl')); } catch (cause) { causes.push(cause); }
} else if (platform === 'linux' && arch === 'arm64') {
  try { native = sameVersion(require('usersig-linux-arm64-gnu')); } catch (cause) { causes.push(cause); }
  try { native = native ?? sameVersion(require('usersig-linux-arm64-musl')); } catch (cause) { causes.push(cause); }
} else if (platform === 'darwin' && arch === 'x64') {
  try { native = sameVersion(require('usersig-darwin-x64')); } catch (cause) { causes.push(cause); }
} else if (platform === 'darwin' && arch === 'arm64') {
  try { native = sameVersion(require('usersig-darwin-arm64')); } catch (cause) { causes.push(cause); }
} else if (platform === 'win32' && arch === 'x64') {
  try { native = sameVersion(require('usersig-win32-x64-msvc')); } catch (cause) { causes.push(cause); }
}

const where = `${platform} ${arch}, Node.js ${process.versions.node}`;
/** Why no native binary loads: each that was tried, without the list of the modules that asked for it. */
function problem() {
  const reasons = causes.map(({ message }) => `\n  ${String(message).split('\nRequire stack:')[0]}`).join('');
  return causes.length
    ? `usersig has no native binary that loads on ${where}. Tried:${reasons}\n` +
        'Install usersig again on this machine, with optional dependencies (without --omit=optional or --no-optional); ' +
        'for a bundle, see "Bundles and traced deployments" in its README.'
    : `usersig has no native binary for ${where}.`;
}

function loadError(message) {
  // The first cause that is more than a missing package.
  const cause = causes.find(({ code }) => code !== 'MODULE_NOT_FOUND') ?? causes[0];
  const error = new Error(message, { cause });
  error.code = 'ERR_USERSIG_LOAD';
  return error;
}

/** The portable build, in the place of a native binary. */
function runPortable() {
  try {
    // Loaded here alone: the module takes longer than everything else.
    const { randomFillSync } = require('node:crypto');
    return portable(new WebAssembly.Module(readFileSync(join(__dirname, 'usersig.wasm'))), randomFillSync);
  } catch (cause) {
    const failed = native === null ? `${problem()}\nNor does its portable build run there` : `The portable build of usersig does not run on ${where}`;
    causes.push(cause);
    throw loadError(`${failed}: ${cause.message}`);
  }
}

const wanted = environment('USERSIG_PORTABLE') || 'warn';
if (!['warn', 'quiet', 'always', 'never'].includes(wanted)) {
  throw loadError('USERSIG_PORTABLE must be warn, quiet, always or never; without it, warn');
}
const isPortable = wanted === 'always' || native === null;
if (isPortable && wanted === 'never') throw loadError(problem());
if (isPortable) native = runPortable();
if (isPortable && wanted === 'warn') {
  process.emitWarning(`${problem()}\nIt runs its slower portable build. USERSIG_PORTABLE=quiet takes that without a warning, never refuses it.`, {
    code: 'USERSIG_PORTABLE',
  });
}

module.exports = { native, portable: isPortable, readFile: readFileSync };
