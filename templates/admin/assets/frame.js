// Sets light or dark before the first paint. Without this script the pages are light.
(() => {
  const root = document.documentElement;
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const chosen = () => {
    try {
      return localStorage.getItem('rufgruppe.theme');
    } catch {
      return null; // Storage is switched off: the system's choice holds.
    }
  };
  const apply = () => root.setAttribute('data-bs-theme', chosen() ?? (dark.matches ? 'dark' : 'light'));
  root.classList.add('js');
  apply();
  dark.addEventListener('change', apply);

  document.addEventListener('DOMContentLoaded', () => {
    const theme = document.getElementById('theme-button');
    if (theme !== null) {
      theme.hidden = false;
      theme.addEventListener('click', () => {
        const next = root.getAttribute('data-bs-theme') === 'dark' ? 'light' : 'dark';
        try {
          localStorage.setItem('rufgruppe.theme', next);
        } catch {
          // The choice lasts for this page only.
        }
        root.setAttribute('data-bs-theme', next);
      });
    }
    for (const form of document.querySelectorAll('form[data-confirm]')) {
      form.addEventListener('submit', (event) => {
        if (!window.confirm(form.getAttribute('data-confirm') ?? '')) event.preventDefault();
      });
    }
  });
})();

// Makes scrollable areas reachable by keyboard.
(() => {
  const reach = () => {
    for (const part of document.querySelectorAll('.table-responsive')) {
      if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
      else part.removeAttribute('tabindex');
    }
  };
  document.addEventListener('DOMContentLoaded', () => {
    reach();
    window.addEventListener('resize', reach);
    new window.MutationObserver(reach).observe(document.body, { childList: true, subtree: true });
  });
  // Styles may load after the text.
  window.addEventListener('load', reach);
})();

// The menu of a phone's screen, and the sheet of the account: closed by Escape and by a click beside them.
document.addEventListener('DOMContentLoaded', () => {
  const button = document.getElementById('menu-button');
  const menu = document.getElementById('menu');
  const account = document.querySelector('.account-menu');
  if (button === null || menu === null || account === null) return;
  const show = (open) => {
    menu.classList.toggle('open', open);
    button.setAttribute('aria-expanded', String(open));
  };
  // Without scripts it is a link to the menu.
  button.setAttribute('role', 'button');
  button.setAttribute('aria-controls', 'menu');
  show(location.hash === '#menu');
  button.addEventListener('click', (event) => {
    event.preventDefault();
    show(!menu.classList.contains('open'));
    if (menu.classList.contains('open')) menu.querySelector('a')?.focus();
  });
  button.addEventListener('keydown', (event) => {
    if (event.key !== ' ') return;
    event.preventDefault();
    button.click();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    if (account.open) account.querySelector('summary').focus();
    else if (menu.classList.contains('open')) button.focus();
    account.open = false;
    show(false);
  });
  document.addEventListener('click', ({ target }) => {
    if (!account.contains(target)) account.open = false;
    if (!menu.contains(target) && !button.contains(target)) show(false);
  });
});

// What waits, beside the pages where it waits. Only while somebody looks.
document.addEventListener('DOMContentLoaded', () => {
  const EVERY_MS = 10_000;
  if (document.querySelector('.menu-count') === null) return;
  const look = async () => {
    if (document.hidden) return;
    const response = await fetch(`${document.body.dataset.root}live/counts`);
    if (!response.ok || response.redirected) return;
    for (const { key, shown, text } of await response.json()) {
      for (const count of document.querySelectorAll(`.count-${key}`)) {
        const [seen, heard] = count.children;
        if (seen.textContent !== shown) seen.textContent = shown;
        if (heard.textContent !== text) heard.textContent = text;
        count.hidden = shown === '';
      }
    }
  };
  // The service may be restarting; the next round tries again.
  const round = () => void look().catch(() => undefined);
  setInterval(round, EVERY_MS);
  document.addEventListener('visibilitychange', round);
});
