// The tab that looks into tickets, checks them, and says what a refusal means.

import * as api from './api.js';
import { $, announce, isolated, make, plain } from './dom.js';
import { ago, localTime, renderFields } from './fields.js';
import { keyField } from './key-field.js';
import { languageTag, message, onLanguage, parts, t } from './language.js';
import { mark, place } from './problem.js';

/** Keys and secrets, wherever they are in a text. */
const SECRET = /-----BEGIN[^]*?(?:-----END[^-]*-----|$)|(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{64}(?![0-9A-Za-z])|M(?:IG[HT]A|H[cQ]CAQE|F[Yk]wE)[\w+/=\s]{60,})/;
const LINES = ['format', 'signature', 'sdkappid', 'identifier', 'time'];
const MARKS = { right: '✓', wrong: '✗', doubt: '!', unchecked: '–' };

/** Gives a function that puts a ticket, and what it was made from, into the tab. */
export function startCheck() {
  const form = $('#check');
  const { ticket, sdkappid, identifier, said } = form.elements;
  // What the server says about the inputs as they are; null while it has not been asked.
  let answer = null;
  // From the button on, what is missing is a mistake.
  let pressed = false;
  let asked = 0;
  let timer;
  const key = keyField($('[data-key=check]'), 'check', changed);

  const isEmpty = () => ticket.value.trim() === '';
  const given = () => ({ key: key.bytes().length > 0, sdkappid: sdkappid.value !== '', identifier: identifier.value !== '' });

  function errors() {
    const missing = Object.entries({ ticket: !isEmpty(), ...given() }).filter(([, is]) => pressed && !is).map(([name]) => name);
    const codes = { ticket: 'empty', key: 'invalid_key', sdkappid: 'invalid_sdkappid', identifier: 'invalid_identifier' };
    return [...missing.map((name) => ({ code: codes[name], text: `missing.${name}` })), ...(answer?.errors ?? [])];
  }

  /** What is shown belongs to the inputs: with any edit it is gone, until the server has looked again. */
  function changed() {
    asked += 1;
    answer = null;
    clearTimeout(timer);
    timer = setTimeout(look, 150);
    render();
  }

  async function look() {
    clearTimeout(timer);
    asked += 1;
    const mine = asked;
    const is = given();
    if (isEmpty() && said.value === '') return;
    const found = await api.explain(key.bytes(), {
      ticket: isEmpty() ? '' : ticket.value,
      sdkappid: is.sdkappid ? sdkappid.value : null,
      identifier: is.identifier ? identifier.value : null,
      said: said.value,
    });
    if (mine !== asked) return;
    answer = found;
    const left = answer.checks?.time ? (answer.fields.expires_at + 1) * 1000 - Date.now() : 0;
    if (left > 0 && left < 2 ** 31) timer = setTimeout(changed, left);
    render();
  }

  function use(text, more = {}) {
    ticket.value = text;
    for (const [name, value] of Object.entries(more.fields ?? {})) form.elements[name].value = value;
    if (more.key) key.use(more.key);
    ticket.focus();
    changed();
  }

  const findings = (name) => answer.findings.filter(({ check }) => check === name);

  /** The state of a line of the checklist. */
  function state(name) {
    const right = name !== answer.error?.check && answer.checks[name];
    return right === null ? 'unchecked' : !right ? 'wrong' : findings(name).length > 0 ? 'doubt' : 'right';
  }

  /** A finding; what it quotes cannot turn what is around it. */
  const finding = (found) =>
    make('li', { 'data-word': found.word }, found[languageTag()].split('`').map((part, at) => (at % 2 === 0 ? part : make('bdi', {}, make('code', {}, plain(part))))));

  function details(name) {
    const items = findings(name).map(finding);
    if (name === answer.error?.check && items.length === 0) items.push(make('li', {}, message(answer.error.message)));
    if (name === 'identifier' && state(name) === 'wrong') {
      const [own, other] = [answer.fields.identifier, identifier.value];
      items.push(make('li', {}, parts('difference', { own: isolated(own, other), asked: isolated(other, own) })));
    }
    if (state(name) === 'unchecked') {
      const field = name === 'signature' ? 'key' : name;
      const unusable = answer.errors.some((error) => place(error) === field);
      items.push(make('li', {}, t(`unchecked.${given()[field] === false ? 'missing' : unusable ? 'unusable' : 'unreadable'}`)));
    }
    return items;
  }

  function verdict() {
    const states = LINES.map(state);
    const wrong = LINES.filter((name) => state(name) === 'wrong');
    const codes = wrong.map((name) => findings(name)[0]?.code ?? (name === answer.error?.check ? answer.error.code : null)).filter(Boolean);
    const { fields } = answer;
    const [kind, title] = wrong.length > 0
      ? ['problem', codes.map((code) => t(`error.${code}`)).join(' · ')]
      : fields.verified ? ['valid', t(states.includes('doubt') ? 'valid_doubt' : 'valid')]
      : states.includes('doubt') ? ['doubt', t('doubt')] : ['open', t('open')];
    const rows = LINES.map((name, at) =>
      make('li', { 'data-check': name, class: states[at] },
        make('span', { class: 'mark', 'aria-hidden': 'true' }, MARKS[states[at]]),
        make('div', {}, make('strong', {}, t(`line.${name}`)), ' ', make('span', { class: 'state' }, t(`state.${states[at]}`)), make('ul', {}, details(name))),
      ),
    );
    const note = fields?.verified && parts('valid_note', { identifier: isolated(fields.identifier), time: localTime(fields.expires_at), relative: ago(fields.expires_at) });
    const inside = answer.ticket !== null && answer.ticket !== ticket.value && answer.checks.format;
    const keep = make('button', { type: 'button', class: 'link', onclick: () => use(answer.ticket) }, t('keep_ticket'));
    const card = make('div', { class: kind, 'data-code': codes.join(' ') },
      make('p', { class: 'problem-title' }, title), note && make('p', {}, note),
      inside && make('p', {}, t('inside'), ' ', keep), make('ul', { class: 'lines' }, rows));
    return [title, card];
  }

  /** Codes of one meaning have one item. */
  const codes = (title, rows) => [
    make('h3', {}, t(title)),
    make('dl', { class: 'codes' }, Object.entries(Object.groupBy(rows, (row) => row[languageTag()])).map(([text, same]) =>
      make('div', {}, make('dt', {}, same.map(({ code }) => make('code', {}, code))), make('dd', {}, text)))),
  ];

  function render() {
    const secret = SECRET.test(ticket.value);
    ticket.classList.toggle('masked', secret);
    $('#secret-found').hidden = !secret;
    const rows = answer?.codes ?? [];
    const fields = answer?.fields ?? null;
    const [title, card] = answer?.checks && !isEmpty() ? verdict() : [null, null];
    const named = rows.filter((row) => row.asked);
    const others = card ? rows.filter((row) => !row.asked) : [];
    const about = named.length > 0 ? codes('code_means', named) : answer?.codes && said.value.trim() !== '' ? [make('p', { class: 'note' }, t('no_code'))] : [];
    const waits = answer === null && !(isEmpty() && said.value === '');
    $('#checked-empty').hidden = waits || card !== null || about.length > 0;
    $('#named').replaceChildren(...about);
    $('#verdict').replaceChildren(...[card].filter(Boolean));
    $('#codes').replaceChildren(...(others.length > 0 ? codes('codes', others) : []));
    $('#checked-result').hidden = fields === null;
    $('#from-ticket').disabled = fields === null;
    const glance = title ?? named.map(({ code }) => code).join(', ');
    $('#glance').hidden = glance === '';
    if ($('#glance-text').textContent !== glance) $('#glance-text').textContent = glance;
    if (fields) {
      const proven = answer.checks.signature === true;
      $('#checked-badge').textContent = t(proven ? 'verified' : 'unverified');
      $('#checked-badge').classList.toggle('good', proven);
      $('#unverified-note').hidden = proven;
      renderFields($('#checked-fields'), fields);
    }
    return mark(form, errors(), key, answer?.refused);
  }

  form.addEventListener('input', changed);
  addEventListener('hashchange', changed);
  $('#from-ticket').addEventListener('click', () => use(ticket.value, { fields: { sdkappid: answer.fields.sdkappid, identifier: answer.fields.identifier } }));
  $('#to-key').addEventListener('click', () => {
    const [found] = SECRET.exec(ticket.value);
    const rest = ticket.value.replace(found, '');
    ticket.value = /\w{20}/.test(rest) ? rest : '';
    key.use({ text: found });
    key.input().focus();
    announce(t('moved'));
  });

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    pressed = !isEmpty() || said.value === '';
    answer = null;
    await look();
    const first = render();
    if (answer?.checks) $('#checked-title').focus();
    if (first) first.focus();
  });

  onLanguage(render);
  return ({ text, ...more }) => {
    pressed = false;
    use(text, more);
  };
}
