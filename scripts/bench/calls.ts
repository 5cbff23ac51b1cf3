/** `npm run bench:calls`: measures how long the page of calls takes with many calls and with few, in one run. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openDatabase } from '../../src/app/database.js';
import type { CallRecord } from '../../src/base/model/call-record.js';
import { callsIn, type CallFilter, type CallSearch } from '../../src/base/store/call-search.js';
import { connectStore, type Store } from '../../src/base/store/connection.js';
import { withTypedCallers } from '../../src/people/operations/typed-callers.js';
import { optionsOf } from './options.js';

const { calls: wanted } = optionsOf('Usage: npm run bench:calls -- [--calls 200000]', {
  calls: { type: 'string', default: '200000' },
});
const MANY = Number(wanted);
const FEW = 1000;
const RUNS = 20;
const YEAR_MS = 365 * 24 * 60 * 60_000;
const END = Date.UTC(2026, 10, 25);

/** Every second call is of this one. */
const OFTEN = '+493023199999';

const typed = (text: string) => ({ caller: { kind: 'typed', text, byNumber: true, byBook: true } }) as const;

const QUERIES: readonly (readonly [string, Partial<CallFilter>])[] = [
  ['newest', {}],
  ['in the middle of the year', { to: new Date(END - YEAR_MS / 2) }],
  ['one group', { group: '705' }],
  ['one caller', { caller: { kind: 'whole', number: '03023100042', e164: '+493023100042' } }],
  ['one caller of half of all', { caller: { kind: 'whole', number: OFTEN, e164: OFTEN } }],
  ['typed: a whole number', typed('030 23100041')],
  ['typed: part of a number', typed('100041')],
  ['typed: part of that caller', typed('199999')],
  ['typed: three digits', typed('302')],
  ['typed: part of a name', typed('muster 41')],
  ['typed: a letter', typed('m')],
  ['who answered', { caller: { kind: 'people', callers: [], answeredBy: ['user-7'] } }],
  ['missed', { missed: true, from: new Date(END - 92 * 24 * 60 * 60_000) }],
  ['rare outcome', { outcome: 'announcement', from: new Date(END - 92 * 24 * 60 * 60_000) }],
];

function record(index: number, of: number): CallRecord {
  const startedAt = new Date(END - YEAR_MS + Math.floor((index / of) * YEAR_MS));
  const number = index % 2 === 0 ? OFTEN : `+4930231${String(index % 5000).padStart(5, '0')}`;
  const group = `70${index % 10}`;
  const missed = index % 7 === 0;
  return {
    _id: `call-${index}`,
    channel: `call-${index}`,
    group: { number: group, name: 'Sales' },
    caller: { withheld: false, number, e164: number, name: `Muster ${index % 5000}` },
    fromOutside: true,
    configurationRevision: 1,
    startedAt,
    endedAt: startedAt,
    answeredAt: missed ? null : startedAt,
    answeredBy: missed
      ? null
      : { who: 'Answerer', userId: `user-${index % 50}`, kind: 'desk', to: '1001', group, stage: 1 },
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
async function measure(search: CallSearch, filter: CallFilter): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const begun = performance.now();
    // A copy, as each request has its own.
    await search.older({ ...filter }, undefined, 50);
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
    const contacts = { find: () => Promise.resolve({ contacts: [], count: 0 }) };
    const search = withTypedCallers({ search: store.callSearch, contacts, snapshot: () => undefined });
    const begun = performance.now();
    await search.older({ ...callsIn('all'), ...typed('first') }, undefined, 50);
    const found = new Map([['typed: the first of all', performance.now() - begun]]);
    for (const [name, filter] of QUERIES)
      found.set(name, await measure(search, { ...callsIn('all'), ...filter }));
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
