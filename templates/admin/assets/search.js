// The quick list below the field that searches everything. Without this script the field leads to the page of the search.
document.addEventListener('DOMContentLoaded', () => {
  const field = document.getElementById('search-all');
  const list = document.getElementById('search-quick');
  if (field === null || list === null) return;
  const PAUSE_MS = 150;
  let asked = 0;
  let timer;
  let chosen = -1;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', list.dataset.label);
  field.setAttribute('role', 'combobox');
  field.setAttribute('aria-controls', 'search-quick');
  field.setAttribute('aria-autocomplete', 'list');
  const options = () => [...list.querySelectorAll('[role="option"]')];
  const show = (open) => {
    list.hidden = !open;
    field.setAttribute('aria-expanded', String(open));
    if (!open) choose(-1);
  };
  const choose = (index) => {
    chosen = index;
    for (const [place, option] of options().entries()) {
      option.id = `quick-${place}`;
      option.setAttribute('aria-selected', String(place === index));
      if (place === index) option.scrollIntoView({ block: 'nearest' });
    }
    if (index < 0) field.removeAttribute('aria-activedescendant');
    else field.setAttribute('aria-activedescendant', `quick-${index}`);
  };
  const ask = async () => {
    const typed = field.value.trim();
    const turn = (asked += 1);
    if (typed === '') {
      show(false);
      return;
    }
    const where = `${document.body.dataset.root}live/search?q=${encodeURIComponent(typed)}`;
    const response = await fetch(where, { headers: { accept: 'text/html' } });
    if (response.redirected) location.reload();
    // What was typed meanwhile has its own answer.
    if (!response.ok || turn !== asked) return;
    list.innerHTML = await response.text();
    show(true);
    choose(-1);
  };
  show(false);
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask().catch(() => show(false)), PAUSE_MS);
  });
  field.addEventListener('keydown', (event) => {
    const count = options().length;
    if (event.key === 'Escape') {
      // Browsers empty the field.
      event.preventDefault();
      if (list.hidden) field.blur();
      show(false);
    } else if (!list.hidden && count > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      choose((chosen + step + count + (chosen < 0 && step < 0 ? 1 : 0)) % count);
    } else if (event.key === 'Enter' && chosen >= 0 && !list.hidden) {
      event.preventDefault();
      options()[chosen].click();
    }
  });
  document.addEventListener('click', ({ target }) => {
    if (!field.form.contains(target)) show(false);
  });
  field.form.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget !== null && !field.form.contains(relatedTarget)) show(false);
  });
});

// The slash leads to the field, unless somebody types.
document.addEventListener('keydown', (event) => {
  const field = document.getElementById('search-all');
  const isTyping = event.target.closest?.('input, textarea, select, [contenteditable]') !== null;
  if (field === null || event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey)
    return;
  event.preventDefault();
  field.focus();
  field.select();
});
