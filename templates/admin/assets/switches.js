// How long a switch is to stay: the fields of a moment of one's own are there when that is chosen. Without it they always are.
(() => {
  for (const choice of document.querySelectorAll('select[data-own]')) {
    const fields = document.getElementById(choice.dataset.own);
    // What is not shown is not sent, or it would win over the choice.
    const show = () => {
      fields.hidden = choice.value !== 'own';
      fields.disabled = fields.hidden;
    };
    choice.addEventListener('change', show);
    show();
  }
  // After a refusal: where it is to be mended.
  document.querySelector('[aria-invalid="true"]')?.focus();
})();
