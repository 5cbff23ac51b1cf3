/** Files are searched as bytes where they are no texts: a longer number is another one. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { filesWith } from '../../../../src/afterwards/privacy/files.js';
import { notationsOf } from '../../../../src/afterwards/privacy/notations.js';

const notations = notationsOf('+49301234567', 'DE');
assert.ok(notations !== undefined);

const MEGABYTE = 2 ** 20;

for (const [what, text, isFound] of [
  ['the number', '\0+49301234567\0', true],
  ['the number as it is dialled', '\x010301234567\0', true],
  ['one that begins with it', '\0+493012345678\0', false],
  ['one of another country that ends with it', '\0+43301234567\0', false],
  ['the number behind a longer one', '\x0003012345678\0\0\x000301234567\0', true],
] as const)
  for (const [where, before] of [
    ['at the beginning', 0],
    ['across two pieces', MEGABYTE - 6],
  ] as const)
    test(`the database's file with ${what} ${where} is ${isFound ? 'found' : 'not found'}`, async (t) => {
      const data = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-files-'));
      t.after(() => rm(data, { recursive: true }));
      await mkdir(path.join(data, 'mongodb'));
      const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text, 'latin1'), Buffer.alloc(100)]);
      await writeFile(path.join(data, 'mongodb', 'data'), bytes);
      const found = await filesWith({ data, cdrs: [] }, notations);
      assert.deepEqual(
        found.map(({ kind }) => kind),
        isFound ? ['database'] : [],
      );
    });

test('texts are read as such wherever the data is, below a folder of the name of the database too', async (t) => {
  const above = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-files-'));
  t.after(() => rm(above, { recursive: true }));
  const data = path.join(above, 'mongodb', 'rufgruppe');
  await mkdir(path.join(data, 'outbox'), { recursive: true });
  await writeFile(path.join(data, 'outbox', 'one.eml'), 'Subject: call\n\n030 123 45 67\n');
  const found = await filesWith({ data, cdrs: [] }, notations);
  assert.deepEqual(
    found.map(({ kind }) => kind),
    ['outbox'],
  );
});
