'use strict';

const assert = require('node:assert/strict');
const { describe, test } = require('node:test');
const { ErrorCode, PrivateKey, Sig, Signer, Ticket, UntrustedTicket, UserSigError, UserSigSource, Verifier, genSig, inspect } = require('usersig');
const { asBytes, cases, codeOf, given, keyRows, keys, loaders, moments, open, optionsOf, seconds, thrown } = require('./helpers.js');

const errors = cases('errors');
const verifying = ['verify_cases', 'attack_cases', 'official_cases'].flatMap(cases);

function assertError(error, row) {
  const expected = errors.find(({ word }) => word === row.error);
  assert.ok(error instanceof UserSigError, `${error}`);
  assert.equal(error.code, codeOf(row.error));
  assert.equal(error.number, expected.number);
  assert.equal(error.serviceCode, expected.service[0] ?? null);
  assert.equal(error.field, row.field ?? null);
  const kinds = [[expected.number < 10, 'argument'], [expected.number < 20, 'key'], [expected.number < 40, 'ticket'], [true, 'internal']];
  assert.equal(error.kind, kinds.find(([is]) => is)[1]);
}

function assertTicket(ticket, ok) {
  const { version, sdkappid, identifier, issuedAt, expire, expiresAt, userbuf, privateMapKey } = ticket;
  assert.deepEqual({ version, sdkappid, identifier, issuedAt, expire, expiresAt }, {
    version: ok.version,
    sdkappid: ok.sdkappid,
    identifier: ok.identifier,
    issuedAt: ok.issued_at,
    expire: ok.expire,
    expiresAt: ok.expires_at,
  });
  assert.equal(userbuf && userbuf.toString('base64'), ok.userbuf);
  const permission = ok.private_map_key;
  assert.deepEqual(privateMapKey && { ...privateMapKey }, permission && {
    room: permission.room.number ?? permission.room.name,
    privileges: permission.privileges,
    expiresAt: permission.expires_at,
  });
  assert.ok(Object.isFrozen(ticket));
}

describe('the error table', () => {
  test('is the one of every language', () => {
    const table = Object.fromEntries(errors.map(({ word, number }) => [codeOf(word), number]));
    assert.deepEqual({ ...ErrorCode }, table);
  });
  for (const row of errors) {
    test(row.word, () => assertError(new UserSigError(row.number, ''), { error: row.word }));
  }
});

describe('keys', () => {
  for (const { name, load, text, ok, error } of cases('key_cases')) {
    test(name, () => {
      for (const form of [text, Buffer.from(text)]) {
        if (error) {
          assertError(thrown(() => loaders[load](form)), { error });
        } else {
          assert.equal(loaders[load](form).curve ?? null, ok.curve);
        }
      }
    });
  }
});

/** The text that a ticket's signature covers, rebuilt from its JSON. */
function signedText(json) {
  const fields = JSON.parse(json);
  const names =
    'TLS.ver' in fields
      ? ['TLS.identifier', 'TLS.sdkappid', 'TLS.time', 'TLS.expire', 'TLS.userbuf']
      : ['TLS.appid_at_3rd', 'TLS.account_type', 'TLS.identifier', 'TLS.sdk_appid', 'TLS.time', 'TLS.expire_after', 'TLS.userbuf'];
  return names.filter((name) => name in fields).map((name) => `${name}:${fields[name]}\n`).join('');
}

describe('making tickets', () => {
  for (const row of cases('gen_cases')) {
    test(row.name, () => {
      for (const options of optionsOf(row)) {
        const make = () => {
          const signer = new Signer(row.sdkappid, keys[row.key]);
          if (row.room === null) return signer.genSig(row.identifier, options);
          return signer.genPrivateMapKey(row.identifier, row.room.number ?? row.room.name, row.privileges, options);
        };
        if (row.error) {
          assertError(thrown(make), row);
        } else {
          const json = open(make());
          assert.equal(json, row.ok.json);
          assert.equal(signedText(json), row.ok.signed_text);
        }
      }
    });
  }
});

