// Hides the fields of configuration forms that the chosen kind does not need. Without this script all fields are shown.
(() => {
  // The choices follow the kind: those of its list, or any text.
  const offer = (input, { list = '', only }) => globalThis.pickers.offer(input, list, only !== undefined);

  const start = (root) => {
    for (const select of root.querySelectorAll('select[data-variant]')) {
      const [value, ringing] = select.parentElement.querySelectorAll('input[name]');
      const show = () => {
        const { dataset } = select.selectedOptions[0];
        value.placeholder = dataset.what ?? '';
        value.classList.remove('is-off');
        offer(value, dataset);
        (value.tomselect?.wrapper ?? value).classList.toggle('is-off', select.value === '');
        ringing?.classList.toggle('is-off', dataset.rings === undefined);
      };
      select.addEventListener('change', () => {
        value.value = '';
        show();
      });
      show();
    }

    for (const select of root.querySelectorAll('select[data-member]')) {
      const row = select.parentElement;
      const value = row.querySelector('input[data-value]');
      const show = () => {
        row.querySelector('.external-only').classList.toggle('is-user', select.value !== 'external');
        offer(value, select.selectedOptions[0].dataset);
      };
      select.addEventListener('change', () => {
        value.value = '';
        show();
      });
      show();
    }

    for (const mode of root.querySelectorAll('select[name="anonymous.mode"]')) {
      const divert = mode.closest('fieldset').querySelector('.variant');
      const show = () => divert.classList.toggle('is-off', mode.value !== 'divert');
      mode.addEventListener('change', show);
      show();
    }

    for (const tick of root.querySelectorAll('input[data-block]')) {
      const fields = document.getElementById(tick.dataset.block);
      const show = () => fields.classList.toggle('is-off', !tick.checked);
      tick.addEventListener('change', show);
      show();
    }

    // Links from faults focus their field, even if a picker covers it. The list of faults gets the focus first.
    for (const link of root.querySelectorAll('a[data-field]')) {
      link.addEventListener('click', (event) => {
        const field = document.getElementById(link.hash.slice(1));
        if (field === null) return;
        event.preventDefault();
        const shown = field.tomselect ?? field;
        shown.focus();
        (field.closest('.form-row, fieldset, .mb-3') ?? field).scrollIntoView({ block: 'center' });
      });
    }
  };

  // A form that is shown later, in a dialog.
  globalThis.forms = { start };
  start(document);
  document.getElementById('faults')?.focus();
  // A link from another page to a field of this one.
  if (location.hash.startsWith('#f-')) document.getElementById(location.hash.slice(1))?.focus();

  // Asks before typed text is lost by a wrong click.
  const form = document.querySelector('form[novalidate]');
  let changed = form !== null && 'unsaved' in form.dataset;
  form?.addEventListener('input', () => {
    changed = true;
  });
  form?.addEventListener('submit', () => {
    changed = false;
  });
  window.addEventListener('beforeunload', (event) => {
    if (changed) event.preventDefault();
  });

  // Row buttons reload the page; this keeps the scroll position.
  const kept = 'rufgruppe.scroll';
  form?.addEventListener('submit', (event) => {
    const { value = '' } = event.submitter ?? {};
    if (/^(add|remove|up) /.test(value)) sessionStorage.setItem(kept, String(window.scrollY));
  });
  const position = sessionStorage.getItem(kept);
  if (position !== null) {
    sessionStorage.removeItem(kept);
    window.scrollTo(0, Number(position));
  }
})();
