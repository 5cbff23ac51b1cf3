/** Commands that say by the way what FreeSWITCH does not have of what the configuration names. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { PROGRAM } from './command-line.js';
import { startAnsweringSwitch, type AnsweringSwitch } from '../../fakes/answering-switch.js';

const HOUSE = `version: 1
settings: { domain: pbx.example, gateway: telco }
groups:
  - number: "700"
    name: Sales
    stages: [{ ringSec: 20, members: [{ extension: "1001" }, { extension: "1002" }, { external: "+493023125099" }] }]
    final: { announcement: closed.wav }
    report: { to: [{ name: Chef, address: chef@example.com }] }
`;

/** It lists no users, and knows nobody; gateway and prompt are there. */
function answer(command: string): string {
  if (command.startsWith('sofia status gateway')) return 'Status\tUP';
  if (command.startsWith('sofia_contact')) return 'error/user_not_registered';
  if (command.includes('confirm')) return 'true';
  return command.startsWith('expand file_exists') || command.startsWith('user_exists') ? 'false' : '';
}

describe('What FreeSWITCH does not have', { concurrency: false }, () => {
  let folder: string;
  let freeswitch: AnsweringSwitch;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-needs-'));
    freeswitch = await startAnsweringSwitch(answer);
    await writeFile(path.join(folder, 'house.yaml'), HOUSE);
  });
  after(async () => {
    freeswitch.close();
    await rm(folder, { recursive: true });
  });

  function run(script: string, words: readonly string[], events: string) {
    const env = {
      ...process.env,
      DATA_DIR: folder,
      TZ: 'UTC',
      LC_ALL: 'C',
      MONGODB_URI: '',
      FREESWITCH_EVENTS: events,
    };
    return new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const child = execFile(process.execPath, [PROGRAM, script, ...words], { env }, (_error, out, err) => {
        resolve({ code: child.exitCode ?? -1, out, err });
      });
    });
  }

  const lacks = () => [
    `warning: FreeSWITCH ${freeswitch.name} does not have the sound closed.wav (group Sales): callers who are sent to it are not answered.`,
    `warning: FreeSWITCH ${freeswitch.name} does not have the extensions 1001, 1002 in its directory, domain pbx.example (group Sales): no phone can register there, so none rings.`,
  ];
  const told = ({ err }: { err: string }) => err.split('\n').filter((line) => line.includes('does not have'));

  test('is said by an import before and after it is saved, and by a check', async () => {
    const file = path.join(folder, 'house.yaml');
    const tried = await run('config', ['import', file, '--dry-run'], freeswitch.name);
    assert.deepEqual([tried.code, told(tried)], [0, lacks()], tried.err);
    const saved = await run('config', ['import', file], freeswitch.name);
    assert.deepEqual([saved.code, told(saved)], [0, lacks()], saved.err);
    assert.match(saved.out, /Revision 1 is saved/);
    const checked = await run('config', ['check', file], freeswitch.name);
    assert.deepEqual([checked.code, told(checked)], [0, lacks()], checked.err);
  });

  test('is in a report that somebody asks for', async () => {
    const { code, out } = await run('report', ['--group', '700'], freeswitch.name);
    assert.equal(code, 0);
    assert.ok(out.includes('closed.wav') && out.includes('1001, 1002'), out);
  });

  test('keeps an import from nothing where no FreeSWITCH answers, and only a check says so', async () => {
    const nobody = '127.0.0.1:1';
    const file = path.join(folder, 'house.yaml');
    const { code, err } = await run('config', ['import', file, '--replace'], nobody);
    assert.deepEqual([code, err.includes('FreeSWITCH')], [0, false], err);
    const checked = await run('config', ['check', file], nobody);
    assert.match(checked.err, /note: FreeSWITCH 127\.0\.0\.1:1 was not asked/);
  });
});
