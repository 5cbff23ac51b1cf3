/** Times of a week as a picture; the rows of the form say the same as text. Pure. */
import { DAYS } from '../../../base/configuration/vocabulary.js';
import { dayNames } from '../configuration/words.js';
import type { Language } from '../language.js';
import { valueAt, type Draft } from './paths.js';

const LEFT = 34;
const HOUR = 24;
const ROW = 18;
const WEEK_MIN = 7 * 1440;

interface Span {
  readonly day: number;
  readonly from: number;
  readonly to: number;
}

/** SVG; undefined when there are no times. */
export function weekPicture(draft: Draft, path: string, lang: Language): string | undefined {
  const windows = valueAt(draft, path);
  if (!Array.isArray(windows) || windows.length === 0) return undefined;
  const spans = windows.flatMap(spansOf);
  const names = dayNames(lang);
  const hours = [0, 6, 12, 18, 24].map(
    (hour) => `<text x="${LEFT + hour * HOUR}" y="12" text-anchor="middle" class="tick">${hour}</text>`,
  );
  const rows = DAYS.map((day, index) => {
    const y = 20 + index * ROW;
    return [
      `<text x="0" y="${y + 12}" class="tick">${names[index] ?? day}</text>`,
      `<rect x="${LEFT}" y="${y}" width="${24 * HOUR}" height="${ROW - 4}" class="track"/>`,
    ].join('');
  });
  const bars = spans.map(({ day, from, to }) => {
    const x = LEFT + (from / 60) * HOUR;
    return `<rect x="${x}" y="${20 + day * ROW}" width="${((to - from) / 60) * HOUR}" height="${ROW - 4}" class="bar"/>`;
  });
  const size = `viewBox="-2 0 ${LEFT + 24 * HOUR + 14} ${24 + 7 * ROW}"`;
  return `<svg class="week" ${size} aria-hidden="true">${[...hours, ...rows, ...bars].join('')}</svg>`;
}

/** A window that crosses midnight continues on the next day. */
function spansOf(window: unknown): Span[] {
  const [from, to] = [minutesOf(valueAt(window, 'from')), minutesOf(valueAt(window, 'to'))];
  const days = valueAt(window, 'days');
  if (from === undefined || to === undefined || !Array.isArray(days)) return [];
  return days.flatMap((name) => {
    const day = DAYS.findIndex((known) => known === name);
    if (day < 0) return [];
    const begin = day * 1440 + from;
    return pieces(begin, begin + (to > from ? to - from : 1440 - from + to));
  });
}

function pieces(begin: number, end: number): Span[] {
  const found: Span[] = [];
  for (let at = begin; at < end;) {
    const midnight = (Math.floor(at / 1440) + 1) * 1440;
    const until = Math.min(end, midnight);
    const day = Math.floor((at % WEEK_MIN) / 1440);
    found.push({ day, from: at % 1440, to: until === midnight ? 1440 : until % 1440 });
    at = until;
  }
  return found;
}

function minutesOf(value: unknown): number | undefined {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(typeof value === 'string' ? value : '') ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  return hours !== undefined && total <= 1440 ? total : undefined;
}
