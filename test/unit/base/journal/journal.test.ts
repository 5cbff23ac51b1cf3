/** What is in the journal outlives whatever happens to the process and the disk, and nothing that is done comes back. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  appendFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
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
  const say = (facts: object, message: string) => void said.push(`${message} ${JSON.stringify(facts)}`);
  const log = { info: say, warn: say, error: say };
  const journal = new Journal({
    folder,
    log,
    parse: (json) => JSON.parse(json) as Value,
    gatherMs: 0,
    ...more,
  });
  opened.push(journal);
  await journal.flushed();
  return journal;
}

/** Everything that is kept, also what stands in the files only. */
async function all(journal: Journal<Value>): Promise<readonly (readonly [string, Value])[]> {
  while (journal.letGo > 0) await journal.recall();
  return journal.entries();
}

const texts = async (journal: Journal<Value>) =>
  (await all(journal)).map(([id, { text }]) => `${id} ${text}`);
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
  assert.deepEqual(await texts(await open()), ['b with a\nline break, ümlauts and 日本', 'a second']);
  assert.equal((await stat(path.join(folder, (await files())[0] ?? ''))).mode & 0o777, 0o600);
});

test('a last line that the crash cut off is no damage, and the lines before it count', async () => {
  const journal = await open();
  journal.put('a', { text: 'whole' });
  await journal.flushed();
  await appendFile(path.join(folder, '00000001.journal'), '5f1c9a02 put b {"te');
  assert.deepEqual(await texts(await open()), ['a whole']);
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
  assert.deepEqual(await texts(await open()), ['a of a', 'c of c']);
  assert.equal(said.length, 1);
  assert.match(said[0] ?? '', /put aside .*"damagedLines":1/);
  const [aside = ''] = await readdir(path.join(folder, 'unreadable'));
  assert.match(await readFile(path.join(folder, 'unreadable', aside), 'utf8'), /of x/);
});

test('whole lines that this program does not write are damage, and stop nothing', async () => {
  const whole = (text: string) => `${crc32(text).toString(16).padStart(8, '0')} ${text}\n`;
  const odd = ['put %zz {"text":"x"}', 'done %', 'begin soon', 'begin', 'more a b'].map(whole).join('');
  const own = lineOf({ kind: 'put', id: 'a', value: '{"text":"kept"}' });
  await mkdir(folder);
  await writeFile(
    path.join(folder, '00000001.journal'),
    `${lineOf({ kind: 'begin', version: 1 })}${odd}${own}`,
  );
  assert.deepEqual(await texts(await open()), ['a kept']);
  assert.deepEqual(said.length, 1);
  assert.match(said[0] ?? '', /"damagedLines":5/);
});

test('a state that is no state is given up, and those beside it are taken back', async () => {
  await mkdir(folder);
  const lines = ['{', 'null x', ''].map((value, index) => lineOf({ kind: 'put', id: `bad${index}`, value }));
  const good = lineOf({ kind: 'put', id: 'good', value: '{"text":"kept"}' });
  await writeFile(
    path.join(folder, '00000001.journal'),
    [lineOf({ kind: 'begin', version: 1 }), ...lines, good].join(''),
  );
  const journal = await open();
  assert.equal(await journal.get('bad0'), undefined);
  assert.deepEqual(await texts(journal), ['good kept']);
  assert.match(said.join(), /has lost entries/);
  assert.deepEqual([journal.letGo, journal.size], [0, 1]);
});

test('a file whose number has nine digits is read by the next run', async () => {
  await mkdir(folder);
  await writeFile(path.join(folder, '99999999.journal'), lineOf({ kind: 'begin', version: 1 }));
  const journal = await open();
  journal.put('a', { text: 'new' });
  await journal.flushed();
  assert.deepEqual(await texts(await open()), ['a new']);
});

test('a file of a newer program stays where it is, and that program has its entries when it runs again', async () => {
  const before = await open();
  before.put('b', { text: 'of the newer program' });
  await before.close();
  const file = path.join(folder, '00000001.journal');
  const ours = await readFile(file, 'utf8');
  const begin = (version: number) => lineOf({ kind: 'begin', version });
  await writeFile(file, ours.replace(begin(1), begin(2)));
  const older = await open();
  assert.deepEqual(await texts(older), []);
  assert.match(said[0] ?? '', /a newer program has written/);
  older.put('a', { text: 'of the older one' });
  await older.flushed();
  older.done('a');
  await older.close();
  await writeFile(file, ours);
  assert.deepEqual(await texts(await open()), ['b of the newer program']);
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
  assert.match(said[0] ?? '', /cannot be used/);
  assert.equal(journal.letGoOf('a'), false);
  await rm(folder);
  while (!said.some((one) => one.startsWith('the journal can be written again'))) await delay(5);
  assert.equal(said.length, 2);
  assert.deepEqual(await texts(await open()), ['a second']);
});

/** What may still be written to a file, as on a disk with so much space; undefined: any number of bytes. */
function limitFiles(bytes: number | undefined): void {
  const limit = `--fsize=${bytes ?? 'unlimited'}:`;
  assert.equal(spawnSync('prlimit', ['--pid', String(process.pid), limit]).status, 0);
}
const canLimit = spawnSync('prlimit', ['--version']).status === 0;

const limited = { skip: canLimit ? false : 'needs prlimit to limit the size of files' };

