'use strict';

const { native } = require('./native.js');
const { result } = require('./errors.js');
const { verifyingKey } = require('./keys.js');
const { verified } = require('./ticket.js');
const { INSPECT, bytes, isPlain, named, number, optional, options, string, time, typeError } = require('./convert.js');

const NAMES = named('leeway', 'futureTolerance');
const VERIFY_NAMES = named('now', 'userbuf');
const EXACTLY = named('exactly');
const EXPECTED = ['absent', 'present', 'any'];

/** What the userbuf must be, as the native half takes it: the place in `EXPECTED`, or the exact bytes. */
function expectedUserbuf(value) {
  if (value === undefined || value === null) return undefined;
  const index = EXPECTED.indexOf(value);
  if (index >= 0) return index;
  if (!isPlain(value)) throw typeError('userbuf', '"absent", "present", "any" or { exactly: … }', value);
  return bytes('userbuf.exactly', options(value, EXACTLY).exactly);
}

class Verifier {
  #sdkappid;
  // The native functions are in private fields, which util.inspect, JSON.stringify and structuredClone do not show.
  #verify;
  #authenticate;

  constructor(sdkappid, keys, given) {
    number('sdkappid', sdkappid);
    // A copy, which has no holes.
    const halves = Array.from(Array.isArray(keys) ? keys : [keys], (key) => verifyingKey(key));
    const checked = options(given, NAMES, '; several keys go into one array');
    const leeway = optional(number, 'leeway', checked.leeway);
    const futureTolerance = optional(number, 'futureTolerance', checked.futureTolerance);
    [this.#verify, this.#authenticate] = result(native.verifier(sdkappid, halves, leeway, futureTolerance));
    this.#sdkappid = sdkappid;
  }

  get sdkappid() {
    return this.#sdkappid;
  }

  verify(ticket, identifier, given) {
    bytes('ticket', ticket);
    string('identifier', identifier);
    const { now, userbuf } = options(given, VERIFY_NAMES);
    return verified(result(this.#verify(ticket, identifier, time('now', now), expectedUserbuf(userbuf))));
  }

  authenticate(ticket, given) {
    bytes('ticket', ticket);
    const { now, userbuf } = options(given, VERIFY_NAMES);
    return verified(result(this.#authenticate(ticket, time('now', now), expectedUserbuf(userbuf))));
  }

  [INSPECT]() {
    return `Verifier { sdkappid: ${this.#sdkappid} }`;
  }
}

module.exports = { Verifier };
