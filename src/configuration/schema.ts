/**
 * The configuration file as zod reads it. What comes out is canonical: defaults are filled in, weekdays are
 * listed one by one, digits are strings. Reading that form again gives the same, so it is what is stored.
 *
 * Whether ids exist and numbers are valid needs the whole file: references.ts.
 */
import * as z from 'zod';
import { PRESETS, SNOM_WORDS } from './alert-info.js';
import * as v from './vocabulary.js';

const ringSec = v.whole(1, 600, 'seconds');
const delaySec = v.whole(0, 600, 'seconds');
const WHOLE_WEEK = [{ days: [...v.DAYS], from: '00:00', to: '24:00' }];

const causes = [
  'NORMAL_CLEARING',
  'USER_BUSY',
  'NO_ANSWER',
  'CALL_REJECTED',
  'UNALLOCATED_NUMBER',
  'SUBSCRIBER_ABSENT',
  'EXCHANGE_ROUTING_ERROR',
] as const;

const destination = z
  .union(
    [
      v.object({
        extension: v.extension.describe('Extension to ring.'),
        ringSec: ringSec.default(60).describe('Seconds that it rings.'),
      }),
      v.object({
        external: v.phoneNumber.describe('Phone number outside, national or with +.'),
        ringSec: ringSec.default(60).describe('Seconds that it rings.'),
      }),
      v.object({ group: v.groupNumber.describe('Number of another hunt group.') }),
      v.object({ voicemail: v.voicemailBox.describe('Voicemail box.') }),
      v.object({ announcement: v.file.describe('Sound file to play before hanging up.') }),
      v.object({ hangup: v.oneOf(causes).describe('Hang up with this cause.') }),
    ],
    {
      error:
        'must be one destination: {extension: …}, {external: …}, {group: …}, {voicemail: …}, {announcement: …} or {hangup: …}',
    },
  )
  .meta({ id: 'destination', description: 'Where a call goes.' });

const member = z
  .union(
    [
      v.id.describe('Id of a user.'),
      v.object({ extension: v.extension.describe('Extension that belongs to no user.') }),
      v.object({
        external: v.phoneNumber.describe('Phone number outside.'),
        label: v.name.optional().describe('Name shown to the administrator.'),
        confirm: v.yesNo.default(true).describe('The answer counts only after key 1.'),
        delaySec: delaySec.default(0).describe('Seconds to wait before it rings.'),
      }),
    ],
    { error: 'must be the id of a user, {extension: …} or {external: …}' },
  )
  .meta({ id: 'member' });

const alertInfo = z.union(
  [
    v.object({
      preset: v.oneOf(PRESETS).describe('Vendor of the desk phones.'),
      melody: z
        .union([v.whole(1, 17, 'melodies'), z.enum(SNOM_WORDS)], {
          error: `must be a melody's number, or for snom also ${SNOM_WORDS.join(', ')}`,
        })
        .describe('Number of the melody; for snom also internal, external or group.'),
    }),
    v.alertInfoText,
  ],
  { error: `must be {preset: ${PRESETS.join('|')}, melody: 1} or the header's own value` },
);

/** National ringing tones; the cadences are in the dial string's own table. */
export const TONES = ['de', 'at', 'be', 'ch', 'dk', 'es', 'fr', 'it', 'nl', 'pl', 'uk', 'us'] as const;

const ringback = z.union(
  [
    v.object({ tone: v.oneOf(TONES).describe('National ringing tone.') }),
    v.object({ file: v.file.describe('Sound file, repeated.') }),
    v.object({ music: v.technicalName.describe('Music on hold: name of a local stream.') }),
  ],
  { error: 'must be {tone: de}, {file: …} or {music: …}' },
);

export const settingsSchema = v.object({
  country: v.country
    .default('DE')
    .describe('Country in which numbers without a country code are read (ISO 3166).'),
  timezone: v.timezone.default('Europe/Berlin').describe('Time zone where nothing else is said (IANA).'),
  domain: v.domain.describe('SIP domain of the extensions.'),
  gateway: v.technicalName
    .optional()
    .describe('FreeSWITCH gateway for numbers outside; without it none can be rung.'),
  gatewayFormat: v
    .oneOf(['e164', '00', 'national'])
    .default('e164')
    .describe('How the gateway wants numbers: +49301234567, 0049301234567 or 0301234567 at home.'),
  voicemailProfile: v.technicalName.default('default').describe('Voicemail profile of FreeSWITCH.'),
  confirmFile: v.file
    .default('ivr/ivr-accept_reject_voicemail.wav')
    .describe('Sound that asks the owner of a mobile to press 1.'),
  confirmSec: v.whole(3, 60, 'seconds').default(20).describe('Seconds for pressing 1.'),
  recordingsFolder: v.file
    .default('/var/lib/freeswitch/recordings/rufgruppe')
    .describe('Folder for recordings as FreeSWITCH sees it.'),
  maxGroups: v.whole(1, 20, 'groups').default(5).describe('Groups that one call may pass through.'),
  externalNumbers: v
    .object({
      countries: v
        .list(
          z.union([z.literal('home'), v.country], { error: 'must be home, EU or a country such as AT' }),
          250,
        )
        .default(['home', 'EU'])
        .describe('Countries that may be called: home (settings.country), EU (the 27), or AT, CH, …'),
      types: v
        .list(v.oneOf(['geographic', 'mobile', 'tollFree', 'voip', 'personal', 'company']), 6)
        .default(['geographic', 'mobile'])
        .describe('Kinds of numbers that may be called.'),
      alsoPrefixes: v.list(prefix(), 200).default([]).describe('Numbers allowed besides, by prefix: "+41".'),
      neverPrefixes: v.list(prefix(), 200).default([]).describe('Numbers never called; wins over the rest.'),
    })
    .prefault({})
    .describe('Which numbers outside may be called at all.'),
});

