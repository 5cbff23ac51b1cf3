/**
 * The configuration file as zod reads it. What comes out is canonical: defaults are filled in, weekdays are
 * listed one by one, digits are strings. Reading that form again gives the same, so it is what is stored.
 *
 * Whether ids exist and numbers are valid needs the whole file: references.ts.
 */
import * as z from 'zod';
import { codesSchema, talkCodesSchema } from './code-schema.js';
import { groupSchema } from './group-schema.js';
import { calendarSchema, switchSchema } from './switch-schema.js';
import * as v from './vocabulary.js';
import { webhookSchema } from './webhook-schema.js';

/** Meanings: caller-number.ts. */
export const CALLER_NUMBERS = ['automatic', 'national', 'withCountryCode'] as const;

const delaySec = v.whole(0, 600, 'seconds');
const WHOLE_WEEK = [{ days: [...v.DAYS], from: '00:00', to: '24:00' }];

function kept(description: string) {
  return v.whole(1, 3650, 'days').optional().describe(description);
}

/** Who is told of problems, and from when on something is one. */
const noticeSettings = v
  .object({
    to: v
      .list(v.emailAddress, 20)
      .default([])
      .describe('Addresses that are told when calls or mails fail, or a machine is away or full.'),
    failedCallsPercent: z
      .union([v.whole(1, 100, 'percent'), z.literal('off')], {
        error: 'must be a whole number of percent from 1 to 100, or off',
      })
      .default(50)
      .describe('Share of the calls of half an hour that fail for a technical reason; off: not told.'),
    freeDiskPercent: v
      .whole(1, 90, 'percent')
      .default(10)
      .describe("Free share of the disk with the service's data below which it is told."),
    certificateDays: v
      .whole(1, 90, 'days')
      .default(21)
      .describe("Days before the end of the pages' certificate, and of those that FreeSWITCHes show."),
    awayDays: z
      .union([v.whole(1, 365, 'days'), z.literal('off')], {
        error: 'must be a whole number of days from 1 to 365, or off',
      })
      .default(7)
      .describe('Days after which somebody who is away without an end is told; off: not told.'),
  })
  .prefault({})
  .describe('Who is told of problems, and what is one.');

export const settingsSchema = v.object({
  houseName: v.name.optional().describe("The house's own name, which pages and mails show beside Rufgruppe."),
  country: v.country
    .default('DE')
    .describe('Country in which numbers without a country code are read (ISO 3166).'),
  timezone: v.timezone.default('Europe/Berlin').describe('Time zone where nothing else is said (IANA).'),
  language: v.language
    .optional()
    .describe('Language of groups that name none; default: German in DE, AT, CH and LI, else English.'),
  domain: v.domain.describe('SIP domain of the extensions that name no other.'),
  gateway: v.technicalName
    .optional()
    .describe('FreeSWITCH gateway for numbers outside; without it none can be rung.'),
  gatewayFormat: v
    .oneOf(['e164', '00', 'national'])
    .default('e164')
    .describe('How the gateway wants numbers: +49301234567, 0049301234567 or 0301234567 at home.'),
  callerNumbers: v
    .oneOf(CALLER_NUMBERS)
    .default('automatic')
    .describe(
      "How trunks write callers' numbers without a plus: national (030… or 30…), withCountryCode (4930…), or automatic.",
    ),
  trunks: v
    .list(
      v.object({
        name: v.technicalName.describe('Gateway or SIP profile of FreeSWITCH over which the call comes.'),
        callerNumbers: v.oneOf(CALLER_NUMBERS).describe("How this trunk writes callers' numbers."),
      }),
      50,
    )
    .default([])
    .describe('Trunks that write numbers in another way than callerNumbers says.'),
  callerNames: v
    .oneOf(['contacts', 'trunk'])
    .default('contacts')
    .describe(
      'Whose name is shown of a caller whom both name: contacts (the address book), or trunk (what came with the call).',
    ),
  blocked: v
    .list(v.blocked, 500)
    .default([])
    .describe('Numbers that no group takes, and beginnings of such: "030 23125001 = reason", "+49900*".'),
  blockedAnnouncement: v.file
    .optional()
    .describe('Sound file that blocked callers hear before they are hung up; without it they are refused.'),
  voicemailProfile: v.technicalName.default('default').describe('Voicemail profile of FreeSWITCH.'),
  confirmFile: v.file
    .optional()
    .describe(
      "Sound that asks the owner of a mobile to press 1; default: confirm-de.wav or confirm-en.wav, by the group's language.",
    ),
  confirmSec: v.whole(3, 60, 'seconds').default(20).describe('Seconds for pressing 1.'),
  recordingsFolder: v.file
    .default('/var/lib/freeswitch/recordings/rufgruppe')
    .describe('Folder for recordings as FreeSWITCH sees it.'),
  keepCallsDays: v.whole(8, 3650, 'days').default(400).describe('Days after which calls are deleted.'),
  keepDays: v
    .object({
      callbacks: kept('Days after which call-backs that have ended are deleted; default: keepCallsDays.'),
      notes: kept(
        'Days after which the notes of call-backs that have ended are deleted; default: with the call-back.',
      ),
      mails: kept('Days after which mails that were sent, or have failed, are deleted; default: 90.'),
      audit: kept('Days after which entries of the audit log are deleted; default: 730.'),
      outbox: kept(
        'Days after which mails that were written into the folder outbox are deleted; default: 90.',
      ),
      putAside: kept(
        'Days after which events, CDRs and journals that were put aside are deleted; default: 30.',
      ),
    })
    .optional()
    .describe('How long everything else is kept.'),
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
        .severalOf(['geographic', 'mobile', 'tollFree', 'voip', 'personal', 'company'])
        .prefault(['geographic', 'mobile'])
        .describe('Kinds of numbers that may be called.'),
      alsoPrefixes: v.list(prefix(), 200).default([]).describe('Numbers allowed besides, by prefix: "+41".'),
      neverPrefixes: v.list(prefix(), 200).default([]).describe('Numbers never called; wins over the rest.'),
    })
    .prefault({})
    .describe('Which numbers outside may be called at all.'),
  limits: v
    .object({
      callsPerMinute: limit(10_000, 'calls')
        .default(60)
        .describe(
          'Calls of one number from outside within a minute; one that calls more often is refused until it calls less.',
        ),
      perCaller: limit(100_000, 'times')
        .default(120)
        .describe('How often one caller may make the same number outside ring within an hour.'),
      perGroup: limit(100_000, 'times')
        .default(1000)
        .describe('How often one group may make the same number outside ring within an hour.'),
      atOnce: limit(100_000, 'numbers')
        .default(1000)
        .describe('Numbers outside that ring at the same time, for all calls.'),
    })
    .prefault({})
    .describe('What callers who call without end can do at most; off: no limit.'),
  notices: noticeSettings,
  codes: codesSchema,
  talkCodes: talkCodesSchema,
});

