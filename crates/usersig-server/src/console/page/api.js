// The server's interface. The token of this run comes in the address, and is taken out of it at once.

import { $ } from './dom.js';
import { onLanguage, t } from './language.js';

let token = '';
let alarm = null;

/** Takes the token from the address; the history's entry keeps it, so that the page can be loaded again. */
function takeToken() {
  const given = location.hash.slice(1);
  token = /^[\w-]{43}$/.test(given) ? given : token || (history.state?.token ?? '');
  history.replaceState({ ...history.state, token }, '', '/');
  tell(token === '' ? 'no_token' : null);
}

/** Shows on top of the page that nothing can be asked, or null. */
function tell(name) {
  alarm = name;
  $('#no-token').hidden = name === null;
  $('#no-token').textContent = name && t(name);
}

export function startApi() {
  onLanguage(() => tell(alarm));
  takeToken();
  // A restarted server's address, opened in the same tab.
  addEventListener('hashchange', takeToken);
}

/** What the server answers. Where it answers nothing, `refused` is the name of the text that says why. */
async function ask(path, request) {
  const headers = { 'content-type': 'application/json', 'x-usersig-token': token };
  let refused = 'no_server';
  try {
    const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(request), cache: 'no-store', redirect: 'error' });
    refused = response.ok ? null : ({ 401: 'no_token', 413: 'too_large' }[response.status] ?? 'refused');
    tell(refused === 'no_token' ? refused : null);
    if (refused === null) return await response.json();
  } catch {
    tell('no_server');
  }
  return { refused };
}

const base64 = (bytes) => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
};

export const recogniseKey = (bytes, purpose) => ask('/api/key', { key: base64(bytes), purpose });
export const generate = (bytes, request) => ask('/api/generate', { key: base64(bytes), ...request });
export const explain = (bytes, request) => ask('/api/explain', { key: bytes.length > 0 ? base64(bytes) : null, ...request });
