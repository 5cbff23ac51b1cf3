import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DayTally, type TalliedCall } from '../../../../src/afterwards/reports/day-tally.js';
import { meanWaitSec, sumOf } from '../../../../src/afterwards/reports/sum.js';

const LEG = {
  group: '700',
  stage: 1,
  userId: 'anna',
  who: 'Anna',
  kind: 'desk',
  to: '1001',
  rangAt: new Date('2026-11-23T08:00:02Z'),
  outcome: 'answered',
} as const;

const BY = { who: 'Anna', userId: 'anna', kind: 'desk', to: '1001', group: '700', stage: 1 } as const;

function call(moment: string, more: Partial<TalliedCall> = {}): TalliedCall {
  return {
    startedAt: new Date(moment),
    route: [{ group: '700', by: null, to: null }],
    missed: null,
    answeredBy: null,
    outcome: 'gaveUp',
    waitingSec: null,
    talkingSec: null,
    legs: [],
    ...more,
  };
}

const answered = (moment: string, waitingSec: number, more: Partial<TalliedCall> = {}) =>
  call(moment, { answeredBy: BY, outcome: 'answered', waitingSec, talkingSec: 60, legs: [LEG], ...more });

const missed = (moment: string, waitingSec: number) =>
  call(moment, { missed: { group: '700', why: { kind: 'gaveUp' } as never, text: '' }, waitingSec });

function dayOf(date: string, calls: readonly TalliedCall[], perPerson = true) {
  const tally = new DayTally('700', 'Europe/Berlin', date, perPerson);
  for (const one of calls) tally.add(one);
  return tally.result();
}

describe('The sum of days', () => {
  const monday = dayOf('2026-11-23', [
    answered('2026-11-23T08:00:00Z', 20),
    answered('2026-11-23T08:10:00Z', 21, {
      answeredBy: { ...BY, who: 'Ben', userId: 'ben', stage: null },
      legs: [LEG, { ...LEG, userId: 'ben', who: 'Ben', stage: 2 }],
    }),
  ]);
  const tuesday = dayOf('2026-11-24', [
    missed('2026-11-24T08:00:00Z', 400),
    answered('2026-11-24T09:00:00Z', 3),
  ]);
  const sum = sumOf([monday, tuesday]);

  test('has the calls by class, hour and weekday', () => {
    assert.deepEqual(sum.counts, { calls: 4, answered: 3, missed: 1, diverted: 0, other: 0 });
    assert.deepEqual(
      sum.week.flatMap((hours, weekday) =>
        hours.flatMap(({ calls }, hour) => (calls === 0 ? [] : [`${weekday} ${hour}: ${calls}`])),
      ),
      ['0 9: 2', '1 9: 1', '1 10: 1'],
    );
  });

  test('knows how many were answered within 20 seconds, and how long callers waited', () => {
    assert.equal(sum.soon, 2);
    assert.deepEqual(sum.answered, { classes: [1, 0, 1, 1, 0, 0, 0, 0], totalSec: 44, longestSec: 21 });
    assert.deepEqual(sum.missed, { classes: [0, 0, 0, 0, 0, 0, 0, 1], totalSec: 400, longestSec: 400 });
    assert.equal(meanWaitSec(sum.answered), 15);
    assert.equal(meanWaitSec(sumOf([]).answered), undefined);
  });

  test('has stages, and persons under their newest name, also two of one name', () => {
    assert.deepEqual(sum.stages, [2, 0, 0, 1]);
    assert.deepEqual(sum.people, [
      { key: 'user anna', who: 'Anna', rung: 3, answered: 2, talkingSec: 120 },
      { key: 'user ben', who: 'Ben', rung: 1, answered: 1, talkingSec: 60 },
    ]);
    const renamed = dayOf('2026-11-25', [
      answered('2026-11-25T08:00:00Z', 1, {
        answeredBy: { ...BY, who: 'Ben' },
        legs: [{ ...LEG, who: 'Ben' }],
      }),
    ]);
    assert.deepEqual(
      sumOf([monday, renamed]).people?.map(({ key, who }) => `${key}: ${who}`),
      ['user anna: Ben', 'user ben: Ben'],
    );
  });

  test('has no persons where none were counted, and says when a stage tells who answered', () => {
    const quiet = dayOf('2026-11-23', [answered('2026-11-23T08:00:00Z', 20)], false);
    assert.equal(sumOf([quiet]).people, null);
    assert.equal(sumOf([quiet]).stagesTellWho, true);
    const two = dayOf('2026-11-23', [
      answered('2026-11-23T08:00:00Z', 20, { legs: [LEG, { ...LEG, userId: 'ben', who: 'Ben' }] }),
    ]);
    assert.equal(sumOf([two]).stagesTellWho, false);
  });
});
