/** A group that lets a recording go on: it follows the caller to whoever takes over, and to no other group. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { StepFact } from '../../src/base/model/call-record.js';
import { findFreeSwitch } from './freeswitch.js';
import { slicesOf } from './recorded-sound.js';
import { recordOf } from './records.js';
import { type Rig, startRig, startService } from './rig.js';
import type { LiveService } from './service.js';
import type { IncomingCall, OutgoingCall } from './sip/phone.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

/** A-law levels: next to silence, and speech. */
const [CALLER, ANNA] = [0x55, 0x2a];

const GROUP = `
  - number: '747'
    name: Goes on
    recording: always
    recordingOnTransfer: goOn
    stages: [{ ringSec: 5, members: [anna] }]
    final: { hangup: NO_ANSWER }
switches:`;

describe('a recording that goes on, on a real FreeSWITCH', { skip: SKIP, timeout: 170_000 }, () => {
  let rig: Rig;
  let service: LiveService;
  let placed = 0;

  before(async () => {
    rig = await startRig(binary ?? '');
    const events = `127.0.0.1:${rig.fs.eventPort}`;
    const edit = (yaml: string) => yaml.replace('\nswitches:', () => GROUP.trimEnd());
    service = await startService(rig, 'first', events, undefined, edit, rig.cdrs);
  });
  after(async () => {
    await service.stop();
    await rig.stop();
  });
  beforeEach(() => rig.reset());

  /** Anna talks to the caller for a second. */
  async function talking() {
    const number = `030231252${(placed += 1) + 20}`;
    const call = await rig.telco.call('747', `<sip:${number}@127.0.0.1>`);
    const anna = await rig.phones['1001'].nextCall();
    await anna.answer();
    await call.ended();
    call.talk(CALLER);
    anna.talk(ANNA);
    await call.rtp.hears(60);
    return { number, call, anna };
  }

  /** Bernd says the tone to the caller, pauses, and goes on. */
  async function taken(call: OutgoingCall, bernd: IncomingCall): Promise<void> {
    await call.rtp.hearsTone();
    await call.rtp.hears(80);
    for (const code of ['7', '8']) {
      bernd.pressKey('*');
      await bernd.rtp?.hears(6);
      bernd.pressKey(code);
      await call.rtp.hears(100, 20_000);
    }
    call.hangUp();
    await bernd.over();
  }

  async function judge(number: string): Promise<void> {
    const record = await recordOf(service, number, ({ endedAt, steps }) => {
      const isPaused = steps.some(({ fact }) => fact?.kind === 'recordingResumed');
      return endedAt !== null && isPaused;
    });
    const facts = record.steps.flatMap(({ fact }): StepFact[] =>
      fact?.kind.startsWith('record') === true ? [fact] : [],
    );
    assert.deepEqual(
      facts.map(({ kind }) => kind).toSorted(),
      ['recorded', 'recordedOn', 'recordingPaused', 'recordingResumed'],
      JSON.stringify(facts),
    );
    for (const fact of facts) if ('who' in fact && fact.kind !== 'recorded') assert.equal(fact.who, 'Bernd');
    const on = facts.find((fact) => fact.kind === 'recordedOn');
    const paused = facts.find((fact) => fact.kind === 'recordingPaused');
    const resumed = facts.find((fact) => fact.kind === 'recordingResumed');
    const heard = slicesOf(path.join(rig.recordings, record.recording ?? ''), 'member');
    const tone = (from: number, to: number) =>
      heard.slice(from * 10, to * 10).filter((one) => one === 'tone').length;
    assert.ok(on !== undefined && paused !== undefined && resumed !== undefined);
    assert.equal(tone(0, on.atSec - 1), 0, 'before the transfer');
    assert.ok(tone(on.atSec, paused.atSec) >= 5, `from ${on.atSec} s on: ${heard.join()}`);
    assert.equal(tone(paused.atSec + 1, resumed.atSec - 1), 0, `from ${paused.atSec} s on: ${heard.join()}`);
    assert.ok(tone(resumed.atSec, Infinity) >= 5, `from ${resumed.atSec} s on: ${heard.join()}`);
    const silent = heard.slice(paused.atSec * 10, resumed.atSec * 10).filter((one) => one === 'zeros');
    assert.ok(silent.length >= 10, `${silent.length} tenths of silence`);
  }

  it('holds the talk with the colleague whom the member asked first, who may pause it too', async () => {
    const { number, call, anna } = await talking();
    const asked = await rig.phones['1001'].call('1002');
    const bernd = await rig.phones['1002'].nextCall();
    await bernd.answer();
    await asked.ended();
    bernd.sayTone();
    anna.transferTo(asked);
    await anna.over();
    await taken(call, bernd);
    await judge(number);
  });

  it('holds the talk with the colleague to whom the member sent the caller', async () => {
    const { number, call, anna } = await talking();
    anna.blindTransfer(`sip:1002@127.0.0.1:${rig.fs.sipPort}`);
    const bernd = await rig.phones['1002'].nextCall();
    await bernd.answer();
    bernd.sayTone();
    await taken(call, bernd);
    await judge(number);
  });

  it('does not go along to another group', async () => {
    const { number, call, anna } = await talking();
    const files = () => (existsSync(rig.recordings) ? readdirSync(rig.recordings) : []);
    anna.blindTransfer(`sip:722@127.0.0.1:${rig.fs.sipPort}`);
    const bernd = await rig.phones['1002'].nextCall();
    const { recording } = await recordOf(service, number, (record) => record.recording !== null);
    const file = path.join(rig.recordings, recording ?? '');
    await bernd.answer();
    bernd.sayTone();
    await call.rtp.hearsTone();
    const [atTheTransfer, all] = [statSync(file).size, files().length];
    await call.rtp.hears(150, 40_000);
    call.hangUp();
    await bernd.over();
    assert.deepEqual([statSync(file).size, files().length], [atTheTransfer, all]);
    assert.ok(!slicesOf(file, 'caller').includes('tone') && !slicesOf(file, 'member').includes('tone'));
    const told = await recordOf(service, number, (one) => one.recording !== null && one.endedAt !== null);
    assert.ok(
      told.steps.some(({ fact }) => fact?.kind === 'recorded'),
      JSON.stringify(told.steps.map(({ fact }) => fact)),
    );
  });

  it('ends when the caller hands the member on', async () => {
    const clara = rig.phones['1003'];
    const call = await clara.call('747');
    const anna = await rig.phones['1001'].nextCall();
    await anna.answer();
    await call.ended();
    call.talk(CALLER);
    anna.talk(ANNA);
    await call.rtp.hears(150, 20_000);
    const asked = await clara.call('1002');
    const bernd = await rig.phones['1002'].nextCall();
    await bernd.answer();
    await asked.ended();
    bernd.sayTone();
    call.transferTo(asked);
    await anna.rtp?.hearsTone();
    await anna.rtp?.hears(150, 40_000);
    anna.hangUp();
    await bernd.over();
    const record = await recordOf(service, '1003', ({ endedAt }) => endedAt !== null);
    const file = path.join(rig.recordings, record.recording ?? '');
    assert.ok(!slicesOf(file, 'caller').includes('tone'));
    assert.deepEqual(
      record.steps.flatMap(({ fact }) => (fact?.kind === 'recordedOn' ? [fact] : [])),
      [],
    );
  });
});
