/** Switches and holiday calendars as the configuration file has them. */
import * as z from 'zod';
import { codeAccess, switchCode } from './code-schema.js';
import * as v from './vocabulary.js';

const ofEachSwitch = {
  id: v.id.describe('Short name by which rules refer to this switch.'),
  name: v.name.describe('Name that people read.'),
  code: switchCode
    .optional()
    .describe('Digits behind the codes of settings.codes; without them no phone can turn or ask the switch.'),
  codeAllowed: codeAccess.describe(
    'Whose phones may: nobody, members of the groups that ask the switch, or a list; default: members.',
  ),
  codeSound: v.file.optional().describe("Sound that says the switch's name; default: its digits are spoken."),
};

const manual = v.object({
  ...ofEachSwitch,
  manual: v
    .object({ on: v.yesNo.default(false).describe('State until somebody changes it.') })
    .describe('Turned by hand.'),
});

const scheduled = v.object({
  ...ofEachSwitch,
  schedule: v
    .object({
      windows: v.windows.describe('When the switch is on.'),
      timezone: v.timezone.optional().describe('Time zone of the windows; default: settings.timezone.'),
      holidays: v.id.optional().describe('Id of a holiday calendar.'),
      onHolidays: v
        .oneOf(['on', 'off', 'asUsual'])
        .default('asUsual')
        .describe('State on the days of `holidays`; asUsual follows the windows.'),
    })
    .describe('On and off by weekday and time.'),
});

export const switchSchema = z.union([manual, scheduled], {
  error: 'must be a block with id, name and either manual or schedule',
});

const DATE_RULE = 'must be a date such as 2026-12-24, or 12-24 for every year';
const ownDay = v.object({
  date: z
    .string({ error: DATE_RULE })
    .refine((date) => isDate(date), { error: DATE_RULE })
    .describe('The day: 2026-12-24, or 12-24 for every year.'),
  name: v.name.describe('Name of the day.'),
  from: v.time.optional().describe('A half day: a holiday only from this time on.'),
});

function isDate(given: string): boolean {
  // A leap year, so that 02-29 may be given for every year.
  const full = /^\d{2}-\d{2}$/.test(given) ? `2028-${given}` : given;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(full)) return false;
  const date = new Date(`${full}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(full);
}

export const calendarSchema = v.object({
  id: v.id.describe('Short name by which others refer to this calendar.'),
  country: v.country.optional().describe('Country whose public holidays count; none: only ownDays.'),
  state: regionCode().optional().describe('State, such as BY for Bavaria.'),
  region: regionCode()
    .optional()
    .describe('Region inside the state, such as KATH for the mostly Catholic communes of Bavaria.'),
  ownDays: v.list(ownDay, 400).default([]).describe('Days of your own, whole or from a time on.'),
});

function regionCode() {
  const error = 'must be a code such as BY: up to 10 letters and digits';
  return z.string({ error }).regex(/^[A-Za-z0-9-]{1,10}$/, { error });
}
