/** Calls that are picked up at the worst moments, and without anybody who reports what happened, on a real FreeSWITCH. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { findFreeSwitch } from './freeswitch.js';
import { hungUp, listened, middleOf } from './heard.js';
import { recordOf } from './records.js';
import { type Rig, startRig, startService } from './rig.js';
import type { LiveService } from './service.js';
import type { SipPhone, OutgoingCall } from './sip/phone.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

/** How often each of two things is tried at the same moment: either may be the first. */
const TRIES = 3;

describe('picking up, on a real FreeSWITCH', { skip: SKIP, timeout: 170_000 }, () => {
  let rig: Rig;
  let service: LiveService;

  before(async () => {
    rig = await startRig(binary ?? '');
    service = await startService(
      rig,
      'first',
      `127.0.0.1:${rig.fs.eventPort}`,
      undefined,
      undefined,
      rig.cdrs,
    );
  });
  after(async () => {
    await service.stop();
    await rig.stop();
  });
  beforeEach(() => rig.reset());

  /** A caller of group 713, when the phones 1001 and 1002 ring. */
  async function ringing(from: string) {
    rig.reset();
    const caller = await rig.telco.call('713', `<sip:${from}@127.0.0.1>`);
    return { caller, anna: await rig.phones['1001'].nextCall(), bernd: await rig.phones['1002'].nextCall() };
  }

  /** What the phone was told instead of a talk; it hears nothing of ours when it talks. */
  function told(heard: Buffer): string | undefined {
    const reasons = ['caller-gone', 'answered-already', 'nothing-rings'];
    return reasons.find((name) => heard.includes(middleOf(name)));
  }

  /** Resolves with what the phone was told when FreeSWITCH hangs up, which it does when the other side does. */
  async function taken(phone: SipPhone, taker: OutgoingCall): Promise<string | undefined> {
    const heard = listened(taker);
    await taker.ended();
    await hungUp(phone, taker);
    return told(heard());
  }

  it('as the caller hangs up: nobody talks, or the caller is gone, and the record says the same', async () => {
    for (let index = 0; index < TRIES; index += 1) {
      const from = `0302312514${index}`;
      const { caller } = await ringing(from);
      const dialling = rig.phones['1002'].call('*54713');
      caller.cancel();
      const taker = await dialling;
      const why = taken(rig.phones['1002'], taker);
      if ((await caller.ended()).status === 200) caller.hangUp();
      const reason = await why;
      const record = await recordOf(service, from, ({ endedAt }) => endedAt !== null);
      if (reason === undefined) assert.equal(record.answeredBy?.who, 'Bernd');
      else assert.deepEqual([record.outcome, record.answeredBy], ['gaveUp', null], reason);
    }
  });

  it('as a member answers: one of the two talks, and the record says who', async () => {
    for (let index = 0; index < TRIES; index += 1) {
      const from = `0302312515${index}`;
      const { caller, anna } = await ringing(from);
      const dialling = rig.phones['1002'].call('*54713');
      await anna.answer();
      const taker = await dialling;
      const why = taken(rig.phones['1002'], taker);
      assert.equal((await caller.ended()).status, 200);
      for (const one of [taker, anna]) one.talk(0x55);
      await caller.rtp.hears(20);
      caller.hangUp();
      const reason = await why;
      const record = await recordOf(service, from, ({ endedAt }) => endedAt !== null);
      const who = reason === undefined ? 'Bernd' : 'Anna';
      assert.deepEqual([record.outcome, record.answeredBy?.who], ['answered', who], reason);
    }
  });

  it('without events and CDRs: the record says who, and nothing is missed', async () => {
    await service.stop();
    service = await startService(rig, 'first');
    const from = '03023125160';
    const { caller } = await ringing(from);
    const taker = await rig.phones['1002'].call('*54713');
    await Promise.all([taker.ended(), caller.ended()]);
    taker.talk(0x55);
    await caller.rtp.hears(20);
    const record = await recordOf(service, from, ({ answeredBy }) => answeredBy !== null);
    assert.deepEqual([record.answeredBy?.who, record.answeredBy?.to], ['Bernd', '1002']);
    assert.ok(record.steps.some(({ fact }) => fact?.kind === 'pickedUp' && fact.who === 'Bernd'));
    caller.hangUp();
    await hungUp(rig.phones['1002'], taker);
    // A FreeSWITCH that nobody hears is waited for, for a minute.
    const done = await recordOf(service, from, ({ endedAt }) => endedAt !== null, 90_000);
    assert.deepEqual([done.outcome, done.missed, done.answeredBy?.who], ['answered', null, 'Bernd']);
  });
});
