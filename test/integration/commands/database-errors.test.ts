/** `rufgruppe database` that cannot do what it is told says why in the language of the machine, and changes nothing. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { MongoClient } from 'mongodb';
import { openDatabase } from '../../../src/app/database.js';
import { startTestServer, type TestServer } from '../../fakes/database.js';
import { runScript } from './command-line.js';

const GERMAN = { LC_ALL: 'de_DE.UTF-8' };

describe('database', { concurrency: false }, () => {
  let server: TestServer;
  let folder: string;
  before(async () => {
    server = await startTestServer();
    folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-errors-'));
  });
  after(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('copy-to refuses what is no address before it opens anything, and repeats no password', async () => {
    const none = await runScript('database', ['copy-to', 'nonsense:secret@db'], 'mongodb://nowhere.invalid');
    assert.deepEqual(
      [none.code, none.output],
      [
        2,
        'URI is no address of a MongoDB server. Allowed: mongodb://HOST/DATABASE, mongodb+srv://HOST/DATABASE.\n',
      ],
    );
    const odd = 'mongodb://me:secret@db.example.com/x?nonsense=1';
    const german = await runScript('database', ['copy-to', odd], 'mongodb://nowhere.invalid', GERMAN);
    assert.equal(german.code, 2, german.output);
    assert.match(
      german.output,
      /^URI ist als Adresse eines MongoDB-Servers nicht brauchbar \(.*nonsense.*\)\.\n$/,
    );
    assert.doesNotMatch(german.output, /secret/);
  });

  test('copy-to --replace does not empty the database that it copies, whatever its address', async () => {
    const uri = server.uriFor('same');
    const client = await MongoClient.connect(uri);
    await client.db().collection('calls').insertOne({ n: 1 });
    const other = uri.includes('?') ? `${uri}&appName=other` : `${uri}?appName=other`;
    const { code, output } = await runScript('database', ['copy-to', other, '--replace'], uri);
    assert.equal(code, 1, output);
    assert.match(
      output,
      /^URI leads to the database .*same itself: it would be emptied\. Nothing was changed\.\n$/,
    );
    const names = (await client.db().listCollections().toArray()).map(({ name }) => name);
    assert.deepEqual([names, await client.db().collection('calls').countDocuments()], [['calls'], 1]);
    await client.close();
  });

  test('compact says who has the database, in either language', async () => {
    const data = path.join(folder, 'data');
    const database = await openDatabase({ dataFolder: data });
    try {
      for (const [env, words] of [
        [
          {},
          /^The database in .*mongodb is already in use by process \d+\. Stop that process, or use another folder\.\n$/,
        ],
        [GERMAN, /^Die Datenbank in .*mongodb wird vom Prozess \d+ benutzt\. Beenden Sie ihn, .*\n$/],
      ] as const) {
        const { code, output } = await runScript('database', ['compact'], '', { DATA_DIR: data, ...env });
        assert.deepEqual([code, words.test(output)], [1, true], output);
      }
    } finally {
      await database.close();
    }
  });
});
