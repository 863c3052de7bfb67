// A key: pasted, chosen as a file, or dropped. It is sent as the bytes it is, and named by the server.

import { recogniseKey } from './api.js';
import { make } from './dom.js';
import { message, onLanguage, t } from './language.js';

const MAX_BYTES = 64 * 1024;

/** Fills the fieldset. `purpose` is "generate" or "check". `changed` is called when there is another key. */
export function keyField(fieldset, purpose, { changed = () => {} } = {}) {
  const id = `key-${purpose}`;
  const legend = make('legend');
  const text = make('textarea', {
    id,
    rows: 4,
    spellcheck: 'false',
    autocapitalize: 'none',
    autocomplete: 'off',
    class: 'masked',
    'aria-describedby': `${id}-hint ${id}-status`,
  });
  const label = make('label', { for: id, class: 'visually-hidden' });
  const file = make('input', { type: 'file', id: `${id}-file`, class: 'visually-hidden', tabindex: '-1', 'aria-hidden': 'true' });
  const choose = make('button', { type: 'button', class: 'secondary', onclick: () => file.click() });
  const show = make('button', { type: 'button', class: 'secondary', 'aria-pressed': 'false', 'aria-controls': id });
  const forget = make('button', { type: 'button', class: 'secondary', hidden: true });
  const name = make('span', { class: 'file-name' });
  const hint = make('p', { class: 'note', id: `${id}-hint` });
  const status = make('p', { class: 'key-status', id: `${id}-status`, role: 'status' });
  fieldset.append(legend, label, text, make('div', { class: 'key-tools' }, choose, show, forget, name, file), hint, status);

  let chosen = null;
  let answer = null;
  let asked = 0;
  let timer;

  const bytes = () => chosen?.bytes ?? new TextEncoder().encode(text.value);

  function render() {
    legend.textContent = t(`key.${purpose}`);
    label.textContent = t('key.label');
    text.placeholder = t(`key.placeholder_${purpose}`);
    choose.textContent = t('key.choose');
    show.textContent = t(text.classList.contains('masked') ? 'key.show' : 'key.hide');
    forget.textContent = t('key.forget');
    hint.textContent = t('key.hint');
    name.textContent = chosen ? t('key.file', { name: chosen.name, bytes: chosen.bytes.length }) : '';
    forget.hidden = !chosen && text.value === '';
    show.hidden = chosen !== null;
    text.hidden = chosen !== null;
    fieldset.classList.toggle('has-file', chosen !== null);
    status.className = 'key-status';
    text.removeAttribute('aria-invalid');
    if (answer === null) {
      status.textContent = '';
    } else if (answer.error) {
      status.classList.add('bad');
      text.setAttribute('aria-invalid', 'true');
      status.textContent = message(answer.error.message);
    } else {
      const { kind, curve, usual } = answer.key;
      status.classList.add(usual ? 'good' : 'doubtful');
      status.textContent = t(usual ? `key.is_${kind}` : 'key.is_unusual', { curve });
    }
  }

  async function ask() {
    clearTimeout(timer);
    asked += 1;
    const mine = asked;
    const found = bytes().length === 0 ? null : await recogniseKey(bytes(), purpose);
    if (mine !== asked) return;
    answer = found;
    render();
  }

  async function take(given) {
    if (!given) return;
    // The server refuses what is longer, and says so.
    const buffer = await given.slice(0, MAX_BYTES + 1).arrayBuffer();
    clear();
    chosen = { name: given.name, bytes: new Uint8Array(buffer) };
    changed();
    await ask();
  }

  function clear() {
    chosen?.bytes.fill(0);
    chosen = null;
    text.value = '';
    file.value = '';
    answer = null;
    asked += 1;
  }

  text.addEventListener('input', () => {
    clearTimeout(timer);
    answer = null;
    asked += 1;
    render();
    changed();
    timer = setTimeout(ask, 200);
  });
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
    else {
      const dragged = event.dataTransfer.getData('text/plain');
      clear();
      text.value = dragged;
      changed();
      ask();
    }
  });
  onLanguage(render);

  return {
    bytes,
    /** Shows an error that the server found when the key was used. */
    fail(error) {
      answer = { error };
      render();
      (chosen ? choose : text).focus();
    },
    get answer() {
      return answer;
    },
  };
}
