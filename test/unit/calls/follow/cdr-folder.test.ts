/** Each CDR is taken until nobody needs it any more; what cannot be read, or is nobody's, is put aside, and nothing stops. */
import assert from 'node:assert/strict';
import { chmod, copyFile, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { CdrFolder, type CdrUse } from '../../../../src/calls/follow/cdr-folder.js';
import { createLog } from '../../../../src/base/log.js';

const FIXTURES = path.resolve(import.meta.dirname, '../../../../../test/fixtures/cdr');

let folder: string;
let said: string[];
let taken: string[];
let use: CdrUse;
let now: number;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rufgruppe-cdr-'));
  [said, taken, use, now] = [[], [], 'done', Date.now()];
});
afterEach(() => rm(folder, { recursive: true }));

function aFolder(): CdrFolder {
  const log = createLog('silent');
  const say = (_facts: unknown, message?: string) => void said.push(message ?? '');
  Object.assign(log, { info: say, error: say });
  return new CdrFolder({
    folder,
    take: ({ call, channel }) => {
      taken.push(channel.id === call ? 'caller' : 'phone');
      return Promise.resolve(use);
    },
    nowMs: () => now,
    log,
  });
}

const put = (fixture: string) => copyFile(path.join(FIXTURES, fixture), path.join(folder, fixture));
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
  const cdrs = aFolder();
  await cdrs.look();
  assert.deepEqual([said, await files()], [[], ['half.cdr.json']]);
  now += 11_000;
  await cdrs.look();
  assert.deepEqual([await files(), await files('unreadable')], [['unreadable'], ['half.cdr.json']]);
  assert.match(said.join(), /put aside for a person to look at: it is no JSON/);
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
  assert.deepEqual(said, ['the CDRs of FreeSWITCH cannot be read; trying on']);
  await mkdir(folder);
  await chmod(folder, 0o755);
});
