// Whatever the page says is true of the inputs beside it, now.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser, keys, open, repository, run, server, shows, startConsole, ticket, useConsole } from './common.mjs';

useConsole();

/** Fills the form that checks; what is left out is left empty. */
async function fillCheck(page, { usersig = '', key = '', sdkappid = '', identifier = '' }) {
  await page.click('#tab-check');
  for (const [id, value] of Object.entries({ 'c-ticket': usersig, 'key-check': key, 'c-sdkappid': sdkappid, 'c-identifier': identifier })) await page.fill(`#${id}`, value);
}
const right = async (more = {}) => ({ usersig: await ticket(), key: keys.secret, sdkappid: '1400000000', identifier: 'xiaojun', ...more });

async function make(page) {
  await page.click('#tab-generate');
  for (const [id, value] of Object.entries({ 'key-generate': keys.secret, 'g-sdkappid': '1400000000', 'g-identifier': 'xiaojun' })) await page.fill(`#${id}`, value);
  await page.click('#generate .primary');
  await page.waitForSelector('#generated-result', { state: 'visible' });
}
const gone = (page, selector) => page.waitForSelector(selector, { state: 'hidden' });

test('a verdict does not outlive its ticket, its key or the server', async () => {
  const own = await startConsole();
  const page = await open(browser, own);
  const valid = async () => {
    await fillCheck(page, await right());
    await page.click('#check .primary');
    await page.waitForSelector('#verdict .valid');
  };
  // Any edit.
  for (const [id, value] of [['key-check', keys.private], ['c-sdkappid', '1'], ['c-identifier', 'somebody'], ['c-ticket', await ticket(['--issued-at', '1'])]]) {
    await valid();
    await page.fill(`#${id}`, value);
    await gone(page, '#verdict .valid');
  }
  // More than the server takes.
  await valid();
  await page.fill('#c-ticket', 'a'.repeat(300_000));
  await page.click('#check .primary');
  await shows(page, '#check-problem', 'too long');
  await gone(page, '#verdict .valid');
  // No server.
  await valid();
  await own.end();
  await page.fill('#c-ticket', await ticket(['--issued-at', '1']));
  await page.click('#check .primary');
  await shows(page, '#check-problem', 'start it again');
  await gone(page, '#verdict .valid');
  await gone(page, '#checked-result');
  await page.context().close();
});

test('a ticket is for the inputs that made it', async () => {
  const own = await startConsole();
  const page = await open(browser, own);
  for (const change of [
    () => page.fill('#g-identifier', 'somebody'),
    () => page.fill('#g-sdkappid', '1400000001'),
    () => page.fill('#key-generate', keys.private),
    () => page.click('#presets button:nth-child(1)'),
    () => page.click('[data-key=generate] button:has-text("Forget the key")'),
  ]) {
    await make(page);
    await change();
    await gone(page, '#generated-result');
  }
  // After a restart on the same port the token is another: refused at the button, and taken from the new address in the same tab.
  await make(page);
  await own.end();
  const next = await startConsole(['--port', new URL(own.origin).port]);
  await page.click('#generate .primary');
  await shows(page, '#generate-problem', 'Open the address');
  await gone(page, '#generated-result');
  await page.goto(next.url);
  await page.waitForFunction(() => location.hash === '');
  assert.equal(page.url(), `${next.origin}/`);
  await page.click('#generate .primary');
  await page.waitForSelector('#generated-result', { state: 'visible' });
  await gone(page, '#no-token');
  await page.context().close();
  await next.end();
});

test('a verdict ends when the ticket does', async () => {
  const page = await open(browser, server);
  // Long enough to be seen valid on a machine that has much to do.
  await page.fill('#g-expire', '10');
  await make(page);
  await page.click('#to-check');
  // SDKAppID, user and key came along.
  assert.equal(await page.inputValue('#c-identifier'), 'xiaojun');
  await page.waitForSelector('#verdict .valid');
  await page.waitForSelector('#verdict [data-check=time].wrong');
  assert.equal(await page.$('#verdict .valid'), null);
  await page.click('#tab-generate');
  assert.match(await page.textContent('#generated-until'), /^Expired/);
  await page.context().close();
});

