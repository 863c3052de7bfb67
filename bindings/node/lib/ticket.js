'use strict';

const { native } = require('./native.js');
const { result } = require('./errors.js');
const { INSPECT, base64, bytes } = require('./convert.js');

const BY_LIBRARY = Symbol('made by the library');
const VERSIONS = [undefined, '1.0', '2.0'];
const NOTHING_MORE = [null, null, null, null];

class PrivateMapKey {
  room;
  privileges;
  expiresAt;

  constructor(fields) {
    [this.room, this.privileges, this.expiresAt] = fields;
    Object.freeze(this);
  }

  // The room is a part of the userbuf.
  [INSPECT]() {
    return `PrivateMapKey { privileges: ${this.privileges}, expiresAt: ${this.expiresAt} }`;
  }
}

class Content {
  // Declared, so that nothing on Object.prototype is assigned to in their place.
  version;
  sdkappid;
  identifier;
  issuedAt;
  expire;
  expiresAt;
  userbuf;
  accountType;
  appidAt3rd;
  privateMapKey;

  constructor(token, fields) {
    if (token !== BY_LIBRARY) throw new TypeError('tickets are made by a Verifier and by inspect');
    const rest = fields[5] ?? NOTHING_MORE;
    this.version = VERSIONS[fields[1]];
    this.sdkappid = fields[2];
    this.identifier = fields[0];
    this.issuedAt = fields[3];
    this.expire = fields[4];
    this.expiresAt = fields[3] + fields[4];
    this.userbuf = rest[0];
    this.accountType = rest[1];
    this.appidAt3rd = rest[2];
    this.privateMapKey = rest[3] && new PrivateMapKey(rest[3]);
    Object.freeze(this);
  }

  toJSON() {
    return { ...this, userbuf: this.userbuf && base64(this.userbuf) };
  }

  // Neither identifier nor userbuf, so that a ticket can be logged.
  [INSPECT]() {
    const { version, sdkappid, issuedAt, expire } = this;
    return `${this.constructor.name} { version: '${version}', sdkappid: ${sdkappid}, issuedAt: ${issuedAt}, expire: ${expire} }`;
  }
}

class Ticket extends Content {}

class UntrustedTicket extends Content {}

function inspect(ticket) {
  return new UntrustedTicket(BY_LIBRARY, result(native.inspect(bytes('ticket', ticket))));
}

module.exports = { Ticket, UntrustedTicket, inspect, verified: (fields) => new Ticket(BY_LIBRARY, fields) };
