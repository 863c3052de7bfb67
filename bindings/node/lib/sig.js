'use strict';

// The interface of the npm package tls-sig-api: same names, parameters, defaults and returns. They are
// Tencent's so that programs written for that package run as they are; none of the code is.

const { readFile } = require('./native.js');
const { PrivateKey, PublicKey } = require('./keys.js');
const { Signer } = require('./signer.js');
const { Verifier } = require('./verifier.js');
const { UserSigError } = require('./errors.js');
const { INSPECT, hasOwn, typeError, utf8 } = require('./convert.js');
const { integer, keyText, shown, text, userbufBytes } = require('./loose.js');

const DEFAULT_EXPIRE = 15_552_000;

/** Without the white space of files and headers around it; what is far too long is refused as it is. */
const trimmed = (ticket) => (typeof ticket === 'string' && ticket.length < 2 ** 15 ? ticket.trim() : ticket);

class Sig {
  #appid;
  #expire;
  #privateKey;
  #publicKey;
  // Made with the first ticket and kept until a setter changes something: the keys are not parsed for every ticket.
  #signer = null;
  #verifier = null;
  #lastError = null;

  constructor(config) {
    if (config === undefined || config === null) throw typeError('config', 'an object', config);
    // Own properties, each read once: what stands on Object.prototype is nobody's configuration.
    const own = (name) => (hasOwn(config, name) ? config[name] : undefined);
    const [privateKey, publicKey] = [own('private_key'), own('public_key')];
    this.#appid = own('sdk_appid');
    // 0 and '' are none given, as in the official package.
    this.#expire = own('expire_after') || DEFAULT_EXPIRE;
    // Files where the texts are not given as well, as in the official package.
    if (privateKey) this.#privateKey = readFile(privateKey);
    if (publicKey) this.#publicKey = readFile(publicKey);
    this.#privateKey = own('private_key_string') || this.#privateKey;
    this.#publicKey = own('public_key_string') || this.#publicKey;
  }

  setAppid(appid) {
    this.#appid = appid;
    this.#signer = this.#verifier = null;
  }

  setPrivateKey(privateKey) {
    this.#privateKey = privateKey;
    this.#signer = null;
  }

  setPublicKey(publicKey) {
    this.#publicKey = publicKey;
    this.#verifier = null;
  }

  get sdk_appid() {
    return this.#appid;
  }

  set sdk_appid(appid) {
    this.setAppid(appid);
  }

  get expire_after() {
    return String(this.#expire);
  }

  set expire_after(seconds) {
    this.#expire = seconds;
  }

  // Assigned directly by some callers; never read back.
  set private_key(privateKey) {
    this.setPrivateKey(privateKey);
  }

  set public_key(publicKey) {
    this.setPublicKey(publicKey);
  }

  get lastError() {
    return this.#lastError;
  }

  genSig(identifier) {
    return this.#prepared().genSig(text('identifier', identifier), { expire: integer('expire_after', this.#expire) });
  }

  genSigWithUserbuf(identifier, userbuf) {
    const options = { expire: integer('expire_after', this.#expire), userbuf: userbufBytes(userbuf) };
    return this.#prepared().genSig(text('identifier', identifier), options);
  }

  verifySig(sig, identifier) {
    return this.#verify(sig, identifier, 'absent') !== null;
  }

  verifySigWithUserbuf(sig, identifier) {
    const ticket = this.#verify(sig, identifier, 'present');
    return ticket === null ? false : utf8(ticket.userbuf);
  }

  #prepared() {
    this.#signer = this.#signer ?? new Signer(integer('sdk_appid', this.#appid), PrivateKey.fromPem(keyText(this.#privateKey) ?? ''));
    return this.#signer;
  }

  /** Never throws, as in the official package; `lastError` has the reason. */
  #verify(sig, identifier, userbuf) {
    try {
      this.#verifier = this.#verifier ?? new Verifier(integer('sdk_appid', this.#appid), PublicKey.fromPem(keyText(this.#publicKey) ?? ''));
      const ticket = this.#verifier.verify(trimmed(sig), text('identifier', identifier), { userbuf });
      this.#lastError = null;
      return ticket;
    } catch (error) {
      if (!(error instanceof UserSigError || error instanceof TypeError)) throw error;
      this.#lastError = error;
      return null;
    }
  }

  [INSPECT]() {
    return `Sig { sdk_appid: ${shown(this.#appid)}, expire_after: ${shown(this.#expire)} }`;
  }
}

exports.Sig = Sig;
