/** Open calls of a controller that is gone are followed by exactly one other, and its own by itself after a restart. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Orphans, type OrphansUse } from '../../../../src/calls/follow/orphans.js';
import { createLog } from '../../../../src/base/log.js';
import type { ControllerSign } from '../../../../src/base/store/controllers.js';
import type { CallRecord } from '../../../../src/base/model/call-record.js';
import { aRecord } from '../../../factories.js';

/** A database of controllers and open calls. */
function aDatabase(open: readonly CallRecord[]) {
  const records = new Map(open.map((record) => [record._id, record]));
  const seen = new Map<string, number>();
  let isAway = false;
  const answer = <T>(value: T): Promise<T> =>
    isAway ? Promise.reject(new Error('away')) : Promise.resolve(value);
  return {
    seen,
    setAway: (away: boolean) => (isAway = away),
    calls: {
      openOf: (controller: string) =>
        answer([...records.values()].filter((record) => record.controller === controller)),
      claim: (id: string, from: string, to: string) => {
        const record = records.get(id);
        if (record?.controller !== from) return answer(false);
        records.set(id, { ...record, controller: to });
        return answer(true);
      },
    },
    controllers: {
      seen: (name: string, at: Date) => answer(void seen.set(name, at.getTime())),
      gone: (name: string) => answer(void seen.set(name, 0)),
      signs: () => answer([...seen].map(([name, atMs]) => ({ name, atMs }))),
      forget: ({ name, atMs }: ControllerSign) => {
        if (seen.get(name) === atMs) seen.delete(name);
        return answer(undefined);
      },
    },
  };
}

function begin(
  database: ReturnType<typeof aDatabase>,
  controller: string,
  inHand: readonly string[] | OrphansUse['inHand'] = [],
  clocks: Partial<Pick<OrphansUse, 'nowMs' | 'elapsedMs'>> = {},
) {
  const followed: CallRecord[] = [];
  const orphans = new Orphans({
    calls: database.calls,
    controllers: database.controllers,
    controller,
    follower: { follow: (record) => void followed.push(record) },
    inHand: typeof inHand === 'function' ? inHand : () => new Set(inHand),
    nowMs: () => Date.now(),
    elapsedMs: () => performance.now(),
    log: createLog('silent'),
    signMs: 5,
    silentMs: 40,
    ...clocks,
  });
  orphans.begin(Promise.resolve());
  return { followed, orphans };
}

const open = (id: string, controller: string) =>
  aRecord({ _id: id, controller, outcome: 'open', endedAt: null });

test('after a restart a controller follows its own calls, but those that it has', async () => {
  const database = aDatabase([open('a', 'one'), open('b', 'one'), open('c', 'two')]);
  database.seen.set('two', Date.now() + 60_000);
  const { followed, orphans } = begin(database, 'one', ['b']);
  await delay(30);
  await orphans.stop();
  assert.deepEqual(
    followed.map(({ _id }) => _id),
    ['a'],
  );
});

test('a call that begins or ends while the database is asked is none of an earlier run', async () => {
  const database = aDatabase([open('left', 'one'), open('ends', 'one'), open('begins', 'one')]);
  const known = [new Set(['ends']), new Set(['begins'])];
  // Before and after the question something may be in the journal only: then it is asked again.
  const answers = [undefined, known[0], undefined, ...known];
  const { followed, orphans } = begin(database, 'one', () => answers.shift());
  while (followed.length === 0) await delay(5);
  await orphans.stop();
  assert.deepEqual(
    followed.map(({ _id }) => _id),
    ['left'],
  );
});

test('calls of a controller that gives no sign are followed by one of the others', async () => {
  const database = aDatabase([open('a', 'dead'), open('b', 'dead')]);
  database.seen.set('dead', Date.now());
  const [one, two] = [begin(database, 'one'), begin(database, 'two')];
  await delay(20);
  assert.equal(one.followed.length + two.followed.length, 0, 'it may live');
  await delay(80);
  await Promise.all([one.orphans.stop(), two.orphans.stop()]);
  const followed = [...one.followed, ...two.followed];
  assert.deepEqual(followed.map(({ _id }) => _id).sort(), ['a', 'b']);
  assert.ok(followed.every(({ controller }) => controller === 'one' || controller === 'two'));
});

test('a controller whose clock is wrong, or is set back, keeps its calls as long as it reports', async () => {
  const database = aDatabase([open('a', 'slow')]);
  let signs = 0;
  const nowMs = () => Date.now() - (signs += 1) * 3_600_000;
  const slow = begin(database, 'slow', ['a'], { nowMs });
  // Time passes with the signs, so that a busy machine does not make one late.
  const { followed, orphans } = begin(database, 'right', [], { elapsedMs: () => signs });
  while (signs < 60) await delay(5);
  assert.equal(followed.length, 0);
  await slow.orphans.stop();
  while (database.seen.has('slow')) await delay(5);
  await orphans.stop();
  assert.deepEqual(
    followed.map(({ _id }) => _id),
    ['a'],
  );
});

test('a controller that stops says so, and is not waited for', async () => {
  const database = aDatabase([open('a', 'one')]);
  const leaving = begin(database, 'one', ['a']);
  await delay(20);
  await leaving.orphans.stop();
  assert.equal(database.seen.get('one'), 0);
});

test('a database that is away is asked again', async () => {
  const database = aDatabase([open('a', 'one')]);
  database.setAway(true);
  const { followed, orphans } = begin(database, 'one');
  await delay(30);
  assert.equal(followed.length, 0);
  database.setAway(false);
  await delay(30);
  await orphans.stop();
  assert.equal(followed.length, 1);
});

test('a controller keeps its calls when nobody could report because the database was away', async () => {
  const database = aDatabase([open('a', 'alive')]);
  database.seen.set('alive', 1);
  let [elapsedMs, reads] = [0, 0];
  const { signs } = database.controllers;
  database.controllers.signs = () => {
    reads += 1;
    return signs();
  };
  const { followed, orphans } = begin(database, 'one', [], { elapsedMs: () => elapsedMs });
  const untilReadAgain = async () => {
    const before = reads;
    while (reads < before + 2) await delay(5);
  };
  await untilReadAgain();
  database.controllers.signs = () => {
    reads += 1;
    return Promise.reject(new Error('away'));
  };
  await untilReadAgain();
  elapsedMs = 1_000;
  database.controllers.signs = () => {
    reads += 1;
    return signs();
  };
  await untilReadAgain();
  const calls = () => followed.map(({ _id }) => _id);
  assert.deepEqual(calls(), [], 'the others are back a moment later');
  elapsedMs += 40;
  while (calls().length === 0) await delay(5);
  await orphans.stop();
});
