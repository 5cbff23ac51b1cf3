/** Holiday calendars: region, own days, and the resulting list of days. */
import {
  buildCalendar,
  holidayRegions,
  holidayStates,
  type Place,
} from '../../../base/configuration/holidays.js';
import type { CalendarContent, Configuration } from '../../../base/configuration/schema.js';
import type { Holiday } from '../../../base/model/calendar.js';
import { timesOf } from '../../../base/model/times.js';
import { partPages } from '../configuration/part-pages.js';
import { type PartPagesUse } from '../configuration/part-form-page.js';
import { fill, type Language } from '../language.js';
import type { Pages, Visit } from '../pages.js';
import { BLANK_CALENDAR, calendarSections } from './form.js';
import { holidayTexts } from '../../words/words.js';

export function holidayPages(pages: Pages, use: PartPagesUse): void {
  partPages(
    pages,
    {
      kind: 'calendar',
      base: '/holidays',
      listTemplate: 'holidays',
      texts: holidayTexts,
      blank: BLANK_CALENDAR,
      sections: calendarSections,
      listView,
      suggestions: (_configuration, lang, draft) => {
        const country = typeof draft['country'] === 'string' ? draft['country'] : '';
        const state = typeof draft['state'] === 'string' ? draft['state'] : '';
        return [
          offered('states', country === '' ? [] : holidayStates(country, lang)),
          offered('regions', state === '' ? [] : holidayRegions(country, state, lang)),
        ];
      },
      more: (configuration, id, lang, now) => {
        const calendar = configuration.holidays.find((one) => one.id === id);
        if (calendar === undefined) return {};
        return {
          days: {
            title: holidayTexts[lang].daysTitle,
            rows: daysOf(calendar, [now.year, now.year + 1], lang),
          },
        };
      },
    },
    use,
  );
}

function offered(id: string, places: readonly Place[]) {
  return { id, options: places.map(({ code, name }) => ({ value: code, text: name })) };
}

const NEXT = 3;

function listView({ holidays }: Configuration, { lang, now }: Visit) {
  const t = holidayTexts[lang];
  const today = now.toISODate() ?? '';
  return {
    calendars: holidays.map((calendar) => ({
      id: calendar.id,
      path: `/holidays/${encodeURIComponent(calendar.id)}`,
      place: [calendar.country, calendar.state, calendar.region].filter(Boolean).join(' · ') || t.ownOnly,
      next: daysOf(calendar, [now.year, now.year + 1], lang)
        .filter(({ day }) => day >= today)
        .slice(0, NEXT),
    })),
  };
}

function daysOf(calendar: CalendarContent, years: readonly number[], lang: Language) {
  return [...buildCalendar(calendar, years).days]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .filter(([date]) => years.includes(Number(date.slice(0, 4))))
    .map(([day, holiday]) => ({ day, date: dateText(day, lang), name: nameOf(holiday, lang) }));
}

/** A date without a time zone, in the reader's format. */
function dateText(day: string, lang: Language): string {
  return timesOf(lang, 'utc').date(new Date(`${day}T00:00:00Z`));
}

function nameOf({ name, fromMinute }: Holiday, lang: Language): string {
  if (fromMinute === 0) return name;
  const pad = (value: number) => String(value).padStart(2, '0');
  const time = `${pad(Math.floor(fromMinute / 60))}:${pad(fromMinute % 60)}`;
  return `${name} (${fill(holidayTexts[lang].halfFrom, { time })})`;
}
