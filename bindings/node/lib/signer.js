'use strict';

const { native } = require('./native.js');
const { fromNative, result } = require('./errors.js');
const { signingKey } = require('./keys.js');
const { OPTIONS, RARE } = require('./options.js');
const { INSPECT, boolean, bytes, named, number, optional, options, string, time, typeError } = require('./convert.js');

const COMPRESSIONS = ['default', 'fast', 'none'];

function compression(name, value) {
  const index = COMPRESSIONS.indexOf(value);
  if (index < 0) throw typeError(name, '"default", "fast" or "none"', value);
  return index;
}

/** What checks a value of each kind, and makes of it what the native half takes. */
const CHECKS = { seconds: number, time, bytes, text: string, flag: boolean, compression };
const NAMES = named(...Object.keys(OPTIONS));
const BATCH_NAMES = named(...Object.keys(OPTIONS), 'threads');

const Privileges = Object.freeze({
  // vocabulary: privileges
  CREATE_ROOM: 1,
  ENTER_ROOM: 2,
  SEND_AUDIO: 4,
  RECEIVE_AUDIO: 8,
  SEND_VIDEO: 16,
  RECEIVE_VIDEO: 32,
  SEND_SCREEN: 64,
  RECEIVE_SCREEN: 128,
  ALL: 255,
  // vocabulary: end
});

const expiry = ({ expire }) => optional(number, 'expire', expire);

/** The options that hardly anybody gives, as the native half takes them; nothing where none is given. */
function more(checked) {
  if (checked === NAMES || RARE.every((name) => checked[name] === undefined)) return undefined;
  return RARE.map((name) => optional(CHECKS[OPTIONS[name].kind], name, checked[name]));
}

class Signer {
  #sdkappid;
  // The native functions are in private fields, which util.inspect, JSON.stringify and structuredClone do not show.
  #genSig;
  #genPrivateMapKey;
  #genSigBatch;

  constructor(sdkappid, key, given) {
    // Options here would be for every ticket, and there are none such.
    if (given !== undefined) throw typeError('options', 'given to genSig; a Signer has none and one key', given);
    const functions = result(native.signer(number('sdkappid', sdkappid), signingKey(key)));
    [this.#genSig, this.#genPrivateMapKey, this.#genSigBatch] = functions;
    this.#sdkappid = sdkappid;
  }

  get sdkappid() {
    return this.#sdkappid;
  }

  genSig(identifier, given) {
    string('identifier', identifier);
    const checked = options(given, NAMES);
    return result(this.#genSig(identifier, time('issuedAt', checked.issuedAt), expiry(checked), more(checked)));
  }

  genPrivateMapKey(identifier, room, privileges, given) {
    string('identifier', identifier);
    if (typeof room !== 'number' && typeof room !== 'string') {
      throw typeError('room', 'a number (a numeric room) or a string (a named room)', room);
    }
    number('privileges', privileges);
    const checked = options(given, NAMES);
    const issuedAt = time('issuedAt', checked.issuedAt);
    return result(this.#genPrivateMapKey(identifier, issuedAt, expiry(checked), more(checked), room, privileges));
  }

  async genSigBatch(identifiers, given) {
    if (!Array.isArray(identifiers)) throw typeError('identifiers', 'an array of strings', identifiers);
    // A copy, which no getter and no hole can make another array of after it was checked. What is no string costs the others nothing.
    const texts = Array.from(identifiers, (identifier) => (typeof identifier === 'string' ? identifier : null));
    const checked = options(given, BATCH_NAMES);
    const threads = optional(number, 'threads', checked.threads);
    const issuedAt = time('issuedAt', checked.issuedAt);
    const running = result(this.#genSigBatch(texts, issuedAt, expiry(checked), more(checked), threads));
    const made = result(await running);
    return made.map((ticket, index) => (typeof ticket === 'string' ? ticket : fromNative(ticket, index)));
  }

  [INSPECT]() {
    return `Signer { sdkappid: ${this.#sdkappid} }`;
  }
}

function genSig(sdkappid, key, identifier, given) {
  number('sdkappid', sdkappid);
  const half = signingKey(key);
  string('identifier', identifier);
  const checked = options(given, NAMES);
  const issuedAt = time('issuedAt', checked.issuedAt);
  return result(native.genSig(sdkappid, half, identifier, issuedAt, expiry(checked), more(checked)));
}

module.exports = { NAMES, Signer, genSig, Privileges };