function limit(most: number, unit: string) {
  const error = `must be a whole number of ${unit} from 1 to ${most}, or off`;
  return z.union([v.whole(1, most, unit), z.literal('off')], { error });
}

function prefix() {
  const error = 'must be the beginning of a number with its country code, such as "+49180"';
  return z.string({ error }).regex(/^\+[1-9]\d{0,14}$/, { error });
}

/** A mobile phone of a user, and when it rings. */
export const mobileSchema = v.object({
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
});

export const userSchema = v.object({
  id: v.id.describe('Short name by which groups refer to this user.'),
  name: v.name.describe('Name that people read.'),
  extension: v.extension.optional().describe('Extension of the desk phone.'),
  domain: v.phoneDomain
    .optional()
    .describe('SIP domain in which the desk phone registers; default: settings.domain.'),
  email: v.emailAddress.optional().describe('E-mail address, for mails that name this user.'),
  mobile: mobileSchema.optional().describe('Mobile that rings beside the desk phone.'),
});

/** Limits on the number of entries: a configuration must fit into one database document and load quickly. */
export const MOST_ENTRIES = {
  users: 10_000,
  groups: 2000,
  switches: 500,
  holidays: 100,
  webhooks: 50,
} as const;

export const configurationSchema = v.object({
  version: z
    .literal(1, { error: 'must be 1, the version of this format' })
    .describe('Version of this format: 1.'),
  settings: settingsSchema.describe('What holds for the whole system.'),
  users: v
    .list(userSchema, MOST_ENTRIES.users)
    .default([])
    .describe('People with a desk phone, a mobile or both.'),
  groups: v.list(groupSchema, MOST_ENTRIES.groups).default([]).describe('Hunt groups.'),
  switches: v
    .list(switchSchema, MOST_ENTRIES.switches)
    .default([])
    .describe('Switches: manual or by schedule.'),
  holidays: v.list(calendarSchema, MOST_ENTRIES.holidays).default([]).describe('Holiday calendars.'),
  webhooks: v
    .list(webhookSchema, MOST_ENTRIES.webhooks)
    .default([])
    .describe('Other systems that are told of events.'),
});

export type Configuration = z.output<typeof configurationSchema>;
export type SettingsContent = Configuration['settings'];
export type UserContent = Configuration['users'][number];
export type GroupContent = Configuration['groups'][number];
export type SwitchContent = Configuration['switches'][number];
export type CalendarContent = Configuration['holidays'][number];
export type WebhookContent = Configuration['webhooks'][number];
export type { DestinationContent, MemberContent } from './group-schema.js';
export { calendarSchema, switchSchema } from './switch-schema.js';
export { webhookSchema } from './webhook-schema.js';
export type RecipientContent = z.output<typeof v.recipient>;
export type WindowContent = z.output<typeof v.windows>[number];

export const REVISION_RULE = 'must be the number of the revision that the file was exported from';

/**
 * Used in files only, not part of the configuration: the revision that the file was exported from, for an import.
 */
export const fileRevision = z
  .int({ error: REVISION_RULE })
  .min(1, { error: REVISION_RULE })
  .describe('Revision that the file was exported from; an import refuses to undo what was changed since.');

/** JSON Schema of the file as an administrator writes it, for editors; docs/config.schema.json. */
export function configurationJsonSchema(): unknown {
  const file = configurationSchema.extend({ revision: fileRevision.optional() });
  // Must come last: a schema derived from this one does not inherit its title.
  return z.toJSONSchema(file.meta({ title: 'Rufgruppe configuration' }), { io: 'input' });
}
