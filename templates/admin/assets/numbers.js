// Shows how a phone number is understood while somebody types it. Without this script that is shown after saving.
(() => {
  const WAIT_MS = 250;

  // A phone number field, or one in a row about an external number.
  const isNumber = (field) =>
    'number' in field.dataset ||
    (field.matches('[data-value], .variant > input[name$=".value"]') &&
      field.parentElement.querySelector('select')?.value === 'external');

  const placeOf = (field) => {
    const parent = field.parentElement;
    const there = parent.querySelector('.understood');
    if (there !== null) return there;
    const place = document.createElement('small');
    place.className = 'understood';
    place.classList.toggle('d-block', 'number' in field.dataset);
    place.setAttribute('role', 'status');
    // After the faults and before the hint, or at the end of the row's messages.
    const hint = parent.querySelector(':scope > .form-hint');
    if (hint === null) field.after(place);
    else hint.before(place);
    return place;
  };

  const understood = async (given) => {
    const answer = await fetch(
      `${document.body.dataset.root}numbers/understood?${new URLSearchParams({ given })}`,
    );
    return answer.ok && !answer.redirected ? (await answer.json()).text : '';
  };

  const timers = new WeakMap();
  const ask = (field) => {
    clearTimeout(timers.get(field));
    if (!isNumber(field)) {
      const there = field.parentElement.querySelector('.understood');
      if (there !== null) there.textContent = '';
      return;
    }
    const given = field.value.trim();
    const timer = setTimeout(async () => {
      const text = given === '' ? '' : await understood(given).catch(() => '');
      // The text has changed since the request.
      if (field.value.trim() === given) placeOf(field).textContent = text;
    }, WAIT_MS);
    timers.set(field, timer);
  };

  document.addEventListener('input', ({ target }) => {
    if (target.matches('input[data-number], input[data-value], .variant > input[name$=".value"]'))
      ask(target);
  });
  // After a change of kind, the previous result no longer applies.
  document.addEventListener('change', ({ target }) => {
    if (!target.matches('select[data-member], select[data-variant]')) return;
    const field = target.parentElement.querySelector('input[data-value], input[name$=".value"]');
    if (field !== null) ask(field);
  });
})();
