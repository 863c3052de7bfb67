// English and Simplified Chinese: the browser's choice first, a switch for the rest.

import { $$ } from './dom.js';
import { en } from './texts.en.js';
import { zh } from './texts.zh.js';
import { zhMessages } from './messages.zh.js';

const LANGUAGES = { en: { texts: en, tag: 'en' }, zh: { texts: zh, tag: 'zh-CN' } };
const listeners = [];
let current = 'en';

/** The text with this name; `{name}` in it stands for a value. */
export function t(name, values = {}) {
  const text = name.split('.').reduce((level, key) => level?.[key], LANGUAGES[current].texts);
  if (typeof text !== 'string') throw new Error(`no text is called ${name}`);
  return text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

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

/** Calls `render` now and whenever the language changes. */
export function onLanguage(render) {
  listeners.push(render);
  render();
}

export function setLanguage(language) {
  current = language;
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
  const known = navigator.languages.map((tag) => tag.toLowerCase().split('-')[0]).find((tag) => tag in LANGUAGES);
  setLanguage(known ?? 'en');
}
