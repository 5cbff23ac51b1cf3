/**
 * An installation moves: onto another machine, from the embedded database to a MongoDB server and back. What docs/backup.md says
 * is done here, command by command, and nothing is lost on any of the ways.
 */
import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { readConfig } from '../../../src/app/config.js';
import { openDatabase } from '../../../src/app/database.js';
import { startService } from '../../../src/app/service.js';
import { createLog } from '../../../src/base/log.js';
import { projectFolder } from '../../../src/base/project-folder.js';
import { connectStore } from '../../../src/base/store/connection.js';
import { readSample } from '../../released/sample.js';
import { runScript } from './command-line.js';

const RELEASED = path.join(projectFolder(), 'test', 'released');

describe('An installation moves', { concurrency: false }, () => {
  let folder: string;
  let other: ChildProcess;
  /** The server of another machine. */
  let mongodb: string;
  let expected: unknown;
  const at = (machine: string) => ({ DATA_DIR: path.join(folder, machine) });

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-moves-'));
    const newest =
      (await readdir(RELEASED))
        .filter((name) => name.endsWith('.gz'))
        .sort()
        .at(-1) ?? '';
    expected = JSON.parse(await readFile(path.join(RELEASED, newest.replace('.gz', '.json')), 'utf8'));
    await run('', at('first'), 'restore', path.join(RELEASED, newest));
    other = fork(path.join(import.meta.dirname, 'database-process.js'), [path.join(folder, 'mongodb')], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    [mongodb] = (await once(other, 'message')) as [string];
  });
  after(async () => {
    if (other.connected) other.disconnect();
    if (other.exitCode === null) await once(other, 'exit');
    await rm(folder, { recursive: true, force: true });
  });

  /** A command that must succeed. */
  async function run(uri: string, env: NodeJS.ProcessEnv, ...words: readonly string[]): Promise<string> {
    const [command = '', ...rest] = words;
    const { code, output } = await runScript(command, rest, uri, env);
    assert.equal(code, 0, output);
    return output;
  }

  /** What is read there, but for the audit log, to which every move adds. */
  async function contents(uri: string): Promise<unknown> {
    const store = await connectStore(uri);
    const read = (await readSample(store)) as Record<string, unknown>;
    await store.close();
    const { audit, ...rest } = read;
    assert.ok((audit as readonly unknown[]).length > 0);
    return rest;
  }

  const withoutAudit = () => {
    const { audit, ...rest } = expected as Record<string, unknown>;
    assert.notEqual(audit, undefined);
    return rest;
  };

  /** The same, of the embedded database of a machine. */
  async function embeddedContents(machine: string): Promise<unknown> {
    const database = await openDatabase({ dataFolder: at(machine).DATA_DIR });
    try {
      return await contents(database.uri);
    } finally {
      await database.close();
    }
  }

  test('onto another machine, by a backup that was tried there', async () => {
    const file = path.join(folder, 'moved.gz');
    await run('', at('first'), 'backup', file);
    const tried = await run('', at('second'), 'backup', 'test', file);
    assert.match(tried, /moved\.gz is whole: \d+ documents, restored for a try\.\n$/);
    await run('', at('second'), 'restore', file);
    assert.deepEqual(await embeddedContents('second'), withoutAudit());
  });

  test('from the embedded database to a MongoDB server, where the service starts', async () => {
    const said = await run('', at('first'), 'database', 'copy-to', mongodb);
    assert.match(said, /All counts and checksums agree\./);
    assert.deepEqual(await contents(mongodb), withoutAudit());
    const config = readConfig({
      MONGODB_URI: mongodb,
      ...at('served'),
      ESL_PORT: '0',
      ADMIN_PORT: '0',
      FREESWITCH_EVENTS: 'none',
    });
    const service = await startService(config, createLog('silent'));
    assert.match(service.database, /^MongoDB at 127\.0\.0\.1:\d+$/);
    assert.equal((await fetch(new URL('/readyz', service.adminUrl))).status, 200);
    await service.stop(0);
    // The files of an embedded database were never begun there.
    const made = await readdir(at('served').DATA_DIR);
    assert.equal(made.includes('mongodb'), false);
  });

  test('and back to an embedded one', async () => {
    const file = path.join(folder, 'back.gz');
    await run(mongodb, at('third'), 'backup', file);
    await run('', at('third'), 'restore', file);
    assert.deepEqual(await embeddedContents('third'), await contents(mongodb));
  });
});
