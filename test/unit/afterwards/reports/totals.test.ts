import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CallRecord } from '../../../../src/base/model/call-record.js';
import { localDay } from '../../../../src/afterwards/reports/day.js';
import { TotalsOfDay, type DayTotals } from '../../../../src/afterwards/reports/totals.js';
import { at, BERLIN } from '../../../factories.js';
import { aCallAt, ANNA, answered, BERND, DAY, legOf, missed } from './calls.js';

const BERLIN_DAY = localDay(DAY, BERLIN);

function totalsOf(
  calls: readonly CallRecord[],
  { perPerson = true, rows = 100, day = BERLIN_DAY, group = '700' } = {},
): DayTotals {
  const totals = new TotalsOfDay({ group, day, perPerson, rows });
  for (const call of calls) totals.add(call);
  return totals.result();
}

const countsOf = (...calls: readonly CallRecord[]) => {
  const { calls: all, ...classes } = totalsOf(calls).counts;
  assert.equal(all, calls.length);
  return Object.entries(classes).flatMap(([kind, count]) => (count === 0 ? [] : [`${count} ${kind}`]));
};

const FINAL = { group: '700', by: 'final', to: 'external' } as const;

test('a call is missed, diverted, answered or other: the first that holds, exactly one', () => {
  assert.deepEqual(countsOf(answered('08:00', ANNA)), ['1 answered']);
  assert.deepEqual(countsOf(missed('08:00', 14)), ['1 missed']);
  assert.deepEqual(countsOf(aCallAt('08:00', { outcome: 'gaveUp' })), ['1 other']);
  const bySwitch = { group: '700', by: 'switch', to: 'extension' } as const;
  // The phone to which the switch sent the call is no stage of the group.
  assert.deepEqual(countsOf(answered('08:00', { ...ANNA, stage: null }, { route: [bySwitch] })), [
    '1 diverted',
  ]);
  assert.deepEqual(countsOf(answered('08:00', { ...ANNA, stage: null }, { route: [FINAL] })), ['1 answered']);
  assert.deepEqual(countsOf(missed('08:00', 30, { route: [bySwitch] })), ['1 missed']);
  assert.deepEqual(
    countsOf(
      aCallAt('08:00', { outcome: 'voicemail', route: [{ group: '700', by: 'final', to: 'voicemail' }] }),
    ),
    ['1 diverted'],
  );
});

test('a talk that counts as missed is missed, and adds nothing to the answers', () => {
  const byService = answered(
    '08:00',
    { ...ANNA, kind: 'external', to: '+493023125999', userId: null, stage: null },
    {
      route: [FINAL],
      missed: { group: '700', why: { kind: 'unanswered', to: 'external' }, text: '' },
    },
  );
  const totals = totalsOf([byService]);
  assert.deepEqual(
    [totals.counts.missed, totals.counts.answered, totals.talking.count, totals.byStage.at(-1)?.answered],
    [1, 0, 0, 0],
  );
});

test('a call that went on to another group is diverted here and answered there; missed there it is diverted here', () => {
  const route = [
    { group: '700', by: 'final', to: 'group' },
    { group: '701', by: null, to: null },
  ] as const;
  const answeredThere = answered('08:00', { ...ANNA, group: '701' }, { route });
  const missedThere = missed('09:00', 20, {
    route,
    missed: { group: '701', why: { kind: 'gaveUp', afterSec: 20, stage: 1 }, text: '' },
  });
  const here = totalsOf([answeredThere, missedThere]).counts;
  const there = totalsOf([answeredThere, missedThere], { group: '701' }).counts;
  assert.deepEqual(here, { calls: 2, answered: 0, missed: 0, diverted: 2, other: 0 });
  assert.deepEqual(there, { calls: 2, answered: 1, missed: 1, diverted: 0, other: 0 });
});

test('the call list of a group that was not dialled says which one was', () => {
  const route = [
    { group: '700', by: 'switch', to: 'group' },
    { group: '701', by: null, to: null },
  ] as const;
  const call = aCallAt('08:00', { outcome: 'gaveUp', route });
  assert.equal(totalsOf([call], { group: '701' }).rows[0]?.through, '700');
  assert.equal(totalsOf([call]).rows[0]?.through, null);
});

test('calls of another day or another group are not counted', () => {
  const totals = new TotalsOfDay({ group: '700', day: BERLIN_DAY, perPerson: true, rows: 9 });
  const before = aCallAt('2026-11-21T23:59:59');
  const after = aCallAt('2026-11-23T00:00:00');
  const foreign = aCallAt('08:00', { route: [{ group: '701', by: null, to: null }] });
  assert.deepEqual(
    [before, after, foreign, aCallAt('00:00'), aCallAt('23:59:59')].map((call) => totals.add(call)),
    [false, false, false, true, true],
  );
  assert.equal(totals.result().counts.calls, 2);
});

