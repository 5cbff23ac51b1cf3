// Finds as somebody types: requests what is found and puts it in place. Without this script the button does it.
(() => {
  /** Somebody who types quickly is not answered for each letter. */
  const PAUSE_MS = 200;
  for (const form of document.querySelectorAll('form[data-search]')) {
    const input = form.querySelector('input[type="search"]');
    const into = document.getElementById(form.dataset.into);
    /** Says how many there are to whoever does not see it. */
    const status = document.getElementById(`${form.dataset.into}-status`);
    let timer = 0;
    let asked = new AbortController();
    const find = async () => {
      // An answer to fewer letters may come after that to more.
      asked.abort();
      asked = new AbortController();
      const { signal } = asked;
      const fields = [...new FormData(form)].filter(([, value]) => value !== '');
      const query = new URLSearchParams(fields).toString();
      into.setAttribute('aria-busy', 'true');
      const response = await fetch(`${form.dataset.search}?${query}`, {
        headers: { accept: 'text/html' },
        signal,
      });
      // A redirect leads to the sign-in: the session has ended.
      if (response.redirected) location.reload();
      if (!response.ok || response.redirected) return;
      const html = await response.text();
      if (signal.aborted) return;
      if (html !== into.dataset.shown) into.innerHTML = html;
      into.dataset.shown = html;
      into.removeAttribute('aria-busy');
      if (status !== null) status.textContent = into.querySelector('[data-count]')?.textContent ?? '';
      history.replaceState(null, '', query === '' ? location.pathname : `${location.pathname}?${query}`);
    };
    input.addEventListener('input', () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void find().catch(() => undefined), PAUSE_MS);
    });
  }
})();
