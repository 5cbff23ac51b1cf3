// Keeps the wallboard up to date for weeks: asks every few seconds, says when it is not live, and comes back by itself.
document.addEventListener('DOMContentLoaded', () => {
  const EVERY_MS = 3000;
  const view = document.getElementById('wall-view');
  const live = document.getElementById('wall-live');
  if (view === null || live === null) return;
  const language = document.documentElement.lang;
  const digits = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  // The time of the house, as in all that is shown: the machine behind a screen often knows no zone.
  const clock = (at) =>
    new Intl.DateTimeFormat(language, {
      ...digits,
      timeZone: view.firstElementChild.dataset.timezone,
    }).format(at);
  const theme = new URLSearchParams(location.search).get('theme');
  if (theme === 'dark' || theme === 'light') document.documentElement.setAttribute('data-bs-theme', theme);
  let version = view.firstElementChild.dataset.version;
  let shown = '';
  const now = () => new Date(globalThis.serverClock.now());
  let seenAt = now();
  const draw = (isLive) => {
    live.classList.toggle('is-lost', !isLive);
    const text = isLive ? clock(now()) : live.dataset.lost.replace('{at}', clock(seenAt));
    if (live.textContent !== text) live.textContent = text;
  };
  const look = async () => {
    const response = await fetch(view.dataset.refresh, { signal: window.AbortSignal.timeout(10_000) });
    // A redirect leads to the sign-in: it has ended, or the token is none any more.
    if (!response.ok || response.redirected) throw new Error(String(response.status));
    const html = await response.text();
    seenAt = now();
    if (html === shown) return;
    shown = html;
    view.innerHTML = html;
    // A newer release has other scripts and styles.
    if (view.firstElementChild.dataset.version !== version) location.reload();
    version = view.firstElementChild.dataset.version;
  };
  const round = () =>
    look()
      .then(() => draw(true))
      .catch(() => draw(false))
      .finally(() => setTimeout(() => void round(), EVERY_MS));
  void round();
});
