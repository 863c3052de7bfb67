'use strict';

const { inflateSync } = require('node:zlib');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const usersig = require('usersig');

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

/** What a call threw. */
function thrown(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

module.exports = { cases, codeOf, keyRows, keys, loaders, open, read, repository, thrown };
