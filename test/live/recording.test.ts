/** Whose talk is in which file: a recording holds the talk with the member who answered, and ends when that is over. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { findFreeSwitch } from './freeswitch.js';
import { type Rig, startRig, startService } from './rig.js';
import type { LiveService } from './service.js';
import type { OutgoingCall } from './sip/phone.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

const ERIKA = '"Erika Muster" <sip:03023125011@127.0.0.1>';
/** A-law levels; each says another one. */
const [ANNA, BERND] = [0x2a, 0x55];

describe('recording, on a real FreeSWITCH', { skip: SKIP, timeout: 180_000 }, () => {
  let rig: Rig;
  let service: LiveService;
  let known: ReadonlySet<string>;

  before(async () => {
    rig = await startRig(binary ?? '');
    service = await startService(rig, 'first');
  });
  after(async () => {
    await service.stop();
    await rig.stop();
  });
  beforeEach(() => {
    rig.reset();
    known = new Set(existsSync(rig.recordings) ? readdirSync(rig.recordings) : []);
  });

  const files = () =>
    (existsSync(rig.recordings) ? readdirSync(rig.recordings) : []).filter((name) => !known.has(name));
  const bytes = (name = '') => statSync(path.join(rig.recordings, name)).size;
  const callGroup = (group: string) => rig.telco.call(group, ERIKA);
  const ringing = (extension: keyof Rig['phones']) => rig.phones[extension].nextCall();

  /** The file of a talk that is going on, once FreeSWITCH has written some of it. */
  async function written(): Promise<string> {
    for (let look = 0; look < 200; look += 1) {
      const [name] = files();
      if (name !== undefined && bytes(name) > 1000) return name;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('nothing was written');
  }

  /** Three seconds of speech, more than FreeSWITCH keeps back before it writes. */
  const speech = (hearer: OutgoingCall) => hearer.rtp.hears(150, 40_000);

  it('ends when the member hands the caller on after asking a colleague', async () => {
    const call = await callGroup('715');
    const anna = await ringing('1001');
    await anna.answer();
    await call.ended();
    anna.talk(ANNA);
    call.talk(ANNA);
    const file = await written();
    const asked = await rig.phones['1001'].call('722');
    const bernd = await ringing('1002');
    await bernd.answer();
    await asked.ended();
    bernd.talk(BERND);
    anna.transferTo(asked);
    await anna.over();
    const atTheTransfer = bytes(file);
    await speech(call);
    assert.equal(call.rtp.lastByte, BERND);
    assert.equal(bytes(file), atTheTransfer);
    assert.deepEqual(files(), [file]);
    call.hangUp();
    await bernd.over();
  });

  it('ends when a colleague who called hands the member on', async () => {
    const clara = rig.phones['1003'];
    const call = await clara.call('715');
    const anna = await ringing('1001');
    await anna.answer();
    await call.ended();
    anna.talk(ANNA);
    call.talk(ANNA);
    const file = await written();
    const asked = await clara.call('722');
    const bernd = await ringing('1002');
    await bernd.answer();
    await asked.ended();
    bernd.talk(BERND);
    call.transferTo(asked);
    await clara.waitFor((m) => m.method === 'BYE');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const atTheTransfer = bytes(file);
    await anna.rtp?.hears(150, 40_000);
    assert.equal(anna.rtp?.lastByte, BERND);
    assert.equal(bytes(file), atTheTransfer);
    assert.deepEqual(files(), [file]);
    anna.hangUp();
    await bernd.over();
  });

  it('holds calls from outside only where the group says so', async () => {
    const inside = await rig.phones['1003'].call('726');
    const first = await ringing('1001');
    await first.answer();
    await inside.ended();
    first.talk(ANNA);
    await speech(inside);
    inside.hangUp();
    await first.over();
    assert.deepEqual(files(), []);
    const outside = await callGroup('726');
    const second = await ringing('1001');
    await second.answer();
    await outside.ended();
    second.talk(ANNA);
    await written();
    outside.hangUp();
    await second.over();
  });

  it('does not go along to a final destination that never records', async () => {
    const call = await callGroup('727');
    const bernd = await ringing('1002');
    await bernd.answer();
    await call.ended();
    bernd.talk(BERND);
    await speech(call);
    call.hangUp();
    await bernd.over();
    assert.deepEqual(files(), []);
  });

  it('leaves alone what the house records of the caller by itself', async () => {
    const call = await callGroup('722');
    const [bernd] = [await ringing('1002'), await ringing('1001')];
    await bernd.answer();
    await call.ended();
    bernd.talk(BERND);
    // Whoever transfers has talked.
    await call.rtp.hears(25);
    const uuid = await rig.fs.callersChannel();
    const own = path.join(rig.fs.folder, 'own.wav');
    await rig.fs.api(`uuid_record ${uuid} start ${own}`);
    await rig.fs.api(`uuid_transfer ${uuid} 715 XML hunt_group_transfer`);
    const anna = await ringing('1001');
    await anna.answer();
    anna.talk(ANNA);
    const file = await written();
    const before = statSync(own).size;
    await rig.fs.api(`uuid_transfer ${uuid} 722 XML hunt_group_transfer`);
    const again = await ringing('1002');
    await again.answer();
    const ended = bytes(file);
    again.talk(BERND);
    await call.rtp.hears(300, 40_000);
    assert.equal(bytes(file), ended);
    assert.ok(statSync(own).size > before);
    call.hangUp();
    await again.over();
  });

  it('ends when the disk is full, and the talk goes on', async (t) => {
    mkdirSync(rig.recordings, { recursive: true });
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', rig.recordings]);
    if (mounted.status !== 0) {
      t.skip('only root may mount a small disk');
      return;
    }
    try {
      const call = await callGroup('715');
      const anna = await ringing('1001');
      await anna.answer();
      await call.ended();
      anna.talk(ANNA);
      call.talk(ANNA);
      for (let look = 0; look < 4; look += 1) await speech(call);
      const [name] = files();
      assert.ok(name !== undefined && bytes(name) <= 64 * 1024 && bytes(name) > 40_000);
      await speech(call);
      await anna.rtp?.hears(150, 40_000);
      call.hangUp();
      await anna.over();
    } finally {
      spawnSync('umount', [rig.recordings]);
    }
  });

  it('begins under a second controller as under the first, and goes on without any', async () => {
    const standby = await startService(rig, 'standby');
    const call = await callGroup('728');
    await ringing('1004');
    await service.kill();
    const anna = await ringing('1001');
    await anna.answer();
    await call.ended();
    anna.talk(ANNA);
    const file = await written();
    await standby.kill();
    const before = bytes(file);
    await call.rtp.hears(300, 40_000);
    assert.ok(bytes(file) > before);
    call.hangUp();
    await anna.over();
    assert.deepEqual(files(), [file]);
    service = await startService(rig, 'first');
  });
});
