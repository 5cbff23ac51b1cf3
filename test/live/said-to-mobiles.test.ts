/** What a mobile hears before key 1, and two mobiles that press it together, on a real FreeSWITCH. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { findFreeSwitch } from './freeswitch.js';
import { levelSound } from './level-sound.js';
import { type Rig, startRig, startService } from './rig.js';
import { header } from './sip/message.js';
import type { IncomingCall } from './sip/phone.js';

const ELSEWHERE = 'SIP;cause=200;text="Call completed elsewhere"';
const ERIKA = '"Erika Muster" <sip:03023125011@127.0.0.1>';
const ANONYMOUS = '"Anonymous" <sip:anonymous@anonymous.invalid>';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

const NAME = 0x85;
const levelOf = (digit: number) => 0x90 + digit;

describe('what mobiles hear, on a real FreeSWITCH', { skip: SKIP, timeout: 120_000 }, () => {
  let rig: Rig;
  const running: { stop(): unknown }[] = [];

  before(async () => {
    rig = await startRig(binary ?? '');
    running.push(rig);
    const sounds = (await rig.fs.api('global_getvar sounds_dir')).trim();
    writeFileSync(path.join(sounds, 'name-of-737.wav'), levelSound(NAME));
    for (let digit = 0; digit < 10; digit += 1) {
      writeFileSync(path.join(sounds, `digit-de-${digit}.wav`), levelSound(levelOf(digit)));
    }
    running.push(await startService(rig, 'first'));
  });
  after(async () => {
    for (const one of running.reverse()) await one.stop();
  });
  beforeEach(() => rig.reset());

  /** The known sounds that came in, in their order. */
  function heardBy(mobile: IncomingCall): readonly (number | 'name')[] {
    const heard: (number | 'name')[] = [];
    let packets = 0;
    let before = -1;
    mobile.rtp?.on('heard', () => {
      const level = mobile.rtp?.lastByte ?? -1;
      packets = level === before ? packets + 1 : 1;
      before = level;
      // 200 ms are ten packets; the first ones of a sound may be cut.
      if (packets !== 3) return;
      if (level === NAME) heard.push('name');
      else if (level >= levelOf(0) && level <= levelOf(9)) heard.push(level - levelOf(0));
    });
    return heard;
  }

  it('is the group’s name, then the caller’s number, then what to press', async () => {
    const call = await rig.telco.call('737', ERIKA);
    const mobile = await rig.telco.nextCall();
    await mobile.answer();
    const heard = heardBy(mobile);
    await mobile.rtp?.hears(200, 15_000);
    // The same digit twice is one sound for somebody who counts levels.
    assert.deepEqual(heard.slice(0, 11), ['name', 0, 3, 0, 2, 3, 1, 2, 5, 0, 1]);
    assert.equal(call.final, undefined);
    mobile.pressKey('1');
    assert.equal((await call.ended()).status, 200);
    call.hangUp();
    await mobile.over();
  });

  it('has no number of a caller who withholds it', async () => {
    const call = await rig.telco.call('737', ANONYMOUS, [
      ['P-Asserted-Identity', '<sip:+493023125066@127.0.0.1>'],
      ['Privacy', 'id'],
    ]);
    const mobile = await rig.telco.nextCall();
    await mobile.answer();
    const heard = heardBy(mobile);
    await mobile.rtp?.hears(150, 15_000);
    assert.deepEqual(heard, ['name']);
    call.cancel();
    await call.ended();
    await mobile.over();
  });

  it('is the end of the call for the second of two who press 1 together', async () => {
    const call = await rig.telco.call('738', ERIKA);
    const mobiles = [await rig.telco.nextCall(), await rig.telco.nextCall()];
    for (const mobile of mobiles) await mobile.answer();
    await Promise.all(mobiles.map((mobile) => mobile.hearsPrompt()));
    for (const mobile of mobiles) mobile.pressKey('1');
    assert.equal((await call.ended()).status, 200);
    const loser = await Promise.race(mobiles.map(async (mobile) => ({ mobile, end: await mobile.over() })));
    assert.equal(header(loser.end, 'Reason'), ELSEWHERE);
    const winner = mobiles.find((mobile) => mobile !== loser.mobile);
    assert.equal(winner?.bye, undefined);
    call.hangUp();
    await winner?.over();
  });
});
