// Turns fields with `data-picker` into pickers: all choices are shown, and typing filters them, by keyboard or touch. A
// select takes its options only. An input with a datalist takes any text, with `data-only` only that of the datalist. A
// textarea holds one entry per line. If there are too many choices for the page, the datalist has the address to
// request them from (`data-ask`) while somebody types. Without this script the fields stay plain.
(() => {
  const { TomSelect } = globalThis;
  const words = document.body.dataset;
  const lists = new Map();
  // How many are shown at once; typing finds the others.
  const MOST_SHOWN = 300;

  // The options of a datalist, and the address of more; read once for all fields that use it.
  const listOf = (id) => {
    if (!lists.has(id)) {
      const list = document.getElementById(id);
      const options = [...(list?.options ?? [])];
      lists.set(id, {
        options: options.map((option) => ({ value: option.value, text: option.textContent })),
        ask: list?.dataset.ask,
      });
    }
    const { options, ask } = lists.get(id);
    return { options: options.map((option) => ({ ...option })), ask };
  };

  const askFor = async (ask, typed) => {
    const answer = await fetch(`${ask}?${new URLSearchParams({ q: typed })}`, {
      headers: { accept: 'application/json' },
    });
    // The session has ended; submitting the page will say so.
    if (!answer.ok || answer.redirected) return { options: [], more: 0 };
    return answer.json();
  };

  const shown = ({ value, text }, escape, isSelect) => {
    if (isSelect) return `<div>${escape(text) || '–'}</div>`;
    const more = text === '' || text === value ? '' : ` <span class="picker-more">${escape(text)}</span>`;
    return `<div>${escape(value)}${more}</div>`;
  };

  const render = (isSelect, isMany) => ({
    option: (data, escape) => shown(data, escape, isSelect),
    item: (data, escape) => {
      if (!isMany) return shown(data, escape, isSelect);
      const cross = `<span class="picker-remove" aria-hidden="true" title="${escape(words.pickerRemove)}">✕</span>`;
      return shown(data, escape, false).replace(/<\/div>$/, ` ${cross}</div>`);
    },
    no_results: () =>
      `<div class="no-results" role="option" aria-disabled="true">${words.pickerNone ?? ''}</div>`,
    option_create({ input }, escape) {
      const text = (words.pickerTake ?? '{text}').replace('{text}', () => escape(input));
      return `<div class="create" role="option" id="${this.inputId}-create">${text}</div>`;
    },
  });

  // For screen readers: the field's name, hint and fault, even if the name is not a label element.
  const name = (field, picker) => {
    const control = picker.control_input;
    const label = field.getAttribute('aria-label');
    if (label !== null) {
      control.setAttribute('aria-label', label);
      picker.dropdown_content.setAttribute('aria-label', label);
    }
    for (const key of ['aria-describedby', 'aria-invalid']) {
      const value = field.getAttribute(key);
      if (value !== null) control.setAttribute(key, value);
    }
    field.setAttribute('aria-hidden', 'true');
  };

  // Text that was typed but not chosen when the field is left becomes the value: the text itself, or the marked choice.
  // The matches may still be on their way from the server.
  const takeTyped = async (picker, isFree, ask) => {
    const typed = picker.control_input.value.trim();
    if (typed === '') return;
    const marked = picker.activeOption?.dataset.value;
    const isMarked = marked !== undefined && picker.options[marked] !== undefined;
    picker.setTextboxValue('');
    const sameAs = () =>
      Object.keys(picker.options).find((value) => value.toLowerCase() === typed.toLowerCase());
    const isAsked = ask !== undefined && !isFree && sameAs() === undefined && !isMarked;
    const [found] = isAsked ? (await askFor(ask, typed)).options : [];
    if (found !== undefined) picker.addOption(found);
    const same = sameAs();
    if (same !== undefined) picker.addItem(same);
    else if (isFree) picker.createItem(typed);
    else if (isMarked) picker.addItem(marked);
    else if (found !== undefined) picker.addItem(found.value);
  };

  // Below the choices: how many more there are.
  const tellMore = (picker, totals) => {
    const hint = document.createElement('div');
    hint.className = 'picker-hint';
    hint.setAttribute('aria-hidden', 'true');
    picker.dropdown.append(hint);
    picker.hook('after', 'refreshOptions', () => {
      const { query = '', items = [] } = picker.currentResults ?? {};
      const more = Math.max(items.length, totals.get(query) ?? 0) - Math.min(items.length, MOST_SHOWN);
      hint.textContent = more > 0 ? (words.pickerMore ?? '').replace('{count}', more) : '';
    });
  };

  const start = (field) => {
    const isSelect = field.tagName === 'SELECT';
    const isMany = field.tagName === 'TEXTAREA';
    const isFree = !isSelect && !('only' in field.dataset);
    const list = isMany ? field.dataset.picker : (field.getAttribute('list') ?? '');
    const { options, ask } = isSelect ? { options: [] } : listOf(list);
    // With nothing to choose from, the field stays plain.
    if (isFree && options.length === 0 && ask === undefined) return;
    // The current value is always a choice, so that saving an unchanged form loses nothing.
    const held = field.value.split('\n').filter((value) => value !== '');
    // A picker has each entry once; a field with duplicates stays a text field.
    if (new Set(held).size < held.length) return;
    const known = new Set(options.map(({ value }) => value));
    options.push(...held.filter((value) => !known.has(value)).map((value) => ({ value, text: '' })));
    const totals = new Map();
    const picker = new TomSelect(field, {
      ...(!isSelect && { options, maxItems: isMany ? null : 1 }),
      // A value may contain anything but a line break.
      delimiter: '\n',
      splitOn: /\r?\n/,
      create: isFree,
      persist: false,
      addPrecedence: false,
      allowEmptyOption: isSelect,
      searchField: ['text', 'value'],
      sortField: [{ field: '$order' }],
      maxOptions: MOST_SHOWN,
      hideSelected: isMany,
      closeAfterSelect: !isMany,
      refreshThrottle: 0,
      ...(ask !== undefined && {
        preload: 'focus',
        loadThrottle: 200,
        shouldLoad: () => true,
        load: (typed, callback) => {
          askFor(ask, typed).then(
            (found) => {
              totals.set(typed, found.options.length + found.more);
              callback(found.options);
            },
            () => callback(),
          );
        },
      }),
      plugins: isSelect ? {} : { restore_on_backspace: { text: ({ value }) => value } },
      render: render(isSelect, isMany),
    });
    name(field, picker);
    const typing = () => picker.wrapper.classList.toggle('is-typing', picker.control_input.value !== '');
    picker.control_input.addEventListener('input', typing);
    for (const event of ['item_add', 'dropdown_close', 'blur']) picker.on(event, typing);
    tellMore(picker, totals);
    picker.control_input.addEventListener('blur', () => takeTyped(picker, isFree, ask), { capture: true });
    picker.control.addEventListener(
      'click',
      (event) => {
        const cross = event.target.closest('.picker-remove');
        if (cross === null) return;
        event.stopPropagation();
        picker.removeItem(cross.parentElement);
      },
      { capture: true },
    );
  };

  // Changes the choices of a field to those of a datalist, or to none, which leaves a plain field. Text that is not
  // among them is kept where any text is allowed.
  const offer = (field, list, isOnly) => {
    const before = field.value;
    field.tomselect?.destroy();
    field.removeAttribute('aria-hidden');
    if (list === '') field.removeAttribute('list');
    else field.setAttribute('list', list);
    if (isOnly) field.dataset.only = '';
    else delete field.dataset.only;
    field.value = before;
    if (list !== '') start(field);
  };

  // Of a page, or of a form that is shown later; its lists are those that came with it.
  const startAll = (root) => {
    lists.clear();
    for (const field of root.querySelectorAll('[data-picker]')) start(field);
  };

  globalThis.pickers = { offer, startAll };
  startAll(document);
})();
