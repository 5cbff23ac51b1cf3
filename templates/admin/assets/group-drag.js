// Rules, stages and members of a group's picture can be dragged; the same places are reached with the arrow buttons.
(() => {
  const kindOf = (path) => path.replaceAll(/\[\d+\]/g, '');
  const listOf = (path) => path.replace(/\[\d+\]$/, '');
  const indexOf = (path) => Number(/\[(\d+)\]$/.exec(path)[1]);

  let dragged;
  let marked;

  const mark = (element, name) => {
    marked?.classList.remove('drop-before', 'drop-into');
    marked = element;
    element?.classList.add(name);
  };

  // The place that the dragged thing would have: before or behind what is below the pointer, or at the end of a stage.
  const placeAt = ({ target, clientY }) => {
    const from = dragged.dataset.drag;
    for (let over = target; over instanceof window.Element; over = over.parentElement) {
      const { drag, end } = over.dataset;
      if (drag !== undefined && kindOf(drag) === kindOf(from)) {
        const { top, height } = over.getBoundingClientRect();
        const behind = clientY > top + height / 2 ? 1 : 0;
        const isBelow = listOf(drag) === listOf(from) && indexOf(from) < indexOf(drag) + behind ? 1 : 0;
        return { over, to: `${listOf(drag)}[${indexOf(drag) + behind - isBelow}]`, isBehind: behind === 1 };
      }
      if (end !== undefined && kindOf(end) === kindOf(from)) return { over, to: end, isBehind: true };
    }
    return undefined;
  };

  document.addEventListener('dragstart', (event) => {
    const element = event.target instanceof window.Element ? event.target.closest('[data-drag]') : null;
    if (element === null) return;
    dragged = element;
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', element.dataset.drag);
    element.classList.add('is-dragged');
  });

  document.addEventListener('dragover', (event) => {
    if (dragged === undefined) return;
    const place = placeAt(event);
    if (place === undefined) {
      mark(undefined);
      return;
    }
    event.preventDefault();
    mark(place.over, place.isBehind ? 'drop-into' : 'drop-before');
  });

  document.addEventListener('drop', (event) => {
    if (dragged === undefined) return;
    const place = placeAt(event);
    event.preventDefault();
    const form = dragged.querySelector('.way-move');
    if (place !== undefined && place.to !== dragged.dataset.drag && form !== null) {
      globalThis.groupPicture.moveTo(form, place.to);
    }
  });

  document.addEventListener('dragend', () => {
    mark(undefined);
    dragged?.classList.remove('is-dragged');
    dragged = undefined;
  });
})();
