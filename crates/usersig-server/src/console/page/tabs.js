// Tabs after the ARIA pattern: one tab stop, arrows move and select, Home and End.

export function tabs(list, select) {
  const all = () => [...list.querySelectorAll('[role=tab]')];

  function choose(tab, focus) {
    for (const other of all()) {
      const chosen = other === tab;
      other.setAttribute('aria-selected', chosen);
      other.tabIndex = chosen ? 0 : -1;
    }
    if (focus) tab.focus();
    select(tab);
  }

  list.addEventListener('click', (event) => {
    const tab = event.target.closest('[role=tab]');
    if (tab) choose(tab, false);
  });
  list.addEventListener('keydown', (event) => {
    const order = all();
    const at = order.indexOf(event.target.closest('[role=tab]'));
    if (at < 0) return;
    const to = {
      ArrowRight: (at + 1) % order.length,
      ArrowLeft: (at + order.length - 1) % order.length,
      Home: 0,
      End: order.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(order[to], true);
  });
  return (tab) => choose(tab, false);
}
