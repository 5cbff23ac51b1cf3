import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { firstSignIn } from '../../../src/app/first-password.js';

const ACCOUNT = { name: 'admin', password: 'abc-def', url: 'https://pbx.example/' };

describe('The first password', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-first-'));
  });
  after(() => rm(folder, { recursive: true }));

  test('is shown on a terminal, and written nowhere', async () => {
    const dataFolder = path.join(folder, 'terminal');
    const text = await firstSignIn(ACCOUNT, { isTerminal: true, dataFolder });
    assert.match(text, /name +admin\n +password +abc-def\n +change it at https:\/\/pbx\.example\/account/);
    await assert.rejects(stat(dataFolder), { code: 'ENOENT' });
  });

  test('goes into a file of its user where the output is a log, also over an older file that others could read', async () => {
    const dataFolder = path.join(folder, 'data');
    const file = path.join(dataFolder, 'first-password');
    for (const round of ['none', 'older']) {
      const text = await firstSignIn(ACCOUNT, { isTerminal: false, dataFolder });
      assert.doesNotMatch(text, /abc-def/);
      assert.ok(text.includes(file), text);
      assert.equal(await readFile(file, 'utf8'), 'abc-def\n', round);
      assert.equal((await stat(file)).mode & 0o777, 0o600, round);
      await rm(file);
      await writeFile(file, 'old', { mode: 0o644 });
    }
  });
});
