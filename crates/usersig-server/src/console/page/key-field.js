// A key: pasted, chosen as a file, or dropped. It is sent as the bytes it is, and named by the server.

import { recogniseKey } from './api.js';
import { $ } from './dom.js';
import { onLanguage, t } from './language.js';
import { said } from './problem.js';

const MAX_BYTES = 64 * 1024;

/** Makes the fieldset work. `purpose` is "generate" or "check". `changed` is called when there is another key. */
export function keyField(fieldset, purpose, changed) {
  const [text, file, choose, show, forget, name, status] = ['textarea', '[type=file]', '.choose', '.show', '.forget', '.file-name', '.key-status'].map((part) => $(part, fieldset));
  let chosen = null;
  let answer = null;
  // What was wrong when the form was looked at.
  let failed = null;
  let asked = 0;
  let timer;

  const bytes = () => chosen?.bytes ?? new TextEncoder().encode(text.value);

  function render() {
    show.textContent = t(text.classList.contains('masked') ? 'key.show' : 'key.hide');
    name.textContent = chosen ? t('key.file', { name: chosen.name, bytes: chosen.bytes.length }) : '';
    forget.hidden = !chosen && text.value === '';
    show.hidden = chosen !== null;
    text.hidden = chosen !== null;
    fieldset.classList.toggle('has-file', chosen !== null);
    status.className = 'key-status';
    text.removeAttribute('aria-invalid');
    const error = failed ?? answer?.error;
    const doubt = answer?.key?.usual === false ? t('key.is_unusual') : null;
    status.textContent = error ? said(error) : (doubt ?? (answer?.key ? t(`key.is_${answer.key.kind}`, { curve: answer.key.curve }) : ''));
    status.classList.add(error ? 'bad' : doubt ? 'doubtful' : 'good');
    if (error) text.setAttribute('aria-invalid', 'true');
  }

  async function ask() {
    clearTimeout(timer);
    asked += 1;
    const mine = asked;
    // An empty file is a mistake, an empty field is none yet.
    const found = bytes().length === 0 && !chosen ? null : await recogniseKey(bytes(), purpose);
    if (mine !== asked) return;
    const error = found?.refused ? { text: found.refused } : found?.errors?.[0];
    answer = found && { key: found.key, error };
    render();
  }

  async function take(given) {
    if (!given) return;
    // The server refuses what is longer, and says so.
    const buffer = await given.slice(0, MAX_BYTES + 1).arrayBuffer();
    return use({ chosen: { name: given.name, bytes: new Uint8Array(buffer) } });
  }

  function use(content) {
    clear();
    chosen = content.chosen ?? null;
    text.value = content.text ?? '';
    changed();
    return ask();
  }

  function clear() {
    chosen?.bytes.fill(0);
    chosen = null;
    text.value = '';
    file.value = '';
    answer = failed = null;
    asked += 1;
  }

  text.addEventListener('input', () => {
    clearTimeout(timer);
    answer = failed = null;
    asked += 1;
    render();
    changed();
    timer = setTimeout(ask, 200);
  });
  choose.addEventListener('click', () => file.click());
  file.addEventListener('change', () => take(file.files[0]));
  show.addEventListener('click', () => {
    const masked = text.classList.toggle('masked');
    show.setAttribute('aria-pressed', !masked);
    render();
  });
  forget.addEventListener('click', () => {
    clear();
    render();
    changed();
    text.focus();
  });
  fieldset.addEventListener('dragover', (event) => {
    event.preventDefault();
    fieldset.classList.add('over');
  });
  fieldset.addEventListener('dragleave', () => fieldset.classList.remove('over'));
  fieldset.addEventListener('drop', (event) => {
    event.preventDefault();
    fieldset.classList.remove('over');
    const dropped = event.dataTransfer.files[0];
    if (dropped) take(dropped);
    else use({ text: event.dataTransfer.getData('text/plain') });
  });
  onLanguage(render);

  return {
    bytes,
    use,
    /** A copy of what is in it, for another field. */
    content: () => ({ chosen: chosen && { name: chosen.name, bytes: chosen.bytes.slice() }, text: text.value }),
    input: () => (chosen ? choose : text),
    /** Shows what was wrong with the key when the form was looked at; nothing without an error. */
    fail(error = null) {
      if (error === failed) return;
      failed = error;
      render();
    },
  };
}
