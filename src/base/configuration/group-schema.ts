/** A group in the configuration file: stages, members, rules, destinations. */
import * as z from 'zod';
import { PRESETS, SNOM_WORDS } from './alert-info.js';
import { codeAccess } from './code-schema.js';
import * as v from './vocabulary.js';

const ringSec = v.whole(1, 600, 'seconds');
const delaySec = v.whole(0, 600, 'seconds');

const causes = [
  'NORMAL_CLEARING',
  'USER_BUSY',
  'NO_ANSWER',
  'CALL_REJECTED',
  'UNALLOCATED_NUMBER',
  'SUBSCRIBER_ABSENT',
  'EXCHANGE_ROUTING_ERROR',
] as const;

/** Where a call goes: exactly one of these. */
export const destination = z
  .union(
    [
      v.object({
        extension: v.phone.describe('Extension to ring; "1001@branch.example" in another SIP domain.'),
        ringSec: ringSec.default(60).describe('Seconds that it rings.'),
      }),
      v.object({
        external: v.phoneNumber.describe('Phone number outside, national or with +.'),
        ringSec: ringSec.default(60).describe('Seconds that it rings.'),
      }),
      v.object({ group: v.groupNumber.describe('Number of another hunt group.') }),
      v.object({
        voicemail: v.voicemailBox.describe('Voicemail box; "1001@branch.example" in another SIP domain.'),
      }),
      v.object({ announcement: v.file.describe('Sound file to play before hanging up.') }),
      v.object({ hangup: v.oneOf(causes).describe('Hang up with this cause.') }),
    ],
    {
      error:
        'must be one destination: {extension: …}, {external: …}, {group: …}, {voicemail: …}, {announcement: …} or {hangup: …}',
    },
  )
  .meta({ id: 'destination', description: 'Where a call goes.' });

/** When a member rings; the longest stage is 600 seconds, so a longer delay could never end. */
const memberTime = {
  delaySec: v
    .whole(0, 599, 'seconds')
    .optional()
    .describe('Seconds after the begin of the stage at which it begins to ring.'),
  ringSec: ringSec.optional().describe('Seconds that it rings; default: to the end of the stage.'),
};

type MemberTime = Readonly<Partial<Record<keyof typeof memberTime, number | undefined>>>;

/** Without what is not said: a member has one way of being written, so that none differs from itself. */
function timed<T extends object>(who: T, { delaySec = 0, ringSec: own }: MemberTime) {
  return { ...who, ...(delaySec > 0 && { delaySec }), ...(own !== undefined && { ringSec: own }) };
}

/** Who rings in a stage. */
export const member = z
  .union(
    [
      v.id.describe('Id of a user.'),
      v
        .object({ user: v.id.describe('Id of a user who rings later, or stops earlier.'), ...memberTime })
        .transform(({ user, ...time }) => {
          const isPlain = (time.delaySec ?? 0) === 0 && time.ringSec === undefined;
          return isPlain ? user : timed({ user }, time);
        }),
      v
        .object({ extension: v.phone.describe('Extension that belongs to no user.'), ...memberTime })
        .transform(({ extension, ...time }) => timed({ extension }, time)),
      v.object({
        external: v.phoneNumber.describe('Phone number outside.'),
        label: v.name.optional().describe('Name shown to the administrator.'),
        confirm: v.yesNo.default(true).describe('The answer counts only after key 1.'),
        delaySec: delaySec.default(0).describe('Seconds to wait before it rings.'),
        ringSec: memberTime.ringSec,
      }),
    ],
    { error: 'must be the id of a user, {user: …}, {extension: …} or {external: …}' },
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

/** ISO 3166 of a tone's country: FreeSWITCH's field says `uk` where it says `GB`. */
export function countryOfTone(tone: string): string {
  return tone === 'uk' ? 'GB' : tone.toUpperCase();
}

/** The tone of a country, whether or not it is listed above. */
export function toneOfCountry(country: string): string {
  return country === 'GB' ? 'uk' : country.toLowerCase();
}

const ringback = z.union(
  [
    v.object({ tone: v.oneOf(TONES).describe('National ringing tone.') }),
    v.object({ file: v.file.describe('Sound file, repeated.') }),
    v.object({ music: v.technicalName.describe('Music on hold: name of a local stream.') }),
  ],
  { error: 'must be {tone: de}, {file: …} or {music: …}' },
);

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
  members: v.list(member, 100).describe('Who rings: all at once, or as delaySec and ringSec of each say.'),
});

const recipients = v
  .list(v.recipient, 50)
  .refine((list) => list.length > 0, { error: 'must name at least one recipient' })
  .describe('Who gets it: ids of users with an email, addresses, or {name: …, address: …}.');

const KINDS = ['extension', 'external', 'group', 'voicemail', 'announcement', 'hangup'] as const;

const missedMail = v.object({
  to: recipients,
  graceMin: v
    .whole(0, 1440, 'minutes')
    .default(2)
    .describe('Minutes to wait; no mail when the caller gets through meanwhile.'),
  quiet: v.windows.default([]).describe('Quiet hours: mails are collected and sent after them.'),
});

