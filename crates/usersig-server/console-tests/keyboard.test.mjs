// The main flows by keyboard alone, in both languages.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES, browser, filled, keys, open, repository, run, server, shows, tabTo, ticket, useConsole } from './common.mjs';

useConsole();

const focused = (page) => page.evaluate(() => document.activeElement.id);

for (const { name, locale, tag, texts } of LANGUAGES) {
  test(`${name}: generate, copy, check`, async () => {
    const page = await open(browser, server, { locale });
    const { keyboard } = page;
    assert.equal(await page.getAttribute('html', 'lang'), tag);
    assert.equal(await page.title(), texts.title);

    // The skip link is the first stop, and leads past the head of the page.
    await keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), texts.skip);
    await keyboard.press('Enter');
    await tabTo(page, '#tab-generate');
    assert.equal(await page.textContent('#tab-generate'), texts.generate);

    await tabTo(page, '#key-generate');
    await keyboard.insertText(keys.private);
    await shows(page, '#key-generate-status', filled(texts.key.is_private, { curve: 'P-256' }));
    await tabTo(page, '#g-sdkappid');
    await keyboard.type('1400000000');
    await tabTo(page, '#g-identifier');
    await keyboard.type('xiaojun');
    // The third preset, seven days.
    await tabTo(page, '#presets button:nth-child(3)');
    await keyboard.press('Enter');
    assert.equal(await page.inputValue('#g-expire'), '604800');
    // Radio buttons are one stop; arrows choose.
    await tabTo(page, '[name=carries]');
    await keyboard.press('ArrowRight');
    await tabTo(page, '#g-userbuf');
    await keyboard.type('some bytes');
    await tabTo(page, '#generate .primary');
    await keyboard.press('Enter');

    await shows(page, '#generated-fields [data-field=userbuf]', 'some bytes');
    assert.equal(await focused(page), 'generated-title');
    await shows(page, '#generated-fields [data-field=identifier]', 'xiaojun');
    await shows(page, '#generated-fields [data-field=version]', texts.versions.v1);
    const made = await page.inputValue('#generated-ticket');
    const said = JSON.parse(
      await run(['verify', '--sdkappid', '1400000000', '--identifier', 'xiaojun', '--key', `${repository}examples/keys/p256/public_key.txt`, made]),
    );
    assert.deepEqual([said.expire, said.verified, atob(said.userbuf)], [604800, true, 'some bytes']);
    // The expiry in the time zone of the browser.
    const expected = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'long', timeZone: 'Asia/Shanghai' }).format(said.expires_at * 1000);
    const squeezed = (text) => text.replace(/\s/gu, ' ');
    assert.ok(squeezed(await page.textContent('#generated-until')).includes(squeezed(expected)), `${expected} | ${await page.textContent('#generated-until')}`);

    await tabTo(page, '#copy-ticket');
    await keyboard.press('Enter');
    await shows(page, '#copy-ticket', texts.copied);
    await shows(page, '#announce', texts.copied);

    // Snippets: one stop, arrows, Home and End.
    await tabTo(page, '#snippet-rust');
    for (const [press, id] of [['ArrowRight', 'snippet-python'], ['End', 'snippet-cli'], ['ArrowRight', 'snippet-rust'], ['ArrowLeft', 'snippet-cli'], ['Home', 'snippet-rust']]) {
      await keyboard.press(press);
      assert.equal(await focused(page), id);
      assert.equal(await page.getAttribute(`#${id}`, 'aria-selected'), 'true');
      assert.equal(await page.getAttribute('#snippet-panel', 'aria-labelledby'), id);
    }
    assert.ok((await page.textContent('#snippet-code')).includes('some bytes'));

    // To the other tab by the arrow, and the ticket by pasting what was copied.
    for (let presses = 0; (await focused(page)) !== 'tab-generate'; presses += 1) {
      assert.ok(presses < 80);
      await keyboard.press('Shift+Tab');
    }
    await keyboard.press('ArrowRight');
    assert.equal(await focused(page), 'tab-check');
    assert.ok(await page.isVisible('#panel-check') && !(await page.isVisible('#panel-generate')));
    await tabTo(page, '#c-ticket');
    await keyboard.press('Control+v');
    await shows(page, '#checked-badge', texts.unverified);
    assert.equal(await page.inputValue('#c-ticket'), made);
    await shows(page, '#checked-fields [data-field=identifier]', 'xiaojun');
    await tabTo(page, '#key-check');
    await keyboard.insertText(keys.public);
    await shows(page, '#key-check-status', filled(texts.key.is_public, { curve: 'P-256' }));
    await tabTo(page, '#c-sdkappid');
    await keyboard.type('1400000000');
    await tabTo(page, '#c-identifier');
    await keyboard.type('xiaojun');
    await keyboard.press('Enter');
    await shows(page, '#verdict', texts.valid);
    assert.equal(await focused(page), 'checked-title');
    await shows(page, '#checked-badge', texts.verified);

    // For another user: what is wrong, and the service's codes.
    await page.keyboard.press('Shift+Tab');
    for (let presses = 0; (await focused(page)) !== 'c-identifier'; presses += 1) {
      assert.ok(presses < 20);
      await keyboard.press('Shift+Tab');
    }
    await keyboard.type('x');
    await shows(page, '#verdict', texts.line.identifier);
    await keyboard.press('Enter');
    await shows(page, '#verdict', texts.error.identifier_mismatch);
    for (const part of ['70013', '-100018']) await shows(page, '#codes', part);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  test(`${name}: a room permission, and a mistake in the form`, async () => {
    const page = await open(browser, server, { locale });
    const { keyboard } = page;
    await tabTo(page, '#key-generate');
    await keyboard.insertText(keys.secret);
    await shows(page, '#key-generate-status', texts.key.is_secret);
    await tabTo(page, '#g-sdkappid');
    await keyboard.type('14000000000');
    await tabTo(page, '#g-identifier');
    await keyboard.type('xiaojun');
    await keyboard.press('Enter');
    // The input that is wrong says so and has the focus.
    await page.waitForFunction(() => document.activeElement.id === 'g-sdkappid');
    assert.equal(await page.getAttribute('#g-sdkappid', 'aria-invalid'), 'true');
    assert.ok((await page.textContent('#g-sdkappid-error')).includes('4294967295'));
    await keyboard.press('End');
    await keyboard.press('Backspace');
    await tabTo(page, '[name=carries]');
    await keyboard.press('ArrowLeft');
    await tabTo(page, '[name=room_kind]');
    await keyboard.press('ArrowRight');
    await tabTo(page, '#g-room');
    await keyboard.type('lobby 1');
    await tabTo(page, '#privileges-none');
    await keyboard.press('Enter');
    for (const bit of [2, 8]) {
      for (let presses = 0; !(await page.evaluate((value) => document.activeElement.value === value, String(bit))); presses += 1) {
        assert.ok(presses < 80);
        await keyboard.press('Shift+Tab');
      }
      await keyboard.press('Space');
    }
    await shows(page, '#privileges-sum', filled(texts.privileges_sum, { sum: 10 }));
    await tabTo(page, '#generate .primary');
    await keyboard.press('Enter');
    await shows(page, '#generated-fields [data-field=room]', 'lobby 1');
    await shows(page, '#generated-fields [data-field=privileges]', [texts.privilege.enter_room, texts.privilege.receive_audio].join(texts.and));
    assert.equal(await page.getAttribute('#g-sdkappid', 'aria-invalid'), null);
    const made = await page.inputValue('#generated-ticket');
    const said = JSON.parse(
      await run(['verify', '--sdkappid', '1400000000', '--identifier', 'xiaojun', '--secret-key-file', `${repository}examples/keys/secret.txt`, made]),
    );
    assert.deepEqual([said.room, said.privileges], ['lobby 1', 10]);
    // From here to the other tab with the ticket.
    await tabTo(page, '#to-check');
    await keyboard.press('Enter');
    await shows(page, '#checked-fields [data-field=room]', 'lobby 1');
    assert.equal(await page.inputValue('#c-ticket'), made);
    assert.equal(await focused(page), 'c-ticket');
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}

test('the language can be switched at any time, and everything follows', async () => {
  const [english, chinese] = LANGUAGES;
  const page = await open(browser, server, { locale: 'fr-FR' });
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  await page.fill('#key-generate', keys.private);
  await shows(page, '#key-generate-status', filled(english.texts.key.is_private, { curve: 'P-256' }));
  await page.fill('#g-identifier', '小军');
  await page.fill('#g-sdkappid', '0');
  await page.click('#generate .primary');
  await shows(page, '#g-sdkappid-error', 'must be from 1');
  await tabTo(page, '[data-language=en]').catch(() => {});
  await page.click('[data-language=zh]');
  assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
  assert.equal(await page.getAttribute('[data-language=zh]', 'aria-pressed'), 'true');
  await shows(page, '#g-sdkappid-error', '必须是 1 到 4294967295');
  await shows(page, '#key-generate-status', filled(chinese.texts.key.is_private, { curve: 'P-256' }));
  await shows(page, '#g-identifier-note', chinese.texts.identifier_unusual);
  await page.fill('#g-sdkappid', '1400000000');
  await page.click('#generate .primary');
  await shows(page, '#generated-until', '有效期至');
  await page.click('[data-language=en]');
  await shows(page, '#generated-until', 'Valid until');
  // Nothing of the other language is left anywhere, but the names of the languages and what was typed.
  const left = await page.evaluate(() => document.body.innerText.replaceAll('中文', '').replaceAll('小军', '').match(/[\u3000-\u9fff\uff00-\uffef]+/g));
  assert.equal(left, null);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('Chinese of any region gets Chinese; the first known language of several counts', async () => {
  for (const [locale, tag] of [['zh-TW', 'zh-CN'], ['zh-HK', 'zh-CN'], ['en-GB', 'en'], ['ja-JP', 'en']]) {
    const page = await open(browser, server, { locale });
    assert.equal(await page.getAttribute('html', 'lang'), tag, locale);
    await page.context().close();
  }
});
