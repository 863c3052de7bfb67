// What a real browser sees of the guard. The HTTP surface itself is tested by the command's own tests, in
// crates/usersig-cli/tests/command/console.rs.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { ask, base64, browser, keys, open, server, shows, startBrowser, startConsole, useConsole } from './common.mjs';

useConsole();
let elsewhere;
before(async () => {
  // Another site, on the same machine: the worst case for a rule about hosts.
  elsewhere = createServer((request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(request.url === '/frame' ? `<iframe src="${server.origin}/"></iframe>` : `<p>elsewhere</p><a id="link" href="${server.url}">console</a>`);
  });
  await new Promise((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
});
after(() => elsewhere.close());

const site = () => `http://127.0.0.1:${elsewhere.address().port}`;

test('the token leaves the address at once, and a reload keeps it', async () => {
  const page = await open(browser, server);
  assert.equal(page.url(), `${server.origin}/`);
  await page.reload();
  await page.fill('#key-generate', keys.secret);
  await shows(page, '#key-generate-status', 'v2');
  assert.equal(await page.isVisible('#no-token'), false);
  // Nothing is stored.
  const stored = await page.evaluate(async () => [localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length, (await caches.keys()).length]);
  assert.deepEqual(stored, [0, 0, '', 0, 0]);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('without the token, or with one of another run, the page says what to do', async () => {
  for (const url of [`${server.origin}/`, `${server.origin}/#${'A'.repeat(43)}`, `${server.origin}/#short`]) {
    const page = await open(browser, server, { url });
    await page.fill('#key-generate', keys.secret);
    await page.waitForSelector('#no-token', { state: 'visible' });
    await shows(page, '#no-token', 'Open the address');
    await page.click('#generate .primary');
    assert.equal(await page.isVisible('#generated-result'), false);
    await page.context().close();
  }
});

test('a server that has ended is named', async () => {
  const short = await startConsole();
  const page = await open(browser, short);
  await short.end();
  await page.fill('#key-generate', keys.secret);
  await shows(page, '#no-token', 'start it again');
  await page.context().close();
});

test('another site cannot ask, embed or read', async () => {
  const page = await open(browser, server, { url: `${site()}/` });
  const outcome = await page.evaluate(
    async ([origin, token]) => {
      const attempt = async (path, options) => {
        try {
          const response = await fetch(origin + path, options);
          return [response.type, response.status];
        } catch {
          return 'refused';
        }
      };
      const json = { 'content-type': 'application/json', 'x-usersig-token': token };
      const embed = (tag, attribute, path) =>
        new Promise((resolve) => {
          const element = document.createElement(tag);
          element.onload = () => resolve('loaded');
          element.onerror = () => resolve('refused');
          element[attribute] = origin + path;
          document.body.append(element);
        });
      return {
        // Even with the token: the browser asks first, and is refused.
        withToken: await attempt('/api/explain', { method: 'POST', headers: json, body: '{"ticket":""}' }),
        simple: await attempt('/api/explain', { method: 'POST', body: '{"ticket":""}' }),
        page: await attempt('/', {}),
        script: await embed('script', 'src', '/app.js'),
        image: await embed('img', 'src', '/icon.svg'),
        window: (() => {
          const opened = window.open(`${origin}/`);
          return opened === null ? 'blocked' : 'opened';
        })(),
      };
    },
    [server.origin, server.token],
  );
  assert.deepEqual(outcome, { withToken: 'refused', simple: 'refused', page: 'refused', script: 'refused', image: 'refused', window: outcome.window });
  // Without CORS the browser does not even send it; what is sent all the same is refused by the server.
  const opaque = await page.evaluate(async (url) => (await fetch(url, { method: 'POST', mode: 'no-cors', body: '{"ticket":""}' }).catch(() => 'refused')).type ?? 'refused', `${server.origin}/api/explain`);
  assert.ok(['opaque', 'refused'].includes(opaque));
  await page.goto(`${site()}/frame`);
  const frame = page.frames().find((other) => other !== page.mainFrame());
  await frame.waitForLoadState().catch(() => {});
  assert.equal(await frame.$('#generate'), null);
  await page.context().close();
});

test('a link to the page works, wherever it stands', async () => {
  const page = await open(browser, server, { url: `${site()}/` });
  await page.click('#link');
  await page.waitForSelector('#generate');
  await page.fill('#key-generate', keys.secret);
  await shows(page, '#key-generate-status', 'v2');
  await page.context().close();
});

test('a foreign name that leads to this machine is refused (DNS rebinding)', async () => {
  const rebound = await startBrowser('--host-resolver-rules=MAP attacker.example 127.0.0.1');
  const page = await rebound.newPage();
  const response = await page.goto(server.url.replace('127.0.0.1', 'attacker.example'));
  assert.equal(response.status(), 421);
  assert.equal(await page.$('#generate'), null);
  await rebound.close();
});

test('the policy is enforced, not only sent', async () => {
  const page = await open(browser, server);
  const expected = ['connect-src', 'html', 'img-src', 'require-trusted-types-for', 'style-src-attr'];
  const outcome = await page.evaluate(async ([other, wanted]) => {
    const blocked = [];
    document.addEventListener('securitypolicyviolation', (event) => blocked.push(event.effectiveDirective));
    const script = document.createElement('script');
    try {
      script.textContent = 'window.injected = true';
    } catch {}
    document.body.append(script);
    try {
      document.body.insertAdjacentHTML('beforeend', '<b>html</b>');
    } catch {
      blocked.push('html');
    }
    try {
      setTimeout('window.injected = true');
    } catch {}
    const style = document.createElement('div');
    style.setAttribute('style', 'color: red');
    await fetch(other).catch(() => {});
    const image = new Image();
    image.src = `${other}/x.png`;
    document.body.append(image, style);
    for (let tries = 0; tries < 600 && !wanted.every((directive) => blocked.includes(directive)); tries += 1) await new Promise((resolve) => setTimeout(resolve, 100));
    return { injected: window.injected ?? false, blocked: [...new Set(blocked)].sort() };
  }, [site(), expected]);
  assert.equal(outcome.injected, false);
  for (const directive of expected) {
    assert.ok(outcome.blocked.includes(directive), `${directive}: ${outcome.blocked}`);
  }
  await page.context().close();
});

test('every file has the headers, and nothing is asked of another host', async () => {
  const page = await browser.newPage();
  const answers = [];
  page.on('response', (response) => answers.push(response));
  await page.goto(server.url);
  await page.fill('#key-generate', keys.private);
  await shows(page, '#key-generate-status', 'P-256');
  assert.ok(answers.length >= 15);
  for (const answer of answers) {
    assert.ok(answer.url().startsWith(`${server.origin}/`), answer.url());
    const headers = answer.headers();
    assert.match(headers['content-security-policy'], /^default-src 'none'; script-src 'self'; style-src 'self'; .*frame-ancestors 'none'/);
    assert.ok(!/unsafe|\*|data:|blob:|http/.test(headers['content-security-policy']));
    assert.deepEqual(
      [headers['x-content-type-options'], headers['referrer-policy'], headers['x-frame-options'], headers['cache-control'], headers['cross-origin-opener-policy'], headers['cross-origin-resource-policy']],
      ['nosniff', 'no-referrer', 'DENY', 'no-store', 'same-origin', 'same-origin'],
    );
    assert.equal(headers['access-control-allow-origin'], undefined);
  }
  await page.close();
});

test('neither keys nor tickets nor identifiers are ever logged', async () => {
  const short = await startConsole();
  const page = await open(browser, short);
  await page.fill('#key-generate', keys.secret);
  await page.fill('#g-sdkappid', '1400000000');
  await page.fill('#g-identifier', 'somebody-in-particular');
  await page.click('#generate .primary');
  await page.waitForSelector('#generated-result', { state: 'visible' });
  await ask(short, '/api/explain', { key: base64(keys.private), ticket: 'x', sdkappid: '1', identifier: 'somebody-in-particular' });
  await ask(short, '/api/key', `{"key": "${keys.secret}", broken`);
  await page.context().close();
  const { status, stdout, stderr } = await short.end('SIGINT');
  assert.equal(status, 0);
  assert.equal(stdout, `${short.url}\n`);
  assert.match(stderr, /^usersig: [^\n]*for trying out[^\n]*\n$/);
});
