/** Random valid configurations and calls in a world so small that phones and groups meet all the time. */
import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { UserAway } from '../../../../src/base/model/away.js';
import type { Attempt, Caller, InboundCall } from '../../../../src/base/model/call.js';
import type {
  AnonymousRule,
  Destination,
  ExternalNumber,
  Group,
  Member,
  Mobile,
  Snapshot,
  Switch,
  SwitchRule,
  SwitchState,
  User,
} from '../../../../src/base/model/snapshot.js';
import type { HolidayCalendar, TimeWindow, Weekday } from '../../../../src/base/model/calendar.js';
import {
  aCalendar,
  aGroup,
  allowed,
  anAway,
  aSnapshot,
  aStage,
  aSwitch,
  at,
  aUser,
  EVERY_DAY,
  refused,
} from '../../../factories.js';

/** A name and numbers that no configuration below contains. */
export const STRANGER_NAME = 'Zacharias Quandt';
export const STRANGER_NUMBER = '+493023125099';
const SPELLED_NUMBER = '03023125098';

const EXTENSIONS = ['1001', '1002', '1003', '1004'];
const NUMBERS = ['+491713920001', '+491713920002', '+493023125010'];
const GROUPS = ['700', '701', '702', '703', '704'];
export const ZONES = [
  'Europe/Berlin',
  'Asia/Kolkata',
  'Africa/Cairo',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'UTC',
];

const extension = fc.constantFrom(...EXTENSIONS);
const zone = fc.constantFrom(...ZONES);
/** Also a group that does not exist. */
const groupNumber = fc.constantFrom(...GROUPS, '799');
const ringSec = fc.integer({ min: 1, max: 600 });
const delaySec = fc.integer({ min: 0, max: 30 });

/** Instants around clock changes and midnights as well as anywhere in two years. */
export const moment: fc.Arbitrary<DateTime> = fc
  .oneof(
    fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) }),
    fc
      .tuple(
        fc.constantFrom('2026-03-29T01:00Z', '2026-10-25T01:00Z', '2026-04-23T22:00Z', '2026-12-24T23:00Z'),
        fc.integer({ min: -7200, max: 7200 }),
      )
      .map(([iso, seconds]) => Date.parse(iso) + seconds * 1000),
  )
  .map((ms) => DateTime.fromMillis(ms, { zone: 'Europe/Berlin' }));

export const timeWindow: fc.Arbitrary<TimeWindow> = fc.record({
  days: fc.subarray<Weekday>([...EVERY_DAY]),
  fromMinute: fc.integer({ min: 0, max: 1439 }),
  toMinute: fc.integer({ min: 0, max: 1440 }),
});
const windows = fc.array(timeWindow, { maxLength: 3 });

const calendar: fc.Arbitrary<HolidayCalendar | undefined> = fc.constantFrom(
  undefined,
  aCalendar({ '2026-12-25': 'Christmas Day', '2026-12-24': { name: 'Christmas Eve', fromMinute: 840 } }),
);

const externalNumber: fc.Arbitrary<ExternalNumber> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NUMBERS).map(allowed) },
  { weight: 1, arbitrary: fc.constant(refused('0900 555555', 'premium rate')) },
);

const mobile: fc.Arbitrary<Mobile> = fc.record({
  number: externalNumber,
  windows,
  timezone: zone,
  notOn: calendar,
  delaySec,
  confirm: fc.boolean(),
});

const user: fc.Arbitrary<User> = fc
  .record({
    id: fc.constantFrom('anna', 'ben', 'cem'),
    extension: fc.option(extension, { nil: undefined }),
    mobile: fc.option(mobile, { nil: undefined }),
  })
  .map((parts) => aUser({ ...parts, name: `User ${parts.id}` }));

const memberTime = {
  delaySec: fc.oneof(fc.constant(undefined), delaySec),
  ringSec: fc.oneof(fc.constant(undefined), fc.integer({ min: 1, max: 30 })),
};

function memberAmong(users: readonly User[]): fc.Arbitrary<Member> {
  return fc.oneof(
    fc.record({ kind: fc.constant('user' as const), user: fc.constantFrom(...users), ...memberTime }),
    fc.record({ kind: fc.constant('extension' as const), extension, ...memberTime }),
    fc.record({
      kind: fc.constant('external' as const),
      number: externalNumber,
      label: fc.constantFrom(undefined, 'On call'),
      ...memberTime,
      confirm: fc.boolean(),
    }),
  );
}

const destination: fc.Arbitrary<Destination> = fc.oneof(
  { weight: 3, arbitrary: groupNumber.map((group): Destination => ({ kind: 'group', group })) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('extension' as const), extension, ringSec }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('external' as const), number: externalNumber, ringSec }),
  },
  { weight: 1, arbitrary: extension.map((box): Destination => ({ kind: 'voicemail', box })) },
  { weight: 1, arbitrary: fc.constant<Destination>({ kind: 'announcement', file: 'closed.wav' }) },
  { weight: 1, arbitrary: fc.constant<Destination>({ kind: 'hangup', cause: 'USER_BUSY' }) },
);

