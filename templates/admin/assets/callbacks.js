// Keys for whoever works off the list: j and k go from one call-back to the next; t, d, c and n act on the one that has the
// focus; u undoes. Nothing happens while somebody types, or holds a key of the system.
(() => {
  const KEPT = 'callback-place';
  const items = () => [...document.querySelectorAll('.callback')];
  const here = () => document.activeElement?.closest('.callback') ?? null;
  const isTyping = ({ target }) => target.matches?.('input, textarea, select') === true;
  const go = (step) => {
    const all = items();
    const at = all.indexOf(here());
    const next = at === -1 ? all.at(step > 0 ? 0 : -1) : all[at + step];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  };
  const press = (element) => {
    if (element === null || element === undefined) return;
    if (element.matches('input')) {
      element.focus();
      return;
    }
    // The page that comes back puts the focus on the item that stands in this place then.
    const item = element.closest('.callback');
    if (item !== null) sessionStorage.setItem(KEPT, String(items().indexOf(item)));
    element.click();
  };
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && isTyping(event)) here()?.focus();
    if (isTyping(event) || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    const { key } = event;
    if (key === 'j' || key === 'k') {
      const skip = document.querySelector('a[data-key="j"]');
      if (key === 'j' && skip !== null && here() !== null) skip.click();
      else go(key === 'j' ? 1 : -1);
    } else if (key === 'u') press(document.querySelector('[data-key="u"]'));
    else if (['t', 'd', 'c', 'n'].includes(key)) press(here()?.querySelector(`[data-key="${key}"]`));
    else return;
    event.preventDefault();
  });
  const place = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  if (place !== null) {
    const all = items();
    (all[Number(place)] ?? all.at(-1))?.focus();
  }
})();
