import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DateTime } from 'luxon';
import type { Counting } from '../../../../src/base/store/day-figures.js';
import type { DayFigures } from '../../../../src/base/model/day-figures.js';
import type { TalliedCall } from '../../../../src/afterwards/reports/day-tally.js';
import { sumOf } from '../../../../src/afterwards/reports/sum.js';
import { FigureDesk } from '../../../../src/people/operations/figures.js';
import { aGroup } from '../../../factories.js';

const GROUP = aGroup({ number: '700', timezone: 'Europe/Berlin' });

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

/** A store in memory: the days that are kept, and how often calls were read. */
function desk(calls: readonly TalliedCall[]) {
  const kept = new Map<string, DayFigures>();
  const marks = new Map<string, string>();
  const read: string[] = [];
  const between = (from: Date, to: Date) =>
    calls.filter(({ startedAt }) => startedAt >= from && startedAt < to);
  // eslint-disable-next-line @typescript-eslint/require-await
  async function* ofDay(group: string, from: Date, to: Date) {
    read.push(`${group} ${from.toISOString().slice(0, 10)}`);
    yield* between(from, to).filter(({ route }) => route.some((one) => one.group === group));
  }
  // eslint-disable-next-line @typescript-eslint/require-await
  async function* ofTime(from: Date, to: Date) {
    read.push(`all ${from.toISOString().slice(0, 10)}`);
    yield* between(from, to);
  }
  const dayFigures = {
    of: () => Promise.resolve([...kept.values()]),
    ofAll: () => Promise.resolve([...kept.values()]),
    begin: (days: readonly Counting[]) => {
      for (const { group, day, token } of days) marks.set(`${group} ${day}`, token);
      return Promise.resolve();
    },
    put: (token: string, days: readonly DayFigures[]) => {
      for (const day of days)
        if (marks.get(`${day.group} ${day.day}`) === token) kept.set(`${day.group} ${day.day}`, day);
      return Promise.resolve();
    },
  };
  const oldestAt = () => Promise.resolve(calls[0]?.startedAt);
  const made = new FigureDesk({
    calls: { ofDay, ofTime, oldestAt } as never,
    dayFigures: dayFigures as never,
    newId: () => 'one',
  });
  return { made, kept, read };
}

const at = (text: string) => DateTime.fromISO(text, { zone: 'Europe/Berlin' });
const shown = (days: readonly DayFigures[]) =>
  days.map((day) => `${day.group} ${day.day} ${sumOf([day]).counts.calls}`);
const hoursOf = (days: readonly DayFigures[]) =>
  sumOf(days).hours.flatMap(({ calls }, hour) => (calls === 0 ? [] : [`${hour}: ${calls}`]));

