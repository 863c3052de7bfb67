// Small helpers for the document. Text only ever becomes text: Trusted Types are enforced.

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Makes an element. `children` are elements and texts; what is null or false is left out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

/** Tells a screen reader something that is otherwise seen. */
export function announce(text) {
  const region = $('#announce');
  region.textContent = '';
  // An unchanged text would not be read again.
  setTimeout(() => {
    region.textContent = text;
  }, 50);
}

/** Copies a text, and says so on the button for a moment; `label` gives what stands on it otherwise. */
export async function copy(button, text, done, label) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Where the browser does not allow that: the older way.
    const area = make('textarea', { class: 'visually-hidden', 'aria-hidden': 'true' });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
    button.focus();
  }
  button.textContent = done;
  button.classList.add('done');
  announce(done);
  setTimeout(() => {
    button.textContent = label();
    button.classList.remove('done');
  }, 1600);
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text of somebody else's: characters that hide or turn what stands beside them are shown as escapes. */
export function visible(text) {
  const escape = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return text.replace(UNSEEN, (c) => c.split('').map(escape).join(''));
}
