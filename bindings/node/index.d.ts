/**
 * Make and check *UserSig* login tickets for Tencent Cloud Chat (IM) and TRTC.
 *
 * A backend signs `(SDKAppID, identifier, expire)` and hands the ticket to its app. Two versions are in use: v1 is signed
 * with an EC private key (P-256 or secp256k1), v2 with the console's secret (HMAC-SHA256). The type of the key selects
 * the version.
 *
 * Every function here throws {@link UserSigError} for what is wrong with a value, and a `TypeError` for a value of the
 * wrong type. Options are the own properties of a plain object; an unknown name, or another object in their place, is a
 * `TypeError`. The clock is `Date.now()` unless a time is given.
 *
 * @packageDocumentation
 */

/**
 * A moment: unix seconds (not milliseconds), 0 to 253402300799 (the year 9999), or a `Date`. With a fraction, the second
 * that it lies in.
 */
export type Time = number | Date;

/** A `Buffer` where Node.js' types are there, which this package does not need; at the edge a `Uint8Array`. */
type Bytes = typeof globalThis extends { Buffer: { alloc(size: number): infer NodeBuffer } } ? NodeBuffer : Uint8Array;

/** An EC private key, which signs v1 tickets. Parsed once; its native copy is wiped when it is collected, and never shown. */
export class PrivateKey {
  private constructor();
  // Keys of different kinds do not stand for each other.
  private readonly brand: 'PrivateKey';

  /**
   * Reads a private key from PEM text of at most 16384 bytes: PKCS#8 (`PRIVATE KEY`, as the console's `private_key.txt`)
   * or SEC1 (`EC PRIVATE KEY`, with or without an `EC PARAMETERS` block before it). White space around lines, any line
   * ends and a byte-order mark are ignored.
   *
   * @param pem the text, or its bytes as `readFileSync` returns them
   * @throws {UserSigError} `ERR_USERSIG_INVALID_KEY` for damaged or encrypted keys, `ERR_USERSIG_UNSUPPORTED_CURVE` for
   * curves other than P-256 and secp256k1, `ERR_USERSIG_WRONG_KEY_KIND` for public keys, certificates, RSA keys and v2 secrets
   */
  static fromPem(pem: string | Uint8Array): PrivateKey;

  /**
   * Makes a new key from the operating system's randomness.
   *
   * @param curve `"P-256"` by default
   * @throws {UserSigError} `ERR_USERSIG_UNSUPPORTED_CURVE`; `ERR_USERSIG_INTERNAL` where the system has no randomness
   */
  static generate(curve?: Curve): PrivateKey;

  /** The curve of the key. */
  readonly curve: Curve;

  /** The public key that verifies what this key signs. */
  publicKey(): PublicKey;

  /** The key as PKCS#8 PEM text, the form of the console's `private_key.txt`. The text is a secret. */
  toPem(): string;
}

/** An EC public key, which verifies v1 tickets. */
export class PublicKey {
  private constructor();
  // Keys of different kinds do not stand for each other.
  private readonly brand: 'PublicKey';

  /**
   * Reads a public key from PEM text of at most 16384 bytes (`PUBLIC KEY`, SPKI), with the same tolerance as
   * {@link PrivateKey.fromPem}; a `BEGIN` line that stands twice, as in an official sample, is read as one.
   *
   * @throws {UserSigError} as {@link PrivateKey.fromPem}; a private key given here is `ERR_USERSIG_WRONG_KEY_KIND`
   */
  static fromPem(pem: string | Uint8Array): PublicKey;

  /** The curve of the key. */
  readonly curve: Curve;

  /** The key as SPKI PEM text. */
  toPem(): string;
}

/** The console's secret, which signs and verifies v2 tickets. Its native copy is wiped when it is collected, and never shown. */
export class SecretKey {
  /**
   * Takes the secret exactly as the console shows it, 1 to 1024 bytes; its 64 hex characters are not decoded.
   *
   * @throws {UserSigError} `ERR_USERSIG_INVALID_KEY` where it is empty, too long, or holds control characters or white
   * space at an end (a file's last line break: trim it); `ERR_USERSIG_WRONG_KEY_KIND` where it looks like a PEM or DER key
   */
  constructor(secret: string | Uint8Array);

