'use strict';

const { inspect } = require('node:util');
const { native } = require('./native.js');
const { fromNative } = require('./errors.js');
const { verifyingKey } = require('./keys.js');
const { verified } = require('./ticket.js');
const { bytes, number, optional, options, string, time, typeError } = require('./convert.js');

const NAMES = ['leeway', 'futureTolerance'];
const VERIFY_NAMES = ['now', 'userbuf'];
const EXPECTED = ['absent', 'present', 'any'];

/** What the userbuf must be, as the native half takes it: the place in `EXPECTED`, or the exact bytes. */
function expectedUserbuf(value) {
  if (value === undefined || value === null) return 0;
  if (typeof value === 'object' && 'exactly' in value) return bytes('userbuf.exactly', value.exactly);
  const index = EXPECTED.indexOf(value);
  if (index < 0) throw typeError('userbuf', '"absent", "present", "any" or { exactly: … }', value);
  return index;
}

class Verifier {
  #native;
  #sdkappid;

  constructor(sdkappid, keys, given) {
    const halves = (Array.isArray(keys) ? keys : [keys]).map(verifyingKey);
    const { leeway, futureTolerance } = options(given, NAMES);
    const tolerances = [optional(number, 'leeway', leeway), optional(number, 'futureTolerance', futureTolerance)];
    try {
      this.#native = new native.Verifier(number('sdkappid', sdkappid), halves, ...tolerances);
    } catch (error) {
      throw fromNative(error);
    }
    this.#sdkappid = sdkappid;
  }

  get sdkappid() {
    return this.#sdkappid;
  }

  verify(ticket, identifier, given) {
    string('ticket', ticket);
    string('identifier', identifier);
    const { now, userbuf } = options(given, VERIFY_NAMES);
    const at = time('now', now);
    const expected = expectedUserbuf(userbuf);
    try {
      return verified(this.#native.verify(ticket, identifier, at, expected));
    } catch (error) {
      throw fromNative(error);
    }
  }

  [inspect.custom]() {
    return `Verifier { sdkappid: ${this.#sdkappid} }`;
  }
}

module.exports = { Verifier };
