'use strict';

// The interface of the npm package tls-sig-api-v2: same names, parameters, defaults and returns. They are
// Tencent's so that programs written for that package run as they are; none of the code is.

const { SecretKey } = require('./keys.js');
const { Signer } = require('./signer.js');
const { INSPECT, typeError } = require('./convert.js');
const { integer, keyText, shown, text, userbufBytes } = require('./loose.js');

const NAMED_ROOM = '; for a room with a name call genPrivateMapKeyWithStringRoomID(userid, expire, roomstr, privilegeMap)';
const NUMBERED_ROOM = '; for a room with a number call genPrivateMapKey(userid, expire, roomid, privilegeMap)';
const PRIVILEGES = '; give the sum of the privileges as the last argument, 255 for all';

class Api {
  #appid;
  #key;
  #signer = null;

  constructor(sdkappid, key) {
    this.#appid = sdkappid;
    this.#key = key;
  }

  get sdkappid() {
    return this.#appid;
  }

  set sdkappid(sdkappid) {
    this.#appid = sdkappid;
    this.#signer = null;
  }

  // Assigned directly by some callers; never read back.
  set key(key) {
    this.#key = key;
    this.#signer = null;
  }

  genUserSig(userid, expire) {
    return this.genSig(userid, expire, null);
  }

  genSig(userid, expire, userBuf) {
    const options = { expire: expiry(expire), userbuf: userBuf == null ? undefined : userbufBytes(userBuf) };
    return this.#prepared().genSig(text('userid', userid), options);
  }

  // Of release 1.0.0.
  genSigWithUserbuf(userid, expire, userBuf) {
    return this.genSig(userid, expire, userBuf);
  }

  genPrivateMapKey(userid, expire, roomid, privilegeMap) {
    const room = integer('roomid', roomid, NAMED_ROOM);
    const privileges = integer('privilegeMap', privilegeMap, PRIVILEGES);
    return this.#prepared().genPrivateMapKey(text('userid', userid), room, privileges, { expire: expiry(expire) });
  }

  genPrivateMapKeyWithStringRoomID(userid, expire, roomstr, privilegeMap) {
    if (typeof roomstr !== 'string') throw typeError('roomstr', 'a string', roomstr, NUMBERED_ROOM);
    const privileges = integer('privilegeMap', privilegeMap, PRIVILEGES);
    return this.#prepared().genPrivateMapKey(text('userid', userid), roomstr, privileges, { expire: expiry(expire) });
  }

  #prepared() {
    this.#signer = this.#signer ?? new Signer(integer('sdkappid', this.#appid), new SecretKey(keyText(this.#key)));
    return this.#signer;
  }

  [INSPECT]() {
    return `Api { sdkappid: ${shown(this.#appid)} }`;
  }
}

/** The 180 days where nothing is given. */
function expiry(expire) {
  return expire == null ? undefined : integer('expire', expire);
}

exports.Api = Api;
