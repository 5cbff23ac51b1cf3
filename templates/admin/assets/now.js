// The current calls from the event stream.
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
})();

// Tells of a missed call by a tone and a message of the browser, if the reader wants it. The browser is asked for its
// permission by that click only; without it the tone remains.
(() => {
  const KEPT = 'rufgruppe.tellMissed';
  const button = document.getElementById('tell-missed');
  const figures = document.getElementById('live-figures');
  if (button === null || figures === null) return;
  const missed = () => Number(figures.querySelector('[data-missed]')?.dataset.missed || NaN);
  let wanted = false;
  let before = missed();
  let sound;
  try {
    wanted = localStorage.getItem(KEPT) === 'on';
  } catch {
    // Storage is switched off: the choice lasts for this page only.
  }
  const draw = () => {
    button.hidden = false;
    button.setAttribute('aria-pressed', String(wanted));
    button.classList.toggle('btn-primary', wanted);
    button.querySelector('span').textContent = wanted ? button.dataset.on : button.dataset.off;
  };
  const tone = () => {
    sound ??= new AudioContext();
    const [from, wave, volume] = [sound.currentTime, sound.createOscillator(), sound.createGain()];
    wave.frequency.setValueAtTime(660, from);
    wave.frequency.setValueAtTime(520, from + 0.18);
    volume.gain.setValueAtTime(0.15, from);
    volume.gain.exponentialRampToValueAtTime(0.001, from + 0.5);
    wave.connect(volume).connect(sound.destination);
    wave.start(from);
    wave.stop(from + 0.5);
  };
  const tell = () => {
    tone();
    const may = 'Notification' in window && window.Notification.permission === 'granted';
    if (may)
      new window.Notification(button.dataset.text, {
        tag: KEPT,
        icon: `${document.body.dataset.root}assets/icon.svg`,
      });
  };
  button.addEventListener('click', async () => {
    wanted = !wanted;
    try {
      localStorage.setItem(KEPT, wanted ? 'on' : 'off');
    } catch {
      // As above.
    }
    draw();
    if (!wanted) return;
    tone();
    if ('Notification' in window && window.Notification.permission === 'default')
      await window.Notification.requestPermission();
  });
  new window.MutationObserver(() => {
    const now = missed();
    if (wanted && now > before) tell();
    // Not known for a moment, or a new day.
    if (!Number.isNaN(now)) before = now;
  }).observe(figures, { childList: true, subtree: true });
  draw();
})();