  // A class without members would take any object.
  private readonly brand: 'SecretKey';
}

/** The curves of v1 keys. */
export type Curve = 'P-256' | 'secp256k1';

/** How a ticket is made. */
export interface GenOptions {
  // vocabulary: gen_types
  /**
   * How long the ticket is valid from its issue; 180 days by default. 0 to 4294967295 seconds. With 0 it expires as soon
   * as the clock moves on.
   */
  expire?: number | undefined;
  /**
   * Bytes that the ticket carries and its signature covers. At most 8192 bytes; a string stands for its UTF-8 bytes.
   */
  userbuf?: string | Uint8Array | undefined;
  /**
   * When the ticket is issued; the present by default. 0 to 253402300799 in unix seconds, or a Date.
   */
  issuedAt?: Time | undefined;
  /**
   * Also refuse identifiers that Tencent's packages rule out: longer than 32 bytes, or with anything but A-Z, a-z, 0-9, _
   * and -. `false` by default.
   */
  strictIdentifier?: boolean | undefined;
  /**
   * TLS.account_type of a v1 ticket, "0" by default. At most 1024 bytes without control characters. Only for old
   * applications that have one.
   */
  accountType?: string | undefined;
  /**
   * TLS.appid_at_3rd of a v1 ticket, "0" by default. At most 1024 bytes without control characters. Only for old
   * applications that have one.
   */
  appidAt3rd?: string | undefined;
  /**
   * How hard to compress. `"fast"` takes the least time, `"none"` makes the longest ticket; `"default"` by default.
   */
  compression?: 'default' | 'fast' | 'none' | undefined;
  // vocabulary: end
}

/** How a PrivateMapKey is made: as a ticket, but it is itself the userbuf. */
export type PrivateMapKeyOptions = Omit<GenOptions, 'userbuf'>;

/** How many tickets are made at once. */
export interface BatchOptions extends GenOptions {
  /** How many threads at most; one per core by default. */
  threads?: number | undefined;
}

/** Makes tickets for one application. Made once and used for every ticket; keys are not parsed again. */
export class Signer {
  /**
   * @param sdkappid the application, 1 to 4294967295
   * @param key an EC {@link PrivateKey} makes v1 tickets, a {@link SecretKey} v2 tickets
   * @throws {UserSigError} `ERR_USERSIG_INVALID_SDKAPPID`
   * @throws {TypeError} for a {@link PublicKey}
   */
  constructor(sdkappid: number, key: PrivateKey | SecretKey);

  /** The application. */
  readonly sdkappid: number;

  /**
   * A ticket for this user.
   *
   * @param identifier the UserID: 1 to 1024 bytes of UTF-8 without control characters (the service takes at most 32 bytes)
   * @returns the ticket's text
   * @throws {UserSigError} `ERR_USERSIG_INVALID_IDENTIFIER`; `ERR_USERSIG_INVALID_EXPIRE` for an expire that is not an integer
   * of its range or outlasts the year 9999; `ERR_USERSIG_INVALID_USERBUF`; `ERR_USERSIG_INVALID_ARGUMENT` for a time
   * outside of its range and for v1 fields with a v2 key. A string with half of a surrogate pair has its argument's code
   */
  genSig(identifier: string, options?: GenOptions): string;

