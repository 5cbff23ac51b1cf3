// The clock of the service, as that of a screen may be wrong, and the seconds that are left by it.
(() => {
  const page = document.querySelector('[data-now]');
  if (page === null) return;
  const aheadMs = Number(page.dataset.now) - Date.now();
  const now = () => Date.now() + aheadMs;
  setInterval(() => {
    for (const left of document.querySelectorAll('[data-until]')) {
      const seconds = Math.max(0, Math.ceil((Number(left.dataset.until) - now()) / 1000));
      left.textContent = left.textContent.replace(/\d+/, String(seconds));
    }
  }, 500);
  globalThis.serverClock = { now };
})();
