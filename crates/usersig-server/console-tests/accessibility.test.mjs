// axe finds nothing, in any state of the page, in both languages, light, dark and with forced colours, wide and narrow.

import { AxeBuilder } from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { FULL, LANGUAGES, V1, browser, keys, open, server, shows, ticket, useConsole } from './common.mjs';

useConsole();

const SHORT = ['English, light, 320', 'Chinese, dark, 1280', 'English, forced, 1280'];
let states = 0;
let rules = 0;
async function clean(page, state) {
  // Answers fade in nowhere, so the page can be judged at once.
  const { violations, passes } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`)]), [], state);
  states += 1;
  rules = Math.max(rules, passes.length);
}

for (const { name, locale } of LANGUAGES) {
  for (const colorScheme of ['light', 'dark', 'forced']) {
    for (const width of [1280, 320]) {
      const short = `${name}, ${colorScheme}, ${width}`;
      test(`${name}, ${colorScheme}, ${width} pixels`, { skip: !FULL && !SHORT.includes(short) && 'only in a full run' }, async () => {
        const scheme = colorScheme === 'forced' ? {} : { colorScheme };
        const page = await open(browser, server, { locale, ...scheme, viewport: { width, height: 900 } });
        if (colorScheme === 'forced') await page.emulateMedia({ forcedColors: 'active' });
        await clean(page, 'empty');
        // Nothing is wider than the screen.
        const fits = async (state) => assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${state} is too wide`);
        await fits('empty');
        await page.fill('#key-generate', keys.public);
        await page.waitForSelector('#key-generate-status.bad');
        await page.fill('#g-sdkappid', 'x');
        await page.fill('#g-identifier', '小军');
        await page.check('[name=carries][value=room]', { force: true });
        await page.click('#generate .primary');
        await page.waitForSelector('#g-sdkappid[aria-invalid=true]');
        await clean(page, 'mistakes in the form');
        await page.fill('#g-sdkappid', '1400000000');
        await page.click('#generate .primary');
        await page.waitForSelector('#key-generate-status.bad');
        await clean(page, 'a wrong key');
        await page.fill('#key-generate', keys.secret.slice(1));
        await page.waitForSelector('#key-generate-status.doubtful');
        await clean(page, 'a doubtful secret');
        await page.fill('#key-generate', keys.secret);
        await page.waitForSelector('#key-generate-status.good');
        await page.fill('#g-room', '1');
        await page.click('#generate .primary');
        await page.waitForSelector('#generated-result', { state: 'visible' });
        await clean(page, 'a ticket');
        await fits('a ticket');
        await page.click('#tab-check');
        await clean(page, 'nothing to check');
        await page.click('#check .primary');
        await page.waitForSelector('#c-sdkappid[aria-invalid=true]');
        await clean(page, 'everything is missing');
        await page.fill('#c-ticket', `"${await ticket()}" `);
        await page.waitForSelector('#verdict [data-word=quotes]');
        await clean(page, 'a damaged ticket');
        await fits('a damaged ticket');
        await page.fill('#c-ticket', await ticket());
        await page.waitForSelector('#verdict .open');
        await clean(page, 'an unverified ticket');
        await page.fill('#c-said', '70009');
        await page.fill('#c-ticket', keys.secret);
        await page.waitForSelector('#named .codes');
        await clean(page, 'a code, and a secret in the wrong box');
        await page.fill('#c-said', '');
        await page.fill('#c-ticket', await ticket());
        await page.fill('#key-check', keys.secret);
        await page.waitForSelector('#from-ticket:enabled');
        await page.click('#from-ticket');
        await page.click('#check .primary');
        await page.waitForSelector('#verdict .valid');
        await clean(page, 'a valid ticket');
        await page.fill('#c-ticket', await ticket([], V1));
        await page.click('#check .primary');
        await page.waitForSelector('#verdict [data-code~=no_key_for_version]');
        await clean(page, 'a refused ticket');
        await fits('a refused ticket');
        await page.context().close();
        const lost = await open(browser, server, { locale, ...scheme, viewport: { width, height: 900 }, url: `${server.origin}/` });
        await lost.waitForSelector('#no-token', { state: 'visible' });
        await clean(lost, 'no token');
        await lost.context().close();
      });
    }
  }
}

test('the page stays usable at twice the size of text', async () => {
  const page = await open(browser, server, { viewport: { width: 640, height: 450 } });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await page.context().close();
});

test('what changes is announced', async () => {
  const page = await open(browser, server);
  const roles = await page.evaluate(() =>
    Object.fromEntries(['#key-generate-status', '#key-check-status', '#glance', '#announce', '#generate-problem', '#check-problem', '#no-token'].map((id) => [id, document.querySelector(id).getAttribute('role')])),
  );
  assert.deepEqual(roles, {
    '#key-generate-status': 'status',
    '#key-check-status': 'status',
    '#glance': 'status',
    '#announce': 'status',
    '#generate-problem': 'alert',
    '#check-problem': 'alert',
    '#no-token': 'alert',
  });
  // Every input has a name that is its label.
  const unnamed = await page.$$eval('input:not([type=file]), textarea', (inputs) => inputs.filter((input) => input.labels.length === 0).map((input) => input.id));
  assert.deepEqual(unnamed, []);
  await page.context().close();
});

after(() => console.log(`axe judged ${states} states, with up to ${rules} rules that applied, and found no violation`));
