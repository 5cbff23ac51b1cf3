/** What is in the journal outlives whatever happens to the process and the disk, and nothing that is done comes back. */
import assert from 'node:assert/strict';
import { appendFile, cp, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { lineOf } from '../../../../src/base/journal/lines.js';
import { Journal, type JournalOptions } from '../../../../src/base/journal/journal.js';

let parent: string;
let folder: string;
let said: string[];
const opened: Journal<Value>[] = [];

beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'rufgruppe-journal-'));
  folder = path.join(parent, 'journal');
  said = [];
});
afterEach(async () => {
  for (const journal of opened.splice(0)) await journal.close();
  await rm(parent, { recursive: true });
});

type Value = { readonly text: string };

async function open(more: Partial<JournalOptions<Value>> = {}): Promise<Journal<Value>> {
  const say = (_facts: object, message: string) => void said.push(message);
  const log = { info: say, warn: say, error: say };
  const journal = await Journal.open({
    folder,
    log,
    parse: (json) => JSON.parse(json) as Value,
    gatherMs: 0,
    ...more,
  });
  opened.push(journal);
  return journal;
}

const texts = (journal: Journal<Value>) => journal.entries().map(([id, { text }]) => `${id} ${text}`);
const files = async () => (await readdir(folder)).sort();

test('the newest state of each thing is there after a run that ended anyhow', async () => {
  const journal = await open();
  journal.put('a', { text: 'first' });
  journal.put('b', { text: 'with a\nline break, ümlauts and 日本' });
  journal.put('c c%', { text: 'gone' });
  await journal.flushed();
  journal.put('a', { text: 'second' });
  journal.done('c c%');
  await journal.flushed();
  // No close: the process was killed.
  assert.deepEqual(texts(await open()), ['b with a\nline break, ümlauts and 日本', 'a second']);
  assert.equal((await stat(path.join(folder, (await files())[0] ?? ''))).mode & 0o777, 0o600);
});

test('a last line that the crash cut off is no damage, and the lines before it count', async () => {
  const journal = await open();
  journal.put('a', { text: 'whole' });
  await journal.flushed();
  await appendFile(path.join(folder, '00000001.journal'), '5f1c9a02 put b {"te');
  assert.deepEqual(texts(await open()), ['a whole']);
  assert.deepEqual(said, []);
});

test('a damaged line puts the file aside for a person, and the others are kept', async () => {
  const journal = await open();
  for (const id of ['a', 'b', 'c']) {
    journal.put(id, { text: `of ${id}` });
    await journal.flushed();
  }
  const file = path.join(folder, '00000001.journal');
  await writeFile(file, (await readFile(file, 'utf8')).replace('of b', 'of x'));
  assert.deepEqual(texts(await open()), ['a of a', 'c of c']);
  assert.equal(said.length, 1);
  assert.match(said[0] ?? '', /put aside .*: 1 of its lines are damaged/);
  const [aside = ''] = await readdir(path.join(folder, 'unreadable'));
  assert.match(await readFile(path.join(folder, 'unreadable', aside), 'utf8'), /of x/);
});

test('a file of a newer program is put aside unread, and the journal goes on', async () => {
  const journal = await open();
  await journal.close();
  const newer = `${lineOf({ kind: 'begin', version: 2 })}00000000 something new\n`;
  await writeFile(path.join(folder, '00000007.journal'), newer);
  const next = await open();
  assert.deepEqual(texts(next), []);
  assert.match(said[0] ?? '', /a newer program has written it/);
  next.put('a', { text: 'new' });
  await next.flushed();
  assert.deepEqual(await files(), ['00000008.journal', 'unreadable']);
});

test('a disk that takes nothing is told once, and has everything when it does again', async () => {
  await writeFile(folder, 'in the way');
  const journal = await open({ retryMs: 5 });
  journal.put('a', { text: 'first' });
  await journal.flushed();
  journal.put('a', { text: 'second' });
  journal.put('b', { text: 'done meanwhile' });
  journal.done('b');
  await delay(30);
  assert.equal(said.length, 1);
  assert.match(said[0] ?? '', /cannot be written/);
  assert.equal(journal.letGoOf('a'), false);
  await rm(folder);
  while (!said.includes('the journal is written again')) await delay(5);
  assert.equal(said.length, 2);
  assert.deepEqual(texts(await open()), ['a second']);
});

test('files in which nothing is needed any more go', async () => {
  const journal = await open({ segmentBytes: 200, mostStragglers: 0 });
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) {
    journal.put(id, { text: 'x'.repeat(100) });
    await journal.flushed();
  }
  assert.ok((await files()).length > 1);
  for (const id of ['c', 'd', 'a', 'b', 'e', 'f']) journal.done(id);
  await journal.close();
  assert.deepEqual(await files(), []);
});

