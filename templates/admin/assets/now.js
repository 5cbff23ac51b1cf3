// The current calls from the event stream, and the seconds left in each stage.
(() => {
  const part = document.getElementById('live-calls');
  const lost = document.getElementById('live-lost');
  if (part === null) return;
  const source = new EventSource(part.dataset.events);
  source.addEventListener('calls', (event) => {
    const focused = part.contains(document.activeElement)
      ? document.activeElement.getAttribute('href')
      : null;
    part.innerHTML = event.data;
    if (focused !== null) part.querySelector(`a[href="${focused}"]`)?.focus();
    lost.hidden = true;
  });
  source.addEventListener('open', () => {
    lost.hidden = true;
  });
  source.addEventListener('error', () => {
    lost.hidden = false;
    // Closed for good: the session has ended, or the service refused.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 5000);
  });
  setInterval(() => {
    for (const left of document.querySelectorAll('[data-until]')) {
      const seconds = Math.max(0, Math.ceil((Number(left.dataset.until) - Date.now()) / 1000));
      left.textContent = left.textContent.replace(/\d+/, String(seconds));
    }
  }, 500);
})();
