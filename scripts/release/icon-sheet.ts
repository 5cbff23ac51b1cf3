/** One SVG file with the drawings that pages use: `<use href="/assets/icons.svg#phone">`. Pure. */

/** They fill the whole square and draw nothing. */
const FRAME = /\s*<path stroke="none" d="M0 0h24v24H0z" fill="none" ?\/>/;

/**
 * @param drawings as the package has them: a name, and the text of its SVG file.
 * @param licence of the package, which has to go with them
 * @throws Error for one that has another form than the package's outlines
 */
export function iconSheet(
  drawings: readonly (readonly [name: string, svg: string])[],
  licence: string,
): string {
  return [
    '<svg xmlns="http://www.w3.org/2000/svg">',
    `<!-- Drawings of @tabler/icons, written by npm run icons.\n\n${licence.trim()}\n-->`,
    ...drawings.map(([name, svg]) => symbol(name, svg)),
    '</svg>',
    '',
  ].join('\n');
}

function symbol(name: string, svg: string): string {
  const inside = /viewBox="0 0 24 24"[^>]*>(?<paths>.*)<\/svg>/s.exec(svg)?.groups?.['paths'];
  if (inside === undefined || /<(?!path |circle |rect |line |polyline )/.test(inside))
    throw new Error(`the drawing ${name} is none of 24 x 24 lines`);
  const paths = inside.replace(FRAME, '').replaceAll(/\s*\n\s*/g, '');
  const look = 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name}" viewBox="0 0 24 24" ${look}>${paths}</symbol>`;
}
