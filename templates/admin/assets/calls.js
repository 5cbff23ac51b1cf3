// Asks for the sums of the calls that were searched for when somebody opens them. Without this script a link leads to them.
(() => {
  const part = document.querySelector('#sums[data-part]');
  part?.addEventListener(
    'toggle',
    async () => {
      const place = part.querySelector('.card-body');
      place.setAttribute('aria-busy', 'true');
      try {
        const response = await fetch(part.dataset.part, { headers: { accept: 'text/html' } });
        if (response.redirected) location.reload();
        else if (!response.ok) throw new Error(String(response.status));
        else place.innerHTML = await response.text();
      } catch {
        place.textContent = part.dataset.failed;
      }
      place.removeAttribute('aria-busy');
    },
    { once: true },
  );
})();
