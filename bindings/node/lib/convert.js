'use strict';

const { types } = require('node:util');

function describe(value) {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'object') return `an instance of ${value.constructor?.name ?? 'Object'}`;
  // Never the value: it may be a key.
  return `a value of the type ${typeof value}`;
}

/** As Node.js' own errors for wrong types, code included. */
function typeError(name, expected, value) {
  const error = new TypeError(`${name} must be ${expected}, and ${describe(value)} was given`);
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}

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
  if (typeof value === 'string' || types.isUint8Array(value)) return value;
  throw typeError(name, 'a string, a Buffer or a Uint8Array', value);
}

/** Unix seconds from seconds or a Date; now where nothing is given. An invalid Date is NaN, which the core refuses. */
function time(name, value) {
  if (value === undefined || value === null) return Math.floor(Date.now() / 1000);
  if (types.isDate(value)) return Math.floor(value.getTime() / 1000);
  if (typeof value === 'number') return value;
  throw typeError(name, 'unix seconds or a Date', value);
}

const NONE = Object.freeze({});

/** An options object; a wrong name in it is a mistake that would otherwise go unseen. */
function options(value, names) {
  if (value === undefined || value === null) return NONE;
  if (typeof value !== 'object') throw typeError('options', 'an object', value);
  for (const name of Object.keys(value)) {
    if (!names.includes(name)) {
      const error = new TypeError(`unknown option ${JSON.stringify(name)}; there are: ${names.join(', ')}`);
      error.code = 'ERR_INVALID_ARG_VALUE';
      throw error;
    }
  }
  return value;
}

module.exports = { typeError, string, number, boolean, optional, bytes, time, options };