  /**
   * A TRTC PrivateMapKey: a ticket that lets this user into a room.
   *
   * @param room a number, 1 to 4294967294, for a numeric room (`roomId` in the TRTC SDKs); a string of 1 to 64 bytes of
   * letters, digits, space and ``!#$%&()+-:;<=.>?@[]^_{}|~,`` for a string room (`strRoomId`)
   * @param privileges the sum of {@link Privileges}; `Privileges.ALL` for everything
   * @throws {UserSigError} as {@link genSig}; `ERR_USERSIG_INVALID_ROOM`; `ERR_USERSIG_INVALID_EXPIRE` where the permission would end after 2106-02-07, the last moment its 32 bits can name
   */
  genPrivateMapKey(identifier: string, room: number | string, privileges: number, options?: PrivateMapKeyOptions): string;

  /**
   * One ticket, or one error, per identifier, in order, with one time of issue for all. Runs on Node.js' thread pool,
   * over all cores.
   *
   * @returns what is wrong with one identifier, even that it is not a string, is a {@link UserSigError} in its place, with
   * its `index`; the others are made all the same. The promise is rejected for what is wrong with the options.
   */
  genSigBatch(identifiers: readonly string[], options?: BatchOptions): Promise<Array<string | UserSigError>>;
}

/** How a {@link UserSigSource} works, and what its tickets say. */
export interface SourceOptions extends Omit<GenOptions, 'issuedAt'> {
  /** Which share of its life a ticket must have left: from 0 (any valid one will do) to 1 (made in this second); 0.5 by default. */
  minShare?: number | undefined;
  /** What tells the time; the system's clock by default. */
  clock?: (() => Time) | undefined;
}

/**
 * Has a valid ticket of one user at every moment, for example of the administrator whom Tencent's REST interface asks for. A ticket
 * is made when one is asked for and the last one has too little of its life left, or was issued in the future, because the clock was
 * set back. Nothing runs in the background.
 */
export class UserSigSource {
  /**
   * @param signer makes the tickets
   * @param identifier the user, as for {@link Signer.genSig}
   * @throws {UserSigError} as {@link Signer.genSig}; `ERR_USERSIG_INVALID_ARGUMENT` for a share outside its range
   */
  constructor(signer: Signer, identifier: string, options?: SourceOptions);

  /**
   * A ticket with that share of its life left.
   *
   * @throws {UserSigError} `ERR_USERSIG_INVALID_EXPIRE` where it would outlast the year 9999; `ERR_USERSIG_INVALID_ARGUMENT` for
   * what the clock says, where that is not a valid time of issue
   */
  ticket(): string;

  /** How many tickets were made so far. */
  readonly renewals: number;
}

/**
 * One ticket with a signer that is made for it; {@link Signer.genSig} is for more than one.
 *
 * @throws {UserSigError} as {@link Signer} and {@link Signer.genSig}
 */
export function genSig(sdkappid: number, key: PrivateKey | SecretKey, identifier: string, options?: GenOptions): string;

/** What a user may do in a TRTC room: bits that add up. */
export const Privileges: {
  // vocabulary: privilege_types
  /** Create the room. */
  readonly CREATE_ROOM: 1;
  /** Enter the room. */
  readonly ENTER_ROOM: 2;
  /** Send audio. */
  readonly SEND_AUDIO: 4;
  /** Receive audio. */
  readonly RECEIVE_AUDIO: 8;
  /** Send video. */
  readonly SEND_VIDEO: 16;
  /** Receive video. */
  readonly RECEIVE_VIDEO: 32;
  /** Send the screen (substream). */
  readonly SEND_SCREEN: 64;
  /** Receive the screen (substream). */
  readonly RECEIVE_SCREEN: 128;
  /** Everything above. */
  readonly ALL: 255;
  // vocabulary: end
};

/** What tickets are checked against. */
export interface VerifierOptions {
  /** Accepts tickets up to this many seconds (0 to 86400) after their expiry; 0 by default. */
  leeway?: number | undefined;
  /** Accepts tickets issued up to this many seconds (0 to 86400) in the future, for clocks that disagree; 300 by default. */
  futureTolerance?: number | undefined;
}

