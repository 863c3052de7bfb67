'use strict';

const { UserSigError, ErrorCode } = require('./lib/errors.js');
const { PrivateKey, PublicKey, SecretKey } = require('./lib/keys.js');
const { Signer, genSig, Privileges } = require('./lib/signer.js');
const { Ticket, UntrustedTicket, inspect } = require('./lib/ticket.js');
const { Verifier } = require('./lib/verifier.js');
const { Sig } = require('./lib/sig.js');
const { Api } = require('./lib/api.js');
const { version } = require('./lib/native.js');

exports.PrivateKey = PrivateKey;
exports.PublicKey = PublicKey;
exports.SecretKey = SecretKey;
exports.Signer = Signer;
exports.Verifier = Verifier;
exports.Ticket = Ticket;
exports.UntrustedTicket = UntrustedTicket;
exports.genSig = genSig;
exports.inspect = inspect;
exports.Privileges = Privileges;
exports.UserSigError = UserSigError;
exports.ErrorCode = ErrorCode;
exports.Sig = Sig;
exports.Api = Api;
exports.version = version;
