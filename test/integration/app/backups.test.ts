/** The recurring backup: written whole, restored for a try, rotated, and its failures told; the service is not in its way. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { DateTime } from 'luxon';
import { BACK_UP, backUpBefore, backUpIfDue, backupJobs, type BackupsUse } from '../../../src/app/backups.js';
import { runBackup } from '../../../src/app/run-backup.js';
import { backupName } from '../../../src/base/backup/kept-backups.js';
import { readContents } from '../../../src/base/backup/restore.js';
import { createLog } from '../../../src/base/log.js';
import { connectStore, type Store } from '../../../src/base/store/connection.js';
import { aRecord } from '../../factories.js';
import { startTestServer, type TestServer } from '../../fakes/database.js';

const MORNING = DateTime.fromISO('2026-11-30T03:00', { zone: 'utc' });
const log = createLog('silent');

describe('The recurring backup', { concurrency: false }, () => {
  let server: TestServer;
  let store: Store;
  let uri: string;
  let parent: string;
  let folder: string;

  before(async () => {
    server = await startTestServer();
    uri = server.uriFor('backups');
    store = await connectStore(uri);
    await store.calls.save(aRecord());
    parent = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-backups-'));
  });
  after(async () => {
    await store.close();
    await server.close();
    await rm(parent, { recursive: true, force: true });
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(parent, 'folder-'));
    await store.connection.db?.collection('backups').deleteMany({});
    await store.backups.begin(MORNING.minus({ days: 3 }).toJSDate());
  });

  function use(more: Partial<BackupsUse> = {}): BackupsUse {
    const settings = { folder, atMinute: 150, daily: 2, weekly: 0 };
    const { signal } = new AbortController();
    return { settings, uri, backups: store.backups, log, now: () => MORNING, signal, ...more };
  }

  test('is written whole, restored for a try and told, once a day', async () => {
    await backUpIfDue(use(), folder);
    const last = await store.backups.last();
    assert.ok(last?.good !== undefined);
    const { file, bytes, documents, host, at } = last.good;
    assert.deepEqual([last.ok, last.reason, host], [true, '', os.hostname()]);
    assert.equal(at.toISOString(), '2026-11-30T03:00:00.000Z');
    assert.deepEqual(await readdir(folder), ['rufgruppe-20261130T030000Z.gz']);
    const { size, mode } = await stat(file);
    assert.deepEqual([size, mode & 0o777], [bytes, 0o600]);
    const { collections } = await readContents(file);
    assert.equal(collections.get('calls')?.count, 1);
    const counted = [...collections.values()].reduce((sum, { count }) => sum + count, 0);
    assert.equal(documents, counted);
    await backUpIfDue(use({ now: () => MORNING.plus({ hours: 1 }) }), folder);
    assert.equal((await readdir(folder)).length, 1);
  });

  test('takes the place of older ones, and of what a killed one has left, and touches nothing else', async () => {
    const older = [1, 2, 3].map((days) => backupName(MORNING.minus({ days })));
    for (const name of [...older, 'mine.gz', 'mine.gz.part', `${older[0] ?? ''}.part`])
      await writeFile(path.join(folder, name), 'x');
    await mkdir(path.join(folder, `${older[0] ?? ''}.part.try`));
    await backUpIfDue(use(), folder);
    assert.deepEqual((await readdir(folder)).sort(), [
      'mine.gz',
      'mine.gz.part',
      'rufgruppe-20261129T030000Z.gz',
      'rufgruppe-20261130T030000Z.gz',
    ]);
  });

  test('that fails is told with its reason, leaves older ones and what is known of the last good one', async () => {
    await backUpIfDue(use({ now: () => MORNING.minus({ days: 1 }) }), folder);
    const blocked = path.join(folder, 'file');
    await writeFile(blocked, '');
    await assert.rejects(backUpIfDue(use(), path.join(blocked, 'below')), { code: 'BACKUP_FAILED' });
    const last = await store.backups.last();
    assert.equal(last?.ok, false);
    assert.match(last.reason, /ENOTDIR/);
    assert.equal(last.good?.at.toISOString(), '2026-11-29T03:00:00.000Z');
    assert.equal(last.at?.toISOString(), '2026-11-30T03:00:00.000Z');
    assert.ok((await readdir(folder)).includes('rufgruppe-20261129T030000Z.gz'));
    // An hour later it is tried again.
    await backUpIfDue(use({ now: () => MORNING.plus({ minutes: 61 }) }), folder);
    assert.equal((await store.backups.last())?.ok, true);
  });

  test('does not begin on a disk that is too full for it', async (t) => {
    const small = path.join(folder, 'small');
    await mkdir(small);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=20m', 'none', small]).status !== 0) {
      t.skip('NO SMALL DISK: only root can mount one');
      return;
    }
    try {
      await assert.rejects(
        backUpIfDue(use(), small),
        /^AppError: The disk has \d+ MB free, and \d+ MB are needed$/,
      );
      assert.deepEqual(await readdir(small), []);
      assert.match((await store.backups.last())?.reason ?? '', /^The disk has 20 MB free/);
    } finally {
      spawnSync('umount', [small]);
    }
  });

  test('that is ended by a stop of the service leaves nothing, and is no failure', async () => {
    const stop = new AbortController();
    stop.abort();
    await backUpIfDue(use({ signal: stop.signal }), folder);
    assert.deepEqual(await readdir(folder), []);
    assert.equal((await store.backups.last())?.ok, true);
    const later = new AbortController();
    const order = { uri, file: path.join(folder, 'cut.gz'), isPaced: true };
    const running = runBackup(order, later.signal);
    later.abort();
    await assert.rejects(running, { code: 'BACKUP_BROKEN_OFF' });
    assert.deepEqual(await readdir(folder), []);
  });

  test('that another controller made is known to all, and there is no job without a folder', () => {
    assert.deepEqual(
      backupJobs(use()).map(({ name, everySec }) => [name, everySec]),
      [[BACK_UP, 60]],
    );
    assert.deepEqual(backupJobs(use({ settings: { ...use().settings, folder: undefined } })), []);
  });

  test('before a migration has a name that the rotation leaves alone', async () => {
    await backUpBefore(2, use());
    assert.match((await readdir(folder)).join(), /^rufgruppe-before-version-2-\d{8}T\d{6}Z\.gz$/);
  });
});
