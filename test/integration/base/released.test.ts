/** Every state that a release left in a database can be started on, migrated and read. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { MongoClient, type Db } from 'mongodb';
import mongoose from 'mongoose';
import { readConfig } from '../../../src/app/config.js';
import { startService } from '../../../src/app/service.js';
import { restore } from '../../../src/base/backup/restore.js';
import { createLog } from '../../../src/base/log.js';
import { projectFolder } from '../../../src/base/project-folder.js';
import { connectStore, storesOn, type Store } from '../../../src/base/store/connection.js';
import { indexText } from '../../../src/base/store/make-indexes.js';
import { planOf, SCHEMA } from '../../../src/base/store/schema/migrations.js';
import { SchemaStates } from '../../../src/base/store/schema/schema-state.js';
import { PasswordKeeper } from '../../../src/people/access/password.js';
import { startTestServer, type TestServer } from '../../fakes/database.js';
import { readSample, SAMPLE_PASSWORD } from '../../released/sample.js';

const FOLDER = path.join(projectFolder(), 'test', 'released');
const RELEASES = readdirSync(FOLDER).flatMap((name) => (name.endsWith('.gz') ? [name.slice(0, -3)] : []));
const newest = RELEASES.toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true })).at(-1);

type Read = Readonly<Record<string, unknown>>;
const sample = async (store: Store) => (await readSample(store)) as Read;

/** A later version, for a migration that is only here. */
const NEXT = planOf([
  ...SCHEMA.migrations,
  {
    to: SCHEMA.version + 1,
    what: { en: 'a sample', de: 'ein Beispiel' },
    readableFrom: SCHEMA.version,
    count: (db) => db.collection('accounts').countDocuments({}),
    run: async (db) => {
      await db.collection('accounts').updateMany({}, { $set: { failures: 0 }, $unset: { lastLoginAt: 1 } });
    },
  },
]);

describe('The state of release', { concurrency: false }, () => {
  let server: TestServer;
  let client: MongoClient;
  let folder: string;
  before(async () => {
    server = await startTestServer();
    folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-released-'));
  });
  after(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  /** A database as the release left it. */
  async function left(release: string, name: string): Promise<{ readonly uri: string; readonly db: Db }> {
    const uri = server.uriFor(`${name}-${release.replaceAll('.', '-')}`);
    client = await MongoClient.connect(uri);
    await restore(client.db(), path.join(FOLDER, `${release}.gz`));
    return { uri, db: client.db() };
  }

  for (const release of RELEASES) {
    const expected = JSON.parse(readFileSync(path.join(FOLDER, `${release}.json`), 'utf8')) as Read;

    test(`${release} is brought to this program's version, and everything is read from it`, async () => {
      const { uri } = await left(release, 'read');
      const store = await connectStore(uri, { schema: { mayMigrate: true } });
      assert.deepEqual(await readSample(store), expected);
      const admin = await store.accounts.get('admin');
      assert.ok(await new PasswordKeeper().matches(SAMPLE_PASSWORD, admin?.passwordHash));
      await store.close();
      await client.close();
    });

    test(`${release} is migrated by a later program, and everything is read from it`, async () => {
      const { uri, db } = await left(release, 'later');
      const store = await connectStore(uri, { schema: { mayMigrate: true, plan: NEXT, program: '99.0.0' } });
      const accounts = await store.accounts.list();
      assert.deepEqual(
        accounts.map(({ lastLoginAt }) => lastLoginAt),
        [undefined, undefined],
      );
      assert.deepEqual({ ...(await sample(store)), accounts: expected['accounts'] }, expected);
      await store.close();
      const { version, program } = (await new SchemaStates(db).read()) ?? {};
      assert.deepEqual([version, program], [SCHEMA.version + 1, '99.0.0']);
      // This program may still be set back to: the migration says so.
      const older = await connectStore(uri);
      assert.equal((await older.accounts.list()).length, 2);
      await older.close();
      await client.close();
    });

    test(`${release} lets the service start`, async () => {
      const { uri } = await left(release, 'start');
      const settings = { MONGODB_URI: uri, DATA_DIR: folder, BACKUP_DIR: 'none', FREESWITCH_EVENTS: 'none' };
      const config = readConfig({ ...settings, ESL_PORT: '0', ADMIN_PORT: '0' });
      const service = await startService(config, createLog('silent'));
      assert.equal((await fetch(new URL('/readyz', service.adminUrl))).status, 200);
      assert.equal(await service.firstPassword, undefined);
      await service.stop(0);
      await client.close();
    });
  }

  test(`${newest ?? ''} has something of everything that is stored`, async () => {
    const { db } = await left(newest ?? '', 'whole');
    const connection = mongoose.createConnection();
    storesOn(connection);
    const stored = Object.values(connection.models).map(({ collection }) => collection.name);
    for (const name of [...stored, 'jobs', 'schema'])
      assert.notEqual(await db.collection(name).countDocuments({}), 0, `${name}: make a new sample`);
    await client.close();
  });

  test('has the indexes of this program, or this program has a later version of the data', async () => {
    const { db } = await left(newest ?? '', 'indexes');
    const { version } = (await new SchemaStates(db).read()) ?? { version: 0 };
    if (version < SCHEMA.version) return;
    const connection = mongoose.createConnection();
    storesOn(connection);
    for (const { schema, collection } of Object.values(connection.models)) {
      const found = (await db.collection(collection.name).indexes()).map(indexText);
      for (const [key, options] of schema.indexes())
        assert.ok(
          found.includes(indexText({ ...options, key })),
          `${collection.name} ${JSON.stringify(key)}: an index with other options is a migration (docs/upgrading.md)`,
        );
    }
    await client.close();
  });
});