test('why a call is none of the three is counted', () => {
  const { other, handedBack } = totalsOf([
    aCallAt('08:00', { outcome: 'gaveUp' }),
    aCallAt('08:01', { outcome: 'released' }),
    aCallAt('08:02', { outcome: 'handedBack' }),
    aCallAt('08:03', { outcome: 'open', waitingSec: null, talkingSec: null }),
    aCallAt('08:04', { outcome: 'handedBack', route: [{ group: '700', by: 'switch', to: 'extension' }] }),
  ]);
  assert.deepEqual(other, { gaveUp: 1, refused: 1, handedBack: 1, open: 1 });
  assert.equal(handedBack, 2);
});

test('a desk phone that was registered for no call is a warning; one that was for a single call is none', () => {
  const { phones } = totalsOf([
    missed('08:00', 20, { legs: [legOf(ANNA, 'notRegistered'), legOf(BERND, 'notRegistered')] }),
    missed('09:00', 20, { legs: [legOf(ANNA, 'notRegistered'), legOf(BERND, 'noAnswer')] }),
  ]);
  assert.deepEqual(phones, [{ kind: 'notRegistered', who: 'Anna Schmidt', to: '1001', times: 2 }]);
});

test('a mobile that picks up twice without key 1 is a warning, unless its owner talked to a caller that day', () => {
  const mobile = (outcome: 'notConfirmed' | 'answered') =>
    legOf({ ...ANNA, kind: 'mobile', to: '+491713920011' }, outcome);
  const twice = [
    missed('08:00', 20, { legs: [mobile('notConfirmed')] }),
    missed('09:00', 20, { legs: [mobile('notConfirmed')] }),
  ];
  assert.deepEqual(totalsOf(twice).phones, [
    { kind: 'notConfirmed', who: 'Anna Schmidt', to: '+491713920011', phone: 'mobile', times: 2 },
  ]);
  assert.deepEqual(totalsOf(twice.slice(0, 1)).phones, []);
  const talked = answered(
    '10:00',
    { ...ANNA, kind: 'mobile', to: '+491713920011' },
    { legs: [mobile('answered')] },
  );
  assert.deepEqual(totalsOf([...twice, talked]).phones, []);
});

test('a person whose desk phone and mobile ring for one call is rung once; a busy phone was not rung', () => {
  const mobile = { ...ANNA, kind: 'mobile', to: '+491713920011' } as const;
  const { byPerson } = totalsOf([
    answered('08:00', ANNA, {
      legs: [
        legOf(ANNA, 'answered'),
        legOf(mobile, 'colleagueAnswered'),
        legOf(BERND, 'busy', { rangAt: null }),
      ],
    }),
    answered('09:00', mobile, { talkingSec: 30, legs: [legOf(ANNA, 'noAnswer'), legOf(mobile, 'answered')] }),
  ]);
  assert.deepEqual(byPerson, [{ who: 'Anna Schmidt', rung: 2, answered: 2, talkingSec: 90 }]);
});

test('legs of another group that had the call before count for that group only', () => {
  const route = [
    { group: '700', by: 'final', to: 'group' },
    { group: '701', by: null, to: null },
  ] as const;
  const legs = [legOf(ANNA, 'noAnswer'), legOf({ ...BERND, group: '701' }, 'answered')];
  const call = answered('08:00', { ...BERND, group: '701' }, { route, legs });
  assert.deepEqual(
    totalsOf([call], { group: '701' }).byPerson.map(({ who }) => who),
    ['Bernd Brandt'],
  );
  assert.deepEqual(totalsOf([call]).byPerson, [{ who: 'Anna Schmidt', rung: 1, answered: 0, talkingSec: 0 }]);
});

test('a withheld caller has no number and no name, whatever the record holds', () => {
  const caller = { withheld: true, number: '03023125001', e164: '+493023125001', name: 'Erika' };
  const { rows, withheld } = totalsOf([answered('08:00', ANNA, { caller })]);
  assert.equal(withheld, 1);
  assert.equal(rows[0]?.caller, null);
});

test('on the 25-hour day the calls of both hours 02 are counted apart', () => {
  const day = localDay('2026-10-25', BERLIN);
  const { byHour } = totalsOf(
    [
      missed('2026-10-25T02:30:00+02:00', 9),
      missed('2026-10-25T02:10:00+01:00', 9),
      missed('2026-10-25T02:50:00+01:00', 9),
    ],
    { day },
  );
  assert.deepEqual(
    byHour.filter(({ calls }) => calls > 0).map(({ label, missed: count }) => [label, count]),
    [
      ['02A', 1],
      ['02B', 2],
    ],
  );
  assert.equal(byHour.length, 25);
});

