// An error of the core, as people can use it: what is wrong and what to do, and what the service calls it.

import { make } from './dom.js';
import { message, t } from './language.js';

/** The card for an error. */
export function problem(error) {
  const codes = error.service_codes.map((code) =>
    make('li', {}, make('span', { class: 'code' }, String(code)), ` ${code < 0 ? 'TRTC' : 'Chat'}`),
  );
  return make(
    'div',
    { class: 'problem', 'data-code': error.code },
    make('p', { class: 'problem-title' }, t(`error.${error.code}`)),
    make('p', { class: 'problem-codes' }, make('code', {}, error.code), ` ${t('number', { number: error.number })}`),
    codes.length > 0 && make('div', { class: 'service' }, make('span', {}, t('service_says')), make('ul', {}, codes)),
    make('p', { class: 'exactly' }, message(error.message)),
  );
}

const INPUTS = {
  invalid_sdkappid: 'sdkappid',
  invalid_identifier: 'identifier',
  invalid_expire: 'expire',
  invalid_userbuf: 'userbuf',
  invalid_room: 'room',
};

/** Marks the input that an error is about, and gives it the focus. False where it is about none. */
export function markInput(form, error) {
  const input = form.elements[INPUTS[error?.code]];
  for (const other of form.querySelectorAll('input[aria-describedby]')) {
    const line = document.getElementById(other.getAttribute('aria-describedby').split(' ').at(-1));
    const failed = other === input;
    if (failed) other.setAttribute('aria-invalid', 'true');
    else other.removeAttribute('aria-invalid');
    line.textContent = failed ? message(error.message) : '';
  }
  return input ?? null;
}

export const isKeyError = (error) => ['invalid_key', 'unsupported_curve', 'wrong_key_kind'].includes(error.code);
