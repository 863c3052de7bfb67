'use strict';

const { native } = require('./native.js');
const { result } = require('./errors.js');
const { string } = require('./convert.js');

const BY_LIBRARY = Symbol('made by the library');
const VERSIONS = [undefined, '1.0', '2.0'];
const NOTHING_MORE = [null, null, null, null];

function permission([room, privileges, expiresAt]) {
  return Object.freeze({ room, privileges, expiresAt });
}

class Content {
  constructor(token, fields) {
    if (token !== BY_LIBRARY) throw new TypeError('tickets are made by Verifier.prototype.verify and inspect');
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
    this.privateMapKey = rest[3] && permission(rest[3]);
    Object.freeze(this);
  }

  toJSON() {
    return { ...this, userbuf: this.userbuf && this.userbuf.toString('base64') };
  }
}

class Ticket extends Content {}

class UntrustedTicket extends Content {}

function inspect(ticket) {
  return new UntrustedTicket(BY_LIBRARY, result(native.inspect(string('ticket', ticket))));
}

module.exports = { Ticket, UntrustedTicket, inspect, verified: (fields) => new Ticket(BY_LIBRARY, fields) };
