'use strict';

const { platforms } = require('./platforms.js');
const { version } = require('../package.json');
const { hasOwn } = require('./convert.js');

/** Where no native binary loads: says which were looked for and why each did not. */
function loadError(reasons) {
  const platform = `${process.platform} ${process.arch}, Node.js ${process.versions.node}`;
  const tried = reasons.map(({ name, reason }) => `\n  ${name}: ${reason}`).join('');
  const message = reasons.length
    ? `usersig has no native binary that loads on ${platform}. Looked for:${tried}\n` +
      'Install usersig again on this machine, with optional dependencies (without --omit=optional or --no-optional).'
    : `usersig has no native binary for ${platform}`;
  const error = new Error(message, { cause: reasons[0]?.cause });
  error.code = 'ERR_USERSIG_LOAD';
  return error;
}

function attempt(name) {
  let path;
  try {
    path = require.resolve(name);
  } catch (cause) {
    return { name, reason: 'the package is not installed', cause };
  }
  try {
    const native = require(path);
    if (native.version() === version) return { native };
    return { name, reason: `it is version ${native.version()} and usersig is version ${version} (${path})` };
  } catch (cause) {
    return { name, reason: `${cause.message} (${path})`, cause };
  }
}

// On Linux the packages for both C libraries are tried, since npm before 10.4 installs both: the wrong one does not load.
function load() {
  const reasons = [];
  for (const { platform, arch, name } of platforms) {
    if (platform !== process.platform || arch !== process.arch) continue;
    const tried = attempt(name);
    if (hasOwn(tried, 'native')) return tried.native;
    reasons.push(tried);
  }
  throw loadError(reasons);
}

exports.native = load();
exports.version = version;
