/**
 * Whatever a disk, a power cut, a newer program or a curious person made of a journal's files, the next run opens them, has
 * exactly what their whole lines say is still to be kept, puts the damaged ones aside, and keeps and reads new things.
 */
import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import { mkdtemp, readdir, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { Journal } from '../../../src/base/journal/journal.js';
import { lineOf, readLine, type JournalLine } from '../../../src/base/journal/lines.js';
import { fuzzTarget } from '../harness.js';
import { mutated } from '../mutations.js';

interface Value {
  readonly text: string;
}

/** The text of a file, and its number in the folder. */
interface Damage {
  readonly files: readonly Buffer[];
  readonly names: readonly number[];
}

const put = (id: string, text: string): string =>
  lineOf({ kind: 'put', id, value: JSON.stringify({ text }) });
const BEGIN = lineOf({ kind: 'begin', version: 1 });
const SAMPLE = [
  BEGIN,
  put('a', 'one'),
  put('b', 'two'),
  lineOf({ kind: 'done', id: 'a' }),
  put('c c', 'ümlaut\n'),
  put('b', 'three'),
].join('');

/** Lines whose checksum is right, whatever stands in them: of a program that is not this one. */
const foreign = fc
  .oneof(
    fc.constantFrom(
      'begin x',
      'begin',
      'begin 1',
      'put',
      'put a',
      'put %zz {"text":"x"}',
      'done %',
      'done',
      'put a {',
      'put a null',
      'more a b',
      'put b 7',
    ),
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.string({ maxLength: 10 }).map((id) => `put ${id} {"text":"y"}`),
  )
  .map((text) => `${crc32(text).toString(16).padStart(8, '0')} ${text}\n`);

const file = fc.oneof(
  {
    weight: 3,
    arbitrary: mutated(
      [Buffer.from(SAMPLE)],
      ['\n', ' ', 'put ', 'done ', 'begin 2', '\u0000', '%', BEGIN, put('d', 'four')],
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.oneof(foreign, fc.constantFrom(...SAMPLE.split(/(?<=\n)/))), { maxLength: 8 })
      .map((lines) => Buffer.from(BEGIN + lines.join(''))),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)) },
);

const inputs: fc.Arbitrary<Damage> = fc.record({
  files: fc.array(file, { minLength: 1, maxLength: 3 }),
  names: fc.uniqueArray(fc.integer({ min: 1, max: 99_999_999 }), { minLength: 3, maxLength: 3 }),
});

export const journalLines = fuzzTarget<Damage>({
  name: 'journal',
  few: 250,
  inputs,
  open: async () => {
    const parent = await mkdtemp(path.join(tmpdir(), 'rufgruppe-fuzz-journal-'));
    let count = 0;
    return {
      check: (damage) => check(path.join(parent, String((count += 1))), damage),
      close: () => rm(parent, { recursive: true }),
    };
  },
});

async function check(folder: string, { files, names }: Damage): Promise<void> {
  const order = names.slice(0, files.length).toSorted((one, other) => one - other);
  await mkdir(folder);
  for (const [index, text] of files.entries()) {
    await writeFile(path.join(folder, `${String(order[index]).padStart(8, '0')}.journal`), text);
  }
  const told: string[] = [];
  const say = (_facts: object, message: string): void => void told.push(message);
  await withJournal(folder, say, async (journal) => {
    journal.put('new', { text: 'during' });
    await journal.recovered;
    await journal.flushed();
    assert.deepEqual(
      told.filter((line) => line.includes('cannot be used')),
      [],
    );
    assert.deepEqual(await everything(journal), expected(files));
  });
  await withJournal(folder, say, async (journal) => {
    await journal.recovered;
    assert.deepEqual(await everything(journal), expected(files));
  });
  assert.ok(told.length <= files.length * 8, `${told.length} lines: ${told[0] ?? ''}`);
  assert.ok((await readdir(folder)).length <= files.length + 3);
  await rm(folder, { recursive: true });
}

async function withJournal(
  folder: string,
  say: (facts: object, message: string) => void,
  work: (journal: Journal<Value>) => Promise<void>,
): Promise<void> {
  const log = { info: () => undefined, warn: say, error: say };
  const journal = new Journal<Value>({ folder, log, gatherMs: 0, retryMs: 60_000, parse });
  try {
    await work(journal);
  } finally {
    await journal.close();
  }
}

function parse(json: string): Value {
  const value = JSON.parse(json) as unknown;
  if (typeof value !== 'object' || value === null) throw new Error('no value');
  return value as Value;
}

async function everything(journal: Journal<Value>): Promise<Map<string, unknown>> {
  while (journal.letGo > 0) await journal.recall();
  return sorted(journal.entries());
}

/** What the whole lines say, file after file; nothing of a file that a newer program wrote, nor what cannot be read. */
function expected(files: readonly Buffer[]): Map<string, unknown> {
  const kept = new Map<string, string>();
  for (const text of files) {
    const lines = wholeLines(text);
    if (lines.some((line) => line.kind === 'begin' && line.version > 1)) continue;
    for (const line of lines) {
      if (line.kind === 'put') kept.set(line.id, line.value);
      if (line.kind === 'done') kept.delete(line.id);
    }
  }
  kept.set('new', '{"text":"during"}');
  return sorted(
    [...kept].flatMap(([id, json]) => {
      try {
        return [[id, parse(json)] as const];
      } catch {
        return [];
      }
    }),
  );
}

function sorted(entries: readonly (readonly [string, unknown])[]): Map<string, unknown> {
  return new Map(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function wholeLines(text: Buffer): JournalLine[] {
  return text
    .toString()
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => readLine(line) ?? []);
}
