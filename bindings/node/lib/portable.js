'use strict';

const { OPTIONS, RARE } = require('./options.js');

// The portable build of the core behind the names of the native addon: the C interface (usersig.h), compiled to WebAssembly.
// Structs have the layout that C gives them there; numbers below are offsets, flags and enumerators of that header.

/** The longest text or bytes of any kind. What is longer is refused by its length and not copied. */
const LONGEST = 16384;
const INTERNAL = 99;
const CURVES = [undefined, 'P-256', 'secp256k1'];

// usersig_gen_options: size, flags and compression; then each value, an i64 or a pointer and a length, in the order of OPTIONS.
let genSize = 16;
const GEN = Object.entries(OPTIONS).map(([name, { kind, flag, error }]) => {
  const place = kind === 'compression' ? 8 : genSize;
  if (kind !== 'compression' && kind !== 'flag') genSize += 8;
  return { name, kind, flag, error, place, rare: RARE.indexOf(name) };
});

// Where things lie in each instance's working memory, which one call at a time uses.
const ERROR = 0;
const GIVEN = 304;
const OUT = GIVEN + genSize;
const OUT_LEN = OUT + 4;
const TICKET = OUT + 8;
const ARGUMENTS = TICKET + LONGEST + 16;
// A user, a room, and all that may be texts.
const WORKING = ARGUMENTS + (2 + GEN.length) * (LONGEST + 8);

// Taken now, before a test's fake timers are.
const later = typeof setImmediate === 'undefined' ? setTimeout : setImmediate;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A number as the core's range checks take it. What is no integer becomes -1, which is outside of every range. */
const integer = (number) => BigInt(Number.isSafeInteger(number) ? number : -1);

const failed = (value) => Array.isArray(value) && typeof value[0] === 'number';

/** One instance of the module: its memory, and its calls. */
class Core {
  #exports;
  #buffer = null;
  #bytes;
  #view;
  #base;
  #next;
  #dropped = false;

