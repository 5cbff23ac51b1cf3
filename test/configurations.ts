/** Random configurations that the checks accept, with every key that there is. */
import fc from 'fast-check';
import { SNOM_WORDS } from '../src/base/configuration/alert-info.js';
import { checkValue } from '../src/base/configuration/check.js';
import { TONES } from '../src/base/configuration/group-schema.js';
import type { Configuration } from '../src/base/configuration/schema.js';
import { DAYS } from '../src/base/configuration/vocabulary.js';

const USERS = ['anna', 'ben', 'carla-2', 'd_4'];
const SWITCHES = ['closed', 'holiday', 'night'];
const CALENDARS = ['berlin', 'bavaria', 'own'];
const GROUPS = ['700', '701'];
/** Of large houses: every list is longer than what a picker or a page shows at once. */
const MORE_USERS = Array.from({ length: 36 }, (_, index) => `user-${index}`);
const MORE_GROUPS = Array.from({ length: 18 }, (_, index) => String(710 + index));
const CAUSES = ['NORMAL_CLEARING', 'USER_BUSY', 'NO_ANSWER', 'CALL_REJECTED', 'EXCHANGE_ROUTING_ERROR'];
const KINDS = ['extension', 'external', 'group', 'voicemail', 'announcement', 'hangup'];

