'use strict';

// What the official packages take where the interface of this one is stricter.

const { native } = require('./native.js');
const { bytes, isAnyArrayBuffer, isPlain, typeError } = require('./convert.js');

/** A number, or a text of decimal digits as it comes out of an environment variable or a database. */
function integer(name, value, advice) {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && value.length <= 15 && /^[0-9]+$/.test(value)) return Number(value);
  throw typeError(name, 'a number', value, advice);
}

/**
 * A text, or what a database gives for one: a number, or an object with a text form of its own, such as an ObjectId. A BigInt
 * of more bits is not worth its conversion. `undefined` is a mistake and no user called "undefined".
 */
function text(name, value) {
  if (typeof value === 'string') return value;
  if (Number.isSafeInteger(value) || (typeof value === 'bigint' && BigInt.asIntN(1024, value) === value)) return String(value);
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && !isPlain(value)) {
    const form = String(value);
    // What Object.prototype says of it is no name of its own.
    if (!form.startsWith('[object ')) return form;
  }
  throw typeError(name, 'a string', value);
}

/** The text or bytes of a key, out of a KeyObject of node:crypto as well. */
function keyText(key) {
  if (typeof key !== 'object' || key === null || typeof key.export !== 'function') return key;
  if (key.type === 'secret') return key.export();
  return key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' });
}

/** What `Buffer.from` makes bytes of; no more than it takes to be too long. */
function userbufBytes(value) {
  if (Array.isArray(value)) return Uint8Array.from(value.slice(0, native.MAX_USERBUF_LEN + 1));
  return isAnyArrayBuffer(value) ? new Uint8Array(value) : bytes('userbuf', value);
}

/** A number as it is shown; where it is none, it may be a key in the wrong place. */
function shown(value) {
  try {
    return String(integer('', value));
  } catch {
    return 'no number';
  }
}

module.exports = { integer, text, keyText, userbufBytes, shown };
