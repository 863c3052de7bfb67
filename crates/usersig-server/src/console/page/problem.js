// What is wrong with a form, said at its fields, all of it at once.

import { $ } from './dom.js';
import { message, t } from './language.js';

const PLACES = {
  invalid_sdkappid: 'sdkappid',
  invalid_identifier: 'identifier',
  invalid_expire: 'expire',
  invalid_userbuf: 'userbuf',
  invalid_room: 'room',
  invalid_key: 'key',
  unsupported_curve: 'key',
  wrong_key_kind: 'key',
  empty: 'ticket',
};

/** The field that an error is about. */
export const place = (error) => PLACES[error.code];

/** What is wrong: a text of the page's own, or the core's sentence. */
export const said = (error) => (error.text ? t(error.text) : message(error.message));

/** Puts errors at the fields of the form, and what is about none of them at its button. The first field that has one. */
export function mark(form, errors, key, refused = null) {
  const first = [];
  for (const input of form.querySelectorAll('[aria-describedby$=-error]')) {
    const error = errors.find((other) => form.elements[place(other)] === input);
    if (error) first.push(input);
    if (error) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
    $(`#${input.getAttribute('aria-describedby').split(' ').at(-1)}`).textContent = error ? said(error) : '';
  }
  const ofKey = errors.find((error) => place(error) === 'key');
  key.fail(ofKey);
  const rest = errors.filter((error) => place(error) === undefined).map(said);
  $('.at-button', form).textContent = [refused && t(refused), ...rest].filter(Boolean).join(' ');
  return first[0] ?? (ofKey && key.input());
}
