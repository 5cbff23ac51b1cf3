import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { parseRecord, RecordKeeper, type SaveRecords } from '../../../../src/calls/session/record-keeper.js';
import { Journal } from '../../../../src/base/journal/journal.js';
import { createLog } from '../../../../src/base/log.js';
import { beginRecord } from '../../../../src/calls/records/build-record.js';
import { type CallRecord } from '../../../../src/base/model/call-record.js';

const log = createLog('silent');
let folder: string;
let journal: Journal<CallRecord>;

/** A database that takes each record by itself. */
function each(write: (record: CallRecord) => Promise<void>): SaveRecords {
  return async (records) => {
    for (const record of records) await write(record);
    return new Map();
  };
}

const openJournal = () => new Journal({ folder, log, parse: parseRecord });

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-keeper-'));
  journal = openJournal();
});
afterEach(async () => {
  await journal.close();
  await rm(folder, { recursive: true, force: true });
});

function aRecord(id: string, outcome: CallRecord['outcome'] = 'open'): CallRecord {
  const call = {
    id,
    groupNumber: '700',
    caller: { kind: 'withheld' as const },
    callerExtension: undefined,
    fromOutside: true,
  };
  const begun = beginRecord({
    id,
    call,
    group: undefined,
    configurationRevision: 1,
    controller: 'test',
    startedAtMs: Date.parse('2026-11-23T10:00:00Z'),
    takeovers: 0,
  });
  return { ...begun, outcome, endedAt: outcome === 'open' ? null : new Date('2026-11-23T10:00:20Z') };
}

test('the newest state of a call is written last, and never beside an older one', async () => {
  const written: string[] = [];
  let running = 0;
  const keeper = new RecordKeeper({
    log,
    journal,
    save: each(async (record) => {
      running += 1;
      assert.equal(running, 1);
      await new Promise(setImmediate);
      written.push(record.outcome);
      running -= 1;
    }),
  });
  keeper.keep(aRecord('a'));
  keeper.keep(aRecord('a', 'gaveUp'));
  await keeper.idle();
  keeper.keep(aRecord('a'));
  const writing = keeper.idle();
  keeper.keep(aRecord('a', 'answered'));
  await writing;
  assert.equal(written.at(0), 'gaveUp');
  assert.equal(written.at(-1), 'answered');
});

test('a database that fails for a while loses nothing', async () => {
  const written = new Set<string>();
  let failuresLeft = 5;
  const keeper = new RecordKeeper({
    log,
    journal,
    firstRetryMs: 1,
    maxRetryMs: 2,
    save: each((record) => {
      if (failuresLeft-- > 0) return Promise.reject(new Error('not now'));
      written.add(record._id);
      return Promise.resolve();
    }),
  });
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) keeper.keep(aRecord(id));
  await keeper.idle();
  assert.deepEqual([...written].sort(), ['a', 'b', 'c', 'd', 'e', 'f', 'g']);
});

test('a record that the database refuses keeps no other one back, and is tried again', async () => {
  const writes: (readonly string[])[] = [];
  let refusals = 2;
  const keeper = new RecordKeeper({
    log,
    journal,
    firstRetryMs: 1,
    save: (records) => {
      writes.push(records.map(({ _id }) => _id));
      const isRefused = records.some(({ _id }) => _id === 'bad') && refusals-- > 0;
      return Promise.resolve(new Map(isRefused ? [['bad', new Error('too large')]] : []));
    },
  });
  for (const id of ['a', 'bad', 'b']) keeper.keep(aRecord(id, 'gaveUp'));
  await keeper.idle();
  assert.deepEqual(writes, [['a', 'bad', 'b'], ['bad'], ['bad']]);
  assert.equal(journal.size, 0);
});

test('a record that brings every write down keeps no other one back', { timeout: 20_000 }, async () => {
  const written = new Set<string>();
  const keeper = new RecordKeeper({
    log,
    journal,
    firstRetryMs: 1,
    maxRetryMs: 1,
    save: (records) => {
      if (records.some(({ _id }) => _id === 'bad')) return Promise.reject(new Error('cannot be written'));
      for (const { _id } of records) written.add(_id);
      if (written.size === 3) allWritten();
      return Promise.resolve(new Map());
    },
  });
  let allWritten: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (allWritten = resolve));
  for (const id of ['bad', 'a', 'b', 'c']) keeper.keep(aRecord(id, 'gaveUp'));
  await done;
  await keeper.close(1);
  assert.deepEqual([...written].sort(), ['a', 'b', 'c']);
});

test('what the database never took stays in the journal, and the next run writes it with its dates', async () => {
  const keeper = new RecordKeeper({ log, journal, save: () => Promise.reject(new Error('down')) });
  keeper.keep(aRecord('a', 'gaveUp'));
  keeper.keep(aRecord('b', 'answered'));
  await keeper.close(1);

  journal = openJournal();
  const written: CallRecord[] = [];
  const next = new RecordKeeper({
    log,
    journal,
    save: each((record) => Promise.resolve(void written.push(record))),
  });
  await next.caughtUp;
  assert.deepEqual(written, [aRecord('a', 'gaveUp'), aRecord('b', 'answered')]);
});