const one = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const some = <T>(values: readonly T[]) => fc.subarray([...values]);
const whole = (min: number, max: number) => fc.integer({ min, max });
const yesNo = fc.boolean();
const timezone = one('Europe/Berlin', 'America/New_York', 'Pacific/Chatham', 'UTC');
const file = one('closed-de.wav', '/var/lib/sounds/night.wav', 'ivr/hello.wav');
const external = one('+4930231250', '030 23125-001', '0171 3920012', '00436641234567');
const extension = one('1001', '1002', '0123', '900');
const address = one('team@pbx.example', "o'neil+x@pbx.example");
/** Names as people have them, and as they break forms. */
const name = fc.oneof(
  one(
    'Sales & Service',
    'Müller "Mo" <x>',
    "D'Arcy  two  spaces",
    'a, b | {c}',
    'Anna (ben)',
    '日本',
    '&amp;',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
);

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const hhmm = fc
  .tuple(whole(0, 23), whole(0, 59))
  .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
const window = fc.record({
  days: fc.subarray([...DAYS], { minLength: 1 }),
  from: hhmm,
  to: fc.oneof(hhmm, one('24:00')),
});
const windows = fc.array(window, { maxLength: 3 });

const destination = fc.oneof(
  fc.record({ extension, ringSec: whole(1, 600) }),
  fc.record({ external, ringSec: whole(1, 600) }),
  fc.record({ group: one(...GROUPS) }),
  fc.record({ voicemail: extension }),
  fc.record({ announcement: file }),
  fc.record({ hangup: one(...CAUSES) }),
);

const memberTime = { delaySec: optional(whole(0, 599)), ringSec: optional(whole(1, 600)) };
const member = fc.oneof(
  one(...USERS),
  fc.record({ user: one(...USERS), ...memberTime }),
  fc.record({ extension, ...memberTime }),
  fc.record({
    external,
    label: optional(name),
    confirm: yesNo,
    delaySec: whole(0, 600),
    ringSec: memberTime.ringSec,
  }),
);

const recipients = fc.array(fc.oneof(one('anna'), address, fc.record({ name, address })), {
  minLength: 1,
  maxLength: 4,
});

const codeAccess = fc.oneof(
  one('nobody', 'members'),
  fc.array(fc.oneof(one(...USERS), fc.record({ extension })), { maxLength: 3 }),
);

const alertInfo = fc.oneof(
  fc.record({ preset: one('snom'), melody: fc.oneof(whole(1, 10), one(...SNOM_WORDS)) }),
  fc.record({ preset: one('yealink', 'poly', 'grandstream', 'cisco'), melody: whole(1, 8) }),
  one('<http://127.0.0.1/Bellcore-dr3>', 'info=alert; x=1'),
);

const group = (number: string) =>
  fc.record({
    number: fc.constant(number),
    name,
    enabled: yesNo,
    timezone: optional(timezone),
    language: one('de', 'en'),
    blocked: fc.uniqueArray(one('030 23125001 = sells windows', '+49900*'), { maxLength: 2 }),
    blockedAnnouncement: optional(file),
    anonymous: fc.oneof(one('normal', 'reject'), fc.record({ divert: destination })),
    rules: fc.array(fc.record({ switch: one(...SWITCHES), when: one('on', 'off'), to: destination }), {
      maxLength: 3,
    }),
    stages: fc.array(fc.record({ ringSec: whole(1, 600), members: fc.array(member, { maxLength: 4 }) }), {
      maxLength: 3,
    }),
    final: destination,
    mobiles: yesNo,
    busy: one('ring', 'skip'),
    nameFile: optional(file),
    sayCaller: yesNo,
    display: one('{group}: {caller}', '{name} <{number}>', ' padded ', 'Sales & "Co"'),
    alertInfo: optional(alertInfo),
    externalCallerId: one('caller', 'group'),
    publicNumber: optional(one('+4930231250', '030 2312 50')),
    ringback: fc.oneof(
      fc.record({ tone: one(...TONES) }),
      fc.record({ file }),
      fc.record({ music: one('moh', 'local.8') }),
    ),
    missedOnPhones: one('never', 'unanswered', 'always'),
    recording: one('never', 'outside', 'always'),
    recordingOnTransfer: one('end', 'goOn'),
    recordingPause: fc.boolean(),
    recordingKeepDays: whole(1, 3650),
    missed: fc.record({
      gaveUpAfterSec: fc.oneof(whole(0, 600), one('never')),
      final: fc.shuffledSubarray(KINDS),
      diverted: one('never', 'unanswered', 'always'),
      anonymous: yesNo,
      mergeHours: whole(0, 720),
      giveBackMin: whole(1, 10_080),
      mail: optional(fc.record({ to: recipients, graceMin: whole(0, 1440), quiet: windows })),
    }),
    report: optional(
      fc.record({
        to: recipients,
        at: hhmm,
        days: fc.subarray([...DAYS], { minLength: 1 }),
        callList: yesNo,
        csv: yesNo,
        perPerson: yesNo,
      }),
    ),
    pickup: optional(codeAccess),
  });

/** Only with a calendar there are days on which something else can happen. */
const holidays = <T>(choices: fc.Arbitrary<T>, usual: T) =>
  fc.oneof(
    fc.record({ holidays: one(...CALENDARS), onHolidays: choices }),
    fc.record({ onHolidays: fc.constant(usual) }),
  );

const mobile = fc
  .tuple(
    fc.record({
      number: external,
      windows,
      timezone: optional(timezone),
      delaySec: whole(0, 600),
      confirm: yesNo,
    }),
    holidays(yesNo, true),
  )
  .map(([first, second]) => ({ ...first, ...second }));

const user = (id: string, index: number) =>
  fc.record({
    id: fc.constant(id),
    name,
    extension: optional(one(`20${index}`, `00${index}`)),
    email: id === 'anna' ? address : optional(address),
    mobile: optional(mobile),
  });

const schedule = fc
  .tuple(
    fc.record({ windows, timezone: optional(timezone) }),
    holidays(one('on', 'off', 'asUsual'), 'asUsual'),
  )
  .map(([first, second]) => ({ ...first, ...second }));

const switchOf = (id: string, index: number) => {
  const ofEach = {
    id: fc.constant(id),
    name,
    code: optional(one(`1${index}`, `00${index}`)),
    codeAllowed: optional(codeAccess),
    codeSound: optional(file),
  };
  return fc.oneof(
    fc.record({ ...ofEach, manual: fc.record({ on: yesNo }) }),
    fc.record({ ...ofEach, schedule }),
  );
};

const ownDay = fc.record({ date: one('2026-12-24', '02-29', '12-31'), name, from: optional(hhmm) });

const limit = (most: number) => fc.oneof(whole(1, most), one('off'));

const settings = fc.record({
  country: one('DE', 'AT', 'CH'),
  timezone,
  domain: one('pbx.example', '10.1.2.3'),
  gateway: optional(one('telco', 'carrier_2.x')),
  gatewayFormat: one('e164', '00', 'national'),
  callerNumbers: one('automatic', 'national', 'withCountryCode'),
  trunks: fc.uniqueArray(
    fc.record({
      name: one('telco', 'carrier_2.x', 'sipgate'),
      callerNumbers: one('automatic', 'national', 'withCountryCode'),
    }),
    { maxLength: 3, selector: ({ name: trunk }) => trunk },
  ),
  houseName: optional(one('Muster & Söhne', 'בית')),
  callerNames: one('contacts', 'trunk'),
  blocked: fc.uniqueArray(one('030 23125001 = sells windows', '+49900*'), { maxLength: 2 }),
  blockedAnnouncement: optional(file),
  voicemailProfile: one('default', 'house'),
  confirmFile: optional(file),
  confirmSec: whole(3, 60),
  recordingsFolder: one('/var/lib/freeswitch/recordings/rufgruppe'),
  keepCallsDays: whole(8, 3650),
  keepDays: optional(fc.record({ mails: whole(1, 3650), outbox: whole(1, 3650) })),
  maxGroups: whole(1, 20),
  externalNumbers: fc.record({
    countries: fc.shuffledSubarray(['home', 'EU', 'CH', 'US']),
    types: fc.shuffledSubarray(['geographic', 'mobile', 'tollFree', 'voip', 'personal', 'company']),
    alsoPrefixes: some(['+41', '+1212']),
    neverPrefixes: some(['+49900', '+49137']),
  }),
  limits: fc.record({
    callsPerMinute: limit(10_000),
    perCaller: limit(100_000),
    perGroup: limit(100_000),
    atOnce: limit(100_000),
  }),
  notices: fc.record({
    to: some(['it@example.com', 'night@example.com']),
    failedCallsPercent: fc.oneof(whole(1, 100), fc.constant('off')),
    freeDiskPercent: whole(1, 90),
    certificateDays: whole(1, 90),
    awayDays: fc.oneof(whole(1, 365), fc.constant('off')),
  }),
  talkCodes: fc.record({ pauseRecording: one('*7', 'off', '#12') }),
  codes: fc.record({ switchToggle: one('*50', '*3', 'off', '#77'), pickupAny: one('*55', 'off', '*06') }),
});

const berlin = fc.record({
  id: fc.constant('berlin'),
  country: fc.constant('DE'),
  state: optional(one('BE', 'BY')),
  ownDays: fc.array(ownDay, { maxLength: 2 }),
});
const bavaria = fc.record({
  id: fc.constant('bavaria'),
  country: fc.constant('DE'),
  state: fc.constant('BY'),
  region: optional(one('A', 'KATH', 'EVANG')),
});
const own = fc.record({ id: fc.constant('own'), ownDays: fc.array(ownDay, { maxLength: 2 }) });

/** The list of every house, and now and then that of a large one. */
function listOf<T>(
  usual: readonly string[],
  more: readonly string[],
  entry: (id: string, index: number) => fc.Arbitrary<T>,
) {
  return fc.oneof(
    { weight: 11, arbitrary: fc.tuple(...usual.map(entry)) },
    { weight: 1, arbitrary: fc.tuple(...[...usual, ...more].map(entry)) },
  );
}

/** As it is stored. What the checks refuse (a window without length, a name of blanks) is left out. */
export const anyConfiguration: fc.Arbitrary<Configuration> = fc
  .record({
    version: fc.constant(1),
    settings,
    users: listOf(USERS, MORE_USERS, user),
    groups: listOf(GROUPS, MORE_GROUPS, group),
    switches: fc.tuple(...SWITCHES.map(switchOf)),
    holidays: fc.tuple(berlin, bavaria, own),
  })
  .map((value) => checkValue(value))
  .filter((checked) => checked.kind === 'good')
  .map(({ configuration }) => configuration);
