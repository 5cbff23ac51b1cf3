// Finds as somebody types: requests what is found and puts it in place. Without this script the button does it.
(() => {
  /** Somebody who types quickly is not answered for each letter. */
  const PAUSE_MS = 200;
  for (const form of document.querySelectorAll('form[data-search]')) {
    const input = form.querySelector('input[type="search"]');
    const into = document.getElementById(form.dataset.into);
    let [timer, last] = [0, 0];
    const find = async () => {
      last += 1;
      const own = last;
      const query = new URLSearchParams(new FormData(form)).toString();
      const response = await fetch(`${form.dataset.search}?${query}`, { headers: { accept: 'text/html' } });
      // A redirect leads to the sign-in: the session has ended.
      if (response.redirected) location.reload();
      // An answer to fewer letters may come after that to more.
      if (!response.ok || response.redirected || own !== last) return;
      into.innerHTML = await response.text();
      history.replaceState(null, '', `${location.pathname}?${query}`);
    };
    input.addEventListener('input', () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void find().catch(() => undefined), PAUSE_MS);
    });
  }
})();
