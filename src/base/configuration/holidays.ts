/** Holiday calendars: public holidays of a country, state or region, and the installation's own days. Pure. */
import { createRequire } from 'node:module';
import type { default as Holidays, HolidaysTypes } from 'date-holidays';
import { DateTime } from 'luxon';
import type { Holiday, HolidayCalendar } from '../model/calendar.js';
import type { CalendarContent } from './schema.js';
import { minuteOfDay } from './vocabulary.js';

type HolidaysClass = typeof Holidays;

let loaded: HolidaysClass | undefined;

/** Loads the tables of all countries now: a tenth of a second, in which nothing else is done. */
export function loadHolidays(): void {
  holidaysClass();
}

/** A command without holidays need not wait for the tables. */
function holidaysClass(): HolidaysClass {
  loaded ??= createRequire(import.meta.url)('date-holidays') as HolidaysClass;
  return loaded;
}

/** Why country, state and region do not fit together, with the key that is wrong; undefined if they do. */
export function whyNoCalendar(
  content: CalendarContent,
): { key: 'country' | 'state' | 'region'; message: string } | undefined {
  const known = new (holidaysClass())();
  const { country, state, region } = content;
  if (country === undefined) {
    if (state !== undefined) return { key: 'state', message: 'needs a country' };
    return region === undefined ? undefined : { key: 'region', message: 'needs a country and a state' };
  }
  if (!Object.hasOwn(known.getCountries(), country)) {
    return { key: 'country', message: 'no holidays are known for this country' };
  }
  if (state === undefined) {
    return region === undefined ? undefined : { key: 'region', message: 'needs a state' };
  }
  const states = codes(known.getStates(country));
  if (!states.includes(state)) {
    return {
      key: 'state',
      message: states.length === 0 ? `${country} has no states` : `must be one of ${states.join(', ')}`,
    };
  }
  const regions = codes(known.getRegions(country, state));
  if (region === undefined || regions.includes(region)) return undefined;
  return {
    key: 'region',
    message: regions.length === 0 ? `${state} has no regions` : `must be one of ${regions.join(', ')}`,
  };
}

function codes(given: unknown): string[] {
  return typeof given === 'object' && given !== null ? Object.keys(given) : [];
}

/** The holidays of the given years. If an own day and a public holiday fall on one date, the longer one counts. */
export function buildCalendar(content: CalendarContent, years: readonly number[]): HolidayCalendar {
  const days = new Map<string, Holiday>();
  const add = (date: string, name: string, fromMinute: number) => {
    const there = days.get(date);
    if (there === undefined || fromMinute < there.fromMinute) days.set(date, { name, fromMinute });
  };
  for (const holiday of publicHolidays(content, years)) addPublic(holiday, add);
  for (const own of content.ownDays) {
    const fromMinute = own.from === undefined ? 0 : minuteOfDay(own.from);
    for (const date of own.date.length === 5 ? years.map((year) => `${year}-${own.date}`) : [own.date]) {
      // 29 February, given for every year, exists in leap years only.
      if (DateTime.fromISO(date).isValid) add(date, own.name, fromMinute);
    }
  }
  return { id: content.id, days };
}

function publicHolidays(content: CalendarContent, years: readonly number[]): HolidaysTypes.Holiday[] {
  if (content.country === undefined) return [];
  const { country, state, region } = content;
  const place = { country, ...(state && { state }), ...(region && { region }) };
  const calendar = new (holidaysClass())(place, { types: ['public'] });
  return years.flatMap((year) => calendar.getHolidays(year));
}

/** Some holidays begin in the evening or last several days; `date` is when they begin in local time. */
function addPublic(
  holiday: HolidaysTypes.Holiday,
  add: (date: string, name: string, fromMinute: number) => void,
): void {
  const begin = DateTime.fromSQL(holiday.date.slice(0, 19), { zone: 'utc' });
  const end = begin.plus(holiday.end.getTime() - holiday.start.getTime());
  let day = begin.startOf('day');
  add(day.toFormat('yyyy-MM-dd'), holiday.name, begin.hour * 60 + begin.minute);
  // Must not reach into the next day when a day has 25 hours (the clocks go back).
  for (day = day.plus({ days: 1 }); day.plus({ hours: 1 }) < end; day = day.plus({ days: 1 })) {
    add(day.toFormat('yyyy-MM-dd'), holiday.name, 0);
  }
}

export interface Place {
  readonly code: string;
  readonly name: string;
}

/**
 * Countries whose holidays are known (ISO 3166). The package gives their names in each country's own language.
 */
export function holidayCountries(): readonly string[] {
  return places(new (holidaysClass())().getCountries()).map(({ code }) => code);
}

export function holidayStates(country: string, language: string): readonly Place[] {
  return places(new (holidaysClass())().getStates(country, language));
}

export function holidayRegions(country: string, state: string, language: string): readonly Place[] {
  return places(new (holidaysClass())().getRegions(country, state, language));
}

function places(given: unknown): Place[] {
  if (typeof given !== 'object' || given === null) return [];
  return Object.entries(given).map(([code, name]) => ({ code, name: String(name) }));
}
