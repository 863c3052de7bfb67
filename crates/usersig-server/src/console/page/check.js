// The tab that looks into tickets and checks them.

import * as api from './api.js';
import { $, make, visible } from './dom.js';
import { localTime, relative, renderFields } from './fields.js';
import { keyField } from './key-field.js';
import { languageTag, onLanguage, t } from './language.js';
import { isKeyError, markInput, problem } from './problem.js';

/** Gives a function that puts a ticket into the tab. */
export function startCheck() {
  const form = $('#check');
  const ticket = form.elements.ticket;
  let inspected = null;
  // Of both, what the ticket says and what was found; of a refused one the error. Null until it is checked.
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

  function renderVerdict() {
    const { error, fields, findings = [] } = verdict ?? inspected ?? {};
    const found = findings.map((finding) => make('li', { 'data-word': finding.word }, finding[languageTag()]));
    $('#findings').replaceChildren(...(found.length > 0 ? [make('ul', {}, found)] : []));
    const cards = [];
    if (error) cards.push(problem(error));
    else if (fields?.verified) {
      const until = { time: localTime(fields.expires_at), relative: relative(fields.expires_at) };
      cards.push(
        make(
          'div',
          { class: 'valid' },
          make('p', { class: 'problem-title' }, t('valid')),
          make('p', {}, t('valid_note', { identifier: visible(fields.identifier), ...until })),
        ),
      );
    }
    $('#verdict').replaceChildren(...cards);
  }

  function render() {
    const fields = verdict?.fields ?? inspected?.fields ?? null;
    $('#checked-empty').hidden = inspected !== null || verdict !== null;
    $('#checked-result').hidden = fields === null;
    $('#from-ticket').disabled = !inspected?.fields;
    if (fields) {
      const badge = $('#checked-badge');
      badge.textContent = t(fields.verified ? 'verified' : 'unverified');
      badge.classList.toggle('good', fields.verified);
      $('#unverified-note').hidden = fields.verified;
      renderFields($('#checked-fields'), fields);
    }
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
