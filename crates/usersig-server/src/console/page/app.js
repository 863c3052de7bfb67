// The page's beginning: the token, the language, the tabs.

import { startApi } from './api.js';
import { startCheck } from './check.js';
import { $, $$ } from './dom.js';
import { startGenerate } from './generate.js';
import { startLanguage } from './language.js';
import { tabs } from './tabs.js';

startLanguage();
startApi();

const show = tabs($('[role=tablist]'), (tab) => {
  for (const panel of $$('.panel')) panel.hidden = panel.id !== tab.getAttribute('aria-controls');
});
const check = startCheck();
startGenerate((ticket) => {
  show($('#tab-check'));
  check(ticket);
});

// Followed as a link, it would make a new entry in the history, without the token.
$('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  $('#panels').focus();
});

// A file dropped beside a key field would be opened in place of the page.
for (const kind of ['dragover', 'drop']) {
  addEventListener(kind, (event) => {
    event.preventDefault();
    if (event.dataTransfer && !event.target.closest?.('.key')) event.dataTransfer.dropEffect = 'none';
  });
}
