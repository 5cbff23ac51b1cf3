// Asks for the newest state of a part of the page, and puts it in place. While somebody types there, it waits.
(() => {
  const busy = (part) => {
    const active = document.activeElement;
    return (
      part.contains(active) && active instanceof HTMLElement && active.matches('input, textarea, select')
    );
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
    const focused = part.contains(document.activeElement) ? document.activeElement.id : '';
    part.innerHTML = html;
    if (focused !== '') document.getElementById(focused)?.focus();
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
