/** Tables of plain text. Pure. */

const graphemes = new Intl.Segmenter();

/** Letters as they are seen; accents and emojis of several code points are one. */
function widthOf(text: string): number {
  return Array.from(graphemes.segment(text)).length;
}

/**
 * Lines with the columns under each other, two spaces apart; columns named in `right` are written against their right
 * edge. Nothing trails.
 */
export function aligned(
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, index) =>
    Math.max(...rows.map((row) => widthOf(row[index] ?? ''))),
  );
  const cell = (text: string, index: number) => {
    const space = ' '.repeat((widths[index] ?? 0) - widthOf(text));
    return right.includes(index) ? `${space}${text}` : `${text}${space}`;
  };
  return rows.map((row) => row.map(cell).join('  ').trimEnd());
}