test('a file that says that something is done stays as long as the older one that has it', async () => {
  const journal = await open({ segmentBytes: 100, mostStragglers: 0 });
  const long = { text: 'x'.repeat(100) };
  journal.put('stays', long);
  journal.put('gone', long);
  await journal.flushed();
  journal.done('gone');
  await journal.flushed();
  journal.put('other', long);
  await journal.flushed();
  journal.done('other');
  await journal.flushed();
  const killed = path.join(parent, 'killed');
  await cp(folder, killed, { recursive: true });
  assert.deepEqual(
    (await open({ folder: killed })).entries().map(([id]) => id),
    ['stays'],
  );
});

test('a thing that stays moves into the newest file, so that the older ones can go', async () => {
  const journal = await open({ segmentBytes: 500 });
  journal.put('stays', { text: 'for long' });
  for (let index = 0; index < 50; index += 1) {
    journal.put(`${index}`, { text: 'x'.repeat(100) });
    await journal.flushed();
    journal.done(`${index}`);
  }
  await journal.flushed();
  assert.ok((await files()).length <= 3, (await files()).join());
  assert.deepEqual(texts(await open()), ['stays for long']);
});

test('what was let go of comes back from the file, in its newest state', async () => {
  const journal = await open();
  journal.put('a', { text: 'first' });
  assert.equal(journal.letGoOf('a'), false, 'it is not in the file yet');
  await journal.flushed();
  journal.put('a', { text: 'second' });
  await journal.flushed();
  assert.equal(journal.letGoOf('a'), true);
  assert.equal(journal.letGo, 1);
  assert.deepEqual(await journal.recall(), [['a', { text: 'second' }]]);
  assert.equal(journal.letGo, 0);
});

const operation = fc.oneof(
  fc.record({ kind: fc.constantFrom('put' as const, 'done' as const), id: fc.constantFrom('a', 'b', 'c') }),
  fc.record({
    kind: fc.constantFrom('flush' as const, 'letGo' as const, 'turn' as const),
    id: fc.constantFrom('a', 'b', 'c'),
  }),
);

test('a crash at any byte leaves what was flushed, or something newer', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(operation, { maxLength: 60 }),
      fc.nat(),
      fc.constantFrom(0, 100),
      async (operations, cut, mostStragglers) => {
        await rm(folder, { recursive: true, force: true });
        const journal = await open({ segmentBytes: 40, mostStragglers });
        /** All states of each thing, `undefined` for done; the place of the one that is surely on the disk. */
        const states = new Map<string, (string | undefined)[]>();
        const flushed = new Map<string, number>();
        let atFlush = { names: '', bytes: 0 };
        for (const [index, { kind, id }] of operations.entries()) {
          const known = states.get(id) ?? [undefined];
          states.set(id, known);
          if (kind === 'put') {
            known.push(`${id}${index}`);
            journal.put(id, { text: `${id}${index}` });
          }
          if (kind === 'done') {
            known.push(undefined);
            journal.done(id);
          }
          if (kind === 'letGo') journal.letGoOf(id);
          if (kind === 'turn') await delay(0);
          if (kind === 'flush') {
            await journal.flushed();
            for (const [each, all] of states) flushed.set(each, all.length - 1);
            atFlush = await lastFile();
          }
        }
        await journal.flushed();
        const crashed = path.join(parent, 'crashed');
        await rm(crashed, { recursive: true, force: true });
        await cp(folder, crashed, { recursive: true });
        // A crash may have cut what was written since the last flush, unless a file was begun or removed meanwhile: that
        // waits for what was written before.
        const { names, bytes } = await lastFile();
        const more = bytes - atFlush.bytes;
        if (names === atFlush.names && more > 0) {
          await truncate(path.join(crashed, (await files()).at(-1) ?? ''), atFlush.bytes + (cut % more));
        }
        const next = await open({ folder: crashed });
        const found = new Map(next.entries());
        for (const [id, all] of states) {
          const allowed = all.slice(flushed.get(id) ?? 0);
          assert.ok(
            allowed.includes(found.get(id)?.text),
            `${id}: ${found.get(id)?.text} of ${allowed.join()}`,
          );
        }
        await next.close();
        await journal.close();
      },
    ),
    { numRuns: 200 },
  );
});

/** All files there are, and the size of the newest. */
async function lastFile(): Promise<{ readonly names: string; readonly bytes: number }> {
  const names = await files();
  const last = names.at(-1);
  return { names: names.join(), bytes: last === undefined ? 0 : (await stat(path.join(folder, last))).size };
}
