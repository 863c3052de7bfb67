// The pictures in the crate's README: crates/usersig-server/console-tests/test --screenshots. Not part of the tests.

import { writeFileSync } from 'node:fs';
import { LANGUAGES, keys, open, repository, startBrowser, startConsole } from './common.mjs';

const folder = process.argv[2] ?? `${repository}crates/usersig-server/screenshots`;
const server = await startConsole();
const browser = await startBrowser();

for (const { locale, tag } of LANGUAGES) {
  for (const [part, colorScheme] of [['generate', 'light'], ['check', 'dark']]) {
    const page = await open(browser, server, { locale, colorScheme, viewport: { width: 1240, height: 980 } });
    await page.fill('#key-generate', keys.private);
    await page.fill('#g-sdkappid', '1400000000');
    await page.fill('#g-identifier', 'xiaojun');
    await page.click('#generate .primary');
    await page.waitForSelector('#generated-result', { state: 'visible' });
    await page.click('#snippet-python');
    if (part === 'check') {
      await page.click('#to-check');
      await page.fill('#key-check', keys.other);
      await page.fill('#c-sdkappid', '1400000000');
      await page.fill('#c-identifier', 'xiaojun');
      await page.click('#check .primary');
      await page.waitForSelector('#verdict [data-code]');
    }
    await page.evaluate(() => {
      document.activeElement.blur();
      scrollTo(0, 0);
    });
    writeFileSync(`${folder}/${part === 'generate' ? 'console' : 'check'}-${tag.slice(0, 2)}.png`, await page.screenshot({ fullPage: true }));
    await page.context().close();
  }
}
await browser.close();
await server.end();
