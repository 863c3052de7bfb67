'use strict';

// What the official packages take where the interface of this one is stricter.

const { types } = require('node:util');
const { native } = require('./native.js');
const { bytes, typeError } = require('./convert.js');

/** A number, or a text of decimal digits as it comes out of an environment variable or a database. */
function integer(name, value) {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && value.length <= 15 && /^[0-9]+$/.test(value)) return Number(value);
  throw typeError(name, 'a number', value);
}

/**
 * A text, or a number as a database gives it: a BigInt of more bits is not worth its conversion. `undefined` is a mistake
 * and no user called "undefined".
 */
function text(name, value) {
  if (typeof value === 'string') return value;
  if (Number.isSafeInteger(value) || (typeof value === 'bigint' && BigInt.asIntN(1024, value) === value)) return String(value);
  throw typeError(name, 'a string', value);
}

/** What `Buffer.from` makes bytes of; no more than it takes to be too long. */
function userbufBytes(value) {
  if (Array.isArray(value)) return Buffer.from(value.slice(0, native.MAX_USERBUF_LEN + 1));
  return types.isAnyArrayBuffer(value) ? new Uint8Array(value) : bytes('userbuf', value);
}

/** A number as it is shown; where it is none, it may be a key in the wrong place. */
function shown(value) {
  try {
    return String(integer('', value));
  } catch {
    return 'no number';
  }
}

module.exports = { integer, text, userbufBytes, shown };
