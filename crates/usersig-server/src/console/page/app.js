// The page's beginning: the token, the language, the tabs.

import { startApi } from './api.js';
import { startCheck } from './check.js';
import { $, $$ } from './dom.js';
import { relative } from './fields.js';
import { startGenerate } from './generate.js';
import { startLanguage } from './language.js';
import { tabs } from './tabs.js';

startLanguage();
startApi();

const show = tabs($('[role=tablist]'), (tab) => {
  for (const panel of $$('.panel')) panel.hidden = panel.id !== tab.getAttribute('aria-controls');
});
const check = startCheck();
startGenerate((made) => {
  show($('#tab-check'));
  check(made);
});

// Followed as links, they would make new entries in the history, without the token.
for (const link of $$('a[href^="#"]')) {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    $(link.getAttribute('href')).focus();
  });
}

// Enter is the same in every field, Ctrl+Enter too; Shift+Enter makes a line.
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || !event.target.form || !event.target.matches('input, textarea')) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

setInterval(() => {
  for (const ago of $$('[data-relative]')) ago.textContent = relative(Number(ago.dataset.relative));
}, 1000);

// A file dropped beside a key field would be opened in place of the page.
for (const kind of ['dragover', 'drop']) {
  addEventListener(kind, (event) => {
    event.preventDefault();
    if (event.dataTransfer && !event.target.closest?.('.key')) event.dataTransfer.dropEffect = 'none';
  });
}
