/** Answers for programs: one JSON value on the standard output, and nothing else there. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startTestServer, type TestServer } from '../../fakes/database.js';
import { PROGRAM, runScript } from './command-line.js';

const HOUSE = `version: 1
settings: { domain: pbx.example, timezone: Europe/Berlin }
users:
  - { id: anna, name: Anna, extension: "1001" }
switches:
  - { id: night, name: Night, manual: { on: false } }
groups:
  - number: "700"
    name: Sales
    stages: [{ ringSec: 20, members: [anna] }]
    final: { hangup: USER_BUSY }
`;

describe('--json', { concurrency: false }, () => {
  let server: TestServer;
  let folder: string;
  let uri: string;
  const file = (name: string) => path.join(folder, name);

  async function answer(command: string, ...words: readonly string[]): Promise<unknown> {
    const {
      code,
      answer: text,
      output,
    } = await runScript(command, words, uri, { FREESWITCH_EVENTS: 'none' });
    assert.equal(code, 0, output);
    return JSON.parse(text);
  }

  before(async () => {
    server = await startTestServer();
    uri = server.uriFor('json');
    folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-json-'));
    await writeFile(file('house.yaml'), HOUSE);
    await writeFile(file('other.yaml'), HOUSE.replace('name: Anna', 'name: Anna Albrecht'));
    await writeFile(file('faulty.yaml'), HOUSE.replace('ringSec: 20', 'ringSec: 0'));
    assert.equal((await runScript('config', ['import', file('house.yaml')], uri)).code, 0);
  });
  after(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  test('config check: a good file, and a faulty one with exit code 1', async () => {
    assert.deepEqual(await answer('config', 'check', file('house.yaml'), '--json'), {
      good: true,
      faults: [],
      warnings: [],
      missing: [],
      notAsked: [],
    });
    const { code, answer: text } = await runScript('config', ['check', file('faulty.yaml'), '--json'], uri);
    assert.equal(code, 1);
    const { good, faults } = JSON.parse(text) as { good: boolean; faults: { place: string }[] };
    assert.deepEqual([good, faults.map(({ place }) => place)], [false, ['groups[0].stages[0].ringSec']]);
  });

  test('config diff: each part with its fields; the same file has none', async () => {
    assert.deepEqual(await answer('config', 'diff', file('other.yaml'), '--json'), [
      {
        title: 'User Anna Albrecht (anna)',
        change: 'changed',
        fields: [{ label: 'Name', before: 'Anna', after: 'Anna Albrecht' }],
      },
    ]);
    assert.deepEqual(await answer('config', 'diff', file('house.yaml'), '--json'), []);
    const { output } = await runScript('config', ['diff', file('other.yaml')], uri);
    assert.equal(output, 'User Anna Albrecht (anna) changed\n  Name: Anna → Anna Albrecht\n');
  });

  test('config history', async () => {
    const [newest] = (await answer('config', 'history', '--json')) as { revision: number; origin: string }[];
    assert.deepEqual([newest?.revision, newest?.origin], [1, 'file']);
  });

  test('switch list, before and after it is turned', async () => {
    const night = { id: 'night', name: 'Night', on: false, why: 'byHand', overridden: false, until: null };
    assert.deepEqual(await answer('switch', 'list', '--json'), [night]);
    assert.equal((await runScript('switch', ['turn', 'night', 'on'], uri)).code, 0);
    const [turned] = (await answer('switch', 'list', '--json')) as { on: boolean }[];
    assert.equal(turned?.on, true);
    assert.match(
      (await runScript('switch', ['list'], uri)).output,
      /^night +on.*\(Night\)\ntimes in Europe\/Berlin/,
    );
  });

  test('callbacks list', async () => {
    assert.deepEqual(await answer('callbacks', 'list', '--json'), []);
    assert.deepEqual(await answer('callbacks', 'list', '--all', '--json'), []);
  });

  test('accounts list', async () => {
    await runScript('accounts', ['add', 'anna', '--role', 'user', '--user', 'anna'], uri);
    const [anna] = (await answer('accounts', 'list', '--json')) as object[];
    assert.deepEqual(anna, {
      name: 'anna',
      role: 'user',
      user: 'anna',
      mail: null,
      hasPassword: true,
      link: null,
      lockedUntil: null,
      lastLoginAt: null,
      lostUser: false,
    });
  });

  test('report', async () => {
    const report = (await answer('report', '--group', '700', '--day', '2026-11-23', '--json')) as {
      group: string;
      day: string;
      counts: { answered: number };
    };
    assert.deepEqual([report.group, report.day, report.counts.answered], ['700', '2026-11-23', 0]);
  });

  test('database status, and the backups of a folder', async () => {
    const { name, collections } = (await answer('database', 'status', '--json')) as {
      name: string;
      collections: { name: string; documents: number }[];
    };
    assert.equal(name, 'json');
    assert.equal(collections.find((one) => one.name === 'configurations')?.documents, 1);
    assert.equal((await runScript('backup', [file('all.gz')], uri)).code, 0);
    await writeFile(file('other.gz'), 'no archive');
    const found = (await answer('backup', 'list', folder, '--json')) as { file: string; bytes: number }[];
    assert.deepEqual(
      found.map((one) => one.file),
      [file('all.gz')],
    );
    const none = await runScript('backup', ['list', path.join(folder, 'nowhere')], uri);
    assert.equal(none.code, 1, none.output);
  });

  test('a reader who goes away early (| head) ends nothing and hears nothing', async () => {
    const child = spawn(process.execPath, [PROGRAM, 'config', 'export'], {
      env: { ...process.env, MONGODB_URI: uri },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let told = '';
    child.stderr.on('data', (piece: Buffer) => (told += piece.toString()));
    const [code] = (await once(child, 'close')) as [unknown];
    assert.deepEqual([code, told], [0, '']);
  });

  test('away list, before and after somebody is sent away and comes back', async () => {
    const run = (...words: readonly string[]) => runScript('away', words, uri, { TZ: 'Europe/Berlin' });
    assert.deepEqual(await answer('away', 'list', '--json'), []);
    assert.equal((await run('list')).output, 'Nobody is away.\n');
    const set = await run('set', 'anna', '--group', '700', '--until', '2099-12-24 08:00');
    assert.equal(
      set.output,
      'Anna is away: group 700, until 24 Dec 2099, 08:00 (Europe/Berlin).\nNobody is left in Sales: callers are turned away now (busy).\n',
    );
    const [listed, ...more] = (await answer('away', 'list', '--json')) as { since: string; by: string }[];
    assert.deepEqual(more, []);
    const { since = '', by = '', ...rest } = listed ?? {};
    assert.deepEqual(rest, { user: 'anna', name: 'Anna', group: '700', until: '2099-12-24T07:00:00.000Z' });
    assert.match(`${since} ${by}`, /^\d{4}-\S+Z \S+ \(command line\)$/);
    assert.match(
      (await run('list')).output,
      /^anna +group 700, until 24 Dec 2099, 08:00 \(Europe\/Berlin\), by \S+ \(command line\) {2}\(Anna\)\n$/,
    );
    for (const [words, said] of [
      [['set', 'nobody'], 'There is no user nobody.\n'],
      [['set', 'anna', '--group', '799'], 'There is no group 799.\n'],
    ] as const) {
      const { code, output } = await run(...words);
      assert.deepEqual([code, output], [1, said]);
    }
    const past = await run('set', 'anna', '--until', '2001-01-01 08:00');
    assert.equal(past.code, 1);
    assert.match(past.output, /^--until: .* · hour · evening · morning · changed\n$/);
    assert.equal((await run('back', 'anna')).output, 'Anna is back.\n');
    assert.deepEqual(await answer('away', 'list', '--json'), []);
  });

  test('completion offers commands, options, and what the configuration has', async () => {
    const words = async (...line: readonly string[]) =>
      (await runScript('completion', ['words', '--', ...line], uri)).output.split('\n').slice(0, -1);
    assert.deepEqual(await words('conf'), ['config']);
    assert.deepEqual(await words('config', 'e'), ['export']);
    assert.deepEqual(await words('config', 'import', '--me'), ['--merge']);
    assert.deepEqual(await words('switch', 'turn', ''), ['night']);
    assert.deepEqual(await words('away', 'back', ''), ['anna']);
    assert.deepEqual(await words('report', '--group', '7'), ['700']);
    assert.deepEqual(await words('report', '--language', ''), ['de', 'en']);
    assert.match((await runScript('completion', ['bash'], uri)).output, /complete -o default -F _rufgruppe/);
  });
});
