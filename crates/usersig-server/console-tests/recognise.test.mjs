// Whatever people put into the fields: keys by paste, by choice and by drop, every mistake with keys and tickets, and every
// verdict.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { translate } from '../src/console/page/language.js';
import { FULL, LANGUAGES, V1, ask, base64, browser, drop, filled, keys, open, read, server, shows, text, ticket, useConsole, zip } from './common.mjs';

useConsole();

/** A ticket of somebody else's generator, which signs this text. */
function signed(says, text) {
  const json = JSON.stringify({ ...says, 'TLS.sig': createHmac('sha256', keys.secret).update(text).digest('base64') });
  return deflateSync(json).toString('base64').replaceAll('+', '*').replaceAll('/', '-').replaceAll('=', '_');
}

const secretFile = () => read('examples/keys/secret.txt');
const archive = () => zip({ 'keys/private_key': keys.private, 'keys/public_key': keys.public });

// Chinese has to be looked up, so that it is the one that a short run shows.
for (const { name, locale, tag, texts } of FULL ? LANGUAGES : LANGUAGES.slice(1)) {
  const inLanguage = (english) => (tag === 'en' ? english : (translate(english) ?? assert.fail(english)));

  test(`${name}: files are dropped and chosen`, async () => {
    const page = await open(browser, server, { locale });
    const field = '[data-key=generate]';
    const status = '#key-generate-status';
    const p256 = filled(texts.key.is_private, { curve: 'P-256' });
    for (const [file, bytes, expected] of [
      ['private_key.txt', keys.private, p256],
      ['private_key.txt', read('examples/keys/secp256k1/private_key.txt'), filled(texts.key.is_private, { curve: 'secp256k1' })],
      ['keys.zip', archive(), p256],
      ['secret.txt', secretFile(), texts.key.is_secret],
    ]) {
      await drop(page, field, file, bytes);
      await shows(page, '.key .file-name', file);
      await shows(page, status, expected);
      assert.ok(!(await page.isVisible('#key-generate')));
    }
    // A ticket from a dropped archive.
    await drop(page, field, 'keys.zip', archive());
    await shows(page, status, p256);
    await page.fill('#g-sdkappid', '1400000000');
    await page.fill('#g-identifier', 'xiaojun');
    await page.click('#generate .primary');
    await shows(page, '#generated-fields [data-field=version]', '1.0');
    // Forgotten, and chosen again through the browser's own dialog.
    await page.click('[data-key=generate] button:has-text("' + texts.key.forget + '")');
    await page.waitForSelector('#key-generate', { state: 'visible' });
    assert.equal(await page.textContent(status), '');
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.click('[data-key=generate] button:has-text("' + texts.key.choose + '")')]);
    await chooser.setFiles({ name: 'keys.zip', mimeType: 'application/zip', buffer: archive() });
    await shows(page, status, p256);
    // The check takes public keys and archives without a private one.
    await page.click('#tab-check');
    const [second] = await Promise.all([page.waitForEvent('filechooser'), page.click('[data-key=check] button:has-text("' + texts.key.choose + '")')]);
    await second.setFiles({ name: 'keys.zip', mimeType: 'application/zip', buffer: zip({ 'public_key.txt': keys.public }) });
    await shows(page, '#key-check-status', filled(texts.key.is_public, { curve: 'P-256' }));
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  test(`${name}: a file dropped beside the field does not replace the page`, async () => {
    const page = await open(browser, server, { locale });
    await drop(page, 'footer', 'private_key.txt', keys.private);
    await page.fill('#g-identifier', 'still here');
    assert.equal(new URL(page.url()).pathname, '/');
    await page.context().close();
  });

  test(`${name}: wrong keys are named`, async () => {
    const page = await open(browser, server, { locale });
    const file = (key) => text(`ci/conformance/keys/${key}.pem`);
    const cases = [
      [keys.public, 'a public key was given where an EC private key belongs; use the matching file from the application\'s console'],
      [file('certificate'), 'a certificate was given where an EC private key belongs; use the matching file from the application\'s console'],
      [file('request'), 'a certificate request was given where an EC private key belongs; use the matching file from the application\'s console'],
      [file('encrypted.pkcs8'), 'the key is encrypted with a passphrase; decrypt it first, for example with: openssl pkey -in key.pem -out plain.pem'],
      [file('encrypted.sec1'), 'the key is encrypted with a passphrase; decrypt it first, for example with: openssl pkey -in key.pem -out plain.pem'],
      [file('p384.pkcs8'), 'the key is on the curve P-384; UserSig keys are on P-256 (prime256v1) or secp256k1'],
      [file('rsa.pkcs8'), 'an RSA key was given where an EC key on P-256 or secp256k1 belongs; use the key file from the application\'s console'],
      [file('rsa.pkcs1'), 'an RSA key was given where an EC private key belongs; use the matching file from the application\'s console'],
      [file('ed25519.pkcs8'), 'an Ed25519 key was given where an EC key on P-256 or secp256k1 belongs; use the key file from the application\'s console'],
      [keys.private.replace(/-----END.*/s, ''), 'the key is not usable PEM: its END line is missing; copy the whole file, with its BEGIN and END lines'],
      [keys.private.replace(/-----.*-----\n/g, ''), 'the key is not usable PEM: its BEGIN and END lines are missing; copy the whole file, with its BEGIN and END lines'],
      [`private_key=${keys.private}`, 'the key is not usable PEM: there is something before BEGIN on its line, such as a name or a quote; give only the BEGIN line, the END line and what is between them'],
      [keys.private.replaceAll(' ', '%20').replaceAll('\n', '%0A'), 'the key is not usable PEM: it is URL-encoded; decode its percent signs first'],
      [Buffer.from(keys.private).toString('base64'), 'the key is not usable PEM: it is base64 of a whole PEM file; decode it once'],
      [`"${keys.secret}"`, 'the secret has quotes around it, as in a line of an .env file; give only what stands between them'],
      [` ${keys.secret}`, 'the secret has white space around it; trim it'],
      [`${keys.secret}\n${keys.secret}`, 'the secret holds white space; copy it again from the console'],
    ];
    for (const [key, message] of cases) {
      await page.fill('#key-generate', key);
      await shows(page, '#key-generate-status', inLanguage(message));
      assert.equal(await page.getAttribute('#key-generate', 'aria-invalid'), 'true');
    }
    await drop(page, '[data-key=generate]', 'private_key.der', Uint8Array.from([0x30, 0x82, 0xff, 0xfe]));
    await shows(page, '#key-generate-status', inLanguage('the secret is not text in UTF-8; save its file as UTF-8'));
    await drop(page, '[data-key=generate]', 'photo.zip', zip({ 'photo.jpg': 'x' }));
    await shows(page, '#key-generate-status', inLanguage('the archive holds no file called private_key.txt or private_key'));
    await drop(page, '[data-key=generate]', 'huge.bin', Buffer.alloc(10_000_000, 'a'));
    await shows(page, '#key-generate-status', inLanguage('the key is longer than 65536 bytes; no key file is'));
    await page.click('[data-key=generate] button:has-text("' + texts.key.forget + '")');
    // A secret that is no secret of the console's is taken, with a doubt.
    await page.fill('#key-generate', keys.secret.slice(0, 40));
    await shows(page, '#key-generate-status', texts.key.is_unusual);
    // An unusable key that is used all the same: the field says so, and has the focus.
    await page.fill('#key-generate', keys.public);
    await page.fill('#g-sdkappid', '1400000000');
    await page.fill('#g-identifier', 'xiaojun');
    await page.click('#generate .primary');
    await page.waitForFunction(() => document.activeElement.id === 'key-generate');
    // A room permission with a v1 key.
    await page.fill('#key-generate', keys.private);
    await shows(page, '#key-generate-status', filled(texts.key.is_private, { curve: 'P-256' }));
    await page.check('[name=carries][value=room]', { force: true });
    await shows(page, '#g-room-note', texts.room_note_number);
    await page.fill('#g-room', '10000');
    await page.click('#generate .primary');
    await page.waitForFunction(() => document.querySelector('#generated-ticket').value.length > 200);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  test(`${name}: damaged tickets are explained`, async () => {
    const page = await open(browser, server, { locale });
    await page.click('#tab-check');
    // With all three characters that other alphabets change.
    let whole;
    for (let time = Math.floor(Date.now() / 1000); !['*', '-', '_'].every((symbol) => whole?.includes(symbol)); time -= 1) whole = await ticket(['--issued-at', String(time)]);
    const url = whole.replaceAll('*', '%2A').replaceAll('-', '%2D').replaceAll('_', '%5F');
    const standard = whole.replaceAll('-', '/').replaceAll('*', '+').replaceAll('_', '=');
    const half = whole.length / 2;
    const jwt = 'eyJhbGciOiJIUzI1NiJ9.e30.abc';
    // What is around a ticket is a warning; the ticket in it is looked at.
    const cases = [
      [url, ['percent_encoding'], undefined],
      [url.replaceAll('%', '%25'), ['percent_encoding'], undefined],
      [`${whole.slice(0, half)} ${whole.slice(half)}`, ['white_space'], 'malformed_base64'],
      [`${whole.slice(0, half)}\n${whole.slice(half)}\n`, ['white_space'], 'malformed_base64'],
      [`"${whole}"`, ['quotes'], undefined],
      [`https://example.com/?usersig=${whole}`, ['url'], undefined],
      [standard, ['standard_base64'], 'malformed_base64'],
      [whole.replace(/_+$/, ''), ['no_padding'], 'malformed_base64'],
      [standard.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'), ['url_safe_base64'], 'malformed_base64'],
      [`"${url}"\n`, ['quotes', 'percent_encoding'], undefined],
      [whole.slice(0, -30), ['cut'], null],
      [keys.private, ['not_a_ticket'], 'malformed_base64'],
      [keys.secret, ['not_a_ticket'], 'malformed_zlib'],
      ['{"TLS.ver":"2.0"}', ['plain_json', 'missing_field'], 'malformed_base64'],
      [jwt, ['not_a_ticket'], 'malformed_base64'],
    ];
    for (const [given, words, code] of cases) {
      await page.fill('#c-ticket', given);
      const { error, findings } = await ask(server, '/api/explain', { ticket: given });
      assert.deepEqual(findings.map(({ word }) => word), words, given);
      assert.ok(code === null || error?.code === code, `${given}: ${error?.code}`);
      for (const finding of findings) await shows(page, `#verdict [data-word=${finding.word}]`, finding[tag].replaceAll('`', ''));
      await shows(page, '#verdict', error ? texts.error[findings[0]?.code ?? error.code] : texts.doubt);
      // What the ticket says is read all the same, where it can be.
      if (['percent_encoding', 'white_space', 'quotes', 'url', 'standard_base64', 'no_padding', 'url_safe_base64'].includes(words[0])) {
        await shows(page, '#checked-fields [data-field=identifier]', 'xiaojun');
        await shows(page, '#checked-badge', texts.unverified);
        assert.equal(await page.isVisible('#verdict .doubt .link'), code === undefined, given);
      }
      assert.equal(await page.inputValue('#c-ticket'), given);
    }
    await page.fill('#c-ticket', '');
    await page.waitForSelector('#checked-empty', { state: 'visible' });
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  test(`${name}: every verdict has its cause and the service's code`, async () => {
    const page = await open(browser, server, { locale });
    await page.click('#tab-check');
    const now = Math.floor(Date.now() / 1000);
    const [v1, v2] = [await ticket([], V1), await ticket()];
    const says = { 'TLS.ver': '2.0', 'TLS.identifier': 'xiaojun', 'TLS.sdkappid': 1400000000, 'TLS.expire': 3600, 'TLS.time': now };
    const signedText = (end) => ['identifier', 'sdkappid', 'time', 'expire'].map((field) => `TLS.${field}:${says[`TLS.${field}`]}${end}`).join('');
    const cases = [
      [v1, keys.other, {}, 'bad_signature', ['70009', '-100018'], ['other_key']],
      [v2, keys.secret.replace(/^./, '0'), {}, 'bad_signature', ['70009'], ['other_key']],
      [v1, keys.secret, {}, 'no_key_for_version', ['70009'], ['other_version']],
      [v2, keys.private, {}, 'no_key_for_version', ['70009'], ['other_version']],
      [v2, keys.secret, { sdkappid: '1400000001' }, 'sdkappid_mismatch', ['70014', '-100018'], ['other_sdkappid']],
      [v2, keys.secret, { identifier: 'xiaojuN' }, 'identifier_mismatch', ['70013', '-100018'], ['other_identifier']],
      [await ticket(['--issued-at', String(now - 7200), '--expire', '3600']), keys.secret, {}, 'expired', ['70001', '6206'], ['expired']],
      [await ticket(['--issued-at', String(now + 7200)]), keys.secret, {}, 'not_yet_valid', [], ['issued_later']],
      ['undefined', keys.secret, {}, 'empty', ['70002'], ['placeholder']],
      ['a'.repeat(16385), keys.secret, {}, 'malformed_base64', ['70003'], ['not_a_ticket']],
      // What a generator did wrong, with what the signature does fit.
      [signed(says, signedText('\\n')), keys.secret, {}, 'bad_signature', ['70009'], ['escaped_line_break']],
      [signed({ ...says, 'TLS.time': now * 1000 }, ''), keys.secret, {}, 'malformed_field', ['70004'], ['milliseconds', 'other_key']],
      // Several at once.
      [v2, keys.secret.replace(/^./, '0'), { sdkappid: '1400000001', identifier: 'a' }, 'bad_signature', [], ['other_key', 'other_identifier', 'other_sdkappid']],
    ];
    for (const [given, key, { sdkappid = '1400000000', identifier = 'xiaojun' }, code, parts, words] of cases) {
      await page.fill('#c-ticket', given);
      await page.fill('#key-check', key);
      await page.fill('#c-sdkappid', sdkappid);
      await page.fill('#c-identifier', identifier);
      await page.click('#check .primary');
      await page.waitForSelector(`#verdict [data-code~=${code}]`);
      await shows(page, '#verdict', texts.error[code]);
      for (const part of parts) await shows(page, '#codes', part);
      const { findings } = await ask(server, '/api/explain', { ticket: given, key: base64(key), sdkappid, identifier });
      assert.deepEqual(findings.map(({ word }) => word).filter((word) => word !== 'damaged'), words, code);
      // Seconds have passed since.
      const about = (sentence) => sentence.replaceAll('`', '').split(/\d+ ?(?:s|秒)/)[0];
      for (const finding of findings) await shows(page, '#verdict', about(finding[tag]));
      assert.equal(await page.$('#verdict .valid'), null);
    }
    // A valid ticket may still be a mistake.
    await page.fill('#c-ticket', await ticket(['--expire', String(now)]));
    await page.fill('#key-check', keys.secret);
    await page.fill('#c-sdkappid', '1400000000');
    await page.fill('#c-identifier', 'xiaojun');
    await page.click('#check .primary');
    await page.waitForSelector('#verdict .valid');
    await page.waitForSelector('#verdict [data-word=absolute_expire]');
    // Nothing that a ticket says turns or hides what stands beside it.
    await page.fill('#c-ticket', signed({ ...says, 'TLS.identifier': 'a\u202eb\u{e0001}' }, ''));
    await shows(page, '#checked-fields [data-field=identifier]', 'a\\u202eb\\udb40\\udc01');
    // Form errors stand at their fields.
    await page.fill('#c-ticket', v2);
    await page.fill('#c-sdkappid', '0');
    await page.click('#check .primary');
    await shows(page, '#c-sdkappid-error', '4294967295');
    // Both kinds of key verify, also after the fields were taken from the ticket.
    for (const [given, key] of [[v1, keys.public], [v1, keys.private], [v2, keys.secret]]) {
      await page.fill('#c-ticket', given);
      await page.fill('#key-check', key);
      await page.fill('#c-sdkappid', '');
      await page.waitForSelector('#from-ticket:enabled');
      await page.click('#from-ticket');
      await page.click('#check .primary');
      await page.waitForSelector('#verdict .valid');
      await shows(page, '#verdict', texts.valid);
    }
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  test(`${name}: the form's own mistakes`, async () => {
    const page = await open(browser, server, { locale });
    await page.fill('#key-generate', keys.secret);
    await page.fill('#g-sdkappid', '1400000000');
    const cases = [
      ['g-identifier', '', "the identifier is empty; give the user's ID"],
      ['g-identifier', 'x'.repeat(1025), 'the identifier is longer than 1024 bytes (the service itself takes at most 32)'],
      ['g-expire', '-1', 'expire must be a number of seconds from 0 to 4294967295, counted from now and not a date'],
      ['g-expire', '1e5', 'expire must be a number of seconds from 0 to 4294967295, counted from now and not a date'],
      ['g-expire', '4294967296', 'expire must be a number of seconds from 0 to 4294967295, counted from now and not a date'],
      ['g-userbuf', 'u'.repeat(8193), 'the userbuf is longer than 8192 bytes'],
      ['g-room', '0', 'a room number is from 1 to 4294967294; a room with a text name is made with its name instead'],
      ['g-room', 'lobby', 'a room number is from 1 to 4294967294; a room with a text name is made with its name instead'],
    ];
    for (const [id, value, message] of cases) {
      await page.fill('#g-identifier', 'xiaojun');
      await page.fill('#g-expire', '60');
      await page.check(`[name=carries][value=${{ 'g-userbuf': 'userbuf', 'g-room': 'room' }[id] ?? 'nothing'}]`, { force: true });
      await page.fill(`#${id}`, value);
      await page.click('#generate .primary');
      await shows(page, `#${id}-error`, inLanguage(message));
      await page.waitForFunction((wanted) => document.activeElement.id === wanted, id);
      assert.equal(await page.getAttribute(`#${id}`, 'aria-invalid'), 'true');
      assert.equal(await page.isVisible('#generated-result'), false);
    }
    // Beyond 2106 there are tickets, but no room permissions.
    await page.fill('#g-room', '1');
    await page.fill('#g-expire', '4294967295');
    await page.click('#generate .primary');
    await shows(page, '#g-expire-error', inLanguage('a PrivateMapKey must end before 2106-02-07, the last moment its 32 bits can name; shorten expire'));
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}
