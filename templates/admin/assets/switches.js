// Shows the fields for an own end time only when that is chosen. Without this script they are always shown.
(() => {
  for (const choice of document.querySelectorAll('select[data-own]')) {
    const fields = document.getElementById(choice.dataset.own);
    // Hidden fields are not sent, or they would override the choice.
    const show = () => {
      fields.hidden = choice.value !== 'own';
      fields.disabled = fields.hidden;
    };
    choice.addEventListener('change', show);
    show();
  }
  // After a refusal: moves to the field to correct. Where all faults are listed, the list comes first (form.js).
  if (document.getElementById('faults') === null) document.querySelector('[aria-invalid="true"]')?.focus();
})();
