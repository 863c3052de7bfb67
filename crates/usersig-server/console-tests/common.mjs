// The real command, the real browser.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { after, before } from 'node:test';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { texts } from '../src/console/page/texts.js';

export const repository = `${process.env.USERSIG_REPOSITORY ?? new URL('../../..', import.meta.url).pathname}/`;
export const usersig = process.env.USERSIG_COMMAND ?? `${repository}target/debug/usersig`;
export const read = (path) => readFileSync(repository + path);
export const text = (path) => read(path).toString();
/** Also what is slow or says little more. */
export const FULL = process.env.USERSIG_FULL === '1';
export const conformance = (name) => JSON.parse(text(`ci/conformance/${name}.json`));

export const keys = {
  private: text('examples/keys/p256/private_key.txt'),
  public: text('examples/keys/p256/public_key.txt'),
  k256: text('examples/keys/secp256k1/private_key.txt'),
  other: text('ci/conformance/keys/p256_other.pkcs8.pem'),
  secret: text('examples/keys/secret.txt').trim(),
};

const inLanguage = (all, at) => Object.fromEntries(Object.entries(all).map(([name, text]) => [name, Array.isArray(text) ? text[at] : inLanguage(text, at)]));
export const LANGUAGES = [
  { name: 'English', locale: 'en-US', tag: 'en', texts: inLanguage(texts, 0) },
  { name: 'Chinese', locale: 'zh-CN', tag: 'zh-CN', texts: inLanguage(texts, 1) },
];

/** Runs the command and gives its one line. */
export async function run(args, env = {}) {
  const { stdout } = await promisify(execFile)(usersig, args, { env: { ...process.env, ...env } });
  return stdout.trimEnd();
}

/** A ticket from the command, v2 unless a key file is named. */
export function ticket(args = [], key = ['--secret-key-file', `${repository}examples/keys/secret.txt`]) {
  return run(['gen', '--sdkappid', '1400000000', '--identifier', 'xiaojun', ...key, ...args]);
}
export const V1 = ['--key', `${repository}examples/keys/p256/private_key.txt`];

/** Starts `usersig console`; `end` stops it and gives all that it wrote. */
export async function startConsole(args = []) {
  const child = spawn(usersig, ['console', '--no-open', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => (stdout += `${line}\n`));
  const [url] = await once(lines, 'line');
  return {
    url,
    child,
    origin: new URL(url).origin,
    token: new URL(url).hash.slice(1),
    async end(signal = 'SIGTERM') {
      const exited = once(child, 'exit');
      child.kill(signal);
      const [status] = await exited;
      return { status, stdout, stderr };
    },
  };
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Longer than anything takes, so that a test fails and does not hang. */
const PATIENCE = 60_000;

export const startBrowser = (...more) =>
  chromium.launch({ executablePath: process.env.USERSIG_CHROMIUM ?? '/usr/bin/chromium', headless: true, args: [...FLAGS, ...more], timeout: PATIENCE });

/** The console and the browser of a file's tests, once it has called `useConsole`. */
export let server;
export let browser;
export function useConsole() {
  before(async () => {
    server = await startConsole();
    browser = await startBrowser();
  });
  after(async () => {
    await browser.close();
    await server.end();
  });
}

/** A page in a fresh profile. Whatever the console may not do is written into `page.faults`, which has to stay empty. */
export async function open(browser, server, { locale = 'en-US', colorScheme = 'light', viewport = { width: 1280, height: 900 }, url = server.url } = {}) {
  const context = await browser.newContext({ locale, colorScheme, viewport, timezoneId: 'Asia/Shanghai', permissions: ['clipboard-write'] });
  const page = await context.newPage();
  page.faults = [];
  page.setDefaultTimeout(PATIENCE);
  page.on('console', (line) => ['error', 'warning'].includes(line.type()) && page.faults.push(line.text()));
  page.on('pageerror', (error) => page.faults.push(String(error)));
  page.on('request', (request) => request.url().startsWith(`${server.origin}/`) || page.faults.push(request.url()));
  await page.goto(url);
  return page;
}

/** Presses Tab until the element has the focus. */
export async function tabTo(page, selector) {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  throw new Error(`Tab does not reach ${selector}`);
}

/** Waits until the element's text holds this. */
export async function shows(page, selector, wanted) {
  await page.waitForFunction(
    ([where, what]) => document.querySelector(where)?.textContent.includes(what),
    [selector, wanted],
  ).catch(async () => {
    throw new Error(`${selector} does not show "${wanted}" but "${await page.textContent(selector).catch(() => null)}"`);
  });
}

/** Fills the text with the values at its {names}. */
export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** Drops a file on an element, as a file manager does. */
export async function drop(page, selector, name, bytes) {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], fileName));
      return data;
    },
    [name, Buffer.from(bytes).toString('base64')],
  );
  for (const type of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent(selector, type, { dataTransfer: transfer });
}

/** An archive with stored files, as the console's keys.zip. */
export function zip(files) {
  const crc = (bytes) => {
    let value = ~0;
    for (const byte of bytes) {
      value ^= byte;
      for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (0xedb88320 & -(value & 1));
    }
    return ~value >>> 0;
  };
  const bodies = [];
  const directory = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const data = Buffer.from(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x5a21, 8);
    common.writeUInt32LE(crc(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(name.length, 22);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(20, 4);
    common.copy(central, 6, 0, 26);
    central.writeUInt32LE(offset, 42);
    const body = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), data]);
    directory.push(central, Buffer.from(name));
    bodies.push(body);
    offset += body.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, central, end]);
}

/** Asks the console's interface as the page does. */
export async function ask(server, path, body, headers = {}) {
  const response = await fetch(server.origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-usersig-token': server.token, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return response.ok ? response.json() : { status: response.status, text: await response.text() };
}

export const base64 = (content) => Buffer.from(content).toString('base64');
