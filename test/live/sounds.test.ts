/** What callers and records get when FreeSWITCH does not have what the configuration names. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { findFreeSwitch } from './freeswitch.js';
import { type Rig, startRig, startService } from './rig.js';
import type { LiveService } from './service.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

const ERIKA = '"Erika Muster" <sip:03023125011@127.0.0.1>';

/** A-law: the two zeros. */
const SILENCE = [0xd5, 0x55];

/** More groups, each with something that FreeSWITCH does not have, or cannot play. */
const GROUPS = `
  - { number: '770', name: No sound, stages: [], final: { announcement: nofile.wav } }
  - { number: '771', name: Broken sound, stages: [], final: { announcement: broken.wav } }
  - { number: '772', name: No box, stages: [], final: { voicemail: '1999' } }
  - { number: '773', name: Good sound, stages: [], final: { announcement: closed-en.wav } }
  - number: '774'
    name: No ringback
    ringback: { file: nofile.wav }
    stages: [{ ringSec: 4, members: [anna] }]
    final: { hangup: NO_ANSWER }
  - number: '775'
    name: No music
    ringback: { music: nomusic }
    stages: [{ ringSec: 4, members: [anna] }]
    final: { hangup: NO_ANSWER }
switches:`;

describe('what FreeSWITCH does not have, in calls', { skip: SKIP, timeout: 180_000 }, () => {
  let rig: Rig;
  let service: LiveService;

  before(async () => {
    rig = await startRig(binary ?? '');
    const sounds = (await rig.fs.api('global_getvar sounds_dir')).trim();
    writeFileSync(path.join(sounds, 'broken.wav'), 'this is no sound');
    service = await startService(rig, 'first', undefined, undefined, (yaml) =>
      yaml.replace('\nswitches:', () => GROUPS.trimEnd()),
    );
  });
  after(async () => {
    await service.stop();
    await rig.stop();
  });
  beforeEach(() => rig.reset());

  /** The status that the caller gets, and what the service logs of the call's end. */
  async function placed(group: string): Promise<{ status: number; log: string }> {
    const from = service.output.length;
    const call = await rig.telco.call(group, ERIKA);
    const { status } = await call.ended();
    while (!service.output.slice(from).includes('call ended'))
      await new Promise((resolve) => setTimeout(resolve, 50));
    return { status, log: service.output.slice(from) };
  }

  for (const [group, what] of [
    ['770', 'an announcement'],
    ['772', 'a voicemail box'],
  ] as const) {
    it(`answers no caller for ${what} that is missing`, async () => {
      const { status, log } = await placed(group);
      assert.equal(status, 480);
      assert.match(log, /FreeSWITCH does not have/);
      assert.match(log, /released/);
    });
  }

  it('calls silence by its name when a sound is there and cannot be played', async () => {
    const { status, log } = await placed('771');
    assert.equal(status, 200);
    assert.match(log, /playedNothing/);
  });

  it('knows an announcement that was heard', async () => {
    const { log } = await placed('773');
    assert.doesNotMatch(log, /playedNothing/);
    assert.match(log, /announcement/);
  });

  for (const group of ['774', '775']) {
    it(`plays a tone in the place of what is missing (${group})`, async () => {
      const call = await rig.telco.call(group, ERIKA);
      await rig.phones['1001'].nextCall();
      const heard = new Set<number>();
      call.rtp.on('heard', () => heard.add(call.rtp.lastByte));
      await call.rtp.hears(25);
      call.cancel();
      await call.ended();
      const sound = [...heard].filter((byte) => byte >= 0 && !SILENCE.includes(byte));
      assert.ok(sound.length > 1, [...heard].join());
    });
  }
});