  constructor(module, random) {
    const fill = (pointer, length) => {
      try {
        random(new Uint8Array(this.#exports.memory.buffer, pointer, length));
        return 0;
      } catch {
        return 1;
      }
    };
    this.#exports = new WebAssembly.Instance(module, { usersig: { random: fill } }).exports;
    this.#base = this.#exports.usersig_allocate(WORKING);
    if (this.#base === 0) throw new Error('there is no memory for the portable build of usersig');
    this.begin();
  }

  get dropped() {
    return this.#dropped;
  }

  /** Before a call: the arguments of the one before are done with, and memory that has grown has other views. */
  begin() {
    this.#next = this.#base + ARGUMENTS;
    this.#look();
  }

  #look() {
    if (this.#buffer === this.#exports.memory.buffer) return;
    this.#buffer = this.#exports.memory.buffer;
    this.#bytes = new Uint8Array(this.#buffer);
    this.#view = new DataView(this.#buffer);
  }

  /** Calls a function of usersig.h. An instance that trapped is never used again, and its memory holds no secret. */
  call(name, ...rest) {
    if (!this.#dropped) {
      try {
        const value = this.#exports[name](...rest);
        this.#look();
        return value;
      } catch {
        this.#dropped = true;
        new Uint8Array(this.#exports.memory.buffer).fill(0);
      }
    }
    return INTERNAL;
  }

  at(place) {
    return this.#base + place;
  }

  u32(pointer) {
    return this.#view.getUint32(pointer, true);
  }

  i32(pointer) {
    return this.#view.getInt32(pointer, true);
  }

  i64(pointer) {
    return Number(this.#view.getBigInt64(pointer, true));
  }

  setU32(pointer, value) {
    this.#view.setUint32(pointer, value, true);
  }

  setI64(pointer, value) {
    this.#view.setBigInt64(pointer, value, true);
  }

  clear(place, length) {
    this.#bytes.fill(0, this.#base + place, this.#base + place + length);
  }

  text(pointer, length) {
    return decoder.decode(this.#bytes.subarray(pointer, pointer + length));
  }

  /** A text that a NUL ends. */
  cText(pointer) {
    return this.text(pointer, this.#bytes.indexOf(0, pointer) - pointer);
  }

  copy(pointer, length) {
    return this.#bytes.slice(pointer, pointer + length);
  }

  /**
   * Puts a text or bytes where the next call reads them; returns pointer and length. Half of a surrogate pair has no UTF-8
   * form: its bytes are what the core refuses with the argument's own code, and the third value says so.
   */
  put(value) {
    const pointer = this.#next;
    if (value.length > LONGEST) return [pointer, LONGEST + 1, false];
    let length = value.length;
    let half = false;
    if (typeof value === 'string') {
      // Room for a character more than the longest, by which the core sees that it is longer.
      length = encoder.encodeInto(value, this.#bytes.subarray(pointer, pointer + LONGEST + 4)).written;
      half = length !== value.length && /\p{Surrogate}/u.test(value);
      if (half) {
        // Half a pair that stands for a byte which is not UTF-8 counts as one, as in limits.rs.
        const text = value.replace(/[\udc80-\udcff]/gu, 'x');
        length = encoder.encodeInto(text, this.#bytes.subarray(pointer, pointer + LONGEST + 4)).written;
        this.#bytes[pointer] = 0xff;
      }
    } else {
      this.#bytes.set(value, pointer);
    }
    this.#next += (length + 8) & ~7;
    return [pointer, length, half];
  }

  /** Overwrites the arguments of a call. */
  wipe() {
    this.#bytes.fill(0, this.#base + ARGUMENTS, this.#next);
  }

  /** What a call's status says: nothing for a success, otherwise the number, the message and the field at fault. */
  failure(status) {
    if (this.#dropped) {
      return [INTERNAL, 'the portable build of usersig came upon a bug and was started anew; please report it, and make keys, signers and verifiers again'];
    }
    if (status === 0) return undefined;
    const error = this.at(ERROR);
    return [this.i32(error + 4), this.cText(error + 48), this.cText(error + 16) || null];
  }
}

const registry = typeof FinalizationRegistry === 'undefined' ? null : new FinalizationRegistry(({ core, free, pointer }) => core.call(free, pointer));

/** A handle of the C interface, freed and wiped when it is collected. */
class Handle {
  constructor(core, kind) {
    this.core = core;
    this.pointer = core.u32(core.at(OUT));
    registry?.register(this, { core, free: `usersig_${kind}_free`, pointer: this.pointer });
  }
}

let privateKeys = false;

/** Takes private keys from now on, although nothing promises that they are used in constant time. */
function allowPortablePrivateKeys() {
  privateKeys = true;
}

/** A variable of the environment, where there is one that may be read. */
function environment(name) {
  try {
    return process.env[name];
  } catch {
    return undefined;
  }
}

const allowed = () => privateKeys || environment('USERSIG_PORTABLE_PRIVATE_KEYS') === 'allow';

/** The functions of the native addon on a compiled module. `random` fills bytes from a cryptographic source. */
function portable(module, random) {
  let current = null;

  /** The instance for new keys and for what needs none. */
  function core() {
    if (current === null || current.dropped) current = new Core(module, random);
    current.begin();
    return current;
  }

  /** A call that writes a handle. */
  function make(Type, kind, at, name, ...rest) {
    const failure = at.failure(at.call(`usersig_${name}`, ...rest, at.at(OUT), at.at(ERROR)));
    return failure ?? new Type(at, kind);
  }

  function fromText(Type, kind, name, value) {
    const at = core();
    const [pointer, length] = at.put(value);
    const made = make(Type, kind, at, name, pointer, length);
    at.wipe();
    return made;
  }

  function pem({ core: at, pointer }, kind) {
    at.begin();
    const failure = at.failure(at.call(`usersig_${kind}_to_pem`, pointer, at.at(TICKET), 512, at.at(OUT_LEN), at.at(ERROR)));
    if (failure) return failure;
    const text = at.text(at.at(TICKET), at.u32(at.at(OUT_LEN)));
    at.clear(TICKET, 512);
    return text;
  }

  class PrivateKey extends Handle {
    static fromPem(text) {
      if (allowed()) core().call('usersig_allow_private_keys');
      return fromText(PrivateKey, 'private_key', 'private_key_from_pem', text);
    }

    static generate(curve) {
      const number = CURVES.indexOf(curve);
      if (number < 1) return [11, 'the curve must be "P-256" or "secp256k1"', null];
      const at = core();
      if (allowed()) at.call('usersig_allow_private_keys');
      return make(PrivateKey, 'private_key', at, 'private_key_generate', number);
    }

    curve() {
      return CURVES[this.core.call('usersig_private_key_curve', this.pointer)];
    }

    publicKey() {
      this.core.begin();
      return make(PublicKey, 'public_key', this.core, 'private_key_public_key', this.pointer);
    }

    toPem() {
      return pem(this, 'private_key');
    }
  }

  class PublicKey extends Handle {
    static fromPem(text) {
      return fromText(PublicKey, 'public_key', 'public_key_from_pem', text);
    }

    curve() {
      return CURVES[this.core.call('usersig_public_key_curve', this.pointer)];
    }

    toPem() {
      return pem(this, 'public_key');
    }
  }

  class SecretKey extends Handle {
    static fromText(text) {
      return fromText(SecretKey, 'secret_key', 'secret_key_new', text);
    }
  }

  /** Writes usersig_gen_options; a failure where bytes are given as a text that is none. */
  function genOptions(at, issuedAt, expire, more = []) {
    at.clear(GIVEN, genSize);
    const options = at.at(GIVEN);
    let flags = 0;
    for (const { name, kind, flag, error, place, rare } of GEN) {
      const value = name === 'expire' ? expire : name === 'issuedAt' ? issuedAt : more[rare];
      if (value === undefined || value === false) continue;
      flags |= flag;
      if (kind === 'compression') {
        at.setU32(options + place, value);
      } else if (kind === 'bytes' || kind === 'text') {
        const [pointer, length, half] = at.put(value);
        if (half && kind === 'bytes') return halfText(error);
        at.setU32(options + place, pointer);
        at.setU32(options + place + 4, length);
      } else if (kind !== 'flag') {
        at.setI64(options + place, integer(value));
      }
    }
    at.setU32(options, genSize);
    at.setU32(options + 4, flags);
    return undefined;
  }

  function halfText(error) {
    return [error, 'the text holds half of a surrogate pair and so is not valid Unicode text; see String.prototype.isWellFormed', null];
  }

  function ticketText(at, status) {
    return at.failure(status) ?? at.text(at.at(TICKET), at.u32(at.at(OUT_LEN)));
  }

  function gen({ core: at, pointer }, identifier, issuedAt, expire, more) {
    at.begin();
    const failure = genOptions(at, issuedAt, expire, more);
    if (failure) return failure;
    const [text, length] = at.put(identifier);
    const rest = [at.at(GIVEN), at.at(TICKET), LONGEST + 1, at.at(OUT_LEN), at.at(ERROR)];
    return ticketText(at, at.call('usersig_signer_gen_sig', pointer, text, length, ...rest));
  }

  function genPrivateMapKey({ core: at, pointer }, identifier, issuedAt, expire, more, room, privileges) {
    at.begin();
    const failure = genOptions(at, issuedAt, expire, more);
    if (failure) return failure;
    const [text, length] = at.put(identifier);
    const name = typeof room === 'string' ? at.put(room) : [0, 0];
    const number = typeof room === 'string' ? 0n : integer(room);
    const rest = [at.at(GIVEN), at.at(TICKET), LONGEST + 1, at.at(OUT_LEN), at.at(ERROR)];
    const status = at.call('usersig_signer_gen_private_map_key', pointer, text, length, number, name[0], name[1], integer(privileges), ...rest);
    return ticketText(at, status);
  }

  function newSigner(sdkappid, key) {
    const at = key.core;
    at.begin();
    const kind = key instanceof PrivateKey ? 'private' : 'secret';
    return make(Handle, 'signer', at, `signer_with_${kind}_key`, integer(sdkappid), key.pointer);
  }

  function signer(sdkappid, key) {
    const made = newSigner(sdkappid, key);
    if (failed(made)) return made;
    const one = (identifier, issuedAt, expire, more) =>
      typeof identifier === 'string'
        ? gen(made, identifier, issuedAt, expire, more)
        : [3, 'the identifier must be a string; give the user\'s ID as text', null];
    return [
      (...rest) => gen(made, ...rest),
      (...rest) => genPrivateMapKey(made, ...rest),
      // One after the other: there are no threads here.
      async (identifiers, issuedAt, expire, more, threads) => {
        // What is wrong with the options is wrong for all of them.
        const tried = gen(made, 'a', issuedAt, expire, more);
        if (failed(tried)) return tried;
        if (threads !== undefined && !(Number.isSafeInteger(threads) && threads > 0)) return [1, 'threads must be a whole number, at least 1', null];
        const tickets = [];
        let turn = Date.now();
        for (const identifier of identifiers) {
          tickets.push(one(identifier, issuedAt, expire, more));
          if (Date.now() - turn < 5) continue;
          await new Promise((resolve) => later(resolve));
          turn = Date.now();
        }
        return tickets;
      },
    ];
  }

  function genSig(sdkappid, key, ...rest) {
    const made = newSigner(sdkappid, key);
    return failed(made) ? made : gen(made, ...rest);
  }

  /** Reads usersig_ticket_fields, which the handle begins with, and frees it. */
  function fields(at, kind) {
    const ticket = at.u32(at.at(OUT));
    const text = (place) => (at.u32(ticket + place) === 0 ? null : at.text(at.u32(ticket + place), at.u32(ticket + place + 4)));
    const version = at.u32(ticket);
    let rest;
    const hasUserbuf = at.u32(ticket + 12) === 1;
    if (version === 1 || hasUserbuf) {
      const permission = at.u32(ticket + 64);
      const room = permission && (at.u32(permission) ? at.text(at.u32(permission), at.u32(permission + 4)) : at.u32(permission + 16));
      const userbuf = hasUserbuf ? at.copy(at.u32(ticket + 40), at.u32(ticket + 44)) : null;
      rest = [
        userbuf && (typeof Buffer === 'undefined' ? userbuf : Buffer.from(userbuf.buffer)),
        text(48),
        text(56),
        permission ? [room, at.u32(permission + 20), at.i64(permission + 8)] : null,
      ];
    }
    const read = [text(32), version, at.u32(ticket + 4), at.i64(ticket + 16), at.u32(ticket + 8), rest];
    at.call(`usersig_${kind}_free`, ticket);
    return read;
  }

  function verifier(sdkappid, keys, leeway, futureTolerance) {
    const at = keys.length ? keys[0].core : core();
    at.begin();
    const options = at.at(GIVEN);
    at.clear(GIVEN, 32);
    at.setU32(options, 32);
    at.setU32(options + 4, (leeway === undefined ? 0 : 1) | (futureTolerance === undefined ? 0 : 2));
    if (leeway !== undefined) at.setI64(options + 16, integer(leeway));
    if (futureTolerance !== undefined) at.setI64(options + 24, integer(futureTolerance));
    // Arrays of pointers; keys of an instance that was dropped are of no use, as those of one that is.
    const dead = keys.find((key) => key.core.dropped || key.core !== at);
    if (dead) return dead.core.dropped ? dead.core.failure(INTERNAL) : at.failure(INTERNAL);
    if (keys.length > 1024) return [1, 'a verifier takes at most 1024 keys on the portable build', null];
    const pointers = (kind) => keys.filter((key) => key instanceof kind).map(({ pointer }) => pointer);
    const listed = (list) => [at.put(new Uint8Array(new Uint32Array(list).buffer))[0], list.length];
    const made = make(Handle, 'verifier', at, 'verifier_new', integer(sdkappid), ...listed(pointers(PublicKey)), ...listed(pointers(SecretKey)), options);
    if (failed(made)) return made;

    /** Writes usersig_verify_options. */
    const verifyOptions = (now, userbuf) => {
      at.clear(GIVEN, 32);
      at.setU32(options, 32);
      at.setU32(options + 4, 1);
      at.setI64(options + 16, integer(now));
      if (userbuf === undefined) return undefined;
      if (typeof userbuf === 'number') {
        // Absent, present, any.
        at.setU32(options + 8, [0, 1, 3][userbuf]);
        return undefined;
      }
      const [pointer, length, half] = at.put(userbuf);
      at.setU32(options + 8, 2);
      at.setU32(options + 24, pointer);
      at.setU32(options + 28, length);
      return half ? halfText(5) : undefined;
    };
    const check = (name, texts, now, userbuf) => {
      at.begin();
      const failure = verifyOptions(now, userbuf);
      if (failure) return failure;
      const given = texts.flatMap((text) => at.put(text).slice(0, 2));
      const status = at.call(`usersig_verifier_${name}`, made.pointer, ...given, options, at.at(OUT), at.at(ERROR));
      return at.failure(status) ?? fields(at, 'ticket');
    };
    return [
      (ticket, identifier, now, userbuf) => check('verify', [ticket, identifier], now, userbuf),
      (ticket, now, userbuf) => check('authenticate', [ticket], now, userbuf),
    ];
  }

  function inspect(ticket) {
    const at = core();
    const [pointer, length] = at.put(ticket);
    const failure = at.failure(at.call('usersig_inspect', pointer, length, at.at(OUT), at.at(ERROR)));
    return failure ?? fields(at, 'untrusted_ticket');
  }

  function isFresh(issuedAt, expire, minShare, now) {
    const at = core();
    const status = at.call('usersig_freshness', integer(issuedAt), integer(expire), minShare, integer(now), at.at(OUT), at.at(ERROR));
    return at.failure(status) ?? at.u32(at.at(OUT)) === 2;
  }

  function errorCodes() {
    const at = core();
    const table = at.call('usersig_status_table', at.at(OUT_LEN));
    const rows = Array.from({ length: at.u32(at.at(OUT_LEN)) }, (_, row) => table + 28 * row);
    // Neither success nor the mistakes that only C can make.
    return rows.filter((row) => at.i32(row) > 0 && at.i32(row) === at.i32(row + 4))
      .map((row) => [at.i32(row), at.cText(at.u32(row + 20)), at.u32(row + 12) ? at.i32(at.u32(row + 16)) : null]);
  }

  function version() {
    const at = core();
    return at.cText(at.call('usersig_version'));
  }

  return { PrivateKey, PublicKey, SecretKey, signer, genSig, verifier, inspect, isFresh, errorCodes, version, MAX_USERBUF_LEN: LONGEST };
}

module.exports = { allowPortablePrivateKeys, environment, portable };
