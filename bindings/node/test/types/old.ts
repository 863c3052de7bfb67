// Programs that were written for the official packages, which have no types: checked with the resolution of before "exports",
// without Node.js' types, and with the declarations of this package checked, too.
import { Sig } from 'usersig/TLSAPI';
import official = require('usersig/TLSSigAPIv2');

declare const environment: Record<string, string | undefined>;
declare const query: { id?: string | string[] | { [name: string]: unknown } | undefined };
declare const row: { _id: { toHexString(): string } };

const sig = new Sig({ sdk_appid: environment.SDKAPPID, expire_after: environment.EXPIRE, private_key_string: environment.PRIVATE_KEY });
sig.setAppid(environment.SDKAPPID);
sig.setPrivateKey(environment.PRIVATE_KEY);
export const tickets: string[] = [sig.genSig(query.id), sig.genSig(row._id), sig.genSigWithUserbuf(query.id, [1, 2])];
export const valid: boolean = sig.verifySig(query.id, row._id);

const api = new official.Api(environment.SDKAPPID, environment.SECRET);
tickets.push(api.genUserSig(query.id), api.genUserSig(query.id, environment.EXPIRE), api.genSigWithUserbuf(row._id, 60, 'a'));
tickets.push(api.genPrivateMapKey(query.id, environment.EXPIRE, environment.ROOM, 255));
export const userbuf: Uint8Array | null = official.inspect(tickets[0]!).userbuf;
