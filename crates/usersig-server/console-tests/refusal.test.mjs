// From a refusal to its cause: whatever is pasted, and whatever the client shows.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FULL, LANGUAGES, ask, base64, browser, keys, open, server, shows, text, ticket, useConsole } from './common.mjs';

useConsole();

// The cases of the explaining; the page goes by today's clock.
const cases = text('crates/usersig-explain/tests/data/cases.jsonl').trim().split('\n').map((line) => JSON.parse(line));
const clock = ['expired', 'issued_later'];
// What a genuine ticket may have as well.
const doubts = ['absolute_expire', 'private_map_key'];

test('every case is explained, and shown as it is explained', async () => {
  const pages = await Promise.all(LANGUAGES.map(({ locale }) => open(browser, server, { locale })));
  for (const page of pages) await page.click('#tab-check');
  for (const [at, { name, input, expect, sdkappid, identifier, secret, public_key }] of cases.entries()) {
    const key = secret ?? public_key ?? '';
    const answer = await ask(server, '/api/explain', { ticket: input, key: key ? base64(key) : null, sdkappid: sdkappid ? String(sdkappid) : null, identifier: identifier ?? null });
    const found = answer.findings.map(({ word }) => word);
    for (const word of expect.filter((word) => !clock.includes(word))) assert.ok(found.includes(word), `${name}: ${found}`);
    if (expect.length === 0) assert.deepEqual(found.filter((word) => !clock.includes(word)), [], name);
    if (!FULL && at % 8 !== 3) continue;
    for (const [language, page] of pages.entries()) {
      await page.fill('#c-ticket', input);
      await page.fill('#key-check', key);
      await page.fill('#c-sdkappid', String(sdkappid ?? ''));
      await page.fill('#c-identifier', identifier ?? '');
      const said = (word) => answer.findings.find((finding) => finding.word === word)[LANGUAGES[language].tag].replaceAll('`', '');
      for (const word of expect.filter((word) => !clock.includes(word))) await shows(page, `#verdict [data-word=${word}]`, said(word));
      const valid = await page.$('#verdict .valid .problem-title');
      if (valid !== null) {
        assert.ok(expect.length > 0 && expect.every((word) => doubts.includes(word)), name);
        assert.equal(await valid.textContent(), LANGUAGES[language].texts.valid_doubt, name);
      }
      if (secret && input.includes(secret)) assert.ok(await page.isVisible('#secret-found'));
    }
  }
  for (const page of pages) await page.context().close();
});

test('a code, a name or a text of the client is explained, with a ticket and without one', async () => {
  const page = await open(browser, server);
  await page.click('#tab-check');
  for (const [said, code] of [['70009', '70009'], ['TRTC error -100018', '-100018'], ['{"code":0x4004}', '0x4004'], ['ERR_SVR_ACCOUNT_USERSIG_EXPIRED', '70001']]) {
    await page.fill('#c-said', said);
    await shows(page, '#named', code);
    assert.equal(await page.isVisible('#verdict > *'), false);
  }
  await page.fill('#c-said', 'no code at all');
  await shows(page, '#named', LANGUAGES[0].texts.no_code);
  // In the ticket's box as well.
  await page.fill('#c-said', '');
  await page.fill('#c-ticket', 'login failed: 70009');
  await shows(page, '#named', '70009');
  await page.fill('#c-ticket', await ticket());
  await page.fill('#c-said', '70009');
  await page.waitForSelector('#verdict .open');
  await shows(page, '#named', '70009');
  await page.context().close();
});

test('the ticket in what is pasted is looked at, with a word about the rest', async () => {
  const page = await open(browser, server);
  await page.click('#tab-check');
  const whole = await ticket();
  await page.fill('#key-check', keys.secret);
  for (const [around, word] of [[`${whole}\n`, null], [`  ${whole}\r\n`, 'white_space'], [`const sig = '${whole}';`, 'text_before'], [`https://a.example/login?userSig=${whole}&x=1`, 'url'], [JSON.stringify({ data: { userSig: whole } }), 'json_around']]) {
    await page.fill('#c-sdkappid', '');
    await page.fill('#c-identifier', '');
    await page.fill('#c-ticket', around);
    await page.waitForSelector('#from-ticket:enabled');
    await page.click('#from-ticket');
    assert.deepEqual([await page.inputValue('#c-sdkappid'), await page.inputValue('#c-identifier')], ['1400000000', 'xiaojun']);
    await page.click('#check .primary');
    await page.waitForSelector('#verdict .valid');
    await shows(page, '#verdict', LANGUAGES[0].texts.inside);
    if (word) await page.waitForSelector(`#verdict [data-check=format].doubt [data-word=${word}]`);
    await page.click('#verdict .valid .link');
    assert.equal(await page.inputValue('#c-ticket'), whole);
  }
  for (const nothing of ['undefined', 'null', '[object Object]', '{}', 'your_usersig']) {
    await page.fill('#c-ticket', nothing);
    await page.waitForSelector('#verdict [data-word=placeholder]');
  }
  await page.context().close();
});

