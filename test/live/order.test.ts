/** Members of one stage who ring one after another, later or shorter, on real SIP. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, beforeEach, describe, it } from 'node:test';
import { findFreeSwitch } from './freeswitch.js';
import { type Rig, startRig, startService } from './rig.js';
import { header } from './sip/message.js';
import type { IncomingCall } from './sip/phone.js';

const ELSEWHERE = 'SIP;cause=200;text="Call completed elsewhere"';
const ERIKA = '"Erika Muster" <sip:03023125011@127.0.0.1>';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

/** When a phone's INVITE and its CANCEL came, in milliseconds after the caller's own INVITE. */
interface Rang {
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason: string | undefined;
}

describe('order inside a stage, on a real FreeSWITCH', { skip: SKIP, timeout: 170_000 }, () => {
  let rig: Rig;
  const running: { stop(): unknown }[] = [];

  before(async () => {
    rig = await startRig(binary ?? '');
    running.push(rig);
    running.push(await startService(rig, 'first'));
  });
  after(async () => {
    for (const one of running.reverse()) await one.stop();
  });
  beforeEach(() => rig.reset());

  const phone = (extension: keyof Rig['phones']) => rig.phones[extension].nextCall(20_000);
  const busy = (call: IncomingCall) => call.refuse(486, 'Busy Here');

  async function rang(incoming: Promise<IncomingCall>, since: number): Promise<Rang> {
    const call = await incoming;
    const end = await call.over(20_000);
    return {
      fromMs: Math.round(call.invite.atMs - since),
      toMs: Math.round(end.atMs - since),
      reason: header(end, 'Reason'),
    };
  }

  const lasted = ({ fromMs, toMs }: Rang) => toMs - fromMs;
  const told = (phones: readonly Rang[]) => JSON.stringify(phones);

  it('rings five people one after another, nobody together with another', async () => {
    const call = await rig.telco.call('730', ERIKA);
    const since = call.invitedAtMs;
    const phones = await Promise.all([
      rang(phone('1001'), since),
      rang(phone('1002'), since),
      rang(phone('1003'), since),
      rang(phone('1004'), since),
      rang(rig.telco.nextCall(20_000), since),
    ]);
    console.error(told(phones));
    assert.equal((await call.ended()).status, 486);
    phones.forEach((one, index) => {
      const before = phones[index - 1];
      assert.ok(lasted(one) >= 1_950 && lasted(one) <= 3_150, told(phones));
      assert.ok(before === undefined || one.fromMs >= before.toMs, told(phones));
      assert.ok(before === undefined || one.fromMs - before.toMs < 500, told(phones));
      assert.notEqual(one.reason, ELSEWHERE);
    });
  });

  it('goes on at once when somebody in the row is busy, and keeps the others’ order', async () => {
    rig.phones['1002'].onCall = busy;
    const call = await rig.telco.call('730', ERIKA);
    const since = call.invitedAtMs;
    const phones = await Promise.all([
      rang(phone('1001'), since),
      rang(phone('1003'), since),
      rang(phone('1004'), since),
    ]);
    console.error(told(phones));
    const [anna, clara, david] = phones;
    assert.ok(clara.fromMs - anna.toMs < 700, told(phones));
    assert.ok(david.fromMs >= clara.toMs, told(phones));
    call.cancel();
    await call.ended();
  });

  it('rings the boss later, together with those who ring already', async () => {
    const call = await rig.telco.call('731', ERIKA);
    const since = call.invitedAtMs;
    const phones = await Promise.all([rang(phone('1001'), since), rang(phone('1004'), since)]);
    console.error(told(phones));
    const [anna, david] = phones;
    const later = david.fromMs - anna.fromMs;
    assert.ok(later >= 2_950 && later <= 4_150, told(phones));
    assert.ok(lasted(david) >= 2_900 && Math.abs(david.toMs - anna.toMs) < 300, told(phones));
    assert.notEqual(david.reason, ELSEWHERE);
    assert.equal((await call.ended()).status, 486);
  });

  it('rings the boss at once when all others are busy', async () => {
    rig.phones['1001'].onCall = busy;
    rig.phones['1002'].onCall = busy;
    const call = await rig.telco.call('731', ERIKA);
    const david = await phone('1004');
    assert.ok(david.invite.atMs - call.invitedAtMs < 1_500, `${david.invite.atMs - call.invitedAtMs} ms`);
    await david.answer();
    assert.equal((await call.ended()).status, 200);
    call.hangUp();
    await david.over();
  });

  it('ends phones that stop earlier as if nobody had answered, while others ring on', async () => {
    const call = await rig.telco.call('732', ERIKA);
    const since = call.invitedAtMs;
    const phones = await Promise.all([
      rang(phone('1001'), since),
      rang(phone('1002'), since),
      rang(phone('1003'), since),
      rang(phone('1004'), since),
    ]);
    console.error(told(phones));
    const [anna, bernd, clara, david] = phones;
    assert.ok(lasted(anna) >= 2_950 && lasted(anna) <= 4_150, told(phones));
    assert.ok(lasted(bernd) >= 1_900 && lasted(bernd) <= 2_300, told(phones));
    assert.ok(lasted(clara) >= 2_900 && lasted(clara) <= 3_300, told(phones));
    // Nobody rings for less than a second.
    assert.ok(lasted(david) >= 950, told(phones));
    for (const { reason } of phones) assert.notEqual(reason, ELSEWHERE);
    assert.equal((await call.ended()).status, 486);
  });

  it('lets the last one ring for a whole second', async () => {
    const call = await rig.telco.call('734', ERIKA);
    const bernd = await rang(phone('1002'), call.invitedAtMs);
    console.error(told([bernd]));
    assert.ok(lasted(bernd) >= 950 && lasted(bernd) <= 1_300, told([bernd]));
    assert.equal((await call.ended()).status, 486);
  });

  it('begins with the next at once when all that ring fail in the middle, and drops nobody', async () => {
    const call = await rig.telco.call('735', ERIKA);
    const since = call.invitedAtMs;
    const anna = await phone('1001');
    await delay(2_000);
    anna.refuse(486, 'Busy Here');
    const phones = await Promise.all([rang(phone('1002'), since), rang(phone('1003'), since)]);
    console.error(told(phones));
    const [bernd, clara] = phones;
    assert.ok(bernd.fromMs >= 1_950 && bernd.fromMs < 3_300, told(phones));
    assert.ok(clara.fromMs >= bernd.fromMs, told(phones));
    assert.ok(Math.abs(clara.toMs - bernd.toMs) < 300, told(phones));
    assert.equal((await call.ended()).status, 486);
  });

  it('adds the delay of a mobile to that of its member', async () => {
    const fritz = await rig.phone('1006');
    const call = await rig.telco.call('733', ERIKA);
    const since = call.invitedAtMs;
    const phones = await Promise.all([
      rang(phone('1001'), since),
      rang(fritz.nextCall(20_000), since),
      rang(rig.telco.nextCall(20_000), since),
    ]);
    console.error(told(phones));
    const [anna, desk, mobile] = phones;
    assert.ok(desk.fromMs - anna.fromMs >= 950 && desk.fromMs - anna.fromMs <= 2_150, told(phones));
    assert.ok(mobile.fromMs - desk.fromMs >= 1_900 && mobile.fromMs - desk.fromMs <= 2_300, told(phones));
    assert.equal((await call.ended()).status, 486);
  });
});
