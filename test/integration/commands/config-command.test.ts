/** `npm run config` as an administrator uses it beside a running service whose pages others use. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os, { userInfo } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { readConfig } from '../../../src/app/config.js';
import { openDatabase } from '../../../src/app/database.js';
import { createLog } from '../../../src/base/log.js';
import { startService, type Service } from '../../../src/app/service.js';
import { connectStore, type Store } from '../../../src/base/store/connection.js';
import { Browser } from '../people/browser.js';
import { PROGRAM } from './command-line.js';

const WHO = `${userInfo().username} (command line)`;

let folder: string;
let service: Service;
let browser: Browser;

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-config-'));
  const env = { ESL_PORT: '0', ADMIN_PORT: '0', DATA_DIR: folder, FREESWITCH_EVENTS: 'none' };
  service = await startService(readConfig(env), createLog('silent'));
  browser = new Browser(service.adminUrl);
  await browser.signIn('admin', (await service.firstPassword) ?? '');
});
after(async () => {
  await service.stop(0);
  await rm(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function config(words: readonly string[], input = ''): Promise<Ended> {
  const env = { ...process.env, DATA_DIR: folder, TZ: 'Europe/Berlin', LC_ALL: 'C', MONGODB_URI: '' };
  // As if it was not started by npm, which `npm test` is.
  Object.assign(env, { npm_lifecycle_event: undefined });
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [PROGRAM, 'config', ...words], { env }, (_error, out, err) => {
      resolve({ code: child.exitCode ?? -1, out, err });
    });
    child.stdin?.end(input);
  });
}

const file = (name: string) => path.join(folder, name);

async function withStore<T>(task: (store: Store) => Promise<T>): Promise<T> {
  const database = await openDatabase({ dataFolder: folder });
  const store = await connectStore(database.uri);
  try {
    return await task(store);
  } finally {
    await store.close();
    await database.close();
  }
}

const HOUSE = `version: 1
settings: { domain: 127.0.0.1 }
users:
  - { id: anna, name: Anna, extension: "1001" }
  - { id: bert, name: Bert, extension: "1002" }
groups:
  - number: "700"
    name: Sales
    stages: [{ ringSec: 20, members: [anna] }]
    final: { hangup: USER_BUSY }
`;

async function rename(user: string, name: string): Promise<void> {
  const given = await browser.json('GET', `/api/v1/users/${user}`);
  const { status } = await browser.json('PUT', `/api/v1/users/${user}`, { ...(given.body as object), name });
  assert.equal(status, 200);
}

const nameOf = async (user: string) =>
  ((await browser.json('GET', `/api/v1/users/${user}`)).body as { name: string }).name;

describe('config', { concurrency: false }, () => {
  test('import replaces the example of the first start without a question', async () => {
    await writeFile(file('house.yaml'), HOUSE);
    const { code, out, err } = await config(['import', file('house.yaml')]);
    assert.equal(code, 0, err);
    assert.match(out, /^User .* deleted$/m);
    assert.match(out, /^User Bert \(bert\) added$/m);
    assert.match(out, /^Revision 2 is saved\.$/m);
  });

  test('history says when in the zone of the machine, who, and from where', async () => {
    const { out } = await config(['history']);
    const lines = out.trimEnd().split('\n');
    const when = String.raw`\d{1,2} \w{3,4} \d{4}, \d\d:\d\d \(Europe/Berlin\)`;
    const from = file('house.yaml');
    assert.match(lines[0] ?? '', new RegExp(`^revision 2, ${when}, .* \\(command line\\), file: ${from}$`));
    assert.match(lines[1] ?? '', new RegExp(`^revision 1, ${when}, rufgruppe, first start: example`));
  });

  test('import refuses to undo what somebody changed since the export, and says who, when and what', async () => {
    assert.equal((await config(['export', file('mine.yaml')])).code, 0);
    await rename('anna', 'Anna Albrecht');
    const mine = (await readFile(file('mine.yaml'), 'utf8')).replace('name: Bert', 'name: Bert Brandt');
    await writeFile(file('mine.yaml'), mine);
    const { code, out, err } = await config(['import', file('mine.yaml')]);
    assert.equal(code, 1);
    assert.equal(out, '');
    assert.match(err, /^The file is of revision 2; since then somebody changed what it does not know:$/m);
    assert.match(err, /^ {2}revision 3, .* \(Europe\/Berlin\), admin, interface: user anna$/m);
    assert.match(err, /^ {2}\(User Anna \(anna\)\)$/m);
    assert.equal(await nameOf('anna'), 'Anna Albrecht');
  });

  test('--merge keeps both, and --dry-run only says so', async () => {
    const dry = await config(['import', file('mine.yaml'), '--merge', '--dry-run']);
    assert.deepEqual(dry, {
      code: 0,
      out: 'User Bert Brandt (bert) changed\n  Name: Bert → Bert Brandt\nNothing was saved (--dry-run).\n',
      err: dry.err,
    });
    assert.equal(await nameOf('bert'), 'Bert');
    const merged = await config(['import', file('mine.yaml'), '--merge', '--reason', 'new names']);
    assert.match(
      merged.out,
      /^User Bert Brandt \(bert\) changed\n {2}Name: Bert → Bert Brandt\nRevision 4 is saved\.\n$/,
    );
    assert.deepEqual([await nameOf('anna'), await nameOf('bert')], ['Anna Albrecht', 'Bert Brandt']);
    const again = await config(['import', file('mine.yaml'), '--merge', '--dry-run']);
    assert.equal(again.out, 'Nothing would change. Nothing was saved (--dry-run).\n', again.err);
  });

  test('leaves one audit entry with before and after, and the revision says its origin', async () => {
    await withStore(async ({ audit, configurations }) => {
      const [entry] = await audit.list({ event: 'imported', limit: 1 });
      assert.equal(entry?.who, WHO);
      assert.deepEqual(entry.facts, { subject: 'configuration', revision: '4', changed: 'user bert' });
      const names = [entry.before, entry.after].map(
        (text) => (JSON.parse(text ?? '') as { 'user bert': { name: string } })['user bert'].name,
      );
      assert.deepEqual(names, ['Bert', 'Bert Brandt']);
      const { author, origin, reason, changes } = (await configurations.head()) ?? {};
      assert.deepEqual([author, origin, reason], [WHO, 'file', 'new names']);
      assert.deepEqual(changes, { added: [], changed: ['user bert'], removed: [], count: 1 });
    });
  });

  test('import takes a file whose base is what runs again: others undid their change themselves', async () => {
    assert.equal((await config(['export', file('again.yaml')])).code, 0);
    await rename('anna', 'Somebody');
    await rename('anna', 'Anna Albrecht');
    const text = await readFile(file('again.yaml'), 'utf8');
    await writeFile(file('again.yaml'), text.replace('name: Sales', 'name: Verkauf'));
    const { code, out, err } = await config(['import', file('again.yaml')]);
    assert.equal(code, 0, err);
    assert.match(out, /^Group Verkauf \(700\) changed\n {2}Name: Sales → Verkauf$/m);
  });

  test('import removes users, groups and switches only with --yes', async () => {
    const exported = await config(['export']);
    const without = exported.out.replace(/ {2}- id: bert\n(?: {4}.*\n)*/, '');
    assert.notEqual(without, exported.out);
    const asked = await config(['import', '-'], without);
    assert.equal(asked.code, 2);
    assert.match(
      asked.err,
      /This removes 1: User Bert Brandt \(bert\)\. Give --yes if it is meant\. Nothing was saved\./,
    );
    const done = await config(['import', '-', '--yes'], without);
    assert.match(done.out, /^User Bert Brandt \(bert\) deleted$/m, done.err);
    await withStore(async ({ configurations }) => {
      assert.equal((await configurations.head())?.origin, 'commandLine');
    });
  });

  test('a file of a revision that has not been yet is told so', async () => {
    await writeFile(file('ahead.yaml'), HOUSE.replace('version: 1', 'version: 1\nrevision: 4711'));
    const { code, err } = await config(['import', file('ahead.yaml'), '--merge']);
    assert.equal(code, 1);
    assert.match(err, /The file is of revision 4711, and the newest one here is \d+: /);
    assert.match(err, /comes from another database/);
  });

  test('a configuration that this program cannot read is named, and replaced with --replace', async () => {
    const base = await withStore(async ({ configurations }) => {
      const newest = (await configurations.head())?.revision ?? 0;
      await configurations.save({
        base: newest,
        content: { version: 9 },
        changes: { added: [], changed: [], removed: [] },
        author: 'newer program',
        origin: 'page',
        reason: '',
        at: new Date(),
      });
      return newest + 1;
    });
    const refused = await config(['import', file('house.yaml')]);
    assert.equal(refused.code, 1);
    assert.match(
      refused.err,
      new RegExp(`revision ${base}, cannot be read by this program\\. Give --replace`),
    );
    const replaced = await config(['import', file('house.yaml'), '--replace']);
    assert.match(replaced.out, new RegExp(`^Revision ${base + 1} is saved\\.$`, 'm'), replaced.err);
    assert.equal(await nameOf('bert'), 'Bert');
  });

  test('wrong calls are told in words, and end with 2', async () => {
    const wrong: readonly (readonly [words: readonly string[], told: RegExp])[] = [
      [['export', '--revision', 'abc'], /^--revision abc: must be the number of a revision/],
      [['import'], /^FILE is missing\./],
      [['import', 'a.yaml', '--merge', '--replace'], /^Give one of these only: --merge, --replace\./],
      [['history', '--yes'], /^There is no option --yes\. Allowed: --json, --help\./],
      [['history', '--colour'], /^There is no option --colour\./],
      [['export', '--dry-run'], /^There is no option --dry-run\. Allowed: --revision, --help\./],
      [['import', 'a.yaml', '--reason'], /^The option --reason TEXT wants a value\./],
      [['switch', 'night', 'maybe'], /^STATE maybe is not known; allowed are on, off and auto\./],
      [['explode'], /^There is no command explode; there are: check, /],
      [[], /^A command is missing; there are: check, /],
    ];
    for (const [words, told] of wrong) {
      const { code, out, err } = await config(words);
      assert.deepEqual([words, code, out], [words, 2, '']);
      assert.match(err, told);
    }
    const unknown = await config(['export', '--revision', '999999']);
    assert.deepEqual([unknown.code, unknown.out], [1, '']);
    assert.match(unknown.err, /^There is no revision 999999; see: rufgruppe config history/);
  });
});
