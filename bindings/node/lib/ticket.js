'use strict';

const { native } = require('./native.js');
const { result } = require('./errors.js');
const { string } = require('./convert.js');

const BY_LIBRARY = Symbol('made by the library');

function permission([room, privileges, expiresAt]) {
  return Object.freeze({ room, privileges, expiresAt });
}

class Content {
  constructor(token, fields) {
    if (token !== BY_LIBRARY) throw new TypeError('tickets are made by Verifier.prototype.verify and inspect');
    this.version = fields[0];
    this.sdkappid = fields[1];
    this.identifier = fields[2];
    this.issuedAt = fields[3];
    this.expire = fields[4];
    this.expiresAt = fields[5];
    this.userbuf = fields[6];
    this.accountType = fields[7];
    this.appidAt3rd = fields[8];
    this.privateMapKey = fields[9] && permission(fields[9]);
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
