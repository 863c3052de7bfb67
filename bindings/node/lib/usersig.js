'use strict';

const { version } = require('../package.json');
const { allowPortablePrivateKeys } = require('./portable.js');

/** The whole interface, on what does the work; the first one in a process stays. */
module.exports = function usersig(native) {
  const used = require('./native.js');
  if (used.native === null) Object.assign(used, native);
  const { PrivateKey, PublicKey, SecretKey } = require('./keys.js');
  const { Signer, genSig, Privileges } = require('./signer.js');
  const { UserSigSource } = require('./source.js');
  const { Verifier } = require('./verifier.js');
  const { Ticket, UntrustedTicket, inspect } = require('./ticket.js');
  const { UserSigError, ErrorCode } = require('./errors.js');
  const { Sig } = require('./sig.js');
  const { Api } = require('./api.js');
  return {
    PrivateKey,
    PublicKey,
    SecretKey,
    Signer,
    UserSigSource,
    Verifier,
    Ticket,
    UntrustedTicket,
    genSig,
    inspect,
    Privileges,
    UserSigError,
    ErrorCode,
    Sig,
    Api,
    version,
    portable: used.portable,
    allowPortablePrivateKeys,
  };
};
