// Sets light or dark before the first paint, and opens the menu on small screens. Without this script the pages are
// light and the menu is open.
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
    const button = document.getElementById('menu-button');
    const menu = document.getElementById('menu');
    button?.addEventListener('click', () => {
      const open = menu?.classList.toggle('open') ?? false;
      button.setAttribute('aria-expanded', String(open));
    });
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
