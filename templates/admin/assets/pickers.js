// Fields with `data-picker` become pickers: all choices are shown, typing filters them, by keyboard and by finger.
// A select takes its options only. An input with a datalist takes any text, with `data-only` the datalist's only; a
// textarea holds one entry a line. Without scripts the fields stay what they are.
(() => {
  const { TomSelect } = globalThis;
  const words = document.querySelector('[data-picker-none]')?.dataset ?? {};
  const lists = new Map();

  // The options of a datalist, read once for all fields that use it.
  const optionsOf = (id) => {
    if (!lists.has(id)) {
      const all = [...(document.getElementById(id)?.options ?? [])];
      lists.set(
        id,
        all.map((option) => ({ value: option.value, text: option.textContent })),
      );
    }
    return lists.get(id).map((option) => ({ ...option }));
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
    no_results: () => `<div class="no-results">${words.pickerNone ?? ''}</div>`,
    option_create: ({ input }, escape) =>
      `<div class="create">${(words.pickerTake ?? '{text}').replace('{text}', () => escape(input))}</div>`,
  });

  // What is read out: the field's name, its hint and its fault, also where the name is no label.
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

  // Text that was typed and not chosen yet, when the field is left: the text itself, or the choice that is marked.
  const takeTyped = (picker, isFree) => {
    const typed = picker.control_input.value.trim();
    if (typed === '') return;
    const same = Object.keys(picker.options).find((value) => value.toLowerCase() === typed.toLowerCase());
    if (same !== undefined) picker.addItem(same);
    else if (isFree) picker.createItem(typed);
    else if (picker.activeOption !== null) picker.addItem(picker.activeOption.dataset.value);
    picker.setTextboxValue('');
  };

  const start = (field) => {
    const isSelect = field.tagName === 'SELECT';
    const isMany = field.tagName === 'TEXTAREA';
    const isFree = !isSelect && !('only' in field.dataset);
    const list = isMany ? field.dataset.picker : (field.getAttribute('list') ?? '');
    const options = isSelect ? [] : optionsOf(list);
    // Nothing to choose from: a plain field.
    if (isFree && options.length === 0) return;
    // What the field holds is a choice, whatever it is: opened and saved unchanged nothing is lost.
    const held = field.value.split('\n').filter((value) => value !== '');
    // A picker has each entry once; what stands there twice stays as it was written.
    if (new Set(held).size < held.length) return;
    const known = new Set(options.map(({ value }) => value));
    options.push(...held.filter((value) => !known.has(value)).map((value) => ({ value, text: '' })));
    const picker = new TomSelect(field, {
      ...(!isSelect && { options, maxItems: isMany ? null : 1 }),
      // A value may hold anything but a line break.
      delimiter: '\n',
      splitOn: /\r?\n/,
      create: isFree,
      persist: false,
      addPrecedence: false,
      allowEmptyOption: isSelect,
      searchField: ['text', 'value'],
      sortField: [{ field: '$order' }],
      maxOptions: null,
      hideSelected: isMany,
      closeAfterSelect: !isMany,
      refreshThrottle: 0,
      plugins: isSelect ? {} : { restore_on_backspace: { text: ({ value }) => value } },
      render: render(isSelect, isMany),
    });
    name(field, picker);
    picker.control_input.addEventListener('blur', () => takeTyped(picker, isFree), { capture: true });
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

  // Gives a field other choices: those of a datalist, or none, which leaves a plain field. A text that is not one of
  // them stays where any text may.
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

  globalThis.pickers = { offer };
  for (const field of document.querySelectorAll('[data-picker]')) start(field);
})();
