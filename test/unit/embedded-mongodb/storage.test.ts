import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { checkDataFile } from '../../../src/embedded-mongodb/data-file.js';
import { Engine } from '../../../src/embedded-mongodb/engine.js';

const root = mkdtempSync(join(tmpdir(), 'storage-'));
after(() => rmSync(root, { recursive: true, force: true }));

/** A file whose last pages were taken and freed in one transaction, so that LMDB never wrote them. */
async function shortFile(): Promise<{ folder: string; file: string }> {
  const folder = mkdtempSync(join(root, 'short-'));
  const engine = new Engine(folder);
  engine.storage.transaction(() => {
    const collection = engine.findOrCreate('db', 'c', new Date(0));
    for (let n = 0; n < 100; n += 1) collection.insert({ _id: n, text: 'x'.repeat(1000) });
    const large = { _id: 'large', text: 'x'.repeat(30_000) };
    collection.insert(large);
    collection.remove(large);
  });
  await engine.storage.close();
  return { folder, file: engine.storage.file };
}

test('a file that LMDB left short on purpose opens with all its documents', async () => {
  const { folder, file } = await shortFile();
  const short = checkDataFile(file);
  assert.ok(short !== undefined && short.sizeBytes < short.neededBytes);
  const engine = new Engine(folder);
  assert.equal(engine.find('db', 'c')?.count(), 100);
  await engine.storage.close();
  assert.equal(checkDataFile(file), undefined);
});

test('a file that was cut does not open and keeps its length', async () => {
  const { folder, file } = await shortFile();
  const cutBytes = statSync(file).size - 3 * 4096;
  truncateSync(file, cutBytes);
  assert.throws(
    () => new Engine(folder),
    (error: Error) => error.message.includes(file),
  );
  assert.equal(statSync(file).size, cutBytes);
});
