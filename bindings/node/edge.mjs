// Without Node.js: for workers at the edge.
import module from '#usersig.wasm';
import load from './lib/usersig.js';
import wasm from './lib/portable.js';

const usersig = load({
  native: wasm.portable(module, (bytes) => crypto.getRandomValues(bytes)),
  portable: true,
  readFile() {
    throw new Error('there are no files here: give the text of the key, as private_key_string or public_key_string');
  },
});

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
