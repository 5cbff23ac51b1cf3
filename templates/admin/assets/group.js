// The picture of a group: the form of a part opens in place, moving something does not leave the page, and the rehearsal
// follows what is typed. Without this script each part has a page of its own, and moving loads the page again.
(() => {
  const WAIT_MS = 400;
  const parse = (html) => new window.DOMParser().parseFromString(html, 'text/html');
  const picture = () => document.getElementById('group-page');

  const fieldsOf = (form, more = []) => {
    const fields = new URLSearchParams(new FormData(form));
    // Says that this script shows the answer.
    fields.set('_in', 'place');
    for (const [name, value] of more) fields.set(name, value);
    return fields;
  };

  const send = async (form, more, signal) => {
    const answer = await fetch(form.action, { method: 'POST', body: fieldsOf(form, more), signal });
    return { url: answer.url, page: parse(await answer.text()) };
  };

  // What this script cannot show is shown by the browser, which sends the same once more.
  const sendPlainly = (form, more) => {
    for (const [name, value] of more) {
      const field = Object.assign(document.createElement('input'), { type: 'hidden', name, value });
      form.append(field);
    }
    form.submit();
  };

  // The picture as it is after saving, with the notice; the rest of the page stays.
  const show = ({ url, page }, focus) => {
    const next = page.getElementById('group-page');
    const isHere = next !== null && new URL(url).pathname === location.pathname;
    if (!isHere) return false;
    picture().querySelector('.group-columns').replaceWith(next.querySelector('.group-columns'));
    const etag = next.querySelector('input[name="_etag"]')?.value;
    for (const field of picture().querySelectorAll('input[name="_etag"]')) field.value = etag;
    for (const old of picture().parentElement.querySelectorAll(':scope > .alert-success')) old.remove();
    const notice = page.querySelector('.alert-success');
    if (notice !== null) picture().before(notice);
    const title = page.querySelector('h1')?.textContent;
    if (title !== undefined) document.querySelector('h1').textContent = title;
    focus
      .map((id) => document.getElementById(id))
      .find((one) => one !== null)
      ?.focus();
    return true;
  };

  let trying;
  const tryDraft = (form) => {
    trying?.abort();
    trying = new AbortController();
    const { signal } = trying;
    const cases = form.querySelector('#try-cases');
    if (cases === null) return;
    setTimeout(async () => {
      if (signal.aborted) return;
      const { page } = await send(form, [['_do', 'try']], signal).catch(() => ({}));
      const next = page?.getElementById('try-cases');
      if (!signal.aborted && next) cases.replaceChildren(...next.childNodes);
    }, WAIT_MS);
  };

  const watch = (form) => {
    form.addEventListener('change', () => tryDraft(form));
    form.addEventListener('input', () => tryDraft(form));
  };

  const dialog = document.createElement('dialog');
  dialog.className = 'piece';
  dialog.setAttribute('aria-labelledby', 'piece-title');
  let opener;
  let isChanged = false;

  const fill = (body) => {
    const { close } = picture().dataset;
    const head = document.createElement('div');
    head.className = 'piece-head';
    const title = Object.assign(document.createElement('h2'), { id: 'piece-title' });
    title.textContent = body.dataset.title;
    const button = Object.assign(document.createElement('button'), {
      type: 'button',
      className: 'btn-close',
    });
    button.setAttribute('aria-label', close);
    button.addEventListener('click', leave);
    head.append(title, button);
    body.className = 'piece-body';
    dialog.replaceChildren(head, body);
    globalThis.pickers.startAll(body);
    globalThis.forms.start(body);
    globalThis.ringback?.start();
    const form = body.querySelector('form');
    form.addEventListener('submit', submit);
    form.querySelector('.form-buttons a')?.addEventListener('click', (event) => {
      event.preventDefault();
      leave();
    });
    watch(form);
    body.querySelector('#faults')?.focus();
  };

  const leave = () => {
    if (isChanged && !window.confirm(picture().dataset.leaveSure)) return;
    dialog.close();
  };

  const submit = async (event) => {
    event.preventDefault();
    const { target: form, submitter } = event;
    const action = [['_do', submitter?.value ?? 'save']];
    const answer = await send(form, action).catch(() => undefined);
    const body = answer?.page.getElementById('part-body') ?? null;
    if (body !== null) {
      const top = dialog.scrollTop;
      fill(body);
      isChanged = true;
      dialog.scrollTop = action[0][1] === 'save' ? 0 : top;
      return;
    }
    isChanged = false;
    if (answer !== undefined && show(answer, [opener])) dialog.close();
    else if (answer?.page.getElementById('group-page')) location.assign(answer.url);
    else sendPlainly(form, action);
  };

  const open = async (link) => {
    const answer = await fetch(link.href).catch(() => undefined);
    const body = answer?.ok ? parse(await answer.text()).getElementById('part-body') : null;
    if (body === null) {
      location.assign(link.href);
      return;
    }
    opener = link.id;
    isChanged = false;
    if (!dialog.isConnected) document.body.append(dialog);
    fill(body);
    dialog.showModal();
    dialog.querySelector('fieldset input:not([type="hidden"]), fieldset select')?.focus();
    isChanged = false;
  };

  dialog.addEventListener('input', () => {
    isChanged = true;
  });
  dialog.addEventListener('change', () => {
    isChanged = true;
  });
  // Escape closes an open list of choices first, and asks before typed text is lost.
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    if (dialog.querySelector('.ts-wrapper.dropdown-active') === null) leave();
  });
  dialog.addEventListener('close', () => {
    trying?.abort();
    dialog.replaceChildren();
    document.getElementById(opener)?.focus();
  });

  const moveTo = async (form, to) => {
    const more = [['to', to]];
    const answer = await send(form, more).catch(() => undefined);
    const id = to.replaceAll(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '');
    const focus = [`up-${id}`, `down-${id}`];
    if (answer === undefined || !show(answer, focus)) sendPlainly(form, more);
  };

  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-part]');
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (link === null || !isPlain) return;
    event.preventDefault();
    open(link);
  });

  document.addEventListener('submit', async (event) => {
    const { target: form, submitter } = event;
    if (form.matches('.way-move')) {
      event.preventDefault();
      const { sure } = submitter?.dataset ?? {};
      if (sure === undefined || window.confirm(sure)) await moveTo(form, submitter?.value ?? '');
    }
    if (form.id === 'try-form') {
      event.preventDefault();
      const answer = await fetch(`${form.action}?${fieldsOf(form)}`);
      const next = parse(await answer.text()).getElementById('try-cases');
      if (next) form.querySelector('#try-cases').replaceChildren(...next.childNodes);
    }
  });

  const alone = document.querySelector('#part-body form');
  if (alone !== null) watch(alone);

  globalThis.groupPicture = { moveTo };
})();
