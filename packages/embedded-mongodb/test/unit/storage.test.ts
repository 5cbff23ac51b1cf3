/** A data file that is short on purpose opens, one that was cut off does not. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Engine } from '../../src/engine.js';

const root = mkdtempSync(join(tmpdir(), 'storage-'));
after(() => rmSync(root, { recursive: true, force: true }));

/** A file whose last pages were taken and freed in one transaction, so that LMDB never wrote them. */
async function shortFile(): Promise<{ folder: string; file: string }> {
  const folder = mkdtempSync(join(root, 'short-'));
  const engine = new Engine(folder);
  for (let n = 0; n < 400; n += 100) {
    engine.transaction(() => {
      const collection = engine.findOrCreate('db', 'c');
      for (let more = 0; more < 100; more += 1) collection.insert({ _id: n + more, text: 'x'.repeat(1000) });
    });
  }
  engine.transaction(() => {
    const large = { _id: 'large', text: 'x'.repeat(30_000) };
    engine.find('db', 'c')?.insert(large);
    engine.find('db', 'c')?.remove(large);
  });
  await engine.storage.close();
  return { folder, file: engine.storage.file };
}

test('a file that LMDB left short on purpose opens with all its documents', async () => {
  const { folder, file } = await shortFile();
  const shortBytes = statSync(file).size;
  const engine = new Engine(folder);
  assert.equal(engine.find('db', 'c')?.count(), 400);
  await engine.storage.close();
  assert.ok(statSync(file).size > shortBytes, 'the file was short, and is whole now');
});

for (const part of [0.3, 0.5, 0.7]) {
  test(`a file of which only ${part} is left does not open and keeps its length`, async () => {
    const { folder, file } = await shortFile();
    const cutBytes = Math.floor((statSync(file).size * part) / 4096) * 4096;
    truncateSync(file, cutBytes);
    assert.throws(
      () => new Engine(folder),
      (error: Error) => error.message.includes(file),
    );
    assert.equal(statSync(file).size, cutBytes);
  });
}
