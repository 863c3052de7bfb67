'use strict';

const { inflateSync } = require('node:zlib');
const { readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const usersig = require('usersig');

const { OPTIONS } = require(join(dirname(require.resolve('usersig')), 'lib/options.js'));

// ci/test runs these tests in an empty folder that has only the packages in it, and says where the repository is.
const repository = process.env.USERSIG_REPOSITORY ?? join(__dirname, '../../..');

const cases = (name) => JSON.parse(readFileSync(join(repository, 'ci/conformance', `${name}.json`), 'utf8'));
const read = (path) => readFileSync(join(repository, path), 'utf8');

const keyRows = Object.fromEntries(cases('keys').map((row) => [row.name, row]));
const loaders = {
  private: (text) => usersig.PrivateKey.fromPem(text),
  public: (text) => usersig.PublicKey.fromPem(text),
  secret: (text) => new usersig.SecretKey(text),
};
const keys = Object.fromEntries(Object.values(keyRows).map(({ name, kind, text }) => [name, loaders[kind](text)]));

const codeOf = (word) => `ERR_USERSIG_${word.toUpperCase()}`;

/** The JSON inside a ticket, decoded without the library. */
function open(ticket) {
  const base64 = ticket.replace(/[*_-]/g, (sign) => ({ '*': '+', '-': '/', _: '=' })[sign]);
  return inflateSync(Buffer.from(base64, 'base64')).toString();
}

/** A text as a JavaScript string has it, which may be none. */
function given(value) {
  if (typeof value?.units !== 'string') return value;
  return String.fromCharCode(...(value.units.match(/..../g) ?? []).map((unit) => parseInt(unit, 16))).repeat(value.repeat ?? 1);
}

/** The same as bytes. */
function asBytes(value) {
  if (typeof value?.bytes === 'string') return Buffer.alloc((value.bytes.length / 2) * (value.repeat ?? 1), value.bytes, 'hex');
  return typeof value === 'string' ? Buffer.from(value) : value;
}

/** Seconds with a fraction, and as a Date where it may be one. */
const seconds = (value) => (typeof value?.seconds === 'number' ? value.seconds + value.nanoseconds / 1e9 : value);
const moments = (value) => (typeof value === 'number' || value?.seconds ? [seconds(value), new Date(seconds(value) * 1000)] : [seconds(value)]);

/** Every way to say the options of genSig that a case has. */
function optionsOf(row) {
  const bytes = (value) => (typeof value === 'string' ? Buffer.from(value, 'base64') : asBytes(value));
  const forms = { seconds: (value) => [seconds(value)], time: moments, bytes: (value) => [bytes(value)], text: (value) => [given(value)] };
  return Object.entries(row).filter(([, value]) => value !== null).reduce((all, [name, value]) => {
    const camel = name.replace(/_./g, (end) => end[1].toUpperCase());
    if (!(camel in OPTIONS)) return all;
    const values = forms[OPTIONS[camel].kind]?.(value) ?? [value];
    return all.flatMap((options) => values.map((form) => ({ ...options, [camel]: form })));
  }, [{}]);
}

/** What a call threw. */
function thrown(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

module.exports = { asBytes, cases, codeOf, given, keyRows, keys, loaders, moments, open, optionsOf, read, repository, seconds, thrown };
