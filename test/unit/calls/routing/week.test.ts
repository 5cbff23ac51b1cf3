import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { DateTime } from 'luxon';
import type { TimeWindow, Weekday } from '../../../../src/base/model/calendar.js';
import { rehearse } from '../../../../src/calls/routing/check.js';
import {
  decidingSwitches,
  weekOf as weekInSteps,
  type WeekSegment,
} from '../../../../src/calls/routing/week.js';
import {
  aCalendar,
  aCall,
  aGroup,
  allowed,
  aMobile,
  aSnapshot,
  aStage,
  aSwitch,
  aUser,
  at,
  aWindow,
  scheduledSwitch,
  userMember,
} from '../../../factories.js';

/** The whole week at once. */
function weekOf(...given: Parameters<typeof weekInSteps>): readonly WeekSegment[] {
  const steps = weekInSteps(...given);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

const clock = (segments: readonly { readonly from: DateTime }[]) =>
  segments.map(({ from }) => from.toFormat('ccc HH:mm'));

const closed = { kind: 'announcement', file: 'closed.wav' } as const;

describe('A week', () => {
  test('has a segment from each opening to each closing', () => {
    const night = scheduledSwitch([aWindow('18:00-08:00', [1, 2, 3, 4, 5]), aWindow('00:00-24:00', [6, 7])]);
    const group = aGroup({
      rules: [{ switch: night, when: 'on', to: closed }],
      stages: [aStage([userMember(aUser())])],
    });
    const week = weekOf(aSnapshot({ groups: [group] }), aCall(), at('2026-11-23T15:00:00'));
    assert.deepEqual(clock(week).slice(0, 4), ['Mon 00:00', 'Mon 18:00', 'Tue 08:00', 'Tue 18:00']);
    assert.equal(week.at(-1)?.from.toFormat('ccc HH:mm'), 'Fri 18:00');
    assert.equal(week.at(-1)?.to.toISO(), '2026-11-30T00:00:00.000+01:00');
  });

  test('knows the override’s end to the second and the half holiday', () => {
    const calendar = aCalendar({ '2026-12-24': { name: 'Christmas Eve', fromMinute: 720 } });
    const state = {
      kind: 'schedule',
      windows: [],
      timezone: 'Europe/Berlin',
      holidays: calendar,
      onHolidays: 'on',
    } as const;
    const one = aSwitch(state, { override: { on: true, until: at('2026-12-21T09:30:10') } });
    const group = aGroup({
      rules: [{ switch: one, when: 'on', to: closed }],
      stages: [aStage([userMember(aUser())])],
    });
    const week = weekOf(aSnapshot({ groups: [group] }), aCall(), at('2026-12-21T00:00:00'));
    assert.deepEqual(
      week.map(({ from }) => from.toFormat('ccc HH:mm:ss')),
      ['Mon 00:00:00', 'Mon 09:30:10', 'Thu 12:00:00', 'Fri 00:00:00'],
    );
  });

  test('tells two switches with the same destination apart', () => {
    const switches = ['08:00-12:00', '12:00-14:00'].map((time, index) => ({
      ...scheduledSwitch([aWindow(time)]),
      id: `break${index}`,
      name: `Break ${index}`,
    }));
    const rules = switches.map((one) => ({ switch: one, when: 'on', to: closed }) as const);
    const group = aGroup({ rules, stages: [aStage([userMember(aUser())])] });
    const week = weekOf(aSnapshot({ groups: [group] }), aCall(), at('2026-11-23T00:00:00'));
    assert.deepEqual(
      week.slice(0, 4).map(({ from, steps }) => [from.toFormat('HH:mm'), ...decidingSwitches(steps)]),
      [['00:00'], ['08:00', 'Break 0'], ['12:00', 'Break 1'], ['14:00']],
    );
  });

  test('of 23 and of 25 hours follows the clock on the wall', () => {
    const night = scheduledSwitch([aWindow('02:30-03:30')]);
    const group = aGroup({
      rules: [{ switch: night, when: 'on', to: closed }],
      stages: [aStage([userMember(aUser())])],
    });
    const snapshot = aSnapshot({ groups: [group] });
    const ofSunday = (day: string) =>
      weekOf(snapshot, aCall(), at(`${day}T00:00:00`))
        .filter(({ from }) => from.toISODate() === day)
        .map(({ from }) => from.toFormat('HH:mm ZZ'));
    assert.deepEqual(ofSunday('2026-03-29'), ['00:00 +01:00', '03:00 +02:00', '03:30 +02:00']);
    assert.deepEqual(ofSunday('2026-10-25'), [
      '00:00 +02:00',
      '02:30 +02:00',
      '02:00 +01:00',
      '02:30 +01:00',
      '03:30 +01:00',
    ]);
  });
});

test('a time in a half hour that is repeated counts twice', () => {
  const night = scheduledSwitch([aWindow('01:47-03:00')], { timezone: 'Australia/Lord_Howe' });
  const group = aGroup({
    rules: [{ switch: night, when: 'on', to: closed }],
    stages: [aStage([userMember(aUser())])],
  });
  const week = weekOf(
    aSnapshot({ groups: [group] }),
    aCall(),
    at('2026-04-04T00:00:00', 'Australia/Lord_Howe'),
  );
  const sunday = week
    .filter(({ from }) => from.toISODate() === '2026-04-05')
    .map(({ from }) => from.toFormat('HH:mm ZZ'));
  assert.deepEqual(sunday, ['01:47 +11:00', '01:30 +10:30', '01:47 +10:30', '03:00 +10:30']);
});

const minute = fc.integer({ min: 0, max: 1439 });
const days = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 });
const window = fc
  .tuple(days, minute, minute)
  .filter(([, from, to]) => from !== to)
  .map(([on, fromMinute, toMinute]): TimeWindow => ({ days: on as Weekday[], fromMinute, toMinute }));
