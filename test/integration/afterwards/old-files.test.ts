/** Files go when their time is over: mails in the outbox folder, and what was put aside; nothing else is touched. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { deleteOldFiles } from '../../../src/afterwards/old-files.js';
import type { Snapshot } from '../../../src/base/model/snapshot.js';
import { aSnapshot, at, someSettings } from '../../factories.js';
import { testAudit } from '../../fakes/audit.js';

const NOW = at('2026-11-25T10:00:00');

test('old files go, each kind after its own time, with one entry in the audit log', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'rufgruppe-files-'));
  const write = async (name: string, days: number) => {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, 'x');
    const when = NOW.minus({ hours: 24 * days }).toJSDate();
    await utimes(file, when, when);
  };
  const left = async () => {
    const all = await readdir(folder, { recursive: true, withFileTypes: true });
    return all
      .flatMap((one) => (one.isFile() ? [path.relative(folder, path.join(one.parentPath, one.name))] : []))
      .toSorted();
  };
  for (const [place, days] of [
    ['data/outbox', 5],
    ['data/events-put-aside', 3],
    ['data/journal-8084/unreadable', 3],
    ['cdrs/foreign', 3],
    ['cdrs/other', 3],
    ['cdrs/unreadable', 3],
  ] as const) {
    await write(`${place}/old`, days + 0.001);
    await write(`${place}/young`, days - 0.001);
  }
  for (const name of ['data/journal-8084/1.journal', 'data/last-configuration.json', 'cdrs/a.cdr.json'])
    await write(name, 900);
  const audit = testAudit();
  const log = { info: () => undefined, warn: () => undefined };
  const keepDays = { ...someSettings().keepDays, outbox: 5, putAside: 3 };
  const folders = { dataFolder: path.join(folder, 'data'), cdrFolders: [path.join(folder, 'cdrs')] };
  const run = (snapshot: Snapshot | undefined) =>
    deleteOldFiles({ ...folders, snapshot: () => snapshot, log, audit }, NOW);
  const before = await left();
  assert.deepEqual(await run(undefined), { outbox: 0, putAside: 0 });
  assert.deepEqual(await left(), before);
  const known = aSnapshot({ settings: { keepDays } });
  assert.deepEqual(await run(known), { outbox: 1, putAside: 5 });
  assert.deepEqual(
    await left(),
    before.filter((name) => !name.endsWith('/old')),
  );
  assert.deepEqual(
    audit.noted.map(({ event, facts }) => [event, facts]),
    [['filesDeleted', { outbox: '1', putAside: '5' }]],
  );
  assert.deepEqual(await run(known), { outbox: 0, putAside: 0 });
  await rm(folder, { recursive: true });
});
