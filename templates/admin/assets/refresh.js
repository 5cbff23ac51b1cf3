// Requests the newest state of a part of the page and replaces it. Waits while somebody is typing there, and keeps the
// focus and what the reader opened or closed.
(() => {
  const busy = (part) => {
    const active = document.activeElement;
    return (
      part.contains(active) && active instanceof HTMLElement && active.matches('input, textarea, select')
    );
  };
  /** How to find the focused element again after its part was replaced; null: not possible. */
  const wayBackTo = (element) => {
    if (element.id !== '') return `#${CSS.escape(element.id)}`;
    const around = element.matches('summary') ? element.parentElement.id : '';
    if (around !== '') return `#${CSS.escape(around)} > summary`;
    const href = element.getAttribute('href');
    return href === null ? null : `a[href="${CSS.escape(href)}"]`;
  };
  /** Ignores clicks on a button that has just changed: whoever pressed it saw its old text. */
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
    // The figures tell of missed calls, also in a page behind others.
    if ((document.hidden && part.dataset.refreshHidden === undefined) || busy(part)) return;
    const response = await fetch(part.dataset.refresh, { headers: { accept: 'text/html' } });
    // A redirect leads to the sign-in: the session has ended.
    if (response.redirected) location.reload();
    if (!response.ok || response.redirected) return;
    const html = await response.text();
    // Ignores form tokens, which differ in every answer.
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
          // The service may be restarting; the next round tries again.
          .catch(() => undefined)
          .finally(() => {
            running = false;
          });
      },
      Number(part.dataset.refreshSec) * 1000,
    );
  }
})();