test('a ticket cannot rewrite the page', async () => {
  const page = await open(browser, server);
  const made = (identifier) => run(['gen', '--sdkappid', '1400000000', `--identifier=${identifier}`, '--secret-key-file', `${repository}examples/keys/secret.txt`]);
  for (const [identifier, shown] of [['a\u202eb\u{e0001}\u3164', 'a\\u202eb\\udb40\\udc01\\u3164'], [' a b\u00a0', '\\u0020a b\\u00a0'], ['a\\u202eb', 'a\\\\u202eb']]) {
    const usersig = await made(identifier);
    for (const asked of [identifier, 'x']) {
      await fillCheck(page, { usersig, key: keys.secret, sdkappid: '1400000000', identifier: asked });
      await page.click('#check .primary');
      await page.waitForSelector(`#verdict ${asked === 'x' ? '[data-check=identifier].wrong' : '.valid'}`);
      const seen = await page.textContent('#checked');
      assert.ok(seen.includes(shown) && !/[\u202e\u3164\u00a0]/.test(seen), seen);
    }
  }
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await fillCheck(page, { usersig: await made('x'.repeat(1024)), key: keys.secret, sdkappid: '1400000000', identifier: 'x'.repeat(1024) });
    await page.click('#check .primary');
    await page.waitForSelector('#verdict .valid');
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width}`);
  }
  // The first difference is marked.
  await fillCheck(page, await right({ identifier: 'xiaoJun' }));
  await page.click('#check .primary');
  await page.waitForSelector('#verdict mark');
  assert.deepEqual(await page.$$eval('#verdict mark', (marks) => marks.map((mark) => mark.textContent)), ['j', 'J']);
  await page.context().close();
});

test('every line of the checklist is right, wrong or not checked', async () => {
  const page = await open(browser, server);
  const now = Math.floor(Date.now() / 1000);
  const lines = async (inputs, expected) => {
    await fillCheck(page, inputs);
    if (inputs.press) await page.click('#check .primary');
    const wanted = Object.entries(expected).map(([name, state]) => `[data-check=${name}].${state}`);
    for (const selector of wanted) await page.waitForSelector(`#verdict ${selector}`);
    assert.equal(await page.$('#verdict .valid'), null);
  };
  const expired = await ticket(['--issued-at', String(now - 7200), '--expire', '3600']);
  // Without a key: what is wrong is in colour, what cannot be known is not.
  await lines({ usersig: expired }, { format: 'right', signature: 'unchecked', sdkappid: 'unchecked', identifier: 'unchecked', time: 'wrong' });
  await shows(page, '#verdict', 'Expired');
  await lines({ usersig: await ticket(['--issued-at', String(now + 7200)]) }, { time: 'wrong' });
  await lines({ usersig: await ticket(), identifier: 'somebody' }, { signature: 'unchecked', identifier: 'wrong', sdkappid: 'unchecked', time: 'right' });
  // Everything at once.
  await lines({ usersig: expired, key: keys.secret.replace(/^./, '0'), sdkappid: '1', identifier: 'x', press: true }, { format: 'right', signature: 'wrong', sdkappid: 'wrong', identifier: 'wrong', time: 'wrong' });
  assert.equal(await page.textContent('#checked-badge'), 'unverified');
  // Proven, and for somebody else.
  await lines(await right({ identifier: 'x', press: true }), { signature: 'right', sdkappid: 'right', identifier: 'wrong', time: 'right' });
  assert.equal(await page.textContent('#checked-badge'), 'verified');
  // What is missing is said at the field, all at once, without codes, and goes when it is mended.
  await lines({ usersig: await ticket(), press: true }, { signature: 'unchecked', sdkappid: 'unchecked', identifier: 'unchecked' });
  for (const where of ['#c-sdkappid-error', '#c-identifier-error', '#key-check-status']) await page.waitForFunction((at) => document.querySelector(at).textContent !== '', where);
  assert.doesNotMatch(await page.textContent('#panel-check'), /70020|70016|download/);
  await page.fill('#c-identifier', 'xiaojun');
  await page.waitForFunction(() => document.querySelector('#c-identifier-error').textContent === '');
  assert.notEqual(await page.textContent('#c-sdkappid-error'), '');
  await page.context().close();
});
