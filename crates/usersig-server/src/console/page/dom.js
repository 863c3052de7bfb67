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

/** Copies a text, and says on the button for a moment whether that was done; `label` gives what stands on it otherwise. */
export async function copy(button, text, [done, failed], label) {
  const copied = await navigator.clipboard.writeText(text).then(() => true, () => false);
  button.textContent = copied ? done : failed;
  button.classList.toggle('done', copied);
  announce(button.textContent);
  setTimeout(() => {
    button.textContent = label();
    button.classList.remove('done');
  }, 1600);
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;
const escaped = (text) => text.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A text in which nothing hides or turns what is beside it. */
export const plain = (text) => text.replace(UNSEEN, escaped);

/** The characters of a text of somebody else's, with the escapes of the command's JSON, and with those for blanks at its ends. */
const characters = (text) =>
  [...text].map((c, at, all) => {
    const end = c === ' ' && [all.slice(0, at), all.slice(at)].some((part) => part.every((other) => other === ' '));
    return end ? escaped(c) : c === '"' ? c : plain(JSON.stringify(c).slice(1, -1));
  });

export const visible = (text) => characters(text).join('');

/** The same in an element of its own, which nothing in it can leave. Where it begins to differ from the other text is marked. */
export function isolated(text, other = text) {
  const [own, theirs] = [characters(text), characters(other)];
  const at = text === other ? own.length : [...own, null].findIndex((c, index) => c !== theirs[index]);
  const marked = text !== other && make('mark', {}, own[at] ?? '\u00a0');
  return make('bdi', {}, make('code', {}, own.slice(0, at).join(''), marked, own.slice(at + 1).join('')));
}
