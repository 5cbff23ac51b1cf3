// Asks for the sums of the calls that were searched for when somebody opens them. Without this script a link leads to them.
(() => {
  const ask = async (part) => {
    const place = part.querySelector('.card-body');
    const { part: from, failed } = part.dataset;
    delete part.dataset.part;
    place.setAttribute('aria-busy', 'true');
    try {
      const response = await fetch(from, { headers: { accept: 'text/html' } });
      if (response.redirected) location.reload();
      else if (!response.ok) throw new Error(String(response.status));
      else place.innerHTML = await response.text();
    } catch {
      place.textContent = failed;
    }
    place.removeAttribute('aria-busy');
  };
  // Also of a list that was put in place while somebody typed. The event does not rise, so it is caught on its way down.
  document.addEventListener(
    'toggle',
    ({ target }) => {
      if (target.matches?.('#sums[data-part]')) void ask(target);
    },
    true,
  );
  // What is saved is what the list shows now: the address follows what somebody types.
  const filter = document.querySelector('[data-filter]');
  filter?.form.addEventListener('submit', () => {
    if (location.pathname.endsWith('/calls')) filter.value = location.search.slice(1);
  });
})();