const missed = v
  .object({
    gaveUpAfterSec: z
      .union([v.whole(0, 600, 'seconds'), z.literal('never')], {
        error: 'must be a whole number of seconds from 0 to 600, or never',
      })
      .default(5)
      .describe('A caller who gave up counts from this waiting time on; never: not at all.'),
    final: v
      .severalOf(KINDS)
      .prefault(['voicemail', 'announcement', 'hangup'])
      .describe('Kinds of final destination that leave a call missed when they take it.'),
    diverted: v
      .oneOf(['never', 'unanswered', 'always'])
      .default('unanswered')
      .describe('Calls diverted by a switch or by the anonymous rule: what of them counts.'),
    anonymous: v.yesNo.default(true).describe('Calls without a number count too.'),
    mergeHours: v
      .whole(0, 720, 'hours')
      .default(24)
      .describe('Missed calls of one caller within this time are one item with a count.'),
    giveBackMin: v
      .whole(1, 10080, 'minutes')
      .default(60)
      .describe('Minutes after which an item that somebody took is open again.'),
    mail: missedMail.optional().describe('One e-mail for each missed call.'),
  })
  .prefault({})
  .describe('What counts as a missed call, and what follows from it.');

const report = v
  .object({
    to: recipients,
    at: v.time
      .default('06:00')
      .describe("Time of the group's day at which the report on the day before is sent."),
    days: v.days.default([...v.DAYS]).describe('Weekdays that are reported on.'),
    callList: v.yesNo.default(false).describe('With the list of calls in the mail.'),
    csv: v.yesNo.default(false).describe('With the list of calls as a CSV file.'),
    perPerson: v.yesNo.default(false).describe('With figures for each person.'),
  })
  .optional()
  .describe('Daily activity e-mail.');

export const groupSchema = v.object({
  number: v.groupNumber.describe('Number that callers dial.'),
  name: v.name.describe('Name that people read, also on displays.'),
  enabled: v.yesNo.default(true).describe('false: calls are refused.'),
  leaders: v
    .list(v.id, 20)
    .default([])
    .describe(
      'Ids of users who lead the group: an account with the role leader sees the calls of these groups.',
    ),
  timezone: v.timezone.optional().describe("Time zone of the group's day; default: settings.timezone."),
  language: v.language
    .optional()
    .describe('Language of mails and announcements; default: settings.language.'),
  anonymous: anonymous.default('normal').describe('Calls without a number: normal, reject or {divert: …}.'),
  blocked: v
    .list(v.blocked, 200)
    .default([])
    .describe('Numbers that this group does not take, beside settings.blocked.'),
  blockedAnnouncement: v.file
    .optional()
    .describe('Sound file that blocked callers hear; default: settings.blockedAnnouncement.'),
  rules: v.list(rule, 20).default([]).describe('Switch rules in order; the first that holds decides.'),
  stages: v.list(stage, 3).default([]).describe('Up to three stages, one after another.'),
  final: destination.describe('Where the call goes when nobody answered.'),
  mobiles: v.yesNo.default(true).describe("Members' mobiles ring too."),
  busy: v
    .oneOf(['ring', 'skip'])
    .default('ring')
    .describe('Members who talk on the phone: ring them all the same, or skip them.'),
  nameFile: v.file
    .optional()
    .describe("Sound with the group's name: a mobile hears it before it is asked for key 1."),
  sayCaller: v.yesNo
    .default(false)
    .describe("A mobile hears the caller's number, digit by digit, before it is asked for key 1."),
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
  greeting: v
    .object({
      file: v.file.describe('Sound file that is played before phones ring, once for each call.'),
      answer: v.yesNo
        .default(false)
        .describe('true: the call is answered first, and paid for from then on; false: heard without that.'),
      whenDiverted: v.yesNo.default(false).describe('Also where a switch sends the call elsewhere.'),
    })
    .optional()
    .describe('What callers hear before phones ring; none: phones ring at once.'),
  recordingNotice: v
    .object({
      file: v.file.describe(
        'Sound file for the caller; without having heard it to its end nobody is recorded.',
      ),
      memberFile: v.file.optional().describe('Sound file for the member who has answered, before the talk.'),
    })
    .optional()
    .describe('Says that the talk is recorded, only where it is.'),
  recording: v.oneOf(['never', 'outside', 'always']).default('never').describe('Which calls are recorded.'),
  recordingOnTransfer: v
    .oneOf(['end', 'goOn'])
    .default('end')
    .describe('When a member hands the caller on: the recording ends, or goes on with whoever takes over.'),
  recordingPause: v.yesNo
    .default(true)
    .describe('Members may pause the recording of their talk by code (settings.talkCodes).'),
  recordingKeepDays: v
    .whole(1, 3650, 'days')
    .default(90)
    .describe('Days after which a recording is deleted.'),
  missed,
  report,
  pickup: codeAccess.describe(
    'Whose phones may take a ringing call by code: nobody, members, or a list; default: members.',
  ),
});

export type DestinationContent = z.output<typeof destination>;
export type MemberContent = z.output<typeof member>;