test('a full disk takes no file away that says what is done', limited, async () => {
  const earlier = await open();
  earlier.put('a', { text: 'old' });
  earlier.put('b', { text: 'kept' });
  await earlier.close();
  const journal = await open({ retryMs: 5 });
  journal.done('a');
  await journal.flushed();
  const [, saysDone = ''] = await files();
  limitFiles(40);
  try {
    journal.put('c', { text: 'what the disk does not take' });
    const isLater = (name: string) => Number.parseInt(name, 10) > Number.parseInt(saysDone, 10) + 2;
    while (!(await files()).some(isLater)) await delay(5);
    assert.ok((await files()).includes(saysDone));
  } finally {
    limitFiles(undefined);
  }
});

test(
  'a disk that is full in the middle of a line loses nothing, doubles nothing, and is not filled with files',
  limited,
  async () => {
    const journal = await open({ retryMs: 5 });
    journal.put('a', { text: 'first' });
    await journal.flushed();
    limitFiles(40);
    try {
      journal.put('a', { text: 'second' });
      journal.put('b', { text: 'done meanwhile' });
      await journal.flushed();
      journal.done('b');
      await delay(100);
      assert.equal(said.length, 1);
      // One is begun while the one before is still there.
      assert.ok((await files()).length <= 3, (await files()).join());
    } finally {
      limitFiles(undefined);
    }
    while (!said.some((one) => one.startsWith('the journal can be written again'))) await delay(5);
    // Files go while the folder is copied.
    await journal.flushed();
    const crashed = path.join(parent, 'crashed');
    await cp(folder, crashed, { recursive: true });
    assert.deepEqual(await texts(await open({ folder: crashed })), ['a second']);
    assert.equal(said.length, 2, 'a cut line is no damage');
  },
);

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
    (await all(await open({ folder: killed }))).map(([id]) => id),
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
  assert.deepEqual(await texts(await open()), ['stays for long']);
});

test('what an earlier run left is known by its id and stays on the disk until it is recalled, file by file', async () => {
  const journal = await open({ segmentBytes: 200, mostStragglers: 0 });
  for (let index = 0; index < 20; index += 1) {
    journal.put(`${index}`, { text: 'x'.repeat(100) });
    await journal.flushed();
  }
  const before = await files();
  const next = await open();
  assert.equal((await next.recovered).length, 20);
  assert.deepEqual([next.size, next.letGo, next.entries().length], [20, 20, 0]);
  assert.deepEqual(await files(), before, 'nothing was written again');
  const recalled = await next.recall();
  assert.ok(recalled.length > 0 && recalled.length < 20, `${recalled.length} of the first file`);
  assert.deepEqual(await next.get('19'), { text: 'x'.repeat(100) });
  assert.equal(next.entries().length, recalled.length, 'a look takes nothing into memory');
});

test('what is taken before the disk lets itself be read is newer than what an earlier run left', async () => {
  const first = await open();
  for (const id of ['a', 'b', 'c']) first.put(id, { text: 'old' });
  await first.flushed();
  const aside = path.join(parent, 'unmounted');
  await rename(folder, aside);
  await writeFile(folder, 'in the way');
  const next = await open({ retryMs: 5 });
  next.put('a', { text: 'new' });
  next.put('b', { text: 'new' });
  next.done('b');
  await next.flushed();
  await rm(folder);
  await rename(aside, folder);
  while (!said.some((one) => one.startsWith('the journal can be written again'))) await delay(5);
  assert.deepEqual(await next.recovered, ['a', 'c']);
  assert.deepEqual((await texts(next)).sort(), ['a new', 'c old']);
  assert.deepEqual((await texts(await open())).sort(), ['a new', 'c old']);
});

test('what a file has lost is given up with a word, and the rest is recalled', async () => {
  const first = await open({ segmentBytes: 50, mostStragglers: 0 });
  for (const id of ['a', 'b']) {
    first.put(id, { text: `${id} in a file of its own, long enough` });
    await first.flushed();
  }
  const next = await open();
  await rm(path.join(folder, '00000001.journal'));
  await writeFile(path.join(folder, '00000001.journal'), '');
  assert.deepEqual(
    (await next.recall()).map(([id]) => id),
    ['b'],
  );
  assert.deepEqual(await next.recall(), []);
  assert.match(said.at(-1) ?? '', /has lost entries/);
});

test('more states than one write takes are all written', async () => {
  const journal = await open();
  for (let index = 0; index < 1_700; index += 1) journal.put(`${index}`, { text: `${index}` });
  await journal.flushed();
  assert.equal((await all(await open())).length, 1_700);
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
        const found = new Map(await all(next));
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

test('a renewed journal keeps what is kept, and no file has anything of what is done', async () => {
  const journal = await open();
  journal.put('gone', { text: 'a secret' });
  journal.put('kept', { text: 'needed' });
  await journal.flushed();
  journal.done('gone');
  await journal.flushed();
  await journal.renew();
  const names = await readdir(folder);
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
  assert.deepEqual([names.length, texts.join().includes('a secret')], [1, false]);
  assert.match(texts.join(), /needed/);
  journal.put('later', { text: 'new' });
  await journal.close();
  const next = await open();
  assert.deepEqual((await all(next)).map(([id]) => id).toSorted(), ['kept', 'later']);
});

test('a journal in which all is done is renewed to an empty file, once', async () => {
  const journal = await open();
  journal.put('gone', { text: 'a secret' });
  await journal.flushed();
  journal.done('gone');
  await journal.renew();
  const [name = ''] = await readdir(folder);
  assert.doesNotMatch(await readFile(path.join(folder, name), 'utf8'), /secret/);
  await journal.renew();
  assert.deepEqual(await readdir(folder), [name]);
});
