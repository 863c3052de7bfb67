'use strict';

const { inspect } = require('node:util');
const { native } = require('./native.js');
const { fromNative } = require('./errors.js');
const { signingKey } = require('./keys.js');
const { boolean, bytes, number, optional, options, string, time, typeError } = require('./convert.js');

const NAMES = ['expire', 'issuedAt', 'userbuf', 'strictIdentifier', 'compression', 'accountType', 'appidAt3rd'];
const BATCH_NAMES = [...NAMES, 'threads'];
const COMPRESSIONS = ['default', 'fast', 'none'];

const Privileges = Object.freeze({
  CREATE_ROOM: 1,
  ENTER_ROOM: 2,
  SEND_AUDIO: 4,
  RECEIVE_AUDIO: 8,
  SEND_VIDEO: 16,
  RECEIVE_VIDEO: 32,
  SEND_SCREEN: 64,
  RECEIVE_SCREEN: 128,
  ALL: 255,
});

function compressionNumber(value) {
  const index = COMPRESSIONS.indexOf(value);
  if (index < 0) throw typeError('compression', '"default", "fast" or "none"', value);
  return index;
}

/** The options that hardly anybody gives, as the native half takes them; nothing where none is given. */
function more(given) {
  const { userbuf, strictIdentifier, compression, accountType, appidAt3rd } = given;
  if (
    userbuf === undefined &&
    strictIdentifier === undefined &&
    compression === undefined &&
    accountType === undefined &&
    appidAt3rd === undefined
  ) {
    return undefined;
  }
  return [
    optional(bytes, 'userbuf', userbuf),
    boolean('strictIdentifier', strictIdentifier ?? false),
    compressionNumber(compression ?? 'default'),
    optional(string, 'accountType', accountType),
    optional(string, 'appidAt3rd', appidAt3rd),
  ];
}

class Signer {
  #native;
  #sdkappid;

  constructor(sdkappid, key) {
    const half = signingKey(key);
    try {
      this.#native = new native.Signer(number('sdkappid', sdkappid), half);
    } catch (error) {
      throw fromNative(error);
    }
    this.#sdkappid = sdkappid;
  }

  get sdkappid() {
    return this.#sdkappid;
  }

  genSig(identifier, given) {
    string('identifier', identifier);
    const checked = options(given, NAMES);
    const seconds = optional(number, 'expire', checked.expire);
    const at = time('issuedAt', checked.issuedAt);
    const others = more(checked);
    try {
      return this.#native.genSig(identifier, at, seconds, others);
    } catch (error) {
      throw fromNative(error);
    }
  }

  genPrivateMapKey(identifier, room, privileges, given) {
    string('identifier', identifier);
    if (typeof room !== 'number' && typeof room !== 'string') {
      throw typeError('room', 'a number (a numeric room) or a string (a named room)', room);
    }
    number('privileges', privileges);
    const checked = options(given, NAMES);
    const seconds = optional(number, 'expire', checked.expire);
    const at = time('issuedAt', checked.issuedAt);
    const others = more(checked);
    try {
      return this.#native.genPrivateMapKey(identifier, room, privileges, at, seconds, others);
    } catch (error) {
      throw fromNative(error);
    }
  }

  async genSigBatch(identifiers, given) {
    if (!Array.isArray(identifiers)) throw typeError('identifiers', 'an array of strings', identifiers);
    identifiers.forEach((identifier, index) => string(`identifiers[${index}]`, identifier));
    const checked = options(given, BATCH_NAMES);
    const threads = optional(number, 'threads', checked.threads);
    const seconds = optional(number, 'expire', checked.expire);
    const at = time('issuedAt', checked.issuedAt);
    const others = more(checked);
    let made;
    try {
      made = await this.#native.genSigBatch(identifiers, threads, at, seconds, others);
    } catch (error) {
      throw fromNative(error);
    }
    if (!Array.isArray(made)) throw fromNative(made);
    return made.map((ticket) => (typeof ticket === 'string' ? ticket : fromNative(ticket)));
  }

  [inspect.custom]() {
    return `Signer { sdkappid: ${this.#sdkappid} }`;
  }
}

function genSig(sdkappid, key, identifier, given) {
  return new Signer(sdkappid, key).genSig(identifier, given);
}

module.exports = { Signer, genSig, Privileges };