test('on the 23-hour day 03:00 follows 01:59', () => {
  const day = localDay('2026-03-29', BERLIN);
  const { byHour } = totalsOf([missed('2026-03-29T01:59:59', 9), missed('2026-03-29T03:00:00', 9)], { day });
  assert.deepEqual(
    byHour.slice(1, 3).map(({ label, calls }) => [label, calls]),
    [
      ['01', 1],
      ['03', 1],
    ],
  );
});

test('at Lord Howe a call 15 minutes into the repeated half hour is in 01B', () => {
  const zone = 'Australia/Lord_Howe';
  const day = localDay('2026-04-05', zone);
  const { byHour } = totalsOf(
    [missed('2026-04-05T01:45:00+10:30', 9), missed('2026-04-05T01:45:00+11:00', 9)],
    { day },
  );
  assert.deepEqual(
    byHour.slice(1, 3).map(({ label, calls }) => [label, calls]),
    [
      ['01A', 1],
      ['01B', 1],
    ],
  );
});

const outcomes = fc.constantFrom('answered', 'gaveUp', 'voicemail', 'released', 'handedBack', 'open');
const passages = fc.constantFrom(
  { group: '700', by: null, to: null },
  { group: '700', by: 'switch', to: 'announcement' },
  { group: '700', by: 'anonymous', to: 'extension' },
  { group: '700', by: 'final', to: 'voicemail' },
  { group: '701', by: null, to: null },
) as fc.Arbitrary<CallRecord['route'][number]>;
const anyCall = fc
  .record({
    second: fc.integer({ min: -3600, max: 25 * 3600 }),
    outcome: outcomes,
    route: fc.array(passages, { minLength: 1, maxLength: 2 }),
    who: fc.option(fc.constantFrom(ANNA, BERND, { ...ANNA, group: '701' }), { nil: null }),
    stage: fc.constantFrom(1, 2, 3, null),
    missedIn: fc.constantFrom(null, null, '700', '701'),
    waitingSec: fc.option(fc.nat(600), { nil: null }),
    talkingSec: fc.option(fc.nat(6000), { nil: null }),
    withheld: fc.boolean(),
  })
  .map(({ second, who, stage, missedIn, withheld, ...rest }): CallRecord => {
    const startedAt = at(`${DAY}T00:00`).plus({ seconds: second }).toJSDate();
    const by = who === null ? null : { ...who, stage };
    return aCallAt('00:00', {
      ...rest,
      startedAt,
      answeredBy: by,
      legs: by === null ? [] : [legOf(by, 'answered')],
      missed:
        missedIn === null
          ? null
          : { group: missedIn, why: { kind: 'unanswered', to: 'voicemail' }, text: '' },
      caller: { withheld, number: '1', e164: null, name: null },
    });
  });

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

test('whatever the calls are: classes, hours, stages, persons and the list add up to the same whole', () => {
  fc.assert(
    fc.property(fc.array(anyCall, { maxLength: 60 }), (calls) => {
      const totals = totalsOf(calls);
      const { counts } = totals;
      const mine = calls.filter(
        ({ startedAt, route }) =>
          startedAt >= BERLIN_DAY.from &&
          startedAt < BERLIN_DAY.to &&
          route.some(({ group }) => group === '700'),
      );
      assert.equal(counts.calls, mine.length);
      assert.equal(counts.answered + counts.missed + counts.diverted + counts.other, counts.calls);
      for (const kind of ['calls', 'answered', 'missed', 'diverted', 'other'] as const) {
        assert.equal(sum(totals.byHour.map((hour) => hour[kind])), counts[kind]);
      }
      assert.equal(sum(Object.values(totals.other)), counts.other);
      assert.equal(sum(totals.byStage.map((stage) => stage.answered)), counts.answered);
      assert.equal(sum(totals.byPerson.map((person) => person.answered)), counts.answered);
      assert.equal(sum(totals.byPerson.map((person) => person.talkingSec)), totals.talking.totalSec);
      const rowsOf = (kind: string) => totals.rows.filter(({ verdict }) => verdict.kind === kind);
      assert.deepEqual(
        totals.rows.map((row) => row.at),
        mine.map(({ startedAt }) => startedAt),
      );
      assert.equal(rowsOf('answered').length, counts.answered);
      assert.equal(rowsOf('missed').length, counts.missed);
      assert.equal(sum(totals.rows.map(({ talkingSec }) => talkingSec ?? 0)), totals.talking.totalSec);
      assert.equal(totals.rows.filter(({ caller }) => caller === null).length, totals.withheld);
    }),
  );
});