/** How one ticket is checked. */
export interface VerifyOptions {
  /** The moment to check for; now by default. */
  now?: Time | undefined;
  /**
   * What the ticket's userbuf must be: `"absent"` (the default), `"present"` with any content, `"any"` (present or
   * not), or exactly some bytes, of which a string stands for its UTF-8 bytes.
   */
  userbuf?: 'absent' | 'present' | 'any' | {
    /** The bytes, or the text whose UTF-8 bytes they are. */
    exactly: string | Uint8Array;
  } | undefined;
}

/**
 * Checks tickets of one application. Made once and used for every ticket.
 *
 * It takes any number of keys of both kinds, for applications that rotate keys or switch between ECDSA and HMAC.
 * A ticket is tried with the keys that its version needs and never with others.
 */
export class Verifier {
  /**
   * @param sdkappid the application, 1 to 4294967295
   * @param keys one key, or an array of them
   * @throws {UserSigError} `ERR_USERSIG_INVALID_SDKAPPID`; `ERR_USERSIG_INVALID_ARGUMENT` without a key and for tolerances
   * out of range
   * @throws {TypeError} for a {@link PrivateKey} (give its `publicKey()`)
   */
  constructor(
    sdkappid: number,
    keys: PublicKey | SecretKey | ReadonlyArray<PublicKey | SecretKey>,
    options?: VerifierOptions,
  );

  /** The application. */
  readonly sdkappid: number;

  /**
   * Checks that a ticket is valid for this user: the call for a login, where the user is known.
   *
   * Checks, in this order: bounds, decoding, fields, signature, SDKAppID, identifier, userbuf, time. Nothing that the
   * ticket says is reported before its signature is proven.
   *
   * @throws {UserSigError} `ERR_USERSIG_EMPTY`, `_TOO_LONG`, `_MALFORMED_BASE64`, `_MALFORMED_ZLIB`, `_MALFORMED_JSON`,
   * `_MALFORMED_FIELD`, `_UNSUPPORTED_VERSION` for what is not a ticket; `_NO_KEY_FOR_VERSION`, `_BAD_SIGNATURE`,
   * `_SDKAPPID_MISMATCH`, `_IDENTIFIER_MISMATCH`, `_USERBUF_MISMATCH`, `_EXPIRED`, `_NOT_YET_VALID` for one that is not
   * valid; `_INVALID_IDENTIFIER` and `_INVALID_ARGUMENT` for unusable arguments
   */
  verify(ticket: string | Uint8Array, identifier: string, options?: VerifyOptions): Ticket;

  /**
   * Says who sent a ticket: the `identifier` of what it returns. For a service that receives the ticket as the only proof of
   * who its caller is. Checks everything that {@link verify} does but for whom the ticket was made. Where the user is known,
   * as in a login, use {@link verify}: a valid ticket of any other user passes here.
   *
   * @throws {UserSigError} as {@link verify}, without those about the identifier
   */
  authenticate(ticket: string | Uint8Array, options?: VerifyOptions): Ticket;
}

declare class Content {
  protected constructor();

  /** `"1.0"` (ECDSA) or `"2.0"` (HMAC-SHA256). */
  readonly version: '1.0' | '2.0';
  /** The application that the ticket is for. */
  readonly sdkappid: number;
  /** The user that the ticket logs in. */
  readonly identifier: string;
  /** When the ticket was made, in unix seconds. */
  readonly issuedAt: number;
  /** How long the ticket is valid from `issuedAt`, in seconds. */
  readonly expire: number;
  /** The last unix second in which the ticket is valid. */
  readonly expiresAt: number;
  /** The bytes that the ticket carries, or `null`. */
  readonly userbuf: Bytes | null;
  /** `TLS.account_type` of a v1 ticket, usually `"0"`; `null` for v2. */
  readonly accountType: string | null;
  /** `TLS.appid_at_3rd` of a v1 ticket, usually `"0"`; `null` for v2 and for very old tickets. */
  readonly appidAt3rd: string | null;
  /** The userbuf read as a TRTC room permission for this ticket's identifier and SDKAppID; `null` where it is none. */
  readonly privateMapKey: PrivateMapKey | null;
  /** The same fields, the userbuf in base64. (`console.log` and `util.inspect` show neither identifier nor userbuf.) */
  toJSON(): object;
}

