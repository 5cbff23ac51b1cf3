/** While the database is away nothing can be stored, and still somebody is told once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DatabaseOutage } from '../../../../src/afterwards/notices/without-database.js';
import type { Way } from '../../../../src/afterwards/notices/ways.js';

const START = Date.parse('2026-11-23T08:00:00Z');

function house(trouble: (attempt: number) => string | undefined = () => undefined) {
  let minute = 0;
  const told: string[] = [];
  let attempts = 0;
  const now = () => new Date(START + minute * 60_000);
  const way: Way = {
    to: { kind: 'webhook' },
    send: (notice) => {
      const said = trouble(++attempts);
      if (said === undefined) told.push(`${notice.phase} ${minute}`);
      return Promise.resolve(said);
    },
  };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const outage = new DatabaseOutage({ controller: 'house:8084', ways: () => [way], now, log });
  return {
    told,
    attempts: () => attempts,
    /** Looks each minute until then. */
    until: async (end: number, answers: boolean) => {
      for (; minute < end; minute++) await outage.look(answers);
    },
  };
}

test('an outage is told once when it begins, and when it is over', async () => {
  const { told, until } = house();
  await until(10, true);
  await until(40, false);
  await until(60, true);
  assert.deepEqual(told, ['begun 12', 'over 41']);
});

test('a short outage is told to nobody', async () => {
  const { told, until } = house();
  await until(10, true);
  await until(12, false);
  await until(60, true);
  assert.deepEqual(told, []);
});

test('what did not arrive is tried again with growing pauses, and once it has arrived no more', async () => {
  const { told, until, attempts } = house((attempt) => (attempt < 4 ? 'no' : undefined));
  await until(30, false);
  assert.deepEqual(told, ['begun 10']);
  assert.equal(attempts(), 4);
});
