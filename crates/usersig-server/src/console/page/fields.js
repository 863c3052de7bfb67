// What a ticket says, as a list.

import { isolated, make, visible } from './dom.js';
import { locale, t } from './language.js';

export const PRIVILEGES = [
  // vocabulary: privileges
  ['create_room', 1],
  ['enter_room', 2],
  ['send_audio', 4],
  ['receive_audio', 8],
  ['send_video', 16],
  ['receive_video', 32],
  ['send_screen', 64],
  ['receive_screen', 128],
  // vocabulary: end
];

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** Unix seconds in the local time of the browser, with its zone. */
export function localTime(seconds) {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'long' }).format(seconds * 1000);
}

/** "in 3 days", "2 hours ago". */
export function relative(seconds, now = Date.now() / 1000) {
  const difference = Math.round(seconds - now);
  const size = Math.abs(difference);
  const [unit, length] = [['year', 31_536_000], ...UNITS].find(([, length], at, all) => size >= length * (at < 2 ? 1.5 : 1) || at === all.length - 1);
  return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(Math.round(difference / length), unit);
}

/** "7 days", "1 day 12 hours"; seconds where it is nothing rounder. */
export function duration(seconds) {
  const parts = [];
  let rest = seconds;
  for (const [unit, length] of UNITS) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'long' }).format(count));
  }
  return parts.length > 0 ? parts.join(' ') : t('zero_seconds');
}

/** "in 3 days", which stays true: the page's clock goes on. */
export const ago = (seconds) => make('span', { 'data-relative': seconds }, relative(seconds));

const when = (seconds) => {
  const utc = new Date(seconds * 1000).toISOString();
  return [make('time', { datetime: utc, title: utc }, localTime(seconds)), ' ', make('span', { class: 'note' }, ago(seconds))];
};

/** The text in a userbuf, where it is one. */
function readable(base64) {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
    return text !== '' && visible(text) === text ? text : null;
  } catch {
    return null;
  }
}

/** Puts the fields of a ticket into the list. */
export function renderFields(list, fields) {
  const rows = [
    ['version', t(`versions.v${fields.version[0]}`)],
    ['sdkappid', make('code', {}, String(fields.sdkappid))],
    ['identifier', isolated(fields.identifier)],
    ['issued_at', when(fields.issued_at)],
    ['expire', [duration(fields.expire), ' ', make('span', { class: 'note' }, t('seconds', { seconds: fields.expire }))]],
    ['expires_at', when(fields.expires_at)],
  ];
  if (fields.room !== undefined) {
    rows.push(['room', [isolated(String(fields.room)), ' ', make('span', { class: 'note' }, t(typeof fields.room === 'number' ? 'room_number' : 'room_name'))]]);
    const names = PRIVILEGES.filter(([, bit]) => fields.privileges & bit).map(([name]) => t(`privilege.${name}`));
    rows.push(['privileges', [make('span', {}, names.join(t('and')) || t('none')), ' ', make('span', { class: 'note' }, `(${fields.privileges})`)]]);
  } else if (fields.userbuf !== null) {
    const text = readable(fields.userbuf);
    rows.push(['userbuf', text === null ? [make('code', {}, fields.userbuf), ' ', make('span', { class: 'note' }, 'base64')] : isolated(text)]);
  }
  list.replaceChildren(...rows.map(([name, value]) => make('div', {}, make('dt', {}, t(`field.${name}`)), make('dd', { 'data-field': name }, value))));
}
