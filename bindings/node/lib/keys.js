'use strict';

const { inspect } = require('node:util');
const { native } = require('./native.js');
const { UserSigError, ErrorCode, result } = require('./errors.js');
const { bytes, string, typeError } = require('./convert.js');

// Only these functions see a key's native half. It is in a private field, which util.inspect, JSON.stringify and
// structuredClone do not look into.
let nativePrivate, nativePublic, nativeSecret, makePrivate, makePublic;

const BY_LOADER = Symbol('made by a loader');

function checkMaker(token, name, loaders) {
  if (token !== BY_LOADER) throw new TypeError(`a ${name} is made by ${loaders}`);
}

class PrivateKey {
  #native;

  static {
    nativePrivate = (key) => (#native in key ? key.#native : null);
    makePrivate = (half) => {
      const key = new PrivateKey(BY_LOADER);
      key.#native = half;
      return key;
    };
  }

  constructor(token) {
    checkMaker(token, 'PrivateKey', 'PrivateKey.fromPem and PrivateKey.generate');
  }

  static fromPem(pem) {
    return makePrivate(result(native.PrivateKey.fromPem(bytes('pem', pem))));
  }

  static generate(curve = 'P-256') {
    if (string('curve', curve) !== 'P-256' && curve !== 'secp256k1') {
      throw new UserSigError(ErrorCode.ERR_USERSIG_UNSUPPORTED_CURVE, 'keys are made on the curves "P-256" and "secp256k1"');
    }
    return makePrivate(result(native.PrivateKey.generate(curve === 'secp256k1')));
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

  [inspect.custom]() {
    return `PrivateKey { curve: '${this.curve}' }`;
  }
}

class PublicKey {
  #native;

  static {
    nativePublic = (key) => (#native in key ? key.#native : null);
    makePublic = (half) => {
      const key = new PublicKey(BY_LOADER);
      key.#native = half;
      return key;
    };
  }

  constructor(token) {
    checkMaker(token, 'PublicKey', 'PublicKey.fromPem and PrivateKey.prototype.publicKey');
  }

  static fromPem(pem) {
    return makePublic(result(native.PublicKey.fromPem(bytes('pem', pem))));
  }

  get curve() {
    return this.#native.curve();
  }

  toPem() {
    return result(this.#native.toPem());
  }

  [inspect.custom]() {
    return `PublicKey { curve: '${this.curve}' }`;
  }
}

class SecretKey {
  #native;

  static {
    nativeSecret = (key) => (#native in key ? key.#native : null);
  }

  constructor(secret) {
    this.#native = result(native.SecretKey.fromText(bytes('secret', secret)));
  }

  [inspect.custom]() {
    return 'SecretKey {}';
  }
}

const isObject = (value) => typeof value === 'object' && value !== null;

function wrongKind(message) {
  return new UserSigError(ErrorCode.ERR_USERSIG_WRONG_KEY_KIND, message);
}

/** The native half of a key that signs. */
function signingKey(key) {
  const half = isObject(key) ? nativePrivate(key) ?? nativeSecret(key) : null;
  if (half) return half;
  if (isObject(key) && nativePublic(key)) {
    throw wrongKind('a public key was given where a private or secret key belongs; it verifies and cannot sign');
  }
  throw typeError('key', 'a PrivateKey or a SecretKey', key);
}

/** The native half of a key that verifies. */
function verifyingKey(key) {
  const half = isObject(key) ? nativePublic(key) ?? nativeSecret(key) : null;
  if (half) return half;
  if (isObject(key) && nativePrivate(key)) {
    throw wrongKind('a private key was given where a public or secret key belongs; give its publicKey()');
  }
  throw typeError('key', 'a PublicKey or a SecretKey', key);
}

module.exports = { PrivateKey, PublicKey, SecretKey, signingKey, verifyingKey };
