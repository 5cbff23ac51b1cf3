/** Pictures of figures as SVG. A table beside each has the numbers. Pure. */
import Handlebars from 'handlebars';
import { CLASS_ORDER } from '../../../base/model/day-figures.js';
import type { ClassCounts } from '../../../afterwards/reports/classify.js';

export interface ChartBar {
  readonly label: string;
  readonly counts: ClassCounts;
  /** The calls of the time that this one is compared with. */
  readonly then?: number | undefined;
  /** The full text, shown as a tooltip. */
  readonly title: string;
}

const HEIGHT = 160;
const TOP = 8;
const LEFT = 34;
const WIDTH = 720;

const escape = (text: string): string => Handlebars.Utils.escapeExpression(text);

const picture = (height: number, alt: string, parts: readonly string[]): string =>
  `<svg class="chart" viewBox="0 0 ${LEFT + WIDTH + 8} ${height}" role="img" aria-label="${escape(alt)}">${parts.join('')}</svg>`;

/** Stacked bars, each with a line at the height of what it is compared with. */
export function barChart(bars: readonly ChartBar[], alt: string): string {
  const highest = Math.max(1, ...bars.map(({ counts, then = 0 }) => Math.max(counts.calls, then)));
  const step = WIDTH / Math.max(1, bars.length);
  const y = (value: number) => TOP + HEIGHT - (value / highest) * HEIGHT;
  // Leaves out labels that would not fit.
  const every = Math.ceil((bars.length * Math.max(0, ...bars.map(({ label }) => label.length))) / 80);
  const scale = [0, highest].map(
    (value) => `<text x="${LEFT - 6}" y="${y(value) + 4}" text-anchor="end" class="tick">${value}</text>`,
  );
  const drawn = bars.map(({ label, counts, then, title }, index) => {
    const x = LEFT + index * step;
    const text =
      index % every === 0
        ? `<text x="${x + step / 2}" y="${TOP + HEIGHT + 16}" text-anchor="middle" class="tick">${escape(label)}</text>`
        : '';
    const line =
      then === undefined
        ? ''
        : `<line x1="${x + step * 0.04}" x2="${x + step * 0.96}" y1="${y(then)}" y2="${y(then)}" class="then"/>`;
    return `<g><title>${escape(title)}</title>${stack(counts, x + step * 0.12, step * 0.76, y)}${line}</g>${text}`;
  });
  const axis = `<line x1="${LEFT}" x2="${LEFT + WIDTH}" y1="${TOP + HEIGHT}" y2="${TOP + HEIGHT}" class="grid"/>`;
  return picture(TOP + HEIGHT + 22, alt, [axis, ...scale, ...drawn]);
}

function stack(counts: ClassCounts, x: number, width: number, y: (value: number) => number): string {
  let below = 0;
  return CLASS_ORDER.map((part) => {
    const [bottom, top] = [y(below), y(below + counts[part])];
    below += counts[part];
    return counts[part] === 0
      ? ''
      : `<rect x="${x}" y="${top}" width="${width}" height="${bottom - top}" class="part ${part}"/>`;
  }).join('');
}

export interface HeatRow {
  readonly label: string;
  /** One for each hour of the day. */
  readonly cells: readonly { readonly calls: number; readonly title: string }[];
}

const CELL_HEIGHT = 20;

/** Weekdays from top to bottom, hours from left to right; the more calls, the less transparent. */
export function heatMap(rows: readonly HeatRow[], alt: string): string {
  const most = Math.max(1, ...rows.flatMap(({ cells }) => cells.map(({ calls }) => calls)));
  const step = WIDTH / 24;
  const drawn = rows.map(({ label, cells }, index) => {
    const y = index * CELL_HEIGHT;
    const squares = cells.map(({ calls, title }, hour) => {
      const opacity = calls === 0 ? 0.06 : 0.15 + 0.85 * (calls / most);
      return `<rect x="${LEFT + hour * step + 1}" y="${y + 1}" width="${step - 2}" height="${CELL_HEIGHT - 2}" rx="2" class="heat" fill-opacity="${opacity.toFixed(2)}"><title>${escape(title)}</title></rect>`;
    });
    const text = `<text x="${LEFT - 6}" y="${y + 14}" text-anchor="end" class="tick">${escape(label)}</text>`;
    return text + squares.join('');
  });
  const bottom = rows.length * CELL_HEIGHT;
  const hours = [0, 3, 6, 9, 12, 15, 18, 21].map(
    (hour) =>
      `<text x="${LEFT + (hour + 0.5) * step}" y="${bottom + 14}" text-anchor="middle" class="tick">${String(hour).padStart(2, '0')}</text>`,
  );
  return picture(bottom + 20, alt, [...drawn, ...hours]);
}