function prefix() {
  const error = 'must be the beginning of a number with its country code, such as "+49180"';
  return z.string({ error }).regex(/^\+[1-9]\d{0,14}$/, { error });
}

export const userSchema = v.object({
  id: v.id.describe('Short name by which groups refer to this user.'),
  name: v.name.describe('Name that people read.'),
  extension: v.extension.optional().describe('Extension of the desk phone.'),
  mobile: v
    .object({
      number: v.phoneNumber.describe('Mobile number, national or with +.'),
      windows: v.windows
        .default(WHOLE_WEEK)
        .describe('When the mobile rings; without this always, an empty list: never.'),
      timezone: v.timezone.optional().describe('Time zone of the windows; default: settings.timezone.'),
      onHolidays: v.yesNo.default(true).describe('false: does not ring on the days of `holidays`.'),
      holidays: v.id.optional().describe('Id of a holiday calendar; needed with onHolidays: false.'),
      delaySec: delaySec.default(0).describe('Seconds that the desk phone rings alone.'),
      confirm: v.yesNo
        .default(true)
        .describe("The answer counts only after key 1, so that the mobile's voicemail cannot take the call."),
    })
    .optional()
    .describe('Mobile that rings beside the desk phone.'),
});

const anonymous = z.union(
  [
    z.enum(['normal', 'reject']),
    v.object({ divert: destination.describe('Where calls without a number go.') }),
  ],
  { error: 'must be normal, reject or {divert: …}' },
);

const rule = v.object({
  switch: v.id.describe('Id of a switch.'),
  when: v.oneOf(['on', 'off']).describe('State in which the rule holds.'),
  to: destination,
});

const stage = v.object({
  ringSec: ringSec.describe('Seconds that the stage rings.'),
  members: v.list(member, 100).describe('Who rings, all at once.'),
});

export const groupSchema = v.object({
  number: v.groupNumber.describe('Number that callers dial.'),
  name: v.name.describe('Name that people read, also on displays.'),
  enabled: v.yesNo.default(true).describe('false: calls are refused.'),
  timezone: v.timezone.optional().describe("Time zone of the group's day; default: settings.timezone."),
  language: v.oneOf(['de', 'en']).default('de').describe('Language of mails and announcements.'),
  anonymous: anonymous.default('normal').describe('Calls without a number: normal, reject or {divert: …}.'),
  rules: v.list(rule, 20).default([]).describe('Switch rules in order; the first that holds decides.'),
  stages: v.list(stage, 3).default([]).describe('Up to three stages, one after another.'),
  final: destination.describe('Where the call goes when nobody answered.'),
  mobiles: v.yesNo.default(true).describe("Members' mobiles ring too."),
  display: v.display.default('{group}: {caller}').describe('Name shown on desk phones.'),
  alertInfo: alertInfo.optional().describe('Ring melody of the desk phones (header Alert-Info).'),
  externalCallerId: v
    .oneOf(['caller', 'group'])
    .default('caller')
    .describe("Number that phones outside see: the caller's or the group's (publicNumber)."),
  publicNumber: v.phoneNumber.optional().describe("The group's number as the phone company knows it."),
  ringback: ringback.default({ tone: 'de' }).describe('What the caller hears before anybody answers.'),
  missedOnPhones: v
    .oneOf(['never', 'unanswered', 'always'])
    .default('unanswered')
    .describe('When desk phones list a missed call.'),
  recording: v.oneOf(['never', 'outside', 'always']).default('never').describe('Which calls are recorded.'),
});

const manual = v.object({
  id: v.id.describe('Short name by which rules refer to this switch.'),
  name: v.name.describe('Name that people read.'),
  manual: v.object({ on: v.yesNo.default(false).describe('State until somebody changes it.') }),
});

const scheduled = v.object({
  id: v.id.describe('Short name by which rules refer to this switch.'),
  name: v.name.describe('Name that people read.'),
  schedule: v.object({
    windows: v.windows.describe('When the switch is on.'),
    timezone: v.timezone.optional().describe('Time zone of the windows; default: settings.timezone.'),
    holidays: v.id.optional().describe('Id of a holiday calendar.'),
    onHolidays: v
      .oneOf(['on', 'off', 'asUsual'])
      .default('asUsual')
      .describe('State on the days of `holidays`; asUsual follows the windows.'),
  }),
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

export const configurationSchema = v
  .object({
    version: z.literal(1, { error: 'must be 1, the version of this format' }),
    settings: settingsSchema.describe('What holds for the whole system.'),
    users: v.list(userSchema, 5000).default([]).describe('People with a desk phone, a mobile or both.'),
    groups: v.list(groupSchema, 1000).default([]).describe('Hunt groups.'),
    switches: v.list(switchSchema, 500).default([]).describe('Switches: manual or by schedule.'),
    holidays: v.list(calendarSchema, 100).default([]).describe('Holiday calendars.'),
  })
  .meta({ title: 'Rufgruppe configuration' });

export type Configuration = z.output<typeof configurationSchema>;
export type SettingsContent = Configuration['settings'];
export type UserContent = Configuration['users'][number];
export type GroupContent = Configuration['groups'][number];
export type SwitchContent = Configuration['switches'][number];
export type CalendarContent = Configuration['holidays'][number];
export type DestinationContent = z.output<typeof destination>;
export type MemberContent = z.output<typeof member>;
export type WindowContent = z.output<typeof v.windows>[number];

/** JSON Schema of the file as an administrator writes it, for editors; docs/config.schema.json. */
export function configurationJsonSchema(): unknown {
  return z.toJSONSchema(configurationSchema, { io: 'input' });
}
