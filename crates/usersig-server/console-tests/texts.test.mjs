// Both languages say everything: the same texts, every error of the table, every sentence of the core.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { translate } from '../src/console/page/language.js';
import { zhMessages } from '../src/console/page/messages.zh.js';
import { LANGUAGES, ask, base64, conformance, keys, repository, startConsole, text } from './common.mjs';

const [en, zh] = LANGUAGES.map(({ texts }) => texts);
let server;
before(async () => {
  server = await startConsole();
});
after(() => server.end());

const flat = (texts, path = '') =>
  Object.entries(texts).flatMap(([name, value]) => (typeof value === 'string' ? [[path + name, value]] : flat(value, `${path}${name}.`)));

test('both languages have the same texts, with the same values in them', () => {
  const [english, chinese] = [Object.fromEntries(flat(en)), Object.fromEntries(flat(zh))];
  assert.deepEqual(Object.keys(chinese), Object.keys(english));
  const values = (line) => (line.match(/\{\w+\}/g) ?? []).sort();
  for (const [name, line] of Object.entries(english)) {
    assert.ok(line !== '' && chinese[name] !== '', name);
    assert.deepEqual(values(chinese[name]), values(line), name);
  }
});

test('every text that the page asks for is there, and every text is asked for', () => {
  const folder = `${repository}crates/usersig-server/src/console/page/`;
  const sources = readdirSync(folder).filter((file) => !/^texts|^messages|package/.test(file)).map((file) => text(`crates/usersig-server/src/console/page/${file}`)).join('\n');
  const names = new Set(flat(en).map(([name]) => name));
  for (const [, name] of sources.matchAll(/(?:data-t(?:-\w+)?="|\bt\(')([\w.]+)["']/g)) assert.ok(names.has(name), name);
  for (const name of names) {
    const last = name.split('.').at(-1);
    const group = name.split('.')[0];
    // Whole groups are looked up by a name that is put together.
    const built = sources.includes(`\`${group}.$`) || sources.includes(`\`${last.replace(/_[a-z]+$/, '_$')}`) || sources.includes(`\`${group}.${last.replace(/_[a-z]+$/, '_$')}`) || sources.includes(`\`${group}.${last.replace(/\d+$/, '$')}`) || sources.includes(`? '${name}'`) || sources.includes(`'${name}'`);
    assert.ok(built || sources.includes(`"${name}"`), `${name} is not used`);
  }
});

test('every error of the table has its texts', () => {
  const table = conformance('errors');
  assert.ok(table.length >= 24);
  for (const [language, { error }] of [['en', en], ['zh', zh]]) {
    assert.deepEqual(Object.keys(error).sort(), table.map(({ word }) => word).sort(), language);
    for (const { word } of table) assert.ok(error[word].length > 1, `${language} ${word}`);
  }
});

/** Sentences in whose place a finding is always shown, and those about what the page never asks for or passes on: options and
 * bytes of other interfaces, bugs of ours. */
const NOT_ASKED = [/^a source issues/, /^the ticket is v[12] \(/, /signature was not made by this/, /^the ticket (?:was made for another|expired|was issued)/, /account_type/, /leeway/, /PrivateMapKey is itself the userbuf/, /service's own rule, which was asked for/, /time of issue/, /an archive of v1 keys was given/, /the operating system gave no random/, /the key could not be written/, /the ticket is not text/, /is not valid Unicode text/, /^the curve must be/, /a bug in usersig/, /a verifier needs at least one key/];

test('every sentence of the core has its Chinese', () => {
  const folders = ['crates/usersig/src', 'crates/usersig/src/ecdsa', 'crates/usersig-server/src', 'crates/usersig-server/src/console'];
  const sentences = new Set();
  for (const folder of folders) {
    for (const file of readdirSync(repository + folder).filter((name) => name.endsWith('.rs'))) {
      const source = text(`${folder}/${file}`).split('#[cfg(test)]')[0];
      const errors = /(?:Error::new\(\s*ErrorCode::\w+,\s*(?:format!\(\s*)?|damaged\(|unusable\(|let problem =\s*(?:if [^{]*\{\s*)?|let kind = |=> |const \w+: &str = |\{\s*)"((?:[^"\\]|\\.|\\\n)*)"/g;
      for (const [, literal] of source.matchAll(errors)) {
        const sentence = literal.replace(/\\\n\s*/g, '').replace(/\\"/g, '"').replace(/\\\\/g, '\\').replace(/\{\w*\}/g, '{}');
        // Words alone are names of things, not sentences.
        if (/^(?:an?|the|its?|is|holds|expire) .* .*/.test(sentence) || /^(?:is|holds|an?) \w+/.test(sentence)) sentences.add(sentence);
      }
    }
  }
  const missing = [...sentences].filter((sentence) => !zhMessages.has(sentence) && translate(sentence) === undefined && !NOT_ASKED.some((other) => other.test(sentence)));
  assert.deepEqual(missing, []);
  assert.ok(sentences.size > 75, `only ${sentences.size} sentences were found`);
  for (const [english, chinese] of zhMessages) {
    assert.match(chinese, /[\u4e00-\u9fff]|^[A-Z]/, english);
    assert.equal(chinese.split('{}').length, english.split('{}').length, english);
  }
});

test('every conformance case is answered, and its error has Chinese', async () => {
  const pem = Object.fromEntries(conformance('keys').map(({ name, text: content }) => [name, content]));
  const seen = new Set();
  const note = (answer, name) => {
    assert.equal(answer.status, undefined, name);
    for (const { code, message, check } of [...(answer.errors ?? []), answer.error].filter(Boolean)) {
      seen.add(code);
      // The core's sentence is shown where nothing was found.
      if (answer.findings?.some((finding) => finding.check === check)) continue;
      const chinese = translate(message);
      assert.ok(chinese && !chinese.replace('_{}|', '').includes('{}') && !/\b(?:the|is|was)\b/.test(chinese), `${name}: ${message} → ${chinese}`);
    }
  };
  for (const { ticket, name, error } of conformance('inspect_cases')) {
    const answer = await ask(server, '/api/explain', { ticket });
    // What is around a ticket is a warning.
    if (answer.checks?.format !== true) assert.equal(answer.error?.code, error, name);
    else assert.ok(error === undefined || answer.ticket !== ticket, name);
    note(answer, name);
  }
  for (const { text: content, load, name, ok, error } of conformance('key_cases')) {
    if (load === 'secret' && /PEM/.test(name)) continue;
    const answer = await ask(server, '/api/key', { key: base64(content), purpose: load === 'public' ? 'check' : 'generate' });
    note(answer, name);
    // The page has one field for all keys: what the loader of one kind refuses as another kind is recognised.
    if (load === 'secret' || /secret (?:in quotes )?for|name of a file|(?:private|private under the label PUBLIC KEY|SEC1 after its parameters) for public/.test(name)) continue;
    if (ok) assert.deepEqual([answer.key?.kind, answer.key?.curve], [load, ok.curve], name);
    else assert.equal(answer.errors?.[0].code, error, name);
  }
  for (const { name, key, room, privileges, userbuf, sdkappid, identifier, expire } of conformance('gen_cases')) {
    const material = pem[key] ?? keys.secret;
    const asked = room ? { number: null, name: null, ...Object.fromEntries(Object.entries(room).map(([kind, value]) => [kind, String(value)])), privileges: (privileges ?? 0) >>> 0 } : null;
    note(await ask(server, '/api/generate', { key: base64(material), sdkappid: String(sdkappid), identifier, expire: String(expire ?? 15552000), userbuf: room || userbuf == null ? null : atob(userbuf), room: asked }), name);
  }
  for (const { name, ticket, identifier, sdkappid, keys: names } of conformance('verify_cases')) {
    note(await ask(server, '/api/explain', { key: base64(pem[names?.[0]] ?? keys.secret), ticket, identifier, sdkappid: String(sdkappid) }), name);
  }
  for (const code of ['invalid_sdkappid', 'invalid_identifier', 'invalid_expire', 'invalid_room', 'invalid_key', 'unsupported_curve', 'wrong_key_kind', 'empty', 'too_long', 'malformed_base64', 'malformed_zlib', 'malformed_json', 'malformed_field', 'unsupported_version', 'no_key_for_version', 'bad_signature', 'sdkappid_mismatch', 'identifier_mismatch', 'expired']) {
    assert.ok(seen.has(code), `no case gave ${code}`);
  }
});
