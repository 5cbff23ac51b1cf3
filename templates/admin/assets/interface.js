// Sends a request to the REST interface as the signed-in account, and shows the answer.
(() => {
  const LONGEST = 100_000;

  const address = (form) => {
    const query = new URLSearchParams();
    let path = form.dataset.path;
    for (const field of form.querySelectorAll('[data-place]')) {
      if (field.dataset.place === 'path')
        path = path.replace(`{${field.name}}`, encodeURIComponent(field.value));
      else if (field.value !== '') query.set(field.name, field.value);
    }
    return `${document.body.dataset.root}api/v1${path}${query.size === 0 ? '' : `?${query.toString()}`}`;
  };

  const pretty = (text) => {
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      return text; // CSV and other text.
    }
  };

  const send = async (form) => {
    const body = form.elements.namedItem('body');
    const response = await fetch(address(form), {
      method: form.dataset.method,
      ...(body !== null && { body: body.value, headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    return `${response.status} ${response.statusText}\n${pretty(text).slice(0, LONGEST)}`;
  };

  for (const form of document.querySelectorAll('form.api-try')) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const output = form.querySelector('output');
      const pre = document.createElement('pre');
      output.replaceChildren(pre);
      send(form)
        .then((shown) => {
          pre.textContent = shown;
        })
        .catch((error) => {
          pre.textContent = String(error);
        });
    });
  }
})();
