/**
 * Whatever lies in a folder of CDRs, and whatever events said before: each file is taken, waits, or is put aside with one line in
 * the log; the others beside it are read; the records are what the facts of the readable ones make of them by the rules of
 * `calls/story` and `calls/records`, and no record of a call that is over or somebody else's is touched.
 */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mock } from 'node:test';
import { serialize } from 'bson';
import fc from 'fast-check';
import type { CallRecord } from '../../../src/base/model/call-record.js';
import { endOf, finished } from '../../../src/calls/records/tell.js';
import { readCdr, type ReadCdr } from '../../../src/calls/story/read-cdr.js';
import { readEvent } from '../../../src/calls/story/read-channel.js';
import { NO_STORY, type ChannelFact } from '../../../src/calls/story/story.js';
import { cdrHouse, WHO_IS, type CdrHouse } from '../cdr-house.js';
import {
  judged,
  possibleRecords,
  recordIds,
  START_MS,
  storyOf,
  type Ours,
  type RecordBefore,
} from '../cdr-oracle.js';
import { fuzzTarget } from '../harness.js';
import { bytesOf, cdrFile, lyingEvent, RECORDED_AT_MS, RECORDS, type CdrFile } from '../recorded-cdrs.js';

/** Who has a recorded call, or how it is in the database. */
type State = 'unknown' | 'inSession' | 'followed' | 'elsewhere' | 'over' | 'endUnknown';

interface Told {
  readonly states: readonly State[];
  readonly events: readonly Readonly<Record<string, string>>[];
  readonly files: readonly CdrFile[];
}

const STATES: readonly State[] = ['unknown', 'inSession', 'followed', 'elsewhere', 'over', 'endUnknown'];

const inputs: fc.Arbitrary<Told> = fc.record({
  states: fc.array(fc.constantFrom(...STATES), { minLength: RECORDS.length, maxLength: RECORDS.length }),
  events: fc.array(lyingEvent, { maxLength: 3 }),
  files: fc.array(cdrFile, { minLength: 1, maxLength: 6 }),
});

export const cdrFiles = fuzzTarget<Told>({
  name: 'cdrs',
  few: 150,
  inputs,
  open: async () => {
    const parent = await mkdtemp(path.join(tmpdir(), 'rufgruppe-fuzz-cdrs-'));
    let count = 0;
    return {
      check: async (told) => {
        const folder = path.join(parent, String((count += 1)));
        await mkdir(folder);
        for (const [index, file] of told.files.entries()) await put(path.join(folder, nameOf(index)), file);
        try {
          await check(folder, told);
        } finally {
          mock.timers.reset();
        }
        await rm(folder, { recursive: true });
      },
      close: () => rm(parent, { recursive: true }),
    };
  },
});

function nameOf(index: number): string {
  return `${index}.cdr.json`;
}

async function put(name: string, file: CdrFile): Promise<void> {
  if (file.kind === 'folder') return mkdir(name);
  if (file.kind === 'link') return symlink('/dev/zero', name);
  await writeFile(name, file.kind === 'file' ? bytesOf(file.content) : '{');
  if (file.kind === 'huge') await truncate(name, file.bytes);
  await utimes(name, RECORDED_AT_MS / 1000, RECORDED_AT_MS / 1000);
}

async function check(folder: string, { states, events, files }: Told): Promise<void> {
  const having = (...wanted: readonly State[]) =>
    new Set(RECORDS.filter((_, index) => wanted.includes(states[index] ?? 'unknown')).map(({ _id }) => _id));
  const house = cdrHouse(folder, START_MS, having('inSession'));
  const before = new Map<string, CallRecord>();
  for (const [index, record] of RECORDS.entries()) {
    const known = asLeft(record, states[index] ?? 'unknown');
    if (known !== undefined) before.set(known._id, known);
  }
  for (const [id, record] of before) house.records.set(id, record);
  const told = events.flatMap((event) => readEvent((name) => event[name]));
  for (const fact of told) house.stories.add(fact);
  for (const id of having('followed')) house.follower.follow(before.get(id) ?? assert.fail(), undefined);
  await live(house);
  house.follower.stop();
  assert.deepEqual(house.failures, []);
  const read = files.map((file) =>
    file.kind === 'file' ? readCdr(bytesOf(file.content).toString(), RECORDED_AT_MS) : undefined,
  );
  await checkFiles(folder, house, read);
  const ours = read.filter((one): one is Ours => one?.kind === 'ours');
  const inSession = having('inSession');
  const channels = new Map(
    [...house.records.values(), ...before.values()].map((one) => [one._id, one.channel]),
  );
  for (const one of ours) for (const id of recordIds(one)) channels.set(id, one.fact.call);
  for (const [_id, channel] of channels) {
    if (inSession.has(channel))
      assert.equal(house.records.get(_id)?.outcome, _id === channel ? 'open' : undefined);
    else
      checkCall({ _id, channel, record: before.get(_id), hadOther: before.has(channel) }, house, ours, told);
  }
}

