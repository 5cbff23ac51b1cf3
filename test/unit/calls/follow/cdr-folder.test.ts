/** Each CDR is taken until nobody needs it any more; what cannot be read, or is nobody's, is put aside, and nothing stops. */
import assert from 'node:assert/strict';
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  rm,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { CdrFolder, type CdrUse } from '../../../../src/calls/follow/cdr-folder.js';
import { createLog } from '../../../../src/base/log.js';

const FIXTURES = path.resolve(import.meta.dirname, '../../../../../test/fixtures/cdr');

/** When the fixtures were written. */
const WRITTEN_MS = 1_796_006_772_000;

let folder: string;
let said: string[];
let taken: string[];
let ages: number[];
let use: CdrUse;
let now: number;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rufgruppe-cdr-'));
  [said, taken, ages, use, now] = [[], [], [], 'done', WRITTEN_MS];
});
afterEach(() => rm(folder, { recursive: true }));

function aFolder(): CdrFolder {
  const log = createLog('silent');
  const say = (facts: unknown, message?: string) => void said.push(`${message} ${JSON.stringify(facts)}`);
  Object.assign(log, { info: say, error: say });
  return new CdrFolder({
    folder,
    take: ({ caller }, ageMs) => {
      taken.push(caller === undefined ? 'phone' : 'caller');
      ages.push(ageMs);
      return Promise.resolve(use);
    },
    nowMs: () => now,
    log,
  });
}

async function put(fixture: string, name = fixture): Promise<void> {
  await copyFile(path.join(FIXTURES, fixture), path.join(folder, name));
  await utimes(path.join(folder, name), WRITTEN_MS / 1000, WRITTEN_MS / 1000);
}
const files = async (where = '') => (await readdir(path.join(folder, where))).sort();

test('a CDR is taken and deleted', async () => {
  await put('answered.cdr.json');
  await put('answered-leg-1.cdr.json');
  await aFolder().look();
  assert.deepEqual([taken.sort(), await files()], [['caller', 'phone'], []]);
});

test('a CDR that is still needed stays, and is shown again after a while', async () => {
  use = 'later';
  await put('answered.cdr.json');
  const cdrs = aFolder();
  await cdrs.look();
  await cdrs.look();
  assert.deepEqual([taken.length, await files()], [1, ['answered.cdr.json']]);
  now += 2_000;
  use = 'done';
  await cdrs.look();
  assert.deepEqual([taken.length, await files()], [2, []]);
});

test('half a CDR is waited for, and put aside when the rest never comes', async () => {
  await writeFile(path.join(folder, 'half.cdr.json'), '{"variables":{"uuid":"x"');
  now = Date.now();
  const cdrs = aFolder();
  await cdrs.look();
  assert.deepEqual([said, await files()], [[], ['half.cdr.json']]);
  now += 11_000;
  await cdrs.look();
  assert.deepEqual([await files(), await files('unreadable')], [['unreadable'], ['half.cdr.json']]);
  assert.match(said.join(), /put aside for a person to look at .*it is no JSON/);
});

test('CDRs of other calls are put where nobody looks for them, told once', async () => {
  await put('other.cdr.json');
  await put('colleague-leg.cdr.json');
  await aFolder().look();
  assert.deepEqual([taken, await files('other')], [[], ['colleague-leg.cdr.json', 'other.cdr.json']]);
  assert.equal(said.length, 1);
});

test('a CDR of a call that there never was is put aside with a word', async () => {
  use = 'foreign';
  await put('answered-leg-1.cdr.json');
  await aFolder().look();
  assert.deepEqual(await files('foreign'), ['answered-leg-1.cdr.json']);
  assert.match(said.join(), /there is no such call/);
});

test('files that are old count as seen when they are seen: those beside them have not been read yet', async () => {
  use = 'later';
  now += 600_000;
  await put('answered-leg-1.cdr.json');
  const cdrs = aFolder();
  await cdrs.look();
  now += 2_000;
  await cdrs.look();
  assert.deepEqual(ages, [0, 2_000]);
});

test('new CDRs are read though a thousand wait for the ends of their calls', async () => {
  use = 'later';
  for (let index = 0; index < 1_000; index += 1) await put('answered-leg-1.cdr.json', `${index}.cdr.json`);
  const cdrs = aFolder();
  assert.deepEqual([await cdrs.look(), await cdrs.look()], [true, false]);
  await put('answered.cdr.json', 'new.cdr.json');
  now += 2_000;
  await cdrs.look();
  assert.equal(taken.filter((one) => one === 'caller').length, 1);
});

test('CDRs wait for a slow database side by side, but only so many', async () => {
  for (let index = 0; index < 50; index += 1) await put('answered.cdr.json', `${index}.cdr.json`);
  let waiting = 0;
  let most = 0;
  let open = (): void => undefined;
  const full = new Promise<void>((resolve) => (open = resolve));
  const cdrs = new CdrFolder({
    folder,
    take: async () => {
      most = Math.max(most, (waiting += 1));
      if (most < 20) await full;
      if (most === 20) open();
      waiting -= 1;
      return 'done';
    },
    nowMs: () => now,
    log: createLog('silent'),
  });
  await cdrs.look();
  assert.deepEqual([most, await files()], [20, []]);
});

test('what is no file, and what is larger than any CDR, is put aside unread', async () => {
  await mkdir(path.join(folder, 'folder.cdr.json'));
  await symlink('/dev/zero', path.join(folder, 'link.cdr.json'));
  await writeFile(path.join(folder, 'huge.cdr.json'), '');
  await truncate(path.join(folder, 'huge.cdr.json'), 2 ** 40);
  await aFolder().look();
  assert.deepEqual(await files('unreadable'), ['folder.cdr.json', 'huge.cdr.json', 'link.cdr.json']);
  assert.equal(said.length, 3);
});

test('a CDR that another controller had no more need of is no word worth', async () => {
  await put('answered.cdr.json');
  const log = createLog('silent');
  const cdrs = new CdrFolder({
    folder,
    take: async () => {
      await rm(path.join(folder, 'answered.cdr.json'));
      return 'foreign';
    },
    nowMs: () => now,
    log: Object.assign(log, { error: (_facts: unknown, message?: string) => void said.push(message ?? '') }),
  });
  await cdrs.look();
  assert.deepEqual(said, []);
});

test('other files are left alone, and a folder that is missing is told once', async () => {
  await writeFile(path.join(folder, 'notes.txt'), 'x');
  await utimes(path.join(folder, 'notes.txt'), 0, 0);
  await aFolder().look();
  assert.deepEqual(await files(), ['notes.txt']);
  await rm(folder, { recursive: true });
  const cdrs = new CdrFolder({
    folder,
    take: () => Promise.resolve('done'),
    nowMs: () => now,
    log: Object.assign(createLog('silent'), {
      error: (_facts: unknown, message?: string) => void said.push(message ?? ''),
    }),
    lookMs: 1,
  });
  cdrs.begin();
  await new Promise((resolve) => setTimeout(resolve, 30));
  await cdrs.stop();
  assert.deepEqual(said, ['the CDRs of FreeSWITCH cannot be read; retrying']);
  await mkdir(folder);
  await chmod(folder, 0o755);
});