/** The room permission that a PrivateMapKey carries. */
export interface PrivateMapKey {
  /** The number of a numeric room, or the name of a string room. */
  readonly room: number | string;
  /** What the user may do: the sum of {@link Privileges}. */
  readonly privileges: number;
  /** The last unix second of the permission. */
  readonly expiresAt: number;
}

/**
 * The content of a ticket whose signature, SDKAppID, identifier, userbuf and time were checked. Made by
 * {@link Verifier.verify} and {@link Verifier.authenticate} alone. Frozen.
 */
export class Ticket extends Content {
  private constructor();
  // No other type can stand for a verified ticket.
  private readonly brand: 'Ticket';
}

/**
 * The content of a ticket that was decoded and not verified: anybody may have made it. Made by {@link inspect}, for
 * looking at. Frozen.
 */
export class UntrustedTicket extends Content {
  private constructor();
  private readonly brand: 'UntrustedTicket';
}

/**
 * Decodes a ticket without verifying it. It also says when a ticket that you just made ends: `inspect(ticket).expiresAt`.
 *
 * @throws {UserSigError} `ERR_USERSIG_EMPTY`, `_TOO_LONG`, `_MALFORMED_BASE64`, `_MALFORMED_ZLIB`, `_MALFORMED_JSON`,
 * `_MALFORMED_FIELD`, `_UNSUPPORTED_VERSION`
 */
export function inspect(ticket: string | Uint8Array): UntrustedTicket;

/**
 * Why a call failed. The message says what was wrong and what to do, and never holds a key, a ticket or an identifier,
 * so that it can be logged.
 */
export class UserSigError extends Error {
  /** @param number a number of {@link ErrorCode}; another one is taken as `ERR_USERSIG_INTERNAL` */
  constructor(number: number, message: string, field?: string | null);
  /** `"UserSigError"`. */
  name: string;
  /** The cause, the same in every language's `usersig` but for the prefix. */
  readonly code: UserSigErrorCode;
  /** The cause's number, the same in every language's `usersig`. */
  readonly number: number;
  /** What the error is about: an argument of the call, a key, the ticket, or a bug of this package. */
  readonly kind: 'argument' | 'key' | 'ticket' | 'internal';
  /**
   * The code that Tencent's servers and clients most commonly report for the same cause: positive for Chat, negative for
   * TRTC; `null` where there is none.
   */
  readonly serviceCode: number | null;
  /** For `ERR_USERSIG_MALFORMED_FIELD`, the JSON key of the field at fault, for example `"TLS.sig"`; else `null`. */
  readonly field: string | null;
  /** For an error of {@link Signer.genSigBatch}, the place of its identifier; else `null`. */
  readonly index: number | null;
}

