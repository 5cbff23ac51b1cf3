/** Who has been away for so long, without an end, that it is told. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AwaySpan, UserAway } from '../../../../src/base/model/away.js';
import { forgottenAway } from '../../../../src/calls/routing/forgotten.js';
import { aSnapshot, at, aUser, NOTICES } from '../../../factories.js';

const NOW = at('2026-11-23T08:00');
const span = (since: string, until?: string): AwaySpan => ({
  since: at(since),
  until: until === undefined ? undefined : at(until),
  by: 'anna',
});
const LONG = span('2026-11-16T08:00');

function forgotten(away: Readonly<Record<string, Partial<UserAway>>>, notices = NOTICES) {
  const users = ['anna', 'bernd', 'clara'].map((id) => aUser({ id, name: id }));
  const known = Object.fromEntries(
    Object.entries(away).map(([id, one]) => [id, { all: undefined, groups: new Map(), ...one }]),
  );
  const snapshot = aSnapshot({ users, away: known, settings: { notices } });
  return forgottenAway(snapshot, NOW).map(({ name, since }) => `${name} ${since.toISOString()}`);
}

test('from the day on that the settings say, from all groups or from one, the longest first', () => {
  const found = forgotten({
    anna: { all: LONG },
    bernd: { groups: new Map([['700', span('2026-11-02T08:00')]]), all: span('2026-11-22T08:00') },
    clara: { all: span('2026-11-16T08:00:01') },
  });
  assert.deepEqual(found, ['bernd 2026-11-02T07:00:00.000Z', 'anna 2026-11-16T07:00:00.000Z']);
});

test('nobody whose absence has an end, nobody who has come back, and no user who is gone', () => {
  assert.deepEqual(forgotten({ anna: { all: span('2026-10-01T08:00', '2026-12-24T08:00') } }), []);
  assert.deepEqual(forgotten({ anna: { groups: new Map([['700', 'in']]) } }), []);
  assert.deepEqual(forgotten({ zoe: { all: LONG } }), []);
});

test('nobody where it is off, and sooner where the settings say so', () => {
  const away = { anna: { all: span('2026-11-20T08:00') } };
  assert.deepEqual(forgotten(away), []);
  assert.deepEqual(forgotten(away, { ...NOTICES, awayDays: 3 }), ['anna 2026-11-20T07:00:00.000Z']);
  assert.deepEqual(forgotten({ anna: { all: LONG } }, { ...NOTICES, awayDays: undefined }), []);
});
