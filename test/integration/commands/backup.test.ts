/** A backup restores everything, refuses damaged and foreign files, and overwrites nothing unasked. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Binary, Decimal128, Double, Int32, Long, MongoClient, ObjectId, Timestamp, type Db } from 'mongodb';
import { backUp } from '../../../src/base/backup/back-up.js';
import { fingerprint, readCollections } from '../../../src/base/backup/collections.js';
import { Crc64 } from '../../../src/base/backup/crc64.js';
import { copyTo, restore } from '../../../src/base/backup/restore.js';
import { PROGRAM } from './command-line.js';
import { openDatabase } from '../../../src/app/database.js';
import { startEmbeddedMongo } from '@rufgruppe/embedded-mongodb';
import { onEachServer, temporaryFolder } from '@rufgruppe/embedded-mongodb/testing';

const folder = temporaryFolder();
after(() => rmSync(folder, { recursive: true, force: true }));

async function fill(db: Db): Promise<void> {
  await db.collection('calls').createIndexes([
    { key: { at: -1, caller: 1 }, name: 'at_caller' },
    { key: { caller: 1 }, unique: true, partialFilterExpression: { caller: { $gt: '' } } },
    { key: { until: 1 }, expireAfterSeconds: 3600 },
  ]);
  await db.collection('calls').insertMany(
    Array.from({ length: 1500 }, (_, n) => ({
      n,
      caller: `+4930${n}`,
      at: new Date(n),
      list: [n, { x: null }],
    })),
  );
  await db.collection('types').insertOne({
    int: new Int32(1),
    double: new Double(1),
    long: Long.fromString('9007199254740993'),
    decimal: Decimal128.fromString('1.10'),
    binary: new Binary(Buffer.from([1, 2]), 4),
    stamp: new Timestamp({ t: 1, i: 2 }),
    regex: /^a/i,
    id: new ObjectId(),
  });
  await db.createCollection('empty');
}

async function contents(db: Db): Promise<unknown> {
  const collections = await readCollections(db);
  return Promise.all(
    collections.map(async ({ name, indexes }) => [name, indexes, await fingerprint(db.collection(name))]),
  );
}

it('CRC-64 has its published check value', () => {
  const crc = new Crc64();
  crc.update(Buffer.from('123456789'));
  assert.equal(BigInt.asUintN(64, crc.value()), 0x995dc9bbdf1939fan);
});

onEachServer('backup', (server) => {
  const file = (name: string): string => join(folder, `${server().kind}-${name}`);
  const other = (name: string): Db => server().client.db(`${server().db.databaseName}-${name}`);

  it('restores documents with all their types and the indexes', async () => {
    await fill(server().db);
    await backUp(server().db, file('whole'));
    const target = other('restored');
    await restore(target, file('whole'));
    assert.deepEqual(await contents(target), await contents(server().db));
    await target.dropDatabase();
  });
  it('begins as an archive of mongodump does', () => {
    assert.equal(
      gunzipSync(readFileSync(file('whole')))
        .subarray(0, 4)
        .toString('hex'),
      '6de29981',
    );
    assert.equal(existsSync(`${file('whole')}.part`), false);
  });
  it('refuses to restore over documents, unless told to replace them', async () => {
    const target = other('occupied');
    await target.collection('calls').insertOne({ mine: 1 });
    await assert.rejects(restore(target, file('whole')), /already has documents in calls/);
    assert.equal(await target.collection('calls').countDocuments({ mine: 1 }), 1);
    await target.collection('newer').insertOne({ mine: 1 });
    const removed: string[] = [];
    await restore(target, file('whole'), { mayReplace: true, onRemoved: (name) => removed.push(name) });
    assert.deepEqual(await contents(target), await contents(server().db));
    assert.deepEqual(removed, ['newer']);
    await target.dropDatabase();
  });
  it('leaves nothing on a full disk, and the file of this name as it was', async () => {
    writeFileSync(file('full'), 'as it was');
    symlinkSync('/dev/full', `${file('full')}.part`);
    await assert.rejects(backUp(server().db, file('full')), { code: 'ENOSPC' });
    assert.equal(existsSync(`${file('full')}.part`), false);
    assert.equal(readFileSync(file('full'), 'utf8'), 'as it was');
  });
  it('notices a damaged or cut archive before it changes anything', async () => {
    const bytes = readFileSync(file('whole'));
    const plain = gunzipSync(bytes);
    const flipped = Buffer.from(plain);
    flipped.write('X', plain.indexOf('+49301234'));
    const damages: [name: string, bytes: Buffer][] = [
      ['cut', bytes.subarray(0, bytes.length - 100)],
      ['cut-inside', gzipSync(plain.subarray(0, plain.length / 2))],
      ['cut-between-blocks', gzipSync(plain.subarray(0, plain.indexOf(Buffer.alloc(4, 0xff)) + 4))],
      ['changed', gzipSync(flipped)],
      ['text', Buffer.from('this is no archive at all')],
      ['empty', gzipSync(Buffer.alloc(0))],
    ];
    const target = other('damaged');
    await target.collection('calls').insertOne({ mine: 1 });
    for (const [name, content] of damages) {
      writeFileSync(file(name), content);
      await assert.rejects(
        restore(target, file(name), { mayReplace: true }),
        { name: 'DamagedArchiveError', message: /archive/ },
        name,
      );
      assert.equal(await target.collection('calls').countDocuments({ mine: 1 }), 1, name);
    }
    await target.dropDatabase();
  });
  it('copies to another server and compares', async () => {
    const embedded = await startEmbeddedMongo({ folder: join(folder, `copy-${server().kind}`) });
    const client = await MongoClient.connect(embedded.uriFor('copied'));
    const lines: string[] = [];
    await copyTo(server().db, client.db(), {
      onCollection: (name, count) => lines.push(`${name} ${count}`),
    });
    assert.deepEqual(await contents(client.db()), await contents(server().db));
    assert.deepEqual(lines, ['calls 1500', 'empty 0', 'types 1']);
    await assert.rejects(copyTo(server().db, client.db()), /already has documents/);
    await client.close();
    await embedded.close();
  });
});

async function run(
  script: string,
  options: string[],
  dataFolder: string,
): Promise<{ code: unknown; output: string }> {
  const environment = { ...process.env, DATA_DIR: dataFolder, MONGODB_URI: '', LC_ALL: 'C', TZ: 'UTC' };
  const child = spawn(process.execPath, [PROGRAM, script, ...options], { env: environment });
  let output = '';
  child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (output += piece.toString()));
  const [code] = (await once(child, 'close')) as [unknown];
  return { code, output };
}

it('files that are in use or damaged are told in one line, without a stack', async () => {
  const data = join(folder, 'not-ours');
  const started = await openDatabase({ dataFolder: data });
  const used = await run('database', ['compact'], data);
  await started.close();
  assert.equal(used.code, 1);
  assert.match(used.output, /^The database in \S+ is already in use by process \d+\. [^\n]+\n$/);
  writeFileSync(join(data, 'mongodb', 'mongodb.mdb'), Buffer.alloc(70_000, 'x'));
  for (const [command = '', ...words] of [
    ['backup', join(folder, 'never')],
    ['accounts', 'list'],
  ]) {
    const { code, output } = await run(command, words, data);
    assert.equal(code, 1, output);
    assert.match(output, /^The database file \S+ cannot be used: [^\n]+\n$/);
  }
});

it('a file that is missing, or a folder in its place, is told in words', async () => {
  const data = join(folder, 'words');
  const none = join(folder, 'none', 'gz');
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['backup', [folder], 'this is a folder; the name of a file is needed'],
    ['backup', ['test', folder], 'this is a folder; the name of a file is needed'],
    ['restore', [folder], 'this is a folder; the name of a file is needed'],
    ['backup', ['test', none], 'there is no such file or folder'],
    ['backup', ['list', none], 'there is no such file or folder'],
    ['restore', [none], 'there is no such file or folder'],
  ];
  for (const [command, words, reason] of cases) {
    const { code, output } = await run(command, [...words], data);
    assert.deepEqual([code, output], [1, `${words.at(-1) ?? ''}: ${reason}\n`], command);
  }
});

it('a file that is no archive is not written over', async () => {
  const list = join(folder, 'list.csv');
  writeFileSync(list, 'extension,name');
  const { code, output } = await run('backup', [list], join(folder, 'words'));
  assert.equal(code, 1);
  assert.match(output, /list\.csv is there and is no archive: name another file\. Nothing was changed\.\n$/);
  assert.equal(readFileSync(list, 'utf8'), 'extension,name');
});

it('a subcommand with a typing error becomes no file, in either language', async () => {
  for (const name of ['tset', 'lst', 'Test', 'lists', 'restor']) {
    const { code, output } = await run('backup', [name], join(folder, 'typed'));
    assert.deepEqual([code, existsSync(name)], [2, false], output);
    assert.match(
      output,
      new RegExp(`no command backup ${name}; did you mean .*: \\./${name}, or ${name}\\.gz\n$`),
    );
  }
});

it('the commands work beside a running server and without one', async () => {
  const data = join(folder, 'commands');
  const started = await openDatabase({ dataFolder: data });
  assert.equal(started.kind, 'embedded-started');
  const second = await openDatabase({ dataFolder: data });
  assert.deepEqual([second.kind, second.uri], ['embedded-running', started.uri]);
  assert.equal(
    (await openDatabase({ mongodbUri: 'mongodb://db.example.com/x', dataFolder: data })).kind,
    'server',
  );
  const client = await MongoClient.connect(started.uri);
  await fill(client.db());
  await client.close();
  const running = await run('database', ['status'], data);
  assert.equal(running.code, 0, running.output);
  assert.match(running.output, /embedded-running.*1501 documents/);
  const written = await run('backup', [join(folder, 'cli')], data);
  assert.equal(written.code, 0, written.output);
  assert.match(written.output, /cli is written: [\d.]+ kB\.\n$/);
  const beside = await run('restore', ['--replace', join(folder, 'cli')], data);
  assert.deepEqual(
    [beside.code, /^The service runs, .* Nothing was changed\.\n$/.test(beside.output)],
    [1, true],
  );
  await started.close();
  assert.match(
    (await run('database', ['status'], data)).output,
    /embedded-started.*\n\n.*\ncalls +1500 .*1 Jan 1970, 00:00:00 [\s\S]*Times are in UTC\./,
  );
  assert.match((await run('database', ['compact'], data)).output, /MB given back/);
  const refused = await run('restore', [join(folder, 'cli')], data);
  assert.deepEqual([refused.code, /--replace/.test(refused.output)], [1, true]);
  const restored = await run('restore', [join(folder, 'cli')], join(folder, 'commands-restored'));
  assert.deepEqual(
    [restored.code, /calls: 1500 documents[^]*cli is restored\.\n$/.test(restored.output)],
    [0, true],
  );
  assert.equal((await run('database', ['nonsense'], data)).code, 2);
});
