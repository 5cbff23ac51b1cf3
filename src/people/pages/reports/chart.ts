/** Stacked bars as SVG. A table beside them has the numbers. Pure. */
import Handlebars from 'handlebars';
import type { ClassCounts } from '../../../afterwards/reports/classify.js';

export interface ChartBar {
  readonly label: string;
  readonly counts: ClassCounts;
  /** The full text, shown as a tooltip. */
  readonly title: string;
}

const HEIGHT = 160;
const TOP = 8;
const LEFT = 34;
const WIDTH = 720;
const PARTS = ['answered', 'missed', 'diverted', 'other'] as const;

export function barChart(bars: readonly ChartBar[], alt: string): string {
  const highest = Math.max(1, ...bars.map(({ counts }) => counts.calls));
  const step = WIDTH / Math.max(1, bars.length);
  // Leaves out labels that would not fit.
  const every = Math.ceil((bars.length * Math.max(0, ...bars.map(({ label }) => label.length))) / 80);
  const escape = (text: string) => Handlebars.Utils.escapeExpression(text);
  const scale = [0, highest].map(
    (value) =>
      `<text x="${LEFT - 6}" y="${TOP + HEIGHT - (value / highest) * HEIGHT + 4}" text-anchor="end" class="tick">${value}</text>`,
  );
  const drawn = bars.map(({ label, counts, title }, index) => {
    const x = LEFT + index * step;
    let bottom = TOP + HEIGHT;
    const parts = PARTS.map((part) => {
      const height = (counts[part] / highest) * HEIGHT;
      bottom -= height;
      return height === 0
        ? ''
        : `<rect x="${x + step * 0.12}" y="${bottom}" width="${step * 0.76}" height="${height}" class="part ${part}"/>`;
    });
    const text =
      index % every === 0
        ? `<text x="${x + step / 2}" y="${TOP + HEIGHT + 16}" text-anchor="middle" class="tick">${escape(label)}</text>`
        : '';
    return `<g><title>${escape(title)}</title>${parts.join('')}</g>${text}`;
  });
  const axis = `<line x1="${LEFT}" x2="${LEFT + WIDTH}" y1="${TOP + HEIGHT}" y2="${TOP + HEIGHT}" class="grid"/>`;
  return `<svg class="chart" viewBox="0 0 ${LEFT + WIDTH + 8} ${TOP + HEIGHT + 22}" role="img" aria-label="${escape(alt)}">${axis}${scale.join('')}${drawn.join('')}</svg>`;
}
