'use strict';

// What the official packages take where the interface of this one is stricter.

const { types } = require('node:util');
const { bytes, typeError } = require('./convert.js');

/** A number, or a text of decimal digits as it comes out of an environment variable or a database. */
function integer(name, value) {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && /^[0-9]{1,15}$/.test(value)) return Number(value);
  throw typeError(name, 'a number', value);
}

/** A text, or a number as a database gives it. `undefined` is a mistake and no user called "undefined". */
function text(name, value) {
  if (typeof value === 'string') return value;
  if (Number.isSafeInteger(value) || typeof value === 'bigint') return String(value);
  throw typeError(name, 'a string', value);
}

/** What `Buffer.from` makes bytes of. */
function userbufBytes(value) {
  return Array.isArray(value) || types.isAnyArrayBuffer(value) ? Buffer.from(value) : bytes('userbuf', value);
}

module.exports = { integer, text, userbufBytes };