describe('verifying tickets', () => {
  const expected = ({ expect, value }) => (expect === 'exactly' ? { exactly: Buffer.from(value, 'base64') } : expect);
  for (const row of verifying) {
    test(row.name, () => {
      const verify = (now) => {
        const options = { leeway: row.leeway, futureTolerance: row.future_tolerance };
        const verifier = new Verifier(row.sdkappid, row.keys.map((name) => keys[name]), options);
        return verifier.verify(row.ticket, row.identifier, { now, userbuf: expected(row.userbuf) });
      };
      // The moment as a number, as a Date, and the present one where the case allows it.
      for (const now of [row.now, new Date(row.now * 1000), ...(row.any_time ? [undefined] : [])]) {
        if (row.error) {
          assertError(thrown(() => verify(now)), row);
        } else {
          const ticket = verify(now);
          assert.ok(ticket instanceof Ticket);
          assertTicket(ticket, row.ok);
        }
      }
    });
  }
});

describe('asking who sent a ticket', () => {
  for (const row of cases('authenticate_cases')) {
    test(row.name, () => {
      const options = { leeway: row.leeway, futureTolerance: row.future_tolerance };
      const verifier = new Verifier(row.sdkappid, row.keys.map((name) => keys[name]), options);
      const { expect, value } = row.userbuf;
      const userbuf = expect === 'exactly' ? { exactly: Buffer.from(value, 'base64') } : expect;
      const authenticate = () => verifier.authenticate(row.ticket, { now: row.now, userbuf });
      if (row.error) {
        assertError(thrown(authenticate), row);
      } else {
        const ticket = authenticate();
        assert.ok(ticket instanceof Ticket);
        assertTicket(ticket, row.ok);
      }
    });
  }
});

const keyOf = (name) => keys[name] ?? name;

/** Each way in which the row's call can be made. */
function waysToCall(row) {
  const { call, sdkappid } = row;
  if (call === 'generate_key') return [() => PrivateKey.generate(given(row.curve))];
  if (call.startsWith('load_')) {
    return [given(row.text), asBytes(row.text)].map((text) => () => loaders[call.slice('load_'.length)](text));
  }
  if (call.startsWith('gen_')) {
    return optionsOf(row).flatMap((some) => {
      const options = { ...some, ...row.options };
      const signer = () => new Signer(sdkappid, keyOf(row.key));
      if (call === 'gen_sig_batch') return [() => signer().genSigBatch(row.identifiers.map(given), options)];
      if (call === 'gen_private_map_key') {
        return [() => signer().genPrivateMapKey(given(row.identifier), row.room.number ?? given(row.room.name), row.privileges, options)];
      }
      return [() => signer().genSig(given(row.identifier), options), () => genSig(sdkappid, keyOf(row.key), given(row.identifier), options)];
    });
  }
  return [given(row.ticket), asBytes(row.ticket)].flatMap((ticket) => {
    if (call === 'inspect') return [() => inspect(ticket)];
    return moments(row.now).map((now) => () => {
      const tolerances = { leeway: seconds(row.leeway), futureTolerance: seconds(row.future_tolerance) };
      const verifier = new Verifier(sdkappid, row.keys.map(keyOf), tolerances);
      const options = { now, userbuf: row.userbuf?.expect, ...row.options };
      return call === 'verify' ? verifier.verify(ticket, given(row.identifier), options) : verifier.authenticate(ticket, options);
    });
  });
}

describe('the contract of all languages', () => {
  for (const row of cases('contract_cases').filter(({ unflagged }) => unflagged === undefined)) {
    test(row.name, async () => {
      for (const way of waysToCall(row)) {
        if (['type_error', 'null_error', 'refused'].includes(row.error)) {
          const error = thrown(way);
          assert.ok(error instanceof TypeError && !(error instanceof UserSigError), `${error}`);
          assert.match(error.message, row.error === 'refused' ? /^unknown option/ : /^(pem|secret|key|identifier|ticket) must be /);
        } else if (row.error) {
          assertError(thrown(way), row);
        } else if (row.call === 'gen_sig_batch') {
          const made = await way();
          assert.equal(made.length, row.ok.length);
          row.ok.forEach((expected, index) => {
            if (!expected.error) return assert.equal(open(made[index]), expected.json);
            assertError(made[index], expected);
            return assert.equal(made[index].index, index);
          });
        } else if (row.call === 'generate_key') {
          assert.equal(way().curve, row.ok.curve);
        } else if (row.ok.json) {
          assert.equal(open(way()), row.ok.json);
        } else {
          assertTicket(way(), row.ok);
        }
      }
    });
  }
});

