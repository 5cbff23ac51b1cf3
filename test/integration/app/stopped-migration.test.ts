/** Whoever stops a program while it backs up the database before a migration: it ends, and half a backup is not left. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { on, once } from 'node:events';
import { mkdtempSync, readdirSync, watch } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { MongoClient, type Collection } from 'mongodb';
import { connectStore } from '../../../src/base/store/connection.js';
import { startTestServer, type TestServer } from '../../fakes/database.js';
import { PROGRAM } from '../commands/command-line.js';
import { startController } from './controller-process.js';

/** So much takes a while to pack. */
const DOCUMENTS = 400;
const DOCUMENT_BYTES = 50_000;

describe('A stop during the backup before a migration', { concurrency: false }, () => {
  let server: TestServer;
  let uri: string;
  let parent: string;
  let folder: string;

  before(async () => {
    server = await startTestServer();
    uri = server.uriFor('stopped');
    await (await connectStore(uri)).close();
    const client = await MongoClient.connect(uri);
    const documents = Array.from({ length: DOCUMENTS }, () => ({ text: randomBytes(DOCUMENT_BYTES) }));
    await client.db().collection('large').insertMany(documents);
    // Older than all that there is, so that each start of this program backs it up before.
    await client
      .db()
      .collection('schema')
      .updateOne({}, { $set: { version: 0, readableFrom: 0 } });
    await client.close();
    parent = mkdtempSync(path.join(os.tmpdir(), 'rufgruppe-stopped-'));
  });
  after(async () => {
    await server.close();
    await rm(parent, { recursive: true, force: true });
  });
  beforeEach(async () => {
    folder = mkdtempSync(path.join(parent, 'backups-'));
    // Of a program that was killed; others would wait until it has been silent for long enough.
    await states(async (all) => all.updateOne({}, { $unset: { claim: 1 } }));
  });

  const settings = () => ({ MONGODB_URI: uri, BACKUP_DIR: folder, DATA_DIR: parent, ESL_PORT: '0' });
  const halves = (): readonly string[] => readdirSync(folder).filter((name) => name.includes('.part'));

  async function until(isSo: () => boolean): Promise<void> {
    const watcher = watch(folder);
    const changes = on(watcher, 'change');
    while (!isSo()) await changes.next();
    watcher.close();
  }
  const begun = () => until(() => halves().length > 0);

  async function states<T>(task: (all: Collection) => Promise<T>): Promise<T> {
    const client = await MongoClient.connect(uri);
    try {
      return await task(client.db().collection('schema'));
    } finally {
      await client.close();
    }
  }
  const claim = async (): Promise<unknown> => (await states((all) => all.findOne({})))?.['claim'];

  for (const signal of ['SIGTERM', 'SIGKILL'] as const)
    test(`the service leaves none after ${signal}`, { timeout: 60_000 }, async () => {
      const service = await startController(settings());
      await begun();
      await service.end(signal);
      // Nobody is left to wait for the process that wrote it.
      if (signal === 'SIGKILL') await until(() => halves().length === 0);
      assert.deepEqual(halves(), []);
      const [, stopping = ''] = service.output().split('Rufgruppe is running.');
      assert.doesNotMatch(stopping, /"level":(40|50|60)/);
    });

  function migrating(): { readonly child: ChildProcess; readonly output: () => string } {
    const env = { ...process.env, ...settings(), LC_ALL: 'C' };
    const words = [PROGRAM, 'database', 'migrate'];
    // A group of its own: Ctrl-C reaches all of it.
    const child = spawn(process.execPath, words, {
      env,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let output = '';
    child.stderr.on('data', (piece: Buffer) => (output += piece.toString()));
    return { child, output: () => output };
  }

  for (const [signal, whom] of [
    ['SIGINT', 'the whole group, as Ctrl-C does'],
    ['SIGTERM', 'the command only'],
  ] as const)
    test(`“database migrate” ends with words after ${signal} to ${whom}`, async () => {
      const { child, output } = migrating();
      await begun();
      process.kill(signal === 'SIGINT' ? -(child.pid ?? 0) : (child.pid ?? 0), signal);
      const [code] = (await once(child, 'close')) as [unknown];
      assert.equal(
        output(),
        'The migration was broken off, because the program was stopped. It can be run again.\n',
      );
      assert.equal(code, 1);
      assert.deepEqual(halves(), []);
      assert.equal(await claim(), undefined);
    });
});