/** The causes of {@link UserSigError} and their numbers, which are never reused. */
export const ErrorCode: {
  // vocabulary: codes
  /** Wrong use of the call: text that is not valid Unicode, or an option, time or leeway out of range. */
  readonly ERR_USERSIG_INVALID_ARGUMENT: 1;
  /** The SDKAppID is outside 1 to 4294967295. */
  readonly ERR_USERSIG_INVALID_SDKAPPID: 2;
  /** The identifier is empty, longer than 1024 bytes, or holds a control character. */
  readonly ERR_USERSIG_INVALID_IDENTIFIER: 3;
  /** The expiry is outside 0 to 4294967295 seconds, not in whole seconds, or past the end of time. */
  readonly ERR_USERSIG_INVALID_EXPIRE: 4;
  /** The userbuf is longer than 8192 bytes. */
  readonly ERR_USERSIG_INVALID_USERBUF: 5;
  /** The room number or room name is outside the documented range. */
  readonly ERR_USERSIG_INVALID_ROOM: 6;
  /** Not a key, or a damaged or encrypted one. */
  readonly ERR_USERSIG_INVALID_KEY: 10;
  /** An elliptic-curve key on another curve than P-256 and secp256k1. */
  readonly ERR_USERSIG_UNSUPPORTED_CURVE: 11;
  /** A key of another kind than the one that belongs here: public for private, PEM for secret, a certificate. */
  readonly ERR_USERSIG_WRONG_KEY_KIND: 12;
  /** The ticket is the empty string. */
  readonly ERR_USERSIG_EMPTY: 20;
  /** The ticket or its content is larger than the bounds. */
  readonly ERR_USERSIG_TOO_LONG: 21;
  /** The ticket is not in Tencent's base64. */
  readonly ERR_USERSIG_MALFORMED_BASE64: 22;
  /** The ticket's zlib stream is damaged, cut or followed by something. */
  readonly ERR_USERSIG_MALFORMED_ZLIB: 23;
  /** The ticket does not hold exactly one JSON object with unique keys. */
  readonly ERR_USERSIG_MALFORMED_JSON: 24;
  /** A field of the ticket is missing, of the wrong type or not canonical; the error names it. */
  readonly ERR_USERSIG_MALFORMED_FIELD: 25;
  /** `TLS.ver` is neither absent nor "2.0". */
  readonly ERR_USERSIG_UNSUPPORTED_VERSION: 26;
  /** The verifier holds no key of the kind that this ticket's version needs. */
  readonly ERR_USERSIG_NO_KEY_FOR_VERSION: 30;
  /** None of the verifier's keys made the signature. */
  readonly ERR_USERSIG_BAD_SIGNATURE: 31;
  /** The ticket was made for another SDKAppID. */
  readonly ERR_USERSIG_SDKAPPID_MISMATCH: 32;
  /** The ticket was made for another identifier. */
  readonly ERR_USERSIG_IDENTIFIER_MISMATCH: 33;
  /** The ticket's userbuf is not the one expected. */
  readonly ERR_USERSIG_USERBUF_MISMATCH: 34;
  /** The ticket is no longer valid. */
  readonly ERR_USERSIG_EXPIRED: 35;
  /** The ticket was issued in the future, beyond the tolerance. */
  readonly ERR_USERSIG_NOT_YET_VALID: 36;
  /** A bug in usersig, or no randomness or clock from the system. */
  readonly ERR_USERSIG_INTERNAL: 99;
  // vocabulary: end
};

/** The codes of {@link UserSigError}. */
export type UserSigErrorCode = keyof typeof ErrorCode;

/** The version of this package. */
export const version: string;

/**
 * `true` where the portable build runs: the same core, compiled to WebAssembly. It does at the edge, and where no native binary
 * loads. It promises no constant time and is slower.
 */
export const portable: boolean;

/**
 * From now on the portable build takes private keys, although nothing promises that they are used in constant time: an engine
 * compiles as it likes. The environment variable `USERSIG_PORTABLE_PRIVATE_KEYS=allow` does the same. Without either, it refuses
 * them with `ERR_USERSIG_WRONG_KEY_KIND`; v2 secrets and everything that verifies need no permission. For the native binary this
 * changes nothing.
 */
export function allowPortablePrivateKeys(): void;

/**
 * What the official packages, which have no types, take from request parameters, environments and databases. What is no user,
 * number or key is refused when the call is made.
 */
type Loose = any;

/** What {@link Sig} is made with, as own properties; the keys are needed only for what they do. */
export interface SigConfig {
  /** The SDKAppID, a number or its decimal text. */
  sdk_appid?: Loose;
  /** How long tickets are valid, in seconds; 15552000 (180 days) by default or for 0. */
  expire_after?: Loose;
  /** The PATH of the private key's PEM file. */
  private_key?: string | null | undefined;
  /** The PATH of the public key's PEM file. */
  public_key?: string | null | undefined;
  /** The text of the private key, or a `KeyObject`; counts where a path is given as well. */
  private_key_string?: Loose;
  /** The text of the public key, or a `KeyObject`; counts where a path is given as well. */
  public_key_string?: Loose;
}

