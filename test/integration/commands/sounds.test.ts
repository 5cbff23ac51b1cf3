/** `rufgruppe sounds …`: list, add, remove, check. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startTestServer, type TestServer } from '../../fakes/database.js';
import { soundFixture, toneWav } from '../../sound-files.js';
import { runScript } from './command-line.js';

const HOUSE = `version: 1
settings: { domain: pbx.example }
groups:
  - { number: "700", name: Sales, stages: [], final: { announcement: rufgruppe/closed.wav } }
`;

describe('sounds', { concurrency: false }, () => {
  let server: TestServer;
  let folder: string;
  let uri: string;
  const file = (name: string) => path.join(folder, name);
  const run = (words: readonly string[], more: NodeJS.ProcessEnv = {}) =>
    runScript('sounds', words, uri, {
      FREESWITCH_EVENTS: 'none',
      SOUNDS_DIR: path.join(folder, 'sounds'),
      ...more,
    });

  before(async () => {
    server = await startTestServer();
    uri = server.uriFor('sounds');
    folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-sounds-'));
    await writeFile(file('house.yaml'), HOUSE);
    await writeFile(file('Closed.WAV'), toneWav({ size: 300 }));
    await writeFile(file('none.mp3'), 'no sound');
    await writeFile(file('tone.mp3'), soundFixture('tone.mp3'));
    assert.equal((await runScript('config', ['import', file('house.yaml')], uri)).code, 0);
  });
  after(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  test('are added, with what is worth a warning, listed, and not deleted while they are used', async () => {
    const added = await run(['add', file('Closed.WAV')]);
    assert.equal(added.code, 0, added.output);
    assert.match(added.answer, /^closed\.wav is kept\. Groups and settings name it rufgruppe\/closed\.wav;/);
    assert.match(added.output, /Callers will hardly hear it/);
    const list = await run(['list']);
    assert.match(
      list.answer,
      /^rufgruppe\/closed\.wav +0:01 {2}-4\d(\.\d)? dB.* too quiet .*Used by: Group Sales/m,
    );
    assert.match(list.answer, /^brought by Rufgruppe: closed-de\.wav$/m);
    const json = JSON.parse((await run(['list', '--json'])).answer) as {
      uploaded: { name: string; remarks: string[]; uses: unknown[] }[];
    };
    assert.deepEqual(
      json.uploaded.map(({ name, remarks, uses }) => [name, remarks, uses.length]),
      [['closed.wav', ['quiet'], 1]],
    );
    const again = await run(['add', file('Closed.WAV')]);
    assert.equal(again.code, 1);
    assert.match(again.output, /There is a sound closed\.wav already.*--replace/);
    assert.equal((await run(['add', file('Closed.WAV'), '--replace'])).code, 0);
    const refused = await run(['remove', 'rufgruppe/closed.wav']);
    assert.equal(refused.code, 1);
    assert.match(refused.output, /closed\.wav is not deleted: it is used by Group Sales \(700\)\. --force/);
    assert.equal((await run(['remove', 'closed.wav', '--force'])).code, 0);
    assert.match((await run(['remove', 'closed.wav'])).output, /There is no sound closed\.wav/);
  });

  test('that are none are refused in words, in German too', async () => {
    const none = await run(['add', file('none.mp3')]);
    assert.deepEqual([none.code, none.answer], [1, '']);
    assert.match(none.output, /neither WAV, MP3, OGG nor FLAC/);
    assert.match((await run(['add', file('none.mp3')], { LC_ALL: 'de_DE.UTF-8' })).output, /Dem Inhalt nach/);
    const bare = await run(['add', file('tone.mp3')], { PATH: '/nowhere' });
    assert.equal(bare.code, 1);
    assert.match(bare.output, /Nothing on this machine can convert MP3/);
    assert.match((await run(['add', file('missing.wav')])).output, /missing\.wav cannot be read/);
    assert.equal((await run(['add', folder])).code, 1);
    assert.equal((await run(['add'])).code, 2);
  });

  test('cannot be judged when FreeSWITCH does not answer, and need not when there is none', async () => {
    const none = await run(['check']);
    assert.equal(none.code, 0);
    assert.match(none.output, /FREESWITCH_EVENTS names no FreeSWITCH/);
    const away = await run(['check'], { FREESWITCH_EVENTS: '127.0.0.1:1' });
    assert.equal(away.code, 1);
    assert.match(away.output, /FreeSWITCH 127\.0\.0\.1:1 cannot be asked/);
  });
});
