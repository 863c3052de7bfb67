'use strict';

/** Object.hasOwn, which Node.js before 16.9 has not. */
const hasOwn = (object, name) => Object.prototype.hasOwnProperty.call(object, name);

function describe(value) {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'object') return `an instance of ${Object.getPrototypeOf(value)?.constructor?.name ?? 'Object'}`;
  // Never the value: it may be a key.
  return `a value of the type ${typeof value}`;
}

/** As Node.js' own errors for wrong types, code included. */
function typeError(name, expected, value, advice = '') {
  const error = new TypeError(`${name} must be ${expected}, and ${describe(value)} was given${advice}`);
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}

/** Whether a value is an object, of any realm, that this getter of the class reads; node:util, which says so too, is not everywhere. */
const reads = (read) => (value) => {
  try {
    return read.call(value) !== undefined;
  } catch {
    return false;
  }
};
const getter = (prototype, name) => Object.getOwnPropertyDescriptor(prototype, name).get;
const isDate = reads(Date.prototype.getTime);
const typedArrayName = getter(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag);
const isUint8Array = (value) => typedArrayName.call(value) === 'Uint8Array';
const isArrayBuffer = reads(getter(ArrayBuffer.prototype, 'byteLength'));
const isShared = typeof SharedArrayBuffer === 'undefined' ? () => false : reads(getter(SharedArrayBuffer.prototype, 'byteLength'));
const isAnyArrayBuffer = (value) => isArrayBuffer(value) || isShared(value);

// At the edge there may be no Buffer.
const base64 = (bytes) => (typeof Buffer === 'undefined' ? btoa(String.fromCharCode(...bytes)) : Buffer.from(bytes).toString('base64'));
const utf8 = (bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** The method that util.inspect and console.log call. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

function string(name, value) {
  if (typeof value !== 'string') throw typeError(name, 'a string', value);
  return value;
}

function number(name, value) {
  if (typeof value !== 'number') throw typeError(name, 'a number', value);
  return value;
}

function boolean(name, value) {
  if (typeof value !== 'boolean') throw typeError(name, 'a boolean', value);
  return value;
}

function optional(check, name, value) {
  return value === undefined || value === null ? undefined : check(name, value);
}

/** A string, or bytes; the native half copies them at once. */
function bytes(name, value) {
  if (typeof value === 'string' || isUint8Array(value)) return value;
  throw typeError(name, 'a string, a Buffer or a Uint8Array', value);
}

/** What to ask where a secret or a key is not there. */
function unset(value) {
  return value === undefined || value === null ? '; is the environment variable set?' : '';
}

/** The text of a secret or key. */
function keyText(name, value) {
  if (value === undefined || value === null) throw typeError(name, 'a string, a Buffer or a Uint8Array', value, unset(value));
  return bytes(name, value);
}

/** The unix second of a number of seconds or a Date; now where nothing is given. An invalid Date is NaN, which the core refuses. */
function time(name, value) {
  if (value === undefined || value === null) return Math.floor(Date.now() / 1000);
  if (typeof value === 'number') return Math.floor(value);
  if (isDate(value)) return Math.floor(Date.prototype.getTime.call(value) / 1000);
  throw typeError(name, 'unix seconds or a Date', value);
}

/** True for `{}` of any realm, and for an object without a prototype. */
function isPlain(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return true;
  return Object.getPrototypeOf(prototype) === null && hasOwn(prototype, 'isPrototypeOf');
}

/** How many letters have to be changed, added or left out. */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}

function unknownOption(name, names) {
  // Shown only where it looks like a name: it may be a secret or an identifier in the wrong place.
  const shown = typeof name === 'string' && /^[A-Za-z_]\w{0,19}$/.test(name) ? ` "${name}"` : '';
  const bare = shown.replace(/\W|_/g, '').toLowerCase();
  const like = (known) => bare.length > 2 && (bare.includes(known) || known.includes(bare));
  const meant = names.find((known) => like(known.toLowerCase())) ?? names.find((known) => distance(bare, known.toLowerCase()) < 3);
  const advice = shown && meant ? `; did you mean "${meant}"?` : ';';
  const error = new TypeError(`unknown option${shown}${advice} there are: ${names.join(', ')}`);
  error.code = 'ERR_INVALID_ARG_VALUE';
  return error;
}

/** The names of options, for `options`. */
function named(...names) {
  return Object.freeze(Object.fromEntries(names.map((name) => [name, undefined])));
}

/**
 * The options that an object has, each read once and none ignored. Every name of `none` is an own property of the result:
 * what stands on Object.prototype is nobody's option.
 */
function options(value, none, advice) {
  if (value === undefined || value === null) return none;
  if (!isPlain(value)) throw typeError('options', `a plain object with some of ${Object.keys(none).join(', ')}`, value, advice);
  const read = { ...none };
  for (const name of Reflect.ownKeys(value)) {
    if (!hasOwn(none, name)) throw unknownOption(name, Object.keys(none));
    read[name] = value[name];
  }
  return read;
}

module.exports = {
  INSPECT, hasOwn, typeError, string, number, boolean, optional, bytes, keyText, unset, time, named, isPlain, isUint8Array, isAnyArrayBuffer, base64, utf8, options,
};
