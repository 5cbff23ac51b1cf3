/** `npm run bench:calls`: measures how long the page of calls takes with many calls and with few, in one run. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openDatabase } from '../../src/app/database.js';
import type { CallRecord } from '../../src/base/model/call-record.js';
import type { CallFilter } from '../../src/base/store/call-search.js';
import { connectStore, type Store } from '../../src/base/store/connection.js';
import { onlyBare } from '../command-error.js';

onlyBare('Usage: npm run bench:calls');

const MANY = Number(process.argv[2] ?? 200_000);
const FEW = 1000;
const RUNS = 20;
const YEAR_MS = 365 * 24 * 60 * 60_000;
const END = Date.UTC(2026, 10, 25);

const ANY: CallFilter = {
  scope: 'all',
  from: undefined,
  to: undefined,
  group: undefined,
  caller: undefined,
  outcome: undefined,
  missed: undefined,
  member: undefined,
  recorded: undefined,
};

const QUERIES: readonly (readonly [string, Partial<CallFilter>])[] = [
  ['newest', {}],
  ['in the middle of the year', { to: new Date(END - YEAR_MS / 2) }],
  ['one group', { group: '705' }],
  ['one caller', { caller: { kind: 'whole', number: '03023100042', e164: '+493023100042' } }],
  ['missed', { missed: true, from: new Date(END - 92 * 24 * 60 * 60_000) }],
  ['rare outcome', { outcome: 'announcement', from: new Date(END - 92 * 24 * 60 * 60_000) }],
];

function record(index: number, of: number): CallRecord {
  const startedAt = new Date(END - YEAR_MS + Math.floor((index / of) * YEAR_MS));
  const number = `+4930231${String(index % 5000).padStart(5, '0')}`;
  const group = `70${index % 10}`;
  const missed = index % 7 === 0;
  return {
    _id: `call-${index}`,
    channel: `call-${index}`,
    group: { number: group, name: 'Sales' },
    caller: { withheld: false, number, e164: number, name: null },
    fromOutside: true,
    configurationRevision: 1,
    startedAt,
    endedAt: startedAt,
    answeredAt: missed ? null : startedAt,
    answeredBy: null,
    waitingSec: 8,
    talkingSec: missed ? 0 : 60,
    outcome: index % 20_000 === 0 ? 'announcement' : missed ? 'gaveUp' : 'answered',
    hangupCause: 'NORMAL_CLEARING',
    route: [{ group, by: null, to: null }],
    missed: missed ? { group, why: { kind: 'gaveUp', afterSec: 8, stage: 1 }, text: 'gave up' } : null,
    followUp: null,
    steps: [{ at: startedAt, group, text: 'stage 1: rings for 20 s' }],
    legs: [],
    recording: null,
    controller: 'bench',
    takeovers: 0,
  };
}

async function fill(store: Store, count: number): Promise<void> {
  const calls = store.connection.collection('calls');
  for (let begin = 0; begin < count; begin += 2000) {
    const size = Math.min(2000, count - begin);
    await calls.insertMany(Array.from({ length: size }, (_, index) => record(begin + index, count) as never));
  }
}

/** The median time for one page, in milliseconds. */
async function measure(store: Store, filter: CallFilter): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const begun = performance.now();
    await store.callSearch.older(filter, undefined, 50);
    times.push(performance.now() - begun);
  }
  return times.toSorted((one, other) => one - other)[RUNS / 2] ?? 0;
}

async function run(count: number): Promise<Map<string, number>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-bench-'));
  const database = await openDatabase({ dataFolder: folder });
  const store = await connectStore(database.uri);
  try {
    await fill(store, count);
    const found = new Map<string, number>();
    for (const [name, filter] of QUERIES) found.set(name, await measure(store, { ...ANY, ...filter }));
    return found;
  } finally {
    await store.close();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const few = await run(FEW);
const many = await run(MANY);
console.log(`${'one page of 50 calls'.padEnd(28)} ${FEW} calls   ${MANY} calls   ratio`);
for (const [name, ms] of many) {
  const before = few.get(name) ?? NaN;
  console.log(
    `${name.padEnd(28)} ${before.toFixed(1).padStart(7)} ms ${ms.toFixed(1).padStart(9)} ms   ${(ms / before).toFixed(1)}`,
  );
}
