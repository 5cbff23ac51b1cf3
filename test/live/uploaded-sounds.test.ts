/** What an administrator uploads is what a caller hears, and goes on being heard while it is deleted or replaced. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { once } from 'node:events';
import { after, before, beforeEach, describe, it } from 'node:test';
import { spawnSync } from 'node:child_process';
import { Browser } from '../integration/people/browser.js';
import { soundFixture, toneWav } from '../sound-files.js';
import { findFreeSwitch } from './freeswitch.js';
import { type Rig, startRig, startService } from './rig.js';
import { firstPassword, pagesOf, PROJECT, type LiveService } from './service.js';
import { G711, shareOf } from './sip/g711.js';
import type { RtpEnd } from './sip/rtp.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

const ERIKA = '"Erika Muster" <sip:03023125011@127.0.0.1>';

const GROUPS = `
  - { number: '740', name: Uploaded, stages: [], final: { announcement: rufgruppe/greeting.wav } }
  - number: '741'
    name: Ringback
    ringback: { file: rufgruppe/greeting.wav }
    stages: [{ ringSec: 20, members: [anna] }]
    final: { hangup: NO_ANSWER }
switches:`;

const HEADER_BYTES = 12;

const hasConverter = ['ffmpeg', 'sox'].some(
  (program) => spawnSync(program, ['--version']).error === undefined,
);

/** The share of a tone of this height in A-law sound: 1 for the tone alone. */
function share(heard: Buffer, hz: number): number {
  return shareOf(hz, [...heard].map(G711.PCMA.decode));
}

/** The next so many packets that are not silence. */
async function loud(rtp: RtpEnd, packets: number): Promise<Buffer> {
  const heard: Buffer[] = [];
  const signal = AbortSignal.timeout(15_000);
  while (heard.length < packets) {
    const [packet] = (await once(rtp, 'heard', { signal })) as [Buffer];
    const payload = packet.subarray(HEADER_BYTES);
    if ([...payload].some((byte) => Math.abs(G711.PCMA.decode(byte)) > 500)) heard.push(payload);
    else heard.length = 0;
  }
  return Buffer.concat(heard);
}