const switchState: fc.Arbitrary<SwitchState> = fc.oneof(
  fc.boolean().map((on): SwitchState => ({ kind: 'manual', on })),
  fc.record({
    kind: fc.constant('schedule' as const),
    windows,
    timezone: zone,
    holidays: calendar,
    onHolidays: fc.constantFrom('on' as const, 'off' as const, 'asUsual' as const),
  }),
);

const override: fc.Arbitrary<Switch['override']> = fc.option(
  fc.record({ on: fc.boolean(), until: fc.option(fc.constant(at('2026-12-01T08:00')), { nil: undefined }) }),
  { nil: undefined },
);

const rule: fc.Arbitrary<SwitchRule> = fc.record({
  switch: fc.record({ state: switchState, override }).map(({ state, ...rest }) => aSwitch(state, rest)),
  when: fc.constantFrom('on' as const, 'off' as const),
  to: destination,
});

const anonymous: fc.Arbitrary<AnonymousRule> = fc.oneof(
  fc.constant<AnonymousRule>({ kind: 'normal' }),
  fc.constant<AnonymousRule>({ kind: 'reject' }),
  destination.map((to): AnonymousRule => ({ kind: 'divert', to })),
);

function groupOf(number: string, users: readonly User[]): fc.Arbitrary<Group> {
  const stage = fc
    .tuple(fc.array(memberAmong(users), { maxLength: 5 }), ringSec)
    .map(([members, seconds]) => aStage(members, seconds));
  return fc
    .record({
      enabled: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
      anonymous,
      rules: fc.array(rule, { maxLength: 2 }),
      stages: fc.array(stage, { maxLength: 3 }),
      final: destination,
      mobiles: fc.boolean(),
    })
    .map((parts) => aGroup({ number, ...parts }));
}

const away: fc.Arbitrary<UserAway> = fc
  .tuple(
    fc.constantFrom('all' as const, ['700'], ['700', '701']),
    fc.option(fc.constantFrom('2026-11-26T08:00', '2026-12-01T08:00'), { nil: undefined }),
  )
  .map(([groups, until]) => anAway(groups, until));

export const snapshot: fc.Arbitrary<Snapshot> = fc
  .uniqueArray(user, { minLength: 1, maxLength: 3, selector: ({ id }) => id })
  .chain((users) =>
    fc
      .record({
        groups: fc.tuple(...GROUPS.map((number) => groupOf(number, users))),
        gateway: fc.constantFrom('carrier', 'carrier', undefined),
        maxGroups: fc.integer({ min: 1, max: 6 }),
        away: fc.dictionary(fc.constantFrom(...users.map(({ id }) => id)), away),
      })
      .map(({ groups, away: states, ...settings }) => aSnapshot({ groups, users, settings, away: states })),
  );

const caller: fc.Arbitrary<Caller> = fc.oneof(
  fc.constant<Caller>({ kind: 'withheld' }),
  fc.constantFrom(...EXTENSIONS, ...NUMBERS, STRANGER_NUMBER, SPELLED_NUMBER).map((number): Caller => ({
    kind: 'known',
    number,
    e164: number.startsWith('+') ? number : undefined,
    name: STRANGER_NAME,
  })),
);

export const call: fc.Arbitrary<InboundCall> = fc.record({
  id: fc.constant('5f0c1f6e-8a52-4b6b-9d8f-2f3a0f4c7b10'),
  groupNumber,
  caller,
  callerExtension: fc.option(extension, { nil: undefined }),
  fromOutside: fc.boolean(),
});

/** Also such as no honest controller writes: unknown groups, stages that never were, any order. */
export const attempts: fc.Arbitrary<readonly Attempt[]> = fc.array(
  fc
    .oneof(
      {
        weight: 5,
        arbitrary: fc.record(
          {
            path: fc.array(groupNumber, { maxLength: 3 }),
            part: fc.constant('stage' as const),
            stage: fc.oneof(
              { weight: 5, arbitrary: fc.integer({ min: 1, max: 3 }) },
              { weight: 1, arbitrary: fc.constantFrom(-1, 0, 1.5, 99, Infinity, NaN) },
            ),
            untilSec: fc.oneof(
              { weight: 5, arbitrary: fc.integer({ min: 1, max: 40 }) },
              { weight: 1, arbitrary: fc.constantFrom(-1, 0, 1.5, Infinity, NaN) },
            ),
          },
          { requiredKeys: ['path', 'part', 'stage'] },
        ),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          path: fc.array(groupNumber, { maxLength: 3 }),
          part: fc.constant('destination' as const),
          by: fc.constantFrom('anonymous' as const, 'switch' as const, 'final' as const),
        }),
      },
    )
    .map((place): Attempt => ({ place })),
  { maxLength: 6 },
);
