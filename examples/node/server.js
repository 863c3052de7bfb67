// An endpoint from which an app gets the UserSig of the user that is logged in.
//
//   npm install && USERSIG_SDKAPPID=1400000000 USERSIG_SECRET_KEY_FILE=../keys/secret.txt npm start
//   curl -X POST -H 'authorization: Bearer token-of-alice' http://127.0.0.1:3000/usersig
//   curl -X POST -H 'authorization: Bearer token-of-alice' 'http://127.0.0.1:3000/private-map-key?room=10000'
//
// The secret stays on the server. Never sign in the app: whoever has the app would have the secret.

import { readFileSync } from 'node:fs';
import Fastify from 'fastify';
import { Privileges, SecretKey, Signer, UserSigError } from 'usersig';

const sdkappid = Number(process.env.USERSIG_SDKAPPID);
// Loaded and checked once, when the server starts. Editors end a file with a line break, which is no part of the secret.
const signer = new Signer(sdkappid, new SecretKey(readFileSync(process.env.USERSIG_SECRET_KEY_FILE, 'utf8').trimEnd()));
// A single ticket cannot be revoked, so it is valid for a day and the app asks again.
const EXPIRE = 24 * 60 * 60;

// Stands for your own sessions: whom a token belongs to is never taken from the request's body or query.
const sessions = new Map([
  ['token-of-alice', 'alice'],
  ['token-of-bob', 'bob'],
]);

const app = Fastify({ logger: process.env.NODE_ENV !== 'test' });

app.addHook('onRequest', async (request, reply) => {
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  request.user = sessions.get(token);
  if (!request.user) return reply.code(401).send({ error: 'log in first' });
});

app.post('/usersig', async (request, reply) => {
  reply.header('cache-control', 'no-store');
  const userSig = signer.genSig(request.user, { expire: EXPIRE });
  return { sdkAppId: sdkappid, userId: request.user, userSig };
});

// For TRTC rooms with advanced permission control.
const query = { type: 'object', required: ['room'], properties: { room: { type: 'integer' } } };
app.post('/private-map-key', { schema: { querystring: query } }, async (request, reply) => {
  reply.header('cache-control', 'no-store');
  const may = Privileges.ENTER_ROOM | Privileges.RECEIVE_AUDIO | Privileges.RECEIVE_VIDEO;
  const privateMapKey = signer.genPrivateMapKey(request.user, request.query.room, may, { expire: 60 * 60 });
  return { roomId: request.query.room, privateMapKey };
});

app.setErrorHandler((error, request, reply) => {
  // Wrong input has codes of its own; everything else is the server's affair.
  if (error instanceof UserSigError && error.code === 'ERR_USERSIG_INVALID_ROOM') {
    return reply.code(400).send({ error: error.message, code: error.code });
  }
  if (error.validation) return reply.code(400).send({ error: error.message });
  request.log.error(error);
  return reply.code(500).send({ error: 'internal error' });
});

const address = await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT ?? 3000) });
console.log(`listening on ${address}`);
