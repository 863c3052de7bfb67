'use strict';

const { native } = require('./native.js');

const rows = new Map(
  native.errorCodes().map(([number, word, serviceCode]) => [
    number,
    { number, serviceCode, code: `ERR_USERSIG_${word.toUpperCase()}` },
  ]),
);

const ErrorCode = Object.freeze(Object.fromEntries([...rows.values()].map(({ code, number }) => [code, number])));

class UserSigError extends Error {
  constructor(number, message, field = null) {
    super(message);
    const row = rows.get(number) ?? rows.get(ErrorCode.ERR_USERSIG_INTERNAL);
    this.code = row.code;
    this.number = row.number;
    this.serviceCode = row.serviceCode ?? null;
    this.field = field;
  }
}
// As with Node.js' own errors: in stack traces and not among the error's own properties.
Object.defineProperty(UserSigError.prototype, 'name', { value: 'UserSigError', configurable: true, writable: true });

/** The native half reports a cause as the number, and after a space the ticket's field at fault. */
function fromNative(error) {
  const [number, field] = String(error.code).split(' ', 2);
  const cause = rows.has(Number(number)) ? Number(number) : ErrorCode.ERR_USERSIG_INTERNAL;
  const made = new UserSigError(cause, error.message, field);
  Error.captureStackTrace(made, fromNative);
  return made;
}

exports.UserSigError = UserSigError;
exports.ErrorCode = ErrorCode;
exports.fromNative = fromNative;
