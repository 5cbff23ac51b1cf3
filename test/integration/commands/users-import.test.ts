/** `rufgruppe users import`: what it says before it saves, and what it reads of a machine's files. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { connectStore } from '../../../src/base/store/connection.js';
import { startTestServer, type TestServer } from '../../fakes/database.js';
import { vanillaUser } from '../../unit/people/imports/readings.js';
import { runScript } from './command-line.js';

const HOUSE = `version: 1
settings: { domain: pbx.example }
users:
  - { id: anna, name: Anna, extension: "1001" }
`;

describe('users import', { concurrency: false }, () => {
  let server: TestServer;
  let folder: string;
  let uri: string;
  const file = (name: string) => path.join(folder, name);
  const run = (...words: readonly string[]) =>
    runScript('users', ['import', ...words], uri, { FREESWITCH_EVENTS: 'none' });

  before(async () => {
    server = await startTestServer();
    uri = server.uriFor('users');
    folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-users-'));
    await writeFile(file('house.yaml'), HOUSE);
    await writeFile(
      file('list.csv'),
      'Nst;Name;Kennwort\n1001;Anna Albrecht;SECRET\n1002;Bernd;SECRET\nx;Eva;SECRET\n',
    );
    assert.equal((await runScript('config', ['import', file('house.yaml')], uri)).code, 0);
  });
  after(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  async function users(): Promise<readonly string[]> {
    const store = await connectStore(uri);
    const latest = await store.configurations.latest();
    await store.close();
    const { users: all } = latest?.content as { users: { id: string; name: string }[] };
    return all.map(({ id, name }) => `${id} ${name}`);
  }

  test('says what would change, and saves only when that is meant', async () => {
    const dry = await run(file('list.csv'), '--dry-run');
    assert.equal(dry.code, 0, dry.output);
    assert.match(dry.output, /^ {4}2 {2}1001 {6}Anna Albrecht {17}other name: is called Anna now\n/);
    assert.match(dry.output, / {4}3 {2}1002 {6}Bernd {25}new: short name bernd\n/);
    assert.match(dry.output, /“x” is no extension; 1 to 15 digits are needed\n/);
    assert.match(dry.output, /list\.csv: new 1, other name 1, unusable 1\n/);
    assert.match(dry.output, /Nothing was saved \(--dry-run\)\.\n$/);
    const asked = await run(file('list.csv'));
    assert.equal(asked.code, 2);
    assert.match(asked.output, /Give --yes if it is meant\. Nothing was saved\.\n$/);
    assert.deepEqual(await users(), ['anna Anna']);
    const done = await run(file('list.csv'), '--yes');
    assert.equal(done.code, 0, done.output);
    assert.match(done.output, /Revision 2 is saved: 1 added, 0 renamed\.\n$/);
    const renamed = await run(file('list.csv'), '--yes', '--rename');
    assert.match(renamed.output, /Revision 3 is saved: 0 added, 1 renamed\.\n$/);
    assert.deepEqual(await users(), ['anna Anna Albrecht', 'bernd Bernd']);
    assert.match((await run(file('list.csv'), '--yes')).output, /Nothing would change\.\n$/);
    for (const { output } of [dry, asked, done, renamed]) assert.doesNotMatch(output, /SECRET/);
  });

  test('answers programs with JSON, alone on the standard output', async () => {
    const { code, answer } = await run(file('list.csv'), '--json', '--dry-run', '--columns', 'name=2');
    assert.equal(code, 0);
    const { rows } = JSON.parse(answer) as { rows: { state: string; line: number }[] };
    assert.deepEqual(
      rows.map(({ state, line }) => [line, state]),
      [
        [2, 'same'],
        [3, 'same'],
        [4, 'unusable'],
      ],
    );
  });

  test('reads a directory with its includes, and nothing outside of its folder', async () => {
    const conf = file('directory');
    await mkdir(path.join(conf, 'default'), { recursive: true });
    const include = (data: string) => `<X-PRE-PROCESS cmd="include" data="${data}"/>`;
    await writeFile(file('outside.xml'), vanillaUser('1666', 'Outside'));
    await writeFile(
      path.join(conf, 'default.xml'),
      `<domain name="pbx.example">${include('default/*.xml')}${include('../outside.xml')}${include(file('outside.xml'))}</domain>`,
    );
    await writeFile(path.join(conf, 'default', '1005.xml'), vanillaUser('1005', 'Emil'));
    await symlink(file('outside.xml'), path.join(conf, 'default', '1666.xml'));
    for (const given of [conf, path.join(conf, 'default.xml')]) {
      const { code, answer, output } = await run(given, '--json', '--dry-run');
      assert.equal(code, 0, output);
      const { rows } = JSON.parse(answer) as { rows: { extension: string; file: string }[] };
      assert.deepEqual(
        rows.map(({ extension, file: of }) => [of, extension]),
        [['default/1005.xml', '1005']],
      );
      assert.match(output, /default\.xml, line 1: the files \.\.\/outside\.xml were not given/);
    }
    const fragments = await run(path.join(conf, 'default'), '--dry-run');
    assert.match(fragments.output, /1005 {6}Emil/);
    assert.doesNotMatch(fragments.output, /Outside|SECRET/);
  });

  test('says in one line what it cannot read', async () => {
    await writeFile(file('broken.xml'), '<include>\n<user id="1"></x>');
    const broken = await run(file('broken.xml'), '--dry-run');
    assert.deepEqual([broken.code, broken.output], [1, 'broken.xml, line 2: The XML is broken here.\n']);
    const missing = await run(file('none.csv'));
    assert.equal(missing.code, 1);
    assert.match(missing.output, /none\.csv cannot be read: there is no such file or folder\n$/);
    await mkdir(file('lists'));
    await writeFile(file('lists/list.csv'), 'extension,name\n1009,Ida\n');
    const lists = await run(file('lists'), '--dry-run');
    assert.equal(lists.code, 1);
    assert.match(
      lists.output,
      /no XML files in this folder\. A CSV file or a dump in it is named itself\.\n$/,
    );
    assert.match((await run('--freeswitch')).output, /^FREESWITCH_EVENTS names no FreeSWITCH\.\n$/);
  });
});
