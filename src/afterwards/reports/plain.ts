/** Tables of plain text. Pure. */

const graphemes = new Intl.Segmenter();

/** Latin letters, digits and signs: each is one character. */
const SIMPLE = /^[ -~\u00a0-\u024f]*$/;

/** Characters as people see them; an accent or an emoji of several code points is one. */
function widthOf(text: string): number {
  // The segmenter takes microseconds for each cell, and a report has a thousand of them.
  if (SIMPLE.test(text)) return text.length;
  return Array.from(graphemes.segment(text)).length;
}

/**
 * Lines with aligned columns, two spaces apart; columns named in `right` are aligned to the right. No trailing
 * spaces.
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