test('a key in the ticket\'s box is hidden at once, and moves to its own', async () => {
  const page = await open(browser, server);
  await page.click('#tab-check');
  for (const [given, key, left] of [[keys.secret, keys.secret, ''], [`SECRETKEY='${keys.secret}'`, keys.secret, ''], [keys.private, keys.private.trim(), ''], [`${await ticket()} ${keys.secret}`, keys.secret, `${await ticket()} `]]) {
    await page.fill('#key-check', '');
    await page.fill('#c-ticket', given);
    // Before the server has said a word.
    assert.equal(await page.$eval('#c-ticket', (box) => getComputedStyle(box).webkitTextSecurity), 'disc');
    await page.click('#to-key');
    assert.equal(await page.inputValue('#key-check'), key);
    assert.equal((await page.inputValue('#c-ticket')).length, left.length);
    await page.waitForSelector('#key-check-status.good');
    assert.equal(await page.isVisible('#secret-found'), false);
  }
  await page.context().close();
});

test('what is wrong with a key is said in its box, and goes along with the ticket', async () => {
  const page = await open(browser, server);
  const status = '#key-generate-status';
  for (const [key, word] of [[`"${keys.secret}"`, 'quotes'], [`SECRETKEY=${keys.secret}`, 'name before'], [`\ufeff${keys.secret}`, 'byte-order mark'], ['two words', 'white space']]) {
    await page.fill('#key-generate', key);
    await shows(page, status, word);
    await page.waitForSelector(`${status}.bad`);
  }
  // A file with nothing in it.
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.click('[data-key=generate] .choose')]);
  await chooser.setFiles({ name: 'secret.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) });
  await shows(page, status, 'empty');
  await page.click('[data-key=generate] .forget');
  await page.fill('#key-generate', keys.secret.slice(1));
  await page.fill('#g-sdkappid', '1400000000');
  await page.fill('#g-identifier', 'xiaojun');
  await page.click('#generate .primary');
  await shows(page, '#generated-doubt', 'is this the whole of it');
  await page.context().close();
});

test('all mistakes of a form at once, by any Enter; each goes when it is mended', async () => {
  const page = await open(browser, server);
  const wrong = () => page.$$eval('#generate [aria-invalid=true]', (inputs) => inputs.map(({ id }) => id));
  await page.fill('#g-expire', '-1');
  for (const [field, press] of [['#g-identifier', 'Enter'], ['#g-identifier', 'Control+Enter'], ['#key-generate', 'Enter'], ['#key-generate', 'Control+Enter']]) {
    await page.press(field, press);
    await page.waitForFunction(() => document.querySelectorAll('#generate [aria-invalid=true]').length === 4);
    assert.deepEqual(await wrong(), ['key-generate', 'g-sdkappid', 'g-identifier', 'g-expire']);
    assert.equal(await page.inputValue('#key-generate'), '');
    await page.reload();
    await page.fill('#g-expire', '-1');
  }
  await page.press('#g-sdkappid', 'Enter');
  await page.waitForSelector('#g-sdkappid[aria-invalid=true]');
  await page.fill('#g-sdkappid', '14000000000');
  await page.fill('#g-identifier', 'xiaojun');
  await page.waitForSelector('#g-identifier:not([aria-invalid])');
  await page.fill('#g-sdkappid', '1400000000');
  await page.waitForSelector('#g-sdkappid:not([aria-invalid])');
  assert.deepEqual(await wrong(), ['key-generate', 'g-expire']);
  await page.context().close();
});

test('the rest of the page: language, dates, copying, paper, a narrow screen', async () => {
  const page = await open(browser, server, { locale: 'en-GB', viewport: { width: 320, height: 700 } });
  // Alarms follow the language, which a reload keeps.
  await page.route('**/api/key', (route) => route.fulfill({ status: 413 }));
  await page.fill('#key-generate', keys.secret);
  await shows(page, '#key-generate-status', LANGUAGES[0].texts.too_large);
  await page.click('[data-language=zh]');
  await shows(page, '#key-generate-status', LANGUAGES[1].texts.too_large);
  await page.unroute('**/api/key');
  await page.reload();
  assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
  // "The console" is Tencent's.
  for (const name of [await page.title(), await page.textContent('h1')]) assert.match(name, /调试页面/);
  await page.click('[data-language=en]');
  // Dates as the reader writes them; "copied" only when it was.
  for (const [id, value] of Object.entries({ 'key-generate': keys.secret, 'g-sdkappid': '1400000000', 'g-identifier': 'xiaojun' })) await page.fill(`#${id}`, value);
  await page.click('#generate .primary');
  await page.waitForSelector('#generated-result', { state: 'visible' });
  assert.match(await page.textContent('#generated-until'), /until \d{1,2} \w+ \d{4}/);
  await page.evaluate(() => (navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'))));
  await page.click('#copy-ticket');
  await shows(page, '#copy-ticket', LANGUAGES[0].texts.not_copied);
  await page.emulateMedia({ media: 'print' });
  assert.deepEqual([await page.isVisible('#key-generate'), await page.isVisible('#generated-fields')], [false, true]);
  await page.emulateMedia({ media: 'screen' });
  // What was found is announced beside the box, and one press away.
  await page.click('#tab-check');
  await page.fill('#c-ticket', await ticket());
  await shows(page, '#glance-text', LANGUAGES[0].texts.open);
  await page.click('#glance a');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'checked-title');
  assert.ok(await page.evaluate(() => document.querySelector('#checked-title').getBoundingClientRect().top < innerHeight));
  // Buttons have an edge where colours are the system's.
  await page.emulateMedia({ forcedColors: 'active' });
  for (const button of ['#check .primary', '[data-language=zh]', '#tab-check']) {
    assert.notEqual(await page.$eval(button, (element) => getComputedStyle(element).borderTopWidth), '0px', button);
  }
  assert.deepEqual(page.faults.filter((fault) => !fault.includes('413')), []);
  await page.context().close();
});
