import usersig from './index.js';

export const {
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
  portable,
  allowPortablePrivateKeys,
} = usersig;
export default usersig;
