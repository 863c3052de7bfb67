// The tab that looks into tickets and checks them.

import * as api from './api.js';
import { $, make, visible } from './dom.js';
import { localTime, relative, renderFields } from './fields.js';
import { keyField } from './key-field.js';
import { onLanguage, t } from './language.js';
import { isKeyError, markInput, problem } from './problem.js';

/** Gives a function that puts a ticket into the tab. */
export function startCheck() {
  const form = $('#check');
  const ticket = form.elements.ticket;
  let inspected = null;
  // { fields } of a valid ticket or { error }; null until it is checked.
  let verdict = null;
  let asked = 0;
  let timer;
  const key = keyField($('[data-key=check]'), 'check', { changed: forgetVerdict });

  function forgetVerdict() {
    asked += 1;
    if (verdict === null) return;
    verdict = null;
    render();
  }

  async function look() {
    clearTimeout(timer);
    asked += 1;
    const mine = asked;
    const answer = ticket.value === '' ? null : await api.inspect(ticket.value);
    if (mine !== asked) return;
    inspected = answer;
    verdict = null;
    render();
  }

  function use(text) {
    ticket.value = text;
    ticket.focus();
    return look();
  }

  /** The differences that explain why a signature does not hold, or whose ticket this is. */
  function differences() {
    const fields = inspected?.fields;
    if (!fields || !verdict?.error) return [];
    const lines = [];
    const sdkappid = form.elements.sdkappid.value.trim();
    if (sdkappid !== String(fields.sdkappid)) lines.push(t('differs_sdkappid', { ticket: fields.sdkappid, asked: sdkappid }));
    if (form.elements.identifier.value !== fields.identifier) {
      lines.push(t('differs_identifier', { ticket: visible(fields.identifier), asked: visible(form.elements.identifier.value) }));
    }
    if (fields.expires_at < Date.now() / 1000) lines.push(t('differs_expired', { time: localTime(fields.expires_at) }));
    if (verdict.error.code === 'bad_signature' && !verdict.error.lead) lines.push(t('differs_key'));
    return lines;
  }

  function renderMistakes() {
    const cards = [];
    if (inspected?.error) {
      const { mistakes, repaired, cut, instead } = inspected;
      const lines = instead ? [t(`instead.${instead}`)] : mistakes.map((name) => t(`mistake.${name}`));
      if (cut) lines.push(t('cut'));
      if (lines.length > 0) {
        cards.push(
          make(
            'div',
            { class: 'mistakes', 'data-mistakes': [...mistakes, cut && 'cut', instead].filter(Boolean).join(' ') },
            make('ul', {}, lines.map((line) => make('li', {}, line))),
            repaired && make('p', {}, t('repair_offer')),
            repaired && make('button', { type: 'button', class: 'secondary', id: 'repair', onclick: () => use(repaired.ticket) }, t('repair')),
          ),
        );
      }
    }
    $('#mistakes').replaceChildren(...cards);
  }

  function renderVerdict() {
    const cards = [];
    if (verdict?.fields) {
      const until = { time: localTime(verdict.fields.expires_at), relative: relative(verdict.fields.expires_at) };
      cards.push(
        make(
          'div',
          { class: 'valid' },
          make('p', { class: 'problem-title' }, t('valid')),
          make('p', {}, t('valid_note', { identifier: visible(verdict.fields.identifier), ...until })),
        ),
      );
    } else if (verdict?.error) {
      const lines = differences();
      cards.push(
        problem(
          verdict.error,
          lines.length > 0 ? [make('p', { class: 'hint-title' }, t('noticed')), make('ul', { class: 'hints' }, lines.map((line) => make('li', {}, line)))] : [],
        ),
      );
    } else if (inspected?.error) {
      cards.push(problem(inspected.error));
    }
    $('#verdict').replaceChildren(...cards);
  }

  function render() {
    const fields = verdict?.fields ?? inspected?.fields ?? null;
    $('#checked-empty').hidden = inspected !== null || verdict !== null;
    $('#checked-result').hidden = fields === null;
    $('#from-ticket').disabled = inspected?.fields === undefined;
    if (fields) {
      const badge = $('#checked-badge');
      badge.textContent = t(fields.verified ? 'verified' : 'unverified');
      badge.classList.toggle('good', fields.verified);
      $('#unverified-note').hidden = fields.verified;
      renderFields($('#checked-fields'), fields);
    }
    renderMistakes();
    renderVerdict();
    return markInput(form, verdict?.error ?? null);
  }

  ticket.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(look, 150);
  });
  for (const name of ['sdkappid', 'identifier']) form.elements[name].addEventListener('input', forgetVerdict);
  $('#from-ticket').addEventListener('click', () => {
    form.elements.sdkappid.value = inspected.fields.sdkappid;
    form.elements.identifier.value = inspected.fields.identifier;
    forgetVerdict();
  });

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    await look();
    const mine = asked;
    const answer = await api.verify(key.bytes(), {
      ticket: ticket.value,
      sdkappid: form.elements.sdkappid.value,
      identifier: form.elements.identifier.value,
    });
    if (mine !== asked) return;
    verdict = answer;
    const input = render();
    if (verdict.error && isKeyError(verdict.error)) key.fail(verdict.error);
    else if (input) input.focus();
    else $('#checked-title').focus();
  });

  onLanguage(render);
  return use;
}
