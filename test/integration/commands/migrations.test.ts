/** The version of the data on the command line, and what a restore and a start make of data of another version. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { MongoClient } from 'mongodb';
import { readConfig } from '../../../src/app/config.js';
import { startService } from '../../../src/app/service.js';
import { backUp } from '../../../src/base/backup/back-up.js';
import { createLog } from '../../../src/base/log.js';
import { connectStore } from '../../../src/base/store/connection.js';
import { startTestServer, type TestServer } from '../../fakes/database.js';
import { runScript } from './command-line.js';

interface Stored {
  readonly _id: string;
  readonly version: number;
  readonly readableFrom: number;
}

describe('The version of the data', { concurrency: false }, () => {
  let server: TestServer;
  let folder: string;
  before(async () => {
    server = await startTestServer();
    folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-version-'));
  });
  after(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  /** A database whose data is of version `version`. */
  async function dataOf(name: string, version: number): Promise<string> {
    const uri = server.uriFor(name);
    await (await connectStore(uri)).close();
    const client = await MongoClient.connect(uri);
    const changed = { version, readableFrom: version, program: '7.0.0' };
    await client.db().collection<Stored>('schema').updateOne({ _id: 'schema' }, { $set: changed });
    await backUp(client.db(), path.join(folder, name));
    await client.close();
    return uri;
  }

  test('is told with what a start would do, for people and for programs', async () => {
    const uri = server.uriFor('told');
    const none = await runScript('database', ['migrations'], uri);
    assert.equal(none.code, 0, none.output);
    assert.match(none.output, /Version of the data: none\..*works with: 1\.\nThere is no data yet/);
    await (await connectStore(uri)).close();
    const told = await runScript('database', ['migrations', '--json'], uri);
    const { standing, version, program, pending, indexes } = JSON.parse(told.answer) as Record<
      string,
      unknown
    >;
    assert.deepEqual([standing, version, program, pending, indexes], ['current', 1, 1, [], []]);
    const done = await runScript('database', ['migrate'], uri);
    assert.deepEqual([done.code, done.output], [0, 'There is nothing to migrate.\n']);
  });

  test('newer data is refused by the service, by commands and by a restore, each in words, and stays as it is', async () => {
    const uri = await dataOf('newer', 9);
    const config = readConfig({
      MONGODB_URI: uri,
      DATA_DIR: folder,
      ESL_PORT: '0',
      ADMIN_PORT: '0',
      FREESWITCH_EVENTS: 'none',
    });
    await assert.rejects(startService(config, createLog('silent')), {
      code: 'SCHEMA_NEWER',
      message:
        /The data is of version 9, .*knows versions up to 1\. Start a program at least as new as 7\.0\.0/,
    });
    const listed = await runScript('accounts', ['list'], uri, { LC_ALL: 'de_DE.UTF-8' });
    assert.equal(listed.code, 1);
    assert.match(listed.output, /^Die Daten haben Version 9 .*Nichts wurde geändert\.\n$/);
    const looked = await runScript('database', ['migrations'], uri);
    assert.match(looked.output, /The data is newer than this program, which refuses it/);
    const other = server.uriFor('untouched');
    const restored = await runScript('restore', [path.join(folder, 'newer')], other);
    assert.equal(restored.code, 1);
    assert.match(restored.output, /The data is of version 9/);
    const client = await MongoClient.connect(other);
    assert.deepEqual(await client.db().listCollections().toArray(), []);
    await client.close();
  });

  test('a backup from before versions were counted brings none of the data that it replaces', async () => {
    const uri = server.uriFor('old');
    const client = await MongoClient.connect(uri);
    await client.db().collection('calls').insertOne({ n: 1 });
    const file = path.join(folder, 'old');
    await backUp(client.db(), file);
    await client.db().collection<Stored>('schema').insertOne({ _id: 'schema', version: 9, readableFrom: 1 });
    const restored = await runScript('restore', [file, '--replace'], uri);
    assert.equal(restored.code, 0, restored.output);
    const state = await client.db().collection<Stored>('schema').findOne({ _id: 'schema' });
    assert.equal(state?.version, 1);
    await client.close();
  });
});
