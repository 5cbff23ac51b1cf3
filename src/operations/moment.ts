/** Moments to come, as people type them in German and English. Pure. */
import { DateTime } from 'luxon';
import { readWallClock } from './wall-clock.js';

/** ISO 8601 with a zone: `2026-12-24T08:00:00+01:00`, `2026-12-24T07:00Z`. */
const WITH_ZONE = /^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)$/i;

/** What `momentOf` reads, for those who typed something else. */
export const MOMENT_FORMS =
  '2026-12-24 08:00, 24.12.2026 08:00, 24.12. 8 Uhr, 08:00, 8 am, tomorrow 8:00, morgen 8 Uhr, or 2026-12-24T08:00:00+01:00';

/** `8:00`, `8.30 Uhr`, `8 Uhr`, `8 am`, `8:30pm`; a bare hour only with its word. */
const TIME = /^(\d{1,2})(?:[:.](\d{2}))?\s*(uhr|am|pm)?$/;

const DATE_FORMS = ['yyyy-MM-dd', 'd.M.yyyy', 'd.M.yy', 'MMM d yyyy', 'd MMM yyyy'];
/** Without a year: the next day of that name. */
const DAY_FORMS = ['d.M.', 'd.M', 'MMM d', 'd MMM'];

/**
 * A moment in the future: with a zone, or on the wall clock of `timezone` (MOMENT_FORMS has examples). A time alone is
 * the next one that the clock shows. Undefined: it is none. An hour that the clock change leaves out is the one after
 * it; of an hour that comes twice it is the first.
 */
export function momentOf(given: string, now: DateTime, timezone: string): DateTime | undefined {
  const text = given.trim();
  const local = now.setZone(timezone);
  if (WITH_ZONE.test(text)) {
    const moment = DateTime.fromISO(text, { zone: timezone });
    return moment.isValid && moment > local ? moment : undefined;
  }
  const words = text
    .toLowerCase()
    .replaceAll(',', ' ')
    .replace('t', (letter, at: number) => (/\d/.test(text[at - 1] ?? '') ? ' ' : letter));
  const moment = onWallClock(words.trim().split(/\s+/), local, timezone);
  return moment !== undefined && moment > local ? moment : undefined;
}

function onWallClock(words: readonly string[], local: DateTime, zone: string): DateTime | undefined {
  // The time is at the end: one word, or two as in "8 Uhr".
  for (const length of [2, 1]) {
    const time = timeOf(words.slice(-length).join(' '));
    if (time === undefined || length > words.length) continue;
    const date = words.slice(0, -length).join(' ');
    if (date === '') return nextTime(time, local, zone);
    const found = dateOf(date, local, zone).map((day) => at(day, time, zone));
    return found.find((moment) => moment !== undefined && moment > local);
  }
  return undefined;
}

/** `08:30` */
function timeOf(text: string): string | undefined {
  const [, hours = '', minutes, word] = TIME.exec(text) ?? [];
  if (hours === '' || (minutes === undefined && word === undefined)) return undefined;
  const hour = Number(hours);
  const minute = Number(minutes ?? 0);
  const isTwelve = word === 'am' || word === 'pm';
  if (minute > 59 || hour > (isTwelve ? 12 : 23) || (isTwelve && hour === 0)) return undefined;
  const full = isTwelve ? (hour % 12) + (word === 'pm' ? 12 : 0) : hour;
  return `${String(full).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

function nextTime(time: string, local: DateTime, zone: string): DateTime | undefined {
  const today = at(local.toISODate() ?? '', time, zone);
  return today !== undefined && today > local
    ? today
    : at(local.plus({ days: 1 }).toISODate() ?? '', time, zone);
}

function at(date: string, time: string, zone: string): DateTime | undefined {
  return readWallClock(`${date} ${time}`, 'yyyy-MM-dd HH:mm', zone);
}

/** ISO dates that the words can mean, the nearest first. */
function dateOf(text: string, local: DateTime, zone: string): string[] {
  const iso = (date: DateTime): string[] => (date.isValid ? [date.toISODate() ?? ''] : []);
  if (text === 'tomorrow' || text === 'morgen') return iso(local.plus({ days: 1 }));
  if (text === 'today' || text === 'heute') return iso(local);
  const options = { zone, locale: 'en' };
  for (const form of DATE_FORMS) {
    const date = DateTime.fromFormat(text, form, options);
    if (date.isValid) return iso(date);
  }
  for (const form of DAY_FORMS) {
    const date = DateTime.fromFormat(text, form, options);
    if (date.isValid) return [0, 1].flatMap((years) => iso(date.set({ year: local.year + years })));
  }
  return [];
}
