// An endpoint from which an app gets the UserSig of the user that is logged in, at the edge: Cloudflare Workers, Deno, Bun.
//
//   npm install && npx wrangler dev
//   curl -X POST -H 'authorization: Bearer token-of-alice' http://127.0.0.1:8787/usersig
//   curl -X POST -H 'authorization: Bearer token-of-alice' 'http://127.0.0.1:8787/private-map-key?room=10000'
//
// The secret stays in the worker. Never sign in the app or in a browser: whoever has the page would have the secret.

import { Privileges, SecretKey, Signer, UserSigError } from 'usersig/edge';

// A single ticket cannot be revoked, so it is valid for a day and the app asks again.
const EXPIRE = 24 * 60 * 60;

// Stands for your own sessions: whom a token belongs to is never taken from the request's body or query.
const sessions = new Map([
  ['token-of-alice', 'alice'],
  ['token-of-bob', 'bob'],
]);

// Made with the first request and kept: Workers give the secret with a request, Deno and Bun have it in their environment.
let signer;
function prepared(env) {
  const { USERSIG_SDKAPPID, USERSIG_SECRET_KEY } = env?.USERSIG_SECRET_KEY ? env : process.env;
  signer ??= new Signer(Number(USERSIG_SDKAPPID), new SecretKey(USERSIG_SECRET_KEY));
  return signer;
}

const answer = (status, body) => Response.json(body, { status, headers: { 'cache-control': 'no-store' } });

export default {
  async fetch(request, env) {
    const token = /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
    const user = sessions.get(token);
    if (!user) return answer(401, { error: 'log in first' });
    if (request.method !== 'POST') return answer(405, { error: 'use POST' });
    const { pathname, searchParams } = new URL(request.url);
    try {
      const signer = prepared(env);
      if (pathname === '/usersig') {
        return answer(200, { sdkAppId: signer.sdkappid, userId: user, userSig: signer.genSig(user, { expire: EXPIRE }) });
      }
      // For TRTC rooms with advanced permission control.
      if (pathname === '/private-map-key') {
        const roomId = Number(searchParams.get('room'));
        const may = Privileges.ENTER_ROOM | Privileges.RECEIVE_AUDIO | Privileges.RECEIVE_VIDEO;
        return answer(200, { roomId, privateMapKey: signer.genPrivateMapKey(user, roomId, may, { expire: 60 * 60 }) });
      }
      return answer(404, { error: 'there is /usersig and /private-map-key' });
    } catch (error) {
      // Wrong input has codes of its own; everything else is the server's affair.
      if (error instanceof UserSigError && error.code === 'ERR_USERSIG_INVALID_ROOM') {
        return answer(400, { error: error.message, code: error.code });
      }
      console.error(error);
      return answer(500, { error: 'internal error' });
    }
  },
};
