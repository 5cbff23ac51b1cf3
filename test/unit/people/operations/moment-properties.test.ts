/** Whatever is typed: a moment that was written in a notation is read as that moment, and nothing is read as past. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { DateTime, Settings } from 'luxon';
import { timesOf } from '../../../../src/base/model/times.js';
import { readMoment } from '../../../../src/people/operations/moment.js';

const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'America/Santiago'];

const now = fc
  .tuple(fc.integer({ min: 0, max: 20 * 365 * 1440 }), fc.constantFrom(...ZONES))
  .map(([minutes, zone]) => DateTime.utc(2026, 1, 1).plus({ minutes }).setZone(zone));

const DE = new Intl.DateTimeFormat('de-DE', { month: 'long', weekday: 'long', timeZone: 'UTC' });
const EN = new Intl.DateTimeFormat('en-GB', { month: 'long', weekday: 'long', timeZone: 'UTC' });

function name(at: DateTime, format: Intl.DateTimeFormat, type: 'month' | 'weekday'): string {
  const shown = new Date(Date.UTC(at.year, at.month - 1, at.day));
  return format.formatToParts(shown).find((part) => part.type === type)?.value ?? '';
}

const two = (number: number): string => String(number).padStart(2, '0');
const clock = (at: DateTime): string => `${two(at.hour)}:${two(at.minute)}`;
const half = (at: DateTime, am: string, pm: string): string =>
  `${at.hour % 12 === 0 ? 12 : at.hour % 12}:${two(at.minute)} ${at.hour < 12 ? am : pm}`;

type Writer = (at: DateTime) => string;

const WITH_YEAR: readonly Writer[] = [
  (at) => `${at.toFormat('yyyy-MM-dd')} ${clock(at)}`,
  (at) => `${at.toFormat('yyyy-MM-dd')}T${clock(at)}`,
  (at) => `${at.day}.${at.month}.${at.year} ${at.hour}.${two(at.minute)} Uhr`,
  (at) => `${two(at.day)}.${two(at.month)}.${at.year}, ${clock(at)}`,
  (at) => `${at.day}. ${name(at, DE, 'month')} ${at.year} ${at.hour}:${two(at.minute)} Uhr`,
  (at) => `${at.hour} Uhr ${two(at.minute)} am ${two(at.day)}. ${two(at.month)}. ${at.year}`,
  (at) => `${name(at, EN, 'month')} ${at.day}, ${at.year} ${half(at, 'a.m.', 'p.m.')}`,
  (at) => `${half(at, 'am', 'pm')}, ${at.day} ${name(at, EN, 'month').slice(0, 3)} ${at.year}`,
  (at) => `${name(at, EN, 'weekday')}, ${at.day} ${name(at, EN, 'month')} ${at.year}, ${clock(at)}`,
  (at) => `${name(at, DE, 'weekday').slice(0, 2)}., ${at.day}.${at.month}.${two(at.year % 100)} ${clock(at)}`,
  (at) => timesOf('de', at.zoneName ?? '').moment(at.toJSDate()),
  (at) => timesOf('en', at.zoneName ?? '').moment(at.toJSDate()),
];

const WITHOUT_YEAR: readonly Writer[] = [
  (at) => `${at.day}.${at.month}. ${clock(at)}`,
  (at) => `${name(at, DE, 'weekday')}, ${at.day}. ${name(at, DE, 'month')}, ${clock(at)} Uhr`,
  (at) => `${name(at, EN, 'month').slice(0, 3)}. ${at.day} ${half(at, 'AM', 'PM')}`,
  (at) => `bis zum ${at.day}.${at.month}. um ${at.hour}:${two(at.minute)} Uhr`,
];

const WITHIN_A_WEEK: readonly Writer[] = [
  (at) => `${name(at, DE, 'weekday')} ${clock(at)}`,
  (at) => `${half(at, 'am', 'pm')} on ${name(at, EN, 'weekday').slice(0, 3)}`,
];

/** The clock shows it once, so that its notation is its own. */
const isClear = (at: DateTime): boolean => at.getPossibleOffsets().length === 1;

function readsBack(writers: readonly Writer[], mostMinutes: number): void {
  const ahead = fc.integer({ min: 1, max: mostMinutes });
  fc.assert(
    fc.property(now, ahead, fc.constantFrom(...writers), (from, minutes, write) => {
      const at = from.plus({ minutes });
      fc.pre(isClear(at));
      const text = write(at);
      const reading = readMoment(text, from, from.zoneName ?? '');
      assert.equal(reading.kind === 'moment' ? reading.at.toISO() : reading.why, at.toISO(), text);
    }),
    { numRuns: 2000 },
  );
}

describe('A moment that somebody wrote', () => {
  test('with its year is read as that moment', () => {
    readsBack(WITH_YEAR, 3 * 365 * 1440);
  });

  test('without its year is read as that moment, when it is within a year', () => {
    readsBack(WITHOUT_YEAR, 364 * 1440);
  });

  test('by its weekday is read as that moment, when it is within a week', () => {
    readsBack(WITHIN_A_WEEK, 7 * 1440 - 61);
  });
});

describe('Whatever was typed', () => {
  const words = fc.constantFrom(
    ...['8', '8.12', '24.12.', '8 Uhr', 'am', 'um', 'bis', 'Mo', 'Dez.', 'Dec', 'morgen', 'noon', 'midnight'],
    ...['8:00', 'pm', '31', '.', ':', '-', '2026', 'T', 'Uhr 30', 'früh', '2/3', 'h', '29.2.', '\u202f', 'Z'],
  );
  const typed = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.array(words, { maxLength: 5 }).map((parts) => parts.join(' ')),
    fc.array(words, { maxLength: 4 }).map((parts) => parts.join('')),
  );

  test('is refused or a moment to come', () => {
    fc.assert(
      fc.property(typed, now, (text, from) => {
        const reading = readMoment(text, from, from.zoneName ?? '');
        if (reading.kind === 'refused') return;
        assert.ok(reading.at > from, text);
      }),
      { numRuns: 5000 },
    );
  });

  test('means the same whatever zone and language the machine has', () => {
    const { defaultZone, defaultLocale } = Settings;
    const of = (text: string, from: DateTime) => JSON.stringify(readMoment(text, from, 'Europe/Berlin'));
    try {
      fc.assert(
        fc.property(typed, now, (text, from) => {
          [Settings.defaultZone, Settings.defaultLocale] = ['Pacific/Auckland', 'de'];
          const there = of(text, from);
          [Settings.defaultZone, Settings.defaultLocale] = ['America/New_York', 'ar-EG'];
          assert.equal(of(text, from), there);
        }),
      );
    } finally {
      Settings.defaultZone = defaultZone;
      Settings.defaultLocale = defaultLocale;
    }
  });
});
