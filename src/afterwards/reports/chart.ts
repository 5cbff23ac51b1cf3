/** Bars of calls by hour: as shares of a table's width, and as characters in plain text. Pure. */
import type { CallClass } from '../../base/model/call-class.js';
import type { HourTotal } from './totals.js';

/** From left to right in a bar. */
export const CLASSES: readonly CallClass[] = ['answered', 'missed', 'diverted', 'other'];

/** Readable on white and on dark, and distinguishable without red and green. */
export const COLOURS: Readonly<Record<CallClass, string>> = {
  answered: '#2a9d78',
  missed: '#d9572f',
  diverted: '#5b8def',
  other: '#9aa3b2',
};

/** The character of a class in plain text; every font has these, and screen readers read them out. */
export const SIGNS: Readonly<Record<CallClass, string>> = {
  answered: '#',
  missed: '!',
  diverted: '>',
  other: '-',
};

/** Length of the longest bar in characters. */
const LONGEST = 40;

export interface Segment {
  readonly kind: CallClass;
  /** Whole percent of the longest bar. */
  readonly width: number;
}

export interface Bar {
  readonly label: string;
  readonly calls: number;
  readonly segments: readonly Segment[];
  /** The rest of the width, in percent. */
  readonly rest: number;
  /** `####!>` */
  readonly signs: string;
}

/** One bar for each hour from the first to the last one with a call; the longest has the full width. */
export function barsOf(hours: readonly HourTotal[]): readonly Bar[] {
  const first = hours.findIndex(({ calls }) => calls > 0);
  const last = hours.findLastIndex(({ calls }) => calls > 0);
  const most = Math.max(0, ...hours.map(({ calls }) => calls));
  return first === -1 ? [] : hours.slice(first, last + 1).map((hour) => barOf(hour, most));
}

function barOf(hour: HourTotal, most: number): Bar {
  const { label, calls } = hour;
  const counts = CLASSES.map((kind) => hour[kind]);
  const widths = parts(counts, 100 / most, 100);
  // One character stands for one call as long as they fit.
  const signs = parts(counts, Math.min(1, LONGEST / most), LONGEST);
  return {
    label,
    calls,
    segments: CLASSES.map((kind, index) => ({ kind, width: widths[index] ?? 0 })).filter(
      ({ width }) => width > 0,
    ),
    rest: 100 - widths.reduce((sum, width) => sum + width, 0),
    signs: CLASSES.map((kind, index) => SIGNS[kind].repeat(signs[index] ?? 0)).join(''),
  };
}

/** Whole parts of the scaled counts. Everything above zero is visible, and the sum is at most `most`. */
function parts(counts: readonly number[], scale: number, most: number): readonly number[] {
  const found = counts.map((count) => (count === 0 ? 0 : Math.max(1, Math.round(count * scale))));
  const over = found.reduce((sum, part) => sum + part, 0) - most;
  const largest = found.indexOf(Math.max(...found));
  return found.map((part, index) => (index === largest ? part - Math.max(0, over) : part));
}
