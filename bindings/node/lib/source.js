'use strict';

const { native } = require('./native.js');
const { result } = require('./errors.js');
const { NAMES, Signer } = require('./signer.js');
const { inspect } = require('./ticket.js');
const { INSPECT, isUint8Array, named, number, options, time, typeError } = require('./convert.js');

const { issuedAt: _, ...GEN_NAMES } = NAMES;
const SOURCE_NAMES = named(...Object.keys(GEN_NAMES), 'minShare', 'clock');

/** Without locks, unlike in other languages: no second thread can reach an object of JavaScript's. */
class UserSigSource {
  #signer;
  #identifier;
  #options;
  #minShare;
  #clock;
  #last = null;
  #renewals = 0;

  constructor(signer, identifier, given) {
    if (!(signer instanceof Signer)) throw typeError('signer', 'a Signer', signer);
    const { minShare, clock, ...rest } = options(given, SOURCE_NAMES);
    this.#minShare = number('minShare', minShare ?? 0.5);
    this.#clock = clock ?? (() => undefined);
    if (typeof this.#clock !== 'function') throw typeError('clock', 'a function', clock);
    // A copy: the caller may write something else into the same bytes.
    for (const name of Object.keys(rest)) if (isUint8Array(rest[name])) rest[name] = new Uint8Array(rest[name]);
    [this.#signer, this.#identifier, this.#options] = [signer, identifier, rest];
    // What is wrong with any ticket is told now.
    this.#isFresh(this.#make(0), 0);
  }

  ticket() {
    const now = time('now', this.#clock());
    if (this.#last === null || !this.#isFresh(this.#last, now)) {
      this.#last = this.#make(now);
      this.#renewals += 1;
    }
    return this.#last.ticket;
  }

  get renewals() {
    return this.#renewals;
  }

  #make(issuedAt) {
    const ticket = this.#signer.genSig(this.#identifier, { ...this.#options, issuedAt });
    return { ticket, issuedAt, expire: inspect(ticket).expire };
  }

  #isFresh({ issuedAt, expire }, now) {
    return result(native.isFresh(issuedAt, expire, this.#minShare, now));
  }

  [INSPECT]() {
    return 'UserSigSource {}';
  }
}

module.exports = { UserSigSource };
