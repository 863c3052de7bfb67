// English and Simplified Chinese: the browser's choice first, a switch for the rest.

import { $$ } from './dom.js';
import { texts } from './texts.js';
import { zhMessages } from './messages.zh.js';

const LANGUAGES = { en: { at: 0, tag: 'en' }, zh: { at: 1, tag: 'zh-CN' } };
const listeners = [];
let current = 'en';

/** The text with this name, in parts; `{name}` in it stands for a value, which may be an element. */
export function parts(name, values = {}) {
  const text = name.split('.').reduce((level, key) => level?.[key], texts)?.[LANGUAGES[current].at];
  if (typeof text !== 'string') throw new Error(`no text is called ${name}`);
  return text.split(/\{(\w+)\}/).map((part, at) => (at % 2 === 0 ? part : values[part]));
}

/** The text as a whole. */
export const t = (name, values) => parts(name, values).join('');

/** The core's sentence about an error, in the page's language. */
export function message(english) {
  return current === 'zh' ? (translate(english) ?? english) : english;
}

/** The Chinese for one of the core's sentences, or undefined. */
export function translate(english) {
  for (const [pattern, chinese] of zhMessages) {
    const parts = pattern.split('{}');
    if (parts.length === 1) {
      if (pattern === english) return chinese;
      continue;
    }
    const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const found = new RegExp(`^${escaped.join('(.+?)')}$`, 's').exec(english);
    if (found) {
      let at = 0;
      return chinese.replace(/\{\}/g, () => {
        at += 1;
        return zhMessages.get(found[at]) ?? found[at];
      });
    }
  }
  return undefined;
}

export const languageTag = () => LANGUAGES[current].tag;

/** The reader's own form of the page's language, for dates. */
export const locale = () => navigator.languages.find((tag) => tag.toLowerCase().split('-')[0] === current) ?? languageTag();

/** Calls `render` now and whenever the language changes. */
export function onLanguage(render) {
  listeners.push(render);
  render();
}

export function setLanguage(language) {
  current = language;
  history.replaceState({ ...history.state, language }, '');
  document.documentElement.lang = languageTag();
  document.title = t('title');
  for (const element of $$('[data-t]')) element.textContent = t(element.dataset.t);
  for (const element of $$('[data-t-label]')) element.setAttribute('aria-label', t(element.dataset.tLabel));
  for (const element of $$('[data-t-placeholder]')) element.placeholder = t(element.dataset.tPlaceholder);
  for (const button of $$('[data-language]')) button.setAttribute('aria-pressed', button.dataset.language === language);
  for (const render of listeners) render();
}

export function startLanguage() {
  for (const button of $$('[data-language]')) button.addEventListener('click', () => setLanguage(button.dataset.language));
  const known = history.state?.language ?? navigator.languages.map((tag) => tag.toLowerCase().split('-')[0]).find((tag) => tag in LANGUAGES);
  setLanguage(known ?? 'en');
}
