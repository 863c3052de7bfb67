// The tab that makes tickets.

import * as api from './api.js';
import { $, $$, copy, make } from './dom.js';
import { PRIVILEGES, ago, duration, localTime, renderFields } from './fields.js';
import { keyField } from './key-field.js';
import { onLanguage, parts, t } from './language.js';
import { mark } from './problem.js';
import { SNIPPETS } from './snippets.js';
import { tabs } from './tabs.js';

const TEN_YEARS = 315_360_000;

export function startGenerate(toCheck) {
  const form = $('#generate');
  let key;
  // What the server said about the inputs as they are.
  let answer = {};
  let made = null;
  let asked = 0;
  let timer;
  let snippet = SNIPPETS[0];

  const carries = () => form.elements.carries.value;
  const roomKind = () => form.elements.room_kind.value;
  const privileges = () => $$('#privileges input:checked').reduce((sum, box) => sum + Number(box.value), 0);

  function renderNotes() {
    const seconds = /^\d{1,10}$/.test(form.elements.expire.value.trim()) ? Number(form.elements.expire.value) : null;
    $('#g-expire-note').textContent =
      seconds === null ? '' : `${duration(seconds)}${t('comma')}${t('until', { time: localTime(Date.now() / 1000 + seconds) })}`;
    if (seconds > TEN_YEARS) $('#g-expire-note').textContent += ` ${t('over_ten_years')}`;
    for (const button of $$('#presets button')) button.setAttribute('aria-pressed', Number(button.value) === seconds);
    const identifier = form.elements.identifier.value;
    const unusual = new TextEncoder().encode(identifier).length > 32 || /[^A-Za-z0-9_-]/.test(identifier);
    $('#g-identifier-note').textContent = unusual ? t('identifier_unusual') : '';
    $('#privileges-sum').textContent = t('privileges_sum', { sum: privileges() });
  }

  function renderParts() {
    $('#userbuf-part').hidden = carries() !== 'userbuf';
    $('#room-part').hidden = carries() !== 'room';
    form.elements.room.placeholder = roomKind() === 'number' ? '10000' : 'lobby';
    form.elements.room.inputMode = roomKind() === 'number' ? 'numeric' : 'text';
    $('#g-room-note').textContent = t(`room_note_${roomKind()}`);
    renderNotes();
  }

  function renderResult() {
    $('#generated-result').hidden = made === null;
    $('#generated-empty').hidden = made !== null;
    clearTimeout(timer);
    if (made === null) return;
    const { ticket, fields } = made;
    $('#generated-ticket').value = ticket;
    $('#generated-length').textContent = t('characters', { count: ticket.length });
    const left = (fields.expires_at + 1) * 1000 - Date.now();
    if (left > 0 && left < 2 ** 31) timer = setTimeout(renderResult, left);
    const when = { time: localTime(fields.expires_at), relative: ago(fields.expires_at) };
    $('#generated-until').replaceChildren(...parts(left > 0 ? 'valid_until' : 'expired_since', when));
    $('#generated-until').classList.toggle('over', left <= 0);
    $('#generated-doubt').textContent = made.key.usual ? '' : t('key.is_unusual');
    renderFields($('#generated-fields'), fields);
    renderSnippet();
  }

  function renderSnippet() {
    if (made === null) return;
    $('#snippet-code').textContent = snippet.code(made.values);
    $('#snippet-panel').setAttribute('aria-labelledby', `snippet-${snippet.id}`);
  }

  function ask() {
    const data = form.elements;
    return api.generate(key.bytes(), {
      sdkappid: data.sdkappid.value,
      identifier: data.identifier.value,
      expire: data.expire.value,
      userbuf: carries() === 'userbuf' ? data.userbuf.value : null,
      room: carries() === 'room' ? { [roomKind()]: data.room.value, privileges: privileges() } : null,
    });
  }

  const renderErrors = () => mark(form, answer.errors ?? [], key, answer.refused);

  /** What was made belongs to the inputs that made it. Each mistake is gone once it is mended. */
  async function changed() {
    asked += 1;
    const mine = asked;
    made = null;
    renderResult();
    renderNotes();
    const had = answer.errors;
    if (!had) answer = {};
    renderErrors();
    if (!had) return;
    const { errors } = await ask();
    if (mine !== asked) return;
    answer = { errors };
    renderErrors();
  }

  key = keyField($('[data-key=generate]'), 'generate', changed);
  $('#presets').addEventListener('click', (event) => {
    if (!event.target.value) return;
    form.elements.expire.value = event.target.value;
    changed();
  });
  $('#privileges').append(
    ...PRIVILEGES.map(([name, bit]) =>
      make('label', {}, make('input', { type: 'checkbox', value: bit, checked: true }), make('span', { 'data-privilege': name })),
    ),
  );
  for (const [id, checked] of [['#privileges-all', true], ['#privileges-none', false]]) {
    $(id).addEventListener('click', () => {
      for (const box of $$('#privileges input')) box.checked = checked;
      changed();
    });
  }
  form.addEventListener('input', changed);
  addEventListener('hashchange', changed);
  form.addEventListener('change', renderParts);

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    asked += 1;
    const mine = asked;
    const userbuf = carries() === 'userbuf' ? form.elements.userbuf.value : null;
    const found = await ask();
    if (mine !== asked) return;
    answer = found;
    // The snippets are made from what the ticket says, never from the key.
    made = answer.ticket ? { ...answer, values: { ...answer.fields, userbuf } } : null;
    renderResult();
    const first = renderErrors();
    if (made) $('#generated-title').focus();
    else first?.focus();
  });

  $('#copy-ticket').addEventListener('click', (event) => copy(event.currentTarget, made.ticket, [t('copied'), t('not_copied')], () => t('copy')));
  $('#copy-snippet').addEventListener('click', (event) => copy(event.currentTarget, $('#snippet-code').textContent, [t('copied'), t('not_copied')], () => t('copy_code')));
  $('#to-check').addEventListener('click', () => toCheck({ text: made.ticket, key: key.content(), fields: { sdkappid: made.fields.sdkappid, identifier: made.fields.identifier } }));

  $('#snippet-tabs').append(
    ...SNIPPETS.map(({ id, label }, at) => {
      const state = { 'aria-controls': 'snippet-panel', 'aria-selected': String(at === 0), tabindex: at === 0 ? '0' : '-1' };
      return make('button', { type: 'button', role: 'tab', id: `snippet-${id}`, ...state }, label);
    }),
  );
  tabs($('#snippet-tabs'), (tab) => {
    snippet = SNIPPETS.find(({ id }) => tab.id === `snippet-${id}`);
    renderSnippet();
  });

  onLanguage(() => {
    for (const button of $$('#presets button')) button.textContent = duration(Number(button.value));
    for (const name of $$('[data-privilege]')) name.textContent = t(`privilege.${name.dataset.privilege}`);
    renderParts();
    renderResult();
    renderErrors();
  });
}