const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe');
const start = fc.constantFrom('2026-03-23', '2026-10-19', '2026-11-23', '2026-04-01');

test('each minute of a week is in the segment whose decision is the one of that minute', () => {
  fc.assert(
    fc.property(
      ...([
        fc.array(window, { maxLength: 3 }),
        fc.array(window, { maxLength: 3 }),
        zone,
        zone,
        start,
      ] as const),
      fc.array(fc.integer({ min: 0, max: 7 * 1440 - 1 }), { minLength: 60, maxLength: 60 }),
      (ofSwitch, ofMobile, switchZone, mobileZone, day, minutes) => {
        const night = scheduledSwitch(ofSwitch);
        const state =
          night.state.kind === 'schedule' ? { ...night.state, timezone: switchZone } : night.state;
        const mobile = aMobile('+491713920011', {
          windows: ofMobile,
          timezone: mobileZone,
          number: allowed('+491713920011'),
        });
        const group = aGroup({
          rules: [{ switch: { ...night, state }, when: 'on', to: closed }],
          stages: [aStage([userMember(aUser({ mobile }))], 20), aStage([userMember(aUser({ mobile }))], 30)],
        });
        const snapshot = aSnapshot({ groups: [group] });
        const week = weekOf(snapshot, aCall(), at(`${day}T00:00:00`));
        for (const offset of minutes) {
          const moment = at(`${day}T00:00:00`).plus({ minutes: offset });
          const segment = week.find(({ from, to }) => from <= moment && moment < to);
          if (segment === undefined) continue; // A week with a clock change is an hour shorter.
          const shape = (steps: ReturnType<typeof rehearse>) =>
            JSON.stringify(steps.map((step) => (step.kind === 'ring' ? step.targets : step.kind)));
          assert.equal(
            shape(segment.steps),
            shape(rehearse(snapshot, aCall(), moment, 'stands')),
            moment.toISO() ?? '',
          );
        }
      },
    ),
    { numRuns: 60 },
  );
});