describe('an uploaded sound', { skip: SKIP, timeout: 170_000 }, () => {
  let rig: Rig;
  let service: LiveService;
  let admin: Browser;
  let sounds: string;

  before(async () => {
    rig = await startRig(binary ?? '');
    const events = `127.0.0.1:${rig.fs.eventPort}`;
    service = await startService(rig, 'first', events, undefined, (yaml) =>
      yaml.replace('\nswitches:', () => GROUPS.trimEnd()),
    );
    admin = new Browser(pagesOf(service.output));
    await admin.signIn('admin', await firstPassword(() => service.output));
    sounds = path.join(service.folder, 'sounds');
    // A service that has nothing to write makes no folder.
    mkdirSync(sounds, { recursive: true });
  });
  after(async () => {
    await service.stop();
    await rig.stop();
  });
  beforeEach(() => rig.reset());

  const upload = (name: string, bytes: Buffer) =>
    admin.upload('/sounds', [{ name, bytes: new Uint8Array(bytes) }], '/sounds');
  const MP3 = hasConverter ? soundFixture('tone.mp3') : toneWav({ sec: 2, rate: 16_000 });

  it('is missing on a FreeSWITCH that does not see the folder, and the page says how to mend it', async () => {
    const page = await upload('greeting.mp3', MP3);
    assert.equal(page.status, 303, page.text);
    const { text } = await admin.get('/sounds');
    assert.match(text, /greeting\.wav is there/);
    assert.match(text, /not on 127\.0\.0\.1:/);
    assert.ok(text.includes(`ln -s ${sounds} `), text);
    const call = await rig.telco.call('740', ERIKA);
    const { status } = await call.ended();
    assert.equal(status, 480);
  });

  it('is seen by FreeSWITCH as soon as the link is made, and warned of no longer', async () => {
    const prefix = (await rig.fs.api('global_getvar sound_prefix')).trim();
    assert.notEqual(prefix, '');
    symlinkSync(sounds, path.join(prefix, 'rufgruppe'));
    await upload('other.wav', toneWav({ hz: 1_200, sec: 3 }));
    const { text } = await admin.get('/sounds');
    assert.doesNotMatch(text, /not on 127/);
    assert.doesNotMatch(text, /ln -s/);
    const script = path.join(PROJECT, 'dist/scripts/rufgruppe.js');
    const env = {
      ...process.env,
      LC_ALL: 'C',
      DATA_DIR: service.folder,
      MONGODB_URI: '',
      FREESWITCH_EVENTS: `127.0.0.1:${rig.fs.eventPort}`,
    };
    const checked = spawnSync(process.execPath, [script, 'sounds', 'check', '--json'], {
      env,
      encoding: 'utf8',
    });
    const { lacks } = JSON.parse(checked.stdout) as { lacks: { file: string }[] };
    assert.deepEqual(
      lacks.filter(({ file }) => file.startsWith('rufgruppe/')),
      [],
    );
  });

  it('is what the caller hears: the announcement of a group, with its tone of 800 Hz', async () => {
    const call = await rig.telco.call('740', ERIKA);
    const heard = await loud(call.rtp, 50);
    assert.ok(share(heard, 800) > 0.95, `${share(heard, 800)}`);
    assert.ok(share(heard, 1_200) < 0.01, `${share(heard, 1_200)}`);
    await call.ended();
  });

  it('is what the caller hears while phones ring, again and again', async () => {
    const call = await rig.telco.call('741', ERIKA);
    await rig.phones['1001'].nextCall();
    // The file has two seconds: it has begun anew by then.
    const heard = await loud(call.rtp, 40);
    await call.rtp.hears(100);
    const again = await loud(call.rtp, 40);
    call.cancel();
    await call.ended();
    assert.ok(share(heard, 800) > 0.95, `${share(heard, 800)}`);
    assert.ok(share(again, 800) > 0.95, `${share(again, 800)}`);
  });

  it('is heard to its end while it is deleted, and by nobody afterwards', async () => {
    const call = await rig.telco.call('740', ERIKA);
    await loud(call.rtp, 10);
    const refused = await admin.post('/sounds/greeting.wav/remove', {}, '/sounds');
    assert.equal(refused.status, 409);
    await admin.post('/sounds/greeting.wav/remove', { evenIfUsed: 'yes' }, '/sounds');
    assert.equal(existsSync(path.join(sounds, 'greeting.wav')), false);
    const heard = await loud(call.rtp, 40);
    assert.ok(share(heard, 800) > 0.95, `${share(heard, 800)}`);
    await call.ended();
    const next = await rig.telco.call('740', ERIKA);
    assert.equal((await next.ended()).status, 480);
    assert.match((await admin.get('/sounds')).text, /Named, but on no FreeSWITCH/);
  });

  it('is another one for the next call when it is replaced', async () => {
    await upload('greeting.wav', toneWav({ hz: 1_200, sec: 3 }));
    const stored = readFileSync(path.join(sounds, 'greeting.wav'));
    assert.equal(stored.equals(toneWav({ hz: 1_200, sec: 3 })), true);
    const call = await rig.telco.call('740', ERIKA);
    const heard = await loud(call.rtp, 50);
    assert.ok(share(heard, 1_200) > 0.95, `${share(heard, 1_200)}`);
    await call.ended();
  });

  it('is the new one for a caller who hears it again and again, as soon as it begins anew', async () => {
    const waiting = await rig.telco.call('741', ERIKA);
    await loud(waiting.rtp, 10);
    await admin.post('/sounds/greeting.wav/remove', { evenIfUsed: 'yes' }, '/sounds');
    await upload('greeting.wav', toneWav({ hz: 800, sec: 3 }));
    // The file has three seconds: it has begun anew by then.
    await waiting.rtp.hears(200);
    const again = await loud(waiting.rtp, 40);
    const next = await rig.telco.call('741', ERIKA);
    const fresh = await loud(next.rtp, 40);
    for (const call of [waiting, next]) call.cancel();
    await Promise.all([waiting.ended(), next.ended()]);
    assert.ok(share(again, 800) > 0.95, `${share(again, 800)}`);
    assert.ok(share(fresh, 800) > 0.95, `${share(fresh, 800)}`);
  });
});
