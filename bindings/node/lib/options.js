'use strict';

/** Each option of genSig: its kind, its flag in usersig_gen_options, and the number of the error that refuses a value. */
const OPTIONS = {
  // vocabulary: gen_options
  expire: { kind: 'seconds', flag: 1, error: 4 },
  userbuf: { kind: 'bytes', flag: 4, error: 5 },
  issuedAt: { kind: 'time', flag: 2, error: 1 },
  strictIdentifier: { kind: 'flag', flag: 32, error: 1 },
  accountType: { kind: 'text', flag: 8, error: 1 },
  appidAt3rd: { kind: 'text', flag: 16, error: 1 },
  compression: { kind: 'compression', flag: 0, error: 1 },
  // vocabulary: end
};

/** All but the two that every call passes. */
const RARE = Object.keys(OPTIONS).filter((name) => name !== 'expire' && name !== 'issuedAt');

module.exports = { OPTIONS, RARE };