describe('Figures', () => {
  test('count each call on its day and in its hour, days without calls too, from the oldest call to today', async () => {
    const calls = ['2026-11-22T23:00:00Z', '2026-11-23T22:59:59Z', '2026-11-25T07:30:00Z'];
    const { made } = desk(calls.map((moment) => call(moment)));
    const found = await made.of(
      'all',
      GROUP,
      { from: '2026-01-01', to: '2027-01-01' },
      at('2026-11-26T10:00'),
    );
    assert.deepEqual(shown(found.days), [
      '700 2026-11-22 0',
      '700 2026-11-23 2',
      '700 2026-11-24 0',
      '700 2026-11-25 1',
      '700 2026-11-26 0',
    ]);
    assert.deepEqual(hoursOf(found.days), ['0: 1', '8: 1', '23: 1']);
  });

  test('count both passes of the hour that comes twice, and hours after it by the clock', async () => {
    const calls = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T22:30:00Z'];
    const { made } = desk(calls.map((moment) => call(moment)));
    const found = await made.of(
      'all',
      GROUP,
      { from: '2026-10-25', to: '2026-10-25' },
      at('2026-11-26T10:00'),
    );
    assert.deepEqual(hoursOf(found.days), ['2: 2', '23: 1']);
  });

  test('are kept of days that are over since an hour, and counted anew of the others', async () => {
    const { made, kept, read } = desk([call('2026-11-24T10:00:00Z'), call('2026-11-25T10:00:00Z')]);
    const range = { from: '2026-11-24', to: '2026-11-25' };
    await made.of('all', GROUP, range, at('2026-11-26T00:59'));
    assert.deepEqual([...kept.keys()], ['700 2026-11-24']);
    await made.of('all', GROUP, range, at('2026-11-26T01:00'));
    assert.deepEqual([...kept.keys()], ['700 2026-11-24', '700 2026-11-25']);
    read.length = 0;
    const found = await made.of('all', GROUP, range, at('2026-11-26T01:01'));
    assert.deepEqual(shown(found.days), ['700 2026-11-24 1', '700 2026-11-25 1']);
    assert.deepEqual(read, []);
  });

  test('of too many calls stop at the end of a day, and go on from there when asked again', async () => {
    const many = Array.from({ length: 100_001 }, () => call('2026-11-23T10:00:00Z'));
    const { made } = desk([...many, call('2026-11-24T10:00:00Z')]);
    const range = { from: '2026-11-23', to: '2026-11-25' };
    const cut = await made.of('all', GROUP, range, at('2026-12-01T10:00'));
    assert.deepEqual([shown(cut.days), cut.cutAt], [['700 2026-11-23 100001'], '2026-11-23']);
    const whole = await made.of('all', GROUP, range, at('2026-12-01T10:00'));
    assert.deepEqual(shown(whole.days), ['700 2026-11-23 100001', '700 2026-11-24 1', '700 2026-11-25 0']);
    assert.equal(whole.cutAt, undefined);
  });

  test('of all groups read the newest calls once, each call for every group that had it', async () => {
    const route = ['700', '701', '701'].map((group) => ({ group, by: null, to: null }));
    const { made, read } = desk([call('2026-11-26T08:00:00Z', { route })]);
    const groups = [GROUP, aGroup({ number: '701', timezone: 'Europe/Berlin' })];
    const found = await made.ofAll(
      'all',
      groups,
      { from: '2026-11-01', to: '2026-11-26' },
      at('2026-11-26T10:00'),
    );
    assert.deepEqual(shown(found.days), ['700 2026-11-26 1', '701 2026-11-26 1']);
    assert.deepEqual(read, ['all 2026-11-25']);
  });

  const TWO = [GROUP, aGroup({ number: '701', timezone: 'Europe/Berlin' })];
  const TODAY = { from: '2026-11-26', to: '2026-11-26' };

  test('of all groups are those of the own groups for whoever sees no others', async () => {
    const { made, kept } = desk([
      call('2026-11-25T08:00:00Z'),
      call('2026-11-26T08:00:00Z', { route: [{ group: '701', by: null, to: null }] }),
    ]);
    await made.of('all', GROUP, { from: '2026-11-25', to: '2026-11-25' }, at('2026-11-26T10:00'));
    assert.equal(kept.size, 1);
    const range = { ...TODAY, from: '2026-11-25' };
    const shownTo = async (...groups: readonly string[]) =>
      shown((await made.ofAll(new Set(groups), TWO, range, at('2026-11-26T10:00'))).days);
    assert.deepEqual(await shownTo('701'), ['701 2026-11-26 1']);
    assert.deepEqual(await shownTo('700'), ['700 2026-11-25 1', '700 2026-11-26 0']);
    assert.deepEqual(await shownTo(), []);
  });

  test('of today are read once in ten seconds for all who look, and anew for a group that nobody asked for', async () => {
    const { made, read } = desk([call('2026-11-26T08:00:00Z')]);
    const look = async (time: string, scope: 'all' | ReadonlySet<string> = 'all') => {
      read.length = 0;
      await made.ofAll(scope, TWO, TODAY, at(`2026-11-26T${time}`));
      return read.length;
    };
    assert.equal(await look('10:00:00', new Set(['700'])), 1);
    assert.equal(await look('10:00:01'), 1, '701 is not counted yet');
    assert.equal(await look('10:00:10.999'), 0);
    assert.equal(await look('10:00:10.999', new Set(['701'])), 0);
    assert.equal(await look('10:00:11'), 1);
    assert.equal(await look('10:01:00', new Set(['700'])), 1);
    assert.equal(await look('10:01:01', new Set(['701'])), 1);
    assert.equal(await look('10:01:02', new Set(['700'])), 0, 'another leader has looked meanwhile');
    assert.equal(await look('09:59:00'), 1, 'the clock was set back');
  });
});