test('what the database has leaves the journal', async () => {
  const keeper = new RecordKeeper({ log, journal, save: each(() => Promise.resolve()) });
  keeper.keep(aRecord('a'));
  keeper.keep(aRecord('a', 'gaveUp'));
  await keeper.idle();
  await keeper.close(1000);
  assert.deepEqual(await readdir(folder), []);
});

test('a flood during an outage is bounded in memory, and all of it is written when the database is back', async () => {
  const written = new Set<string>();
  let isDown = true;
  const keeper = new RecordKeeper({
    log,
    journal,
    maxWaiting: 10,
    firstRetryMs: 1,
    maxRetryMs: 5,
    save: each((record) => {
      if (isDown) return Promise.reject(new Error('down'));
      written.add(record._id);
      return Promise.resolve();
    }),
  });
  for (let index = 0; index < 50; index += 1) {
    keeper.keep(aRecord(`call-${index}`, 'gaveUp'));
    await journal.flushed();
  }
  // In memory are those that wait, and those of the write that goes on.
  assert.ok(journal.letGo >= 30, `${journal.letGo} are not in memory`);
  assert.ok(keeper.waiting >= 50, `${keeper.waiting} waiting`);
  isDown = false;
  await keeper.idle();
  assert.equal(written.size, 50);
  assert.equal(journal.size, 0);
});

test('after a failed write the newer state is written, not the older one again', async () => {
  const written: string[] = [];
  let fail: (error: Error) => void = () => undefined;
  const failing = new Promise<void>((_, reject) => (fail = reject));
  let attempts = 0;
  const keeper = new RecordKeeper({
    log,
    journal,
    firstRetryMs: 1,
    save: each((record) => {
      attempts += 1;
      if (attempts === 1) return failing;
      written.push(record.outcome);
      return Promise.resolve();
    }),
  });
  keeper.keep(aRecord('a'));
  while (attempts === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  keeper.keep(aRecord('a', 'answered'));
  fail(new Error('not now'));
  await keeper.idle();
  assert.deepEqual(written, ['answered']);
});

test('a write that hangs at the stop stays in the journal', async () => {
  let asked = 0;
  const keeper = new RecordKeeper({
    log,
    journal,
    save: each(() => {
      asked += 1;
      return new Promise(() => undefined);
    }),
  });
  keeper.keep(aRecord('a', 'gaveUp'));
  while (asked === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await keeper.close(1);
  journal = openJournal();
  assert.deepEqual([...(await journal.recovered)], ['a']);
  assert.deepEqual(await journal.get('a'), aRecord('a', 'gaveUp'));
});

test('a restarted controller finds the newest state of its call before the database can be asked', async () => {
  const first = new RecordKeeper({ log, journal, save: () => Promise.reject(new Error('down')) });
  first.keep(aRecord('a', 'answered'));
  await journal.flushed();
  // No close: the process was killed.
  journal = openJournal();
  const next = new RecordKeeper({ log, journal, save: () => Promise.reject(new Error('down')) });
  assert.deepEqual(await next.newest('a'), aRecord('a', 'answered'));
  assert.equal(await next.newest('other'), undefined);
  await next.close(1);
});

test('a large backlog of an earlier run is never in memory as a whole', async () => {
  journal = new Journal({ folder, log, parse: parseRecord, segmentBytes: 20_000, mostStragglers: 0 });
  for (let index = 0; index < 200; index += 1) journal.put(`${index}`, aRecord(`${index}`, 'gaveUp'));
  await journal.flushed();
  for (let index = 200; index < 400; index += 1) {
    journal.put(`${index}`, aRecord(`${index}`, 'gaveUp'));
    await journal.flushed();
  }
  journal = openJournal();
  let most = 0;
  const written = new Set<string>();
  const next = new RecordKeeper({
    log,
    journal,
    maxWaiting: 50,
    save: each((record) => {
      most = Math.max(most, journal.entries().length);
      written.add(record._id);
      return Promise.resolve();
    }),
  });
  await next.caughtUp;
  assert.equal(written.size, 400);
  assert.ok(most < 300, `${most} in memory at once`);
});

test('a journal that cannot be read now is asked again after a pause, not with every record', async () => {
  const said: string[] = [];
  const asked: number[] = [];
  const broken = {
    recovered: Promise.resolve(['a']),
    letGo: 1,
    put: () => undefined,
    done: () => undefined,
    recall: () => {
      asked.push(Date.now());
      return Promise.reject(new Error('EIO'));
    },
    close: () => Promise.resolve(),
  } as unknown as Journal<CallRecord>;
  const keeper = new RecordKeeper({
    log: sayingErrors(said),
    journal: broken,
    maxRetryMs: 100_000,
    save: each(() => Promise.resolve()),
  });
  for (let index = 0; index < 5; index += 1) {
    keeper.keep(aRecord(`${index}`));
    await delay(40);
  }
  assert.equal(asked.length, 1);
  assert.match(said[0] ?? '', /cannot be read now; trying again/);
  await keeper.close(1);
});

function sayingErrors(said: string[]): typeof log {
  const saying = createLog('silent');
  saying.error = (_facts: unknown, message?: string) => void said.push(message ?? '');
  return saying;
}
