'use strict';

const { native } = require('./native.js');

const rows = new Map(
  native.errorCodes().map(([number, word, serviceCode]) => [
    number,
    { number, serviceCode, code: `ERR_USERSIG_${word.toUpperCase()}` },
  ]),
);

const ErrorCode = Object.freeze(Object.fromEntries([...rows.values()].map(({ code, number }) => [code, number])));

const KINDS = {
  // vocabulary: kinds
  1: 'argument',
  2: 'argument',
  3: 'argument',
  4: 'argument',
  5: 'argument',
  6: 'argument',
  10: 'key',
  11: 'key',
  12: 'key',
  20: 'ticket',
  21: 'ticket',
  22: 'ticket',
  23: 'ticket',
  24: 'ticket',
  25: 'ticket',
  26: 'ticket',
  30: 'ticket',
  31: 'ticket',
  32: 'ticket',
  33: 'ticket',
  34: 'ticket',
  35: 'ticket',
  36: 'ticket',
  99: 'internal',
  // vocabulary: end
};

class UserSigError extends Error {
  // Declared, so that nothing on Object.prototype is assigned to in their place.
  code;
  number;
  kind;
  serviceCode;
  field;
  index = null;

  constructor(number, message, field = null) {
    super(message);
    const row = rows.get(number) ?? rows.get(ErrorCode.ERR_USERSIG_INTERNAL);
    this.code = row.code;
    this.number = row.number;
    this.kind = KINDS[row.number];
    this.serviceCode = row.serviceCode ?? null;
    this.field = field;
  }
}
// As with Node.js' own errors: in stack traces and not among the error's own properties.
Object.defineProperty(UserSigError.prototype, 'name', { value: 'UserSigError', configurable: true, writable: true });

/** The native half reports a failure as an array of number, message and field; `index` is its place in a batch. */
function fromNative([number, message, field], index = null) {
  const error = new UserSigError(number, message, field);
  error.index = index;
  return error;
}

/** What a native function returned, or the failure that it returned thrown. No other array there begins with a number. */
function result(value) {
  if (!Array.isArray(value) || typeof value[0] !== 'number') return value;
  const error = fromNative(value);
  // The trace begins with the function that the caller knows.
  Error.captureStackTrace(error, result);
  throw error;
}

exports.UserSigError = UserSigError;
exports.ErrorCode = ErrorCode;
exports.fromNative = fromNative;
exports.result = result;
