// Plays the chosen ringback tone once, as callers hear it.
(() => {
  let playing;

  const start = () => {
    const button = document.getElementById('listen');
    const kind = document.querySelector('select[name="ringback.kind"]');
    if (button === null || kind === null) return;
    const value = document.querySelector('input[name="ringback.value"]');
    kind.closest('fieldset').append(button.parentElement);
    const tones = JSON.parse(button.dataset.tones);
    const known = () => (kind.value === 'tone' ? tones[value.value.trim().toLowerCase()] : undefined);
    const show = () => {
      button.disabled = known() === undefined;
    };
    kind.addEventListener('change', show);
    value.addEventListener('input', show);
    show();

    button.addEventListener('click', () => {
      playing?.close();
      const context = new AudioContext();
      playing = context;
      let at = context.currentTime + 0.05;
      for (const { onMs, offMs, hertz } of known() ?? []) {
        for (const frequency of hertz) {
          const oscillator = context.createOscillator();
          const gain = context.createGain();
          oscillator.frequency.value = frequency;
          gain.gain.value = 0.15 / hertz.length;
          oscillator.connect(gain).connect(context.destination);
          oscillator.start(at);
          oscillator.stop(at + onMs / 1000);
        }
        at += (onMs + offMs) / 1000;
      }
    });
  };

  // Of a form that is shown later, in a dialog.
  globalThis.ringback = { start };
  start();
})();
