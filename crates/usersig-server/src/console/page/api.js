// The server's interface. The token of this run comes in the address, and is taken out of it at once.

import { $ } from './dom.js';
import { t } from './language.js';

let token = '';

/** Takes the token from the address; the history's entry keeps it, so that the page can be loaded again. */
export function startApi() {
  const given = location.hash.slice(1);
  token = /^[\w-]{43}$/.test(given) ? given : (history.state?.token ?? '');
  history.replaceState({ token }, '', '/');
  if (token === '') show('no_token');
  // What is refused is shown, and ends what asked for it.
  addEventListener('unhandledrejection', (event) => event.reason instanceof Refused && event.preventDefault());
}

/** Asks the server. What it refuses altogether is shown on top of the page, and throws. */
async function ask(path, request) {
  let response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-usersig-token': token },
      body: JSON.stringify(request),
      cache: 'no-store',
      redirect: 'error',
    });
  } catch {
    throw new Refused('no_server');
  }
  if (response.status === 401) throw new Refused('no_token');
  if (!response.ok) throw new Refused('refused', { text: await response.text() });
  $('#no-token').hidden = true;
  return response.json();
}

/** The server did not answer the question at all. */
class Refused extends Error {
  constructor(name, values) {
    super(name);
    show(name, values);
  }
}

function show(name, values) {
  const line = $('#no-token');
  line.textContent = t(name, values);
  line.hidden = false;
}

const base64 = (bytes) => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
};

export const recogniseKey = (bytes, purpose) => ask('/api/key', { key: base64(bytes), purpose });
export const generate = (bytes, request) => ask('/api/generate', { key: base64(bytes), ...request });
export const inspect = (ticket) => ask('/api/inspect', { ticket });
export const verify = (bytes, request) => ask('/api/verify', { key: base64(bytes), ...request });