describe('inspecting tickets', () => {
  for (const row of cases('inspect_cases')) {
    test(row.name, () => {
      if (row.error) {
        assertError(thrown(() => inspect(row.ticket)), row);
      } else {
        const ticket = inspect(row.ticket);
        assert.ok(ticket instanceof UntrustedTicket && !(ticket instanceof Ticket));
        assertTicket(ticket, row.ok);
      }
    });
  }
});

describe('attacks on the interface of tls-sig-api', () => {
  const rows = verifying.filter((row) => row.attack && row.any_time);
  test('there are some for every row of the table that a ticket can carry', () => {
    const attacks = new Set(rows.map(({ attack }) => attack));
    for (const attack of ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A8', 'A9', 'A11', 'A16', 'A18', 'A19', 'A20']) {
      assert.ok(attacks.has(attack), attack);
    }
  });
  // What code on that interface takes as a valid ticket, for what the case expects of the userbuf.
  const accepts = {
    absent: (sig, row) => sig.verifySig(row.ticket, row.identifier),
    present: (sig, row) => sig.verifySigWithUserbuf(row.ticket, row.identifier) !== false,
    exactly: (sig, row) =>
      sig.verifySigWithUserbuf(row.ticket, row.identifier) === Buffer.from(row.userbuf.value, 'base64').toString(),
    any: (sig, row) => accepts.absent(sig, row) || accepts.present(sig, row),
  };
  for (const row of rows) {
    test(row.name, () => {
      // The interface takes one public key; a secret in its place is a mistake that must not verify anything.
      const right = row.keys.map((name) => {
        const sig = new Sig({ sdk_appid: row.sdkappid, public_key_string: keyRows[name].text });
        const accepted = accepts[row.userbuf.expect](sig, row);
        if (keyRows[name].kind !== 'public') assert.equal(accepted, false);
        if (row.keys.length === 1 && keyRows[name].kind === 'public' && row.error && row.userbuf.expect !== 'exactly') {
          assertError(sig.lastError, row);
        }
        return accepted;
      });
      const possible = !row.error && row.keys.some((name) => keyRows[name].kind === 'public') && row.ok.version === '1.0';
      assert.equal(right.includes(true), possible);
      if (row.error && row.error !== 'userbuf_mismatch') {
        for (const name of row.keys) {
          const sig = new Sig({ sdk_appid: row.sdkappid, public_key_string: keyRows[name].text });
          assert.equal(sig.verifySig(row.ticket, row.identifier), false);
          assert.equal(sig.verifySigWithUserbuf(row.ticket, row.identifier), false);
        }
      }
    });
  }
});

test('every case was run', () => {
  // A file that is cut short, or a new one that nobody runs, would otherwise pass unseen.
  const counts = Object.fromEntries(
    ['key_cases', 'gen_cases', 'verify_cases', 'attack_cases', 'official_cases', 'inspect_cases', 'authenticate_cases', 'contract_cases'].map((name) => [name, cases(name).length]),
  );
  for (const [name, least] of Object.entries({
    key_cases: 70, gen_cases: 158, verify_cases: 157, attack_cases: 240, official_cases: 164, inspect_cases: 236, authenticate_cases: 40, contract_cases: 460,
  })) {
    assert.ok(counts[name] >= least, `${name}: ${counts[name]}`);
  }
});

describe('a ticket that renews itself', () => {
  for (const row of cases('source_cases')) {
    test(row.name, () => {
      let now;
      const make = () => {
        const signer = new Signer(row.sdkappid, keys[row.key]);
        const source = new UserSigSource(signer, row.identifier, { expire: row.expire, minShare: row.min_share, clock: () => now });
        const issuedAt = row.times.map((time) => {
          now = time;
          return inspect(source.ticket()).issuedAt;
        });
        return { issued_at: issuedAt, renewals: source.renewals };
      };
      if (row.error) {
        const error = thrown(make);
        assertError(error, row);
        assert.equal(error.message, row.message ?? error.message);
      } else {
        assert.deepEqual(make(), row.ok);
      }
    });
  }
});