/** Looks into the folder for longer than any file waits. */
async function live(house: CdrHouse): Promise<void> {
  for (const pauseMs of [3_000, 3_000, 6_000, 3_000, 3_000, 60_000, 3_000, 15_000, 3_000, 3_000, 15_000]) {
    await house.look();
    await new Promise(setImmediate);
    await house.pass(pauseMs);
  }
}

/** Undefined: nothing was written of it. */
function asLeft(record: CallRecord, state: State): CallRecord | undefined {
  if (state === 'unknown') return undefined;
  if (state === 'elsewhere') return { ...record, controller: 'there' };
  if (state === 'inSession' || state === 'followed') return record;
  const seen = { at: new Date(RECORDED_AT_MS), outcome: 'released' as const, hangupCause: 'USER_BUSY' };
  return judged(finished(record, NO_STORY, WHO_IS, state === 'over' ? seen : undefined, RECORDED_AT_MS));
}

/** What cannot be used is aside, each with its line; what is nobody's has gone; the rest waits for somebody else. */
async function checkFiles(
  folder: string,
  house: CdrHouse,
  read: readonly (ReadCdr | undefined)[],
): Promise<void> {
  const inFolder = async (where: string) =>
    (await readdir(path.join(folder, where)).catch(() => [])).filter((name) => name.endsWith('.json')).sort();
  const bad = read.flatMap((one, index) =>
    one === undefined || one.kind === 'unreadable' ? [nameOf(index)] : [],
  );
  const other = read.flatMap((one, index) => (one?.kind === 'other' ? [nameOf(index)] : []));
  assert.deepEqual(await inFolder('unreadable'), bad);
  assert.deepEqual(await inFolder('other'), other);
  const foreign = await inFolder('foreign');
  assert.equal(
    house.lines.length,
    bad.length + foreign.length + Math.min(1, other.length),
    house.lines.join(),
  );
  for (const name of await inFolder('')) {
    const one = read[Number.parseInt(name, 10)];
    assert.ok(one?.kind === 'ours', `${name} is left over`);
    const { call } = one.fact;
    const isWaiting = [...house.records.values()].some(
      ({ channel, outcome }) => channel === call && outcome === 'open',
    );
    assert.ok(isWaiting, `${name} waits for nothing`);
  }
}

function checkCall(
  asked: RecordBefore,
  { records, stories }: CdrHouse,
  ours: readonly Ours[],
  told: readonly ChannelFact[],
): void {
  const { channel, record: before } = asked;
  const after = records.get(asked._id);
  const own = ours.filter(({ fact }) => fact.call === channel);
  const earlier = told.filter((fact) => fact.call === channel);
  const possible = possibleRecords(asked, earlier, own);
  assert.ok(
    possible === 'any' || possible.includes(JSON.stringify(after)),
    `${JSON.stringify(after)} is none of ${JSON.stringify(possible)}`,
  );
  if (after === undefined) return;
  checkRecord(after, before);
  const story = storyOf(earlier, own);
  if (after.outcome !== 'open' && own.length > 0 && endOf(after, story) !== undefined)
    assert.equal(stories.of(channel), NO_STORY, 'the story of a call that is over is kept');
}

/** What no source may make of a record. */
function checkRecord(record: CallRecord, before: CallRecord | undefined): void {
  assert.ok(serialize(record, { checkKeys: true }).length < 100_000);
  if (before !== undefined) {
    for (const part of ['channel', 'group', 'caller', 'startedAt', 'controller'] as const)
      assert.deepEqual(record[part], before[part]);
    assert.deepEqual(
      record.legs.map(({ id, to }) => [id, to]),
      before.legs.map(({ id, to }) => [id, to]),
    );
  }
  const { outcome, startedAt, answeredAt, endedAt, waitingSec, talkingSec } = record;
  if (outcome === 'open') return;
  assert.ok(endedAt !== null && endedAt >= startedAt, 'over before it began');
  assert.ok(
    answeredAt === null || (answeredAt >= startedAt && answeredAt <= endedAt),
    'answered when it was not there',
  );
  for (const seconds of [waitingSec, talkingSec])
    assert.ok(seconds !== null && seconds >= 0 && seconds < 1e7);
  assert.equal(outcome === 'answered', record.answeredBy !== null);
  assert.ok(record.legs.every((leg) => leg.outcome !== 'ringing'));
}
