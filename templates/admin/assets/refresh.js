// Asks for the newest state of a part of the page, and puts it in place. While somebody types there, it waits; what the
// reader opened or closed stays so, and the focus stays where it was.
(() => {
  const busy = (part) => {
    const active = document.activeElement;
    return (
      part.contains(active) && active instanceof HTMLElement && active.matches('input, textarea, select')
    );
  };
  /** How what has the focus is found again when its part was replaced; null: it is not. */
  const wayBackTo = (element) => {
    if (element.id !== '') return `#${CSS.escape(element.id)}`;
    const around = element.matches('summary') ? element.parentElement.id : '';
    if (around !== '') return `#${CSS.escape(around)} > summary`;
    const href = element.getAttribute('href');
    return href === null ? null : `a[href="${CSS.escape(href)}"]`;
  };
  /** A button that has just become another one is not pressed: whoever pressed it saw what it was before. */
  const SETTLED_MS = 1000;
  document.addEventListener(
    'click',
    (event) => {
      const since = event.target.closest?.('button[data-changed-at]')?.dataset.changedAt;
      if (since !== undefined && Date.now() - Number(since) < SETTLED_MS) event.preventDefault();
    },
    true,
  );
  const replace = (part, html) => {
    const was = new Map([...part.querySelectorAll('button[id]')].map(({ id, value }) => [id, value]));
    const wasOpen = new Map([...part.querySelectorAll('details[id]')].map(({ id, open }) => [id, open]));
    const way = part.contains(document.activeElement) ? wayBackTo(document.activeElement) : null;
    part.innerHTML = html;
    for (const details of part.querySelectorAll('details[id]'))
      details.open = wasOpen.get(details.id) ?? details.open;
    for (const button of part.querySelectorAll('button[id]'))
      if (was.has(button.id) && was.get(button.id) !== button.value)
        button.dataset.changedAt = String(Date.now());
    if (way !== null) part.querySelector(way)?.focus();
  };
  const refresh = async (part) => {
    if (document.hidden || busy(part)) return;
    const response = await fetch(part.dataset.refresh, { headers: { accept: 'text/html' } });
    // A redirect is the sign-in: the session is over.
    if (response.redirected) location.reload();
    if (!response.ok || response.redirected) return;
    const html = await response.text();
    // The tokens of its forms are others each time.
    const shown = html.replaceAll(/name="_csrf" value="[^"]*"/g, '');
    if (shown === part.dataset.shown || busy(part)) return;
    part.dataset.shown = shown;
    replace(part, html);
  };
  for (const part of document.querySelectorAll('[data-refresh]')) {
    let running = false;
    setInterval(
      () => {
        if (running) return;
        running = true;
        refresh(part)
          // The service restarts: the next round shows it.
          .catch(() => undefined)
          .finally(() => {
            running = false;
          });
      },
      Number(part.dataset.refreshSec) * 1000,
    );
  }
})();
