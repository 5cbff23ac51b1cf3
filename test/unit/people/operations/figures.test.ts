import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JudgedCall } from '../../../../src/afterwards/reports/classify.js';
import { FigureCounter } from '../../../../src/people/operations/figures.js';
import { aGroup } from '../../../factories.js';

const GROUP = aGroup({ number: '700', timezone: 'Europe/Berlin' });
const ROUTE: JudgedCall['route'] = [{ group: '700', by: null, to: null }];

/** Calls that gave up, at these moments. */
async function counted(moments: readonly string[], from: string, days: number) {
  const ofDay = async function* (_group: string, begin: Date, end: Date) {
    for (const moment of moments) {
      const startedAt = new Date(moment);
      if (startedAt < begin || startedAt >= end) continue;
      yield await Promise.resolve({
        startedAt,
        route: ROUTE,
        missed: null,
        answeredBy: null,
        outcome: 'gaveUp',
      });
    }
  };
  const {
    days: all,
    hours,
    total,
    cutAt,
  } = await new FigureCounter({ ofDay: ofDay as never }).count(GROUP, from, days);
  return {
    days: all.map(({ date, counts }) => `${date} ${counts.calls}`),
    hours: hours.flatMap(({ calls }, hour) => (calls === 0 ? [] : [`${hour}: ${calls}`])),
    total: total.calls,
    cutAt,
  };
}

describe('Figures', () => {
  test('count each call on its day and in its hour, days without calls too', async () => {
    const moments = [
      '2026-11-22T23:00:00Z',
      '2026-11-23T22:59:59Z',
      '2026-11-25T07:30:00Z',
      '2026-11-26T23:00:00Z',
    ];
    assert.deepEqual(await counted(moments, '2026-11-22', 5), {
      days: ['2026-11-22 0', '2026-11-23 2', '2026-11-24 0', '2026-11-25 1', '2026-11-26 0'],
      hours: ['0: 1', '8: 1', '23: 1'],
      total: 3,
      cutAt: undefined,
    });
  });

  test('count both passes of the hour that comes twice, and hours after it by the clock', async () => {
    const moments = [
      '2026-10-25T00:30:00Z',
      '2026-10-25T01:30:00Z',
      '2026-10-25T22:30:00Z',
      '2026-10-25T23:00:00Z',
    ];
    assert.deepEqual(await counted(moments, '2026-10-25', 2), {
      days: ['2026-10-25 3', '2026-10-26 1'],
      hours: ['0: 1', '2: 2', '23: 1'],
      total: 4,
      cutAt: undefined,
    });
  });

  test('of too many calls stop at the end of a day, and say so; a last day is counted to its end', async () => {
    const many = Array.from({ length: 100_001 }, () => '2026-11-23T10:00:00Z');
    const cut = await counted([...many, '2026-11-25T10:00:00Z'], '2026-11-23', 3);
    assert.deepEqual(
      [cut.days, cut.total, cut.cutAt],
      [['2026-11-23 100001', '2026-11-24 0'], 100_001, '2026-11-24'],
    );
    const whole = await counted(many, '2026-11-23', 2);
    assert.deepEqual([whole.days, whole.cutAt], [['2026-11-23 100001', '2026-11-24 0'], undefined]);
  });
});