/**
 * The interface of the npm package `tls-sig-api` (v1 tickets), for code that was written for it. New code is better off
 * with {@link Signer} and {@link Verifier}.
 *
 * A user is a text, a whole number, or an object with a text form of its own, such as a database's ObjectId.
 */
export class Sig {
  /** Throws where a key file cannot be read. Keys are parsed with the first ticket. */
  constructor(config: SigConfig);
  /** The SDKAppID as it was given. */
  sdk_appid: Loose;
  /** How long tickets are valid, in seconds. */
  get expire_after(): string;
  /** Sets it for tickets that are made from now on. */
  set expire_after(seconds: Loose);
  /** As {@link setPrivateKey}; cannot be read back. */
  set private_key(private_key: Loose);
  /** As {@link setPublicKey}; cannot be read back. */
  set public_key(public_key: Loose);
  /** Why the last `verifySig` or `verifySigWithUserbuf` returned `false`; `null` after one that did not. */
  readonly lastError: UserSigError | TypeError | null;
  /** Sets the SDKAppID. */
  setAppid(appid: Loose): void;
  /** Sets the private key's PEM text, or a `KeyObject`. */
  setPrivateKey(private_key: Loose): void;
  /** Sets the public key's PEM text, or a `KeyObject`. */
  setPublicKey(public_key: Loose): void;
  /** @throws {UserSigError} for a bad key, SDKAppID, expiry or identifier */
  genSig(identifier: Loose): string;
  /** @throws {UserSigError} as {@link genSig}; `ERR_USERSIG_INVALID_USERBUF` beyond 8192 bytes */
  genSigWithUserbuf(identifier: Loose, userbuf: string | Uint8Array | ArrayBuffer | readonly number[]): string;
  /** True for a ticket that is valid now and carries no userbuf. Never throws; see {@link lastError}. */
  verifySig(sig: Loose, identifier: Loose): boolean;
  /** The userbuf as UTF-8 text, of a ticket that is valid now and carries one; else `false`. Never throws; see {@link lastError}. */
  verifySigWithUserbuf(sig: Loose, identifier: Loose): string | false;
}

/**
 * The interface of the npm package `tls-sig-api-v2` (v2 tickets), for code that was written for it. New code is better
 * off with {@link Signer}.
 *
 * A user is a text, a whole number, or an object with a text form of its own; numbers may be decimal texts.
 */
export class Api {
  /** @param key the secret's text, or a `KeyObject` */
  constructor(sdkappid: Loose, key: Loose);
  /** The SDKAppID as it was given. */
  sdkappid: Loose;
  /** Sets the secret; cannot be read back. */
  set key(key: Loose);
  /**
   * @param expire seconds; 15552000 (180 days) by default
   * @throws {UserSigError} for a bad key, SDKAppID, expiry or identifier
   */
  genUserSig(userid: Loose, expire?: Loose): string;
  /** As {@link genUserSig}, with a userbuf where one is given. */
  genSig(userid: Loose, expire?: Loose, userBuf?: string | Uint8Array | ArrayBuffer | readonly number[] | null): string;
  /** {@link genSig} by its name of release 1.0.0. */
  genSigWithUserbuf(userid: Loose, expire: Loose, userBuf: string | Uint8Array | ArrayBuffer | readonly number[]): string;
  /**
   * A PrivateMapKey for a numeric room.
   *
   * @throws {TypeError} for a room's name, and without privileges
   */
  genPrivateMapKey(userid: Loose, expire: Loose, roomid: Loose, privilegeMap: Loose): string;
  /**
   * A PrivateMapKey for a string room.
   *
   * @throws {TypeError} for a room's number, and without privileges
   */
  genPrivateMapKeyWithStringRoomID(userid: Loose, expire: Loose, roomstr: Loose, privilegeMap: Loose): string;
}

export {};
