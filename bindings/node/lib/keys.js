'use strict';

const { native } = require('./native.js');
const { result } = require('./errors.js');
const { INSPECT, isUint8Array, keyText, string, typeError, unset } = require('./convert.js');

// Only these functions see a key's native half. It is in a private field, which util.inspect, JSON.stringify and
// structuredClone do not look into. They are set where a class is made: Node.js 14 has neither static blocks nor `#name in`.
let nativePrivate, nativePublic, nativeSecret, makePrivate, makePublic;

/** What `read` gives for a key of this class; null for any other object, one that only looks like such a key included. */
function readNative(key, type, read) {
  try {
    return key instanceof type ? read() : null;
  } catch {
    return null;
  }
}

const BY_LOADER = Symbol('made by a loader');

function checkMaker(token, name, loaders) {
  if (token !== BY_LOADER) throw new TypeError(`a ${name} is made by ${loaders}`);
}

class PrivateKey {
  #native;

  static #shared = [
    nativePrivate = (key) => readNative(key, PrivateKey, () => key.#native),
    makePrivate = (half) => {
      const key = new PrivateKey(BY_LOADER);
      key.#native = half;
      return key;
    },
  ];

  constructor(token) {
    checkMaker(token, 'PrivateKey', 'PrivateKey.fromPem and PrivateKey.generate');
  }

  static fromPem(pem) {
    return makePrivate(result(native.PrivateKey.fromPem(keyText('pem', pem))));
  }

  static generate(curve = 'P-256') {
    return makePrivate(result(native.PrivateKey.generate(string('curve', curve))));
  }

  get curve() {
    return this.#native.curve();
  }

  publicKey() {
    return makePublic(result(this.#native.publicKey()));
  }

  toPem() {
    return result(this.#native.toPem());
  }

  [INSPECT]() {
    return `PrivateKey { curve: '${this.curve}' }`;
  }
}

class PublicKey {
  #native;

  static #shared = [
    nativePublic = (key) => readNative(key, PublicKey, () => key.#native),
    makePublic = (half) => {
      const key = new PublicKey(BY_LOADER);
      key.#native = half;
      return key;
    },
  ];

  constructor(token) {
    checkMaker(token, 'PublicKey', 'PublicKey.fromPem and PrivateKey.prototype.publicKey');
  }

  static fromPem(pem) {
    return makePublic(result(native.PublicKey.fromPem(keyText('pem', pem))));
  }

  get curve() {
    return this.#native.curve();
  }

  toPem() {
    return result(this.#native.toPem());
  }

  [INSPECT]() {
    return `PublicKey { curve: '${this.curve}' }`;
  }
}

class SecretKey {
  #native;

  static #shared = nativeSecret = (key) => readNative(key, SecretKey, () => key.#native);

  constructor(secret) {
    this.#native = result(native.SecretKey.fromText(keyText('secret', secret)));
  }

  [INSPECT]() {
    return 'SecretKey {}';
  }
}

const isObject = (value) => typeof value === 'object' && value !== null;

/** What a text in the place of a key asks for; for nothing, whether it was set. */
function advice(value, load) {
  return typeof value === 'string' || isUint8Array(value) ? `; make one with new SecretKey(text) or ${load}(text)` : unset(value);
}

/** The native half of a key that signs. */
function signingKey(key) {
  const half = isObject(key) ? nativePrivate(key) ?? nativeSecret(key) : null;
  if (half) return half;
  const wrong = isObject(key) && nativePublic(key) ? ', which verifies and cannot sign' : advice(key, 'PrivateKey.fromPem');
  throw typeError('key', 'a PrivateKey or a SecretKey', key, wrong);
}

/** The native half of a key that verifies. */
function verifyingKey(key) {
  const half = isObject(key) ? nativePublic(key) ?? nativeSecret(key) : null;
  if (half) return half;
  const wrong = isObject(key) && nativePrivate(key) ? '; give its publicKey()' : advice(key, 'PublicKey.fromPem');
  throw typeError('key', 'a PublicKey or a SecretKey', key, wrong);
}

module.exports = { PrivateKey, PublicKey, SecretKey, signingKey, verifyingKey };
