/** What the service asks a FreeSWITCH for, and what a real one answers: things that are there, and things that are not. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { look } from '../../src/calls/live/needs-look.js';
import { askForStock } from '../../src/calls/live/stock-look.js';
import type { NeededThing } from '../../src/base/model/need.js';
import { findFreeSwitch } from './freeswitch.js';
import { type Rig, startRig, startService } from './rig.js';
import { PROJECT } from './service.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

describe('what a real FreeSWITCH has', { skip: SKIP }, () => {
  let rig: Rig;

  before(async () => {
    rig = await startRig(binary ?? '');
  });
  after(() => rig.stop());

  const lacks = async (...things: readonly NeededThing[]) => {
    const needs = things.map((thing) => ({ thing, groups: [] }));
    const missing = await look(
      needs,
      (command) => rig.fs.api(command),
      () => Promise.resolve(),
    );
    return missing.map(({ thing, lack }) => `${thing.kind} ${lack}`);
  };

  it('is not warned of', async () => {
    const there = await lacks(
      { kind: 'prompt', file: 'confirm-en.wav' },
      { kind: 'announcement', file: 'closed-de.wav' },
      { kind: 'ringbackFile', file: 'music/arpeggio.wav' },
      { kind: 'tones' },
      { kind: 'music', stream: 'moh' },
      { kind: 'voicemail', profile: 'default' },
      { kind: 'box', box: '1001', domain: '127.0.0.1' },
      { kind: 'extension', extension: '1001', domain: '127.0.0.1' },
      { kind: 'extension', extension: '1005', domain: '127.0.0.1' },
      { kind: 'recordings', folder: `${rig.recordings}/not/made/yet` },
      { kind: 'gateway', gateway: 'telco' },
      { kind: 'trunk', name: 'telco' },
      { kind: 'trunk', name: 'external' },
    );
    assert.deepEqual(there, []);
  });

  it('is told apart from what it does not have', async () => {
    const file = path.join(rig.fs.folder, 'a-file');
    writeFileSync(file, '');
    const missing = await lacks(
      { kind: 'prompt', file: 'nofile.wav' },
      { kind: 'announcement', file: '/nonesuch/nofile.wav' },
      { kind: 'music', stream: 'nomusic' },
      { kind: 'voicemail', profile: 'noprofile' },
      { kind: 'box', box: '1999', domain: '127.0.0.1' },
      { kind: 'box', box: '1001', domain: 'other.example.com' },
      { kind: 'extension', extension: '1999', domain: '127.0.0.1' },
      { kind: 'extension', extension: '1001', domain: 'other.example.com' },
      { kind: 'recordings', folder: `${file}/below` },
      // Where not even root can write; `test -w` says that it can.
      { kind: 'recordings', folder: '/proc' },
      { kind: 'gateway', gateway: 'nogateway' },
      { kind: 'trunk', name: 'notrunk' },
    );
    assert.deepEqual(missing, [
      'prompt missing',
      'announcement missing',
      'music missing',
      'voicemail missing',
      'box missing',
      'box missing',
      'extension missing',
      'extension missing',
      'recordings missing',
      'recordings missing',
      'gateway missing',
      'trunk missing',
    ]);
  });

  it('has sounds and users that can be offered, and keeps nothing of what was tried', async () => {
    const stockOf = (home: string) =>
      askForStock((command) => rig.fs.api(command), { home, others: new Set() });
    const stock = await stockOf('127.0.0.1');
    assert.deepEqual(stock.extensions, ['1001', '1002', '1003', '1004', '1005', '1006']);
    assert.ok(stock.sounds.includes('closed-de.wav') && stock.sounds.includes('music/arpeggio.wav'));
    assert.deepEqual(await stockOf('other.example.com'), {
      sounds: stock.sounds,
      music: ['moh'],
      gateways: ['telco'],
      extensions: [],
    });
    await lacks({ kind: 'recordings', folder: rig.recordings });
    assert.deepEqual(readdirSync(rig.recordings), []);
  });

  it('finds a sound that is there for one rate only', async () => {
    const [, sounds = ''] = (await rig.fs.api('global_getvar sounds_dir')).match(/^(.*)$/m) ?? [];
    mkdirSync(path.join(sounds, 'own/16000'), { recursive: true });
    writeFileSync(path.join(sounds, 'own/16000/closed.wav'), '');
    assert.deepEqual(await lacks({ kind: 'announcement', file: 'own/closed.wav' }), []);
  });

  const withoutPrompt = (yaml: string) =>
    yaml
      .replace('confirmFile: confirm-de.wav', 'confirmFile: nofile.wav')
      .replace('nameFile: name-of-737.wav\n', 'nameFile: closed-de.wav\n');
  const WARNING = 'does not have the sound nofile.wav (group';

  it('is asked by `config check`', () => {
    const yaml = readFileSync(path.join(PROJECT, 'test/live/configuration.yaml'), 'utf8');
    const file = path.join(rig.fs.folder, 'configuration.yaml');
    writeFileSync(file, withoutPrompt(yaml.replace('RECORDINGS', rig.recordings)));
    const script = path.join(PROJECT, 'dist/scripts/rufgruppe.js');
    const env = { ...process.env, FREESWITCH_EVENTS: `127.0.0.1:${rig.fs.eventPort}` };
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, 'config', 'check', file], {
      env,
      encoding: 'utf8',
    });
    assert.ok(stderr.includes(`warning: FreeSWITCH 127.0.0.1:${rig.fs.eventPort} ${WARNING}`), stderr);
    assert.match(stdout, /good, \d+ warning\(s\)/);
    assert.equal(status, 0);
  });

  it(
    'is asked by the service, which logs what is missing and nothing else',
    { timeout: 60_000 },
    async () => {
      const events = `127.0.0.1:${rig.fs.eventPort}`;
      const service = await startService(rig, 'first', events, undefined, withoutPrompt);
      while (!service.output.includes(WARNING)) await new Promise((resolve) => setTimeout(resolve, 100));
      await service.stop();
      assert.equal(service.output.split('does not have').length, 2, service.output);
    },
  );
});
