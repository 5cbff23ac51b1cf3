/** What callers and members hear before they talk: a group's greeting, and the notice that the talk is recorded. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { StepFact } from '../../src/base/model/call-record.js';
import { findFreeSwitch } from './freeswitch.js';
import { levelSound } from './level-sound.js';
import { recordOf } from './records.js';
import { type Rig, startRig, startService } from './rig.js';
import type { LiveService } from './service.js';
import type { RtpEnd } from './sip/rtp.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

/** Each sound is one A-law level, so that a phone knows what it hears. */
const [HELLO, NOTICE, MEMBER, ANNA, CALLER] = [0x10, 0x21, 0x32, 0x2a, 0x55];

const GROUPS = `
  - number: '740'
    name: Greets
    greeting: { file: hello.wav }
    stages: [{ ringSec: 5, members: [anna] }]
    final: { hangup: NO_ANSWER }
  - number: '741'
    name: Answers
    greeting: { file: hello.wav, answer: true }
    stages: [{ ringSec: 5, members: [anna] }]
    final: { hangup: NO_ANSWER }
  - number: '742'
    name: Records
    recording: always
    recordingNotice: { file: notice.wav, memberFile: member.wav }
    stages: [{ ringSec: 10, members: [anna, bernd] }]
    final: { hangup: NO_ANSWER }
  - number: '743'
    name: Has no notice
    recording: always
    recordingNotice: { file: nofile.wav }
    stages: [{ ringSec: 5, members: [anna] }]
    final: { hangup: NO_ANSWER }
  - number: '744'
    name: Asks for a key
    recording: always
    recordingNotice: { file: notice.wav, memberFile: member.wav }
    stages: [{ ringSec: 15, members: [emil] }]
    final: { hangup: NO_ANSWER }
switches:`;

describe('greetings and notices, on a real FreeSWITCH', { skip: SKIP, timeout: 240_000 }, () => {
  let rig: Rig;
  let service: LiveService;
  let placed = 0;

  const start = (which: 'first' | 'standby') =>
    startService(rig, which, `127.0.0.1:${rig.fs.eventPort}`, undefined, (yaml) =>
      yaml.replace('\nswitches:', () => GROUPS.trimEnd()),
    );

  before(async () => {
    rig = await startRig(binary ?? '');
    const sounds = (await rig.fs.api('global_getvar sounds_dir')).trim();
    writeFileSync(path.join(sounds, 'hello.wav'), levelSound(HELLO, 2));
    writeFileSync(path.join(sounds, 'notice.wav'), levelSound(NOTICE, 2));
    writeFileSync(path.join(sounds, 'member.wav'), levelSound(MEMBER, 2));
    service = await start('first');
  });
  after(async () => {
    await service.stop();
    await rig.stop();
  });
  beforeEach(() => rig.reset());

  const files = () => (existsSync(rig.recordings) ? readdirSync(rig.recordings) : []);
  const ringing = (extension: keyof Rig['phones']) => rig.phones[extension].nextCall();

  /** A call of a caller of its own, so that its record is found. */
  async function callGroup(group: string) {
    placed += 1;
    const number = `030231250${10 + placed}`;
    return { call: await rig.telco.call(group, `<sip:${number}@127.0.0.1>`), number };
  }

  /** Resolves when this level was heard. */
  async function heard(rtp: RtpEnd | undefined, level: number): Promise<void> {
    while (rtp !== undefined && rtp.lastByte !== level) await rtp.hears(1);
  }

  const factsOf = async (number: string) =>
    (await recordOf(service, number, ({ endedAt }) => endedAt !== null)).steps.map(({ fact }) => fact?.kind);

  it('greets without answering, and then rings', async () => {
    const { call, number } = await callGroup('740');
    await heard(call.rtp, HELLO);
    assert.deepEqual([call.final, rig.phones['1001'].calls.length], [undefined, 0]);
    const anna = await ringing('1001');
    assert.equal(call.final, undefined);
    await anna.answer();
    assert.equal((await call.ended()).status, 200);
    anna.talk(ANNA);
    await heard(call.rtp, ANNA);
    call.hangUp();
    await anna.over();
    const record = await recordOf(service, number, ({ endedAt }) => endedAt !== null);
    assert.equal(record.outcome, 'answered');
    assert.ok((record.waitingSec ?? 0) >= 2, `waited ${record.waitingSec} s`);
    assert.deepEqual(record.steps[0]?.fact, { kind: 'greeting', file: 'hello.wav', answers: false });
  });

  it('answers for the greeting where the group says so; who then gives up is no answered caller', async () => {
    const { call, number } = await callGroup('741');
    assert.equal((await call.ended()).status, 200);
    assert.equal(rig.phones['1001'].calls.length, 0);
    await heard(call.rtp, HELLO);
    const anna = await ringing('1001');
    call.hangUp();
    await anna.over();
    const record = await recordOf(service, number, ({ endedAt }) => endedAt !== null);
    assert.deepEqual(
      [record.outcome, record.answeredAt, record.missed?.why.kind],
      ['gaveUp', null, undefined],
    );
  });

  it('rings nobody for a caller who gives up in the greeting', async () => {
    for (const group of ['740', '741']) {
      const { call, number } = await callGroup(group);
      await heard(call.rtp, HELLO);
      if (call.final === undefined) call.cancel();
      else call.hangUp();
      const record = await recordOf(service, number, ({ endedAt }) => endedAt !== null);
      assert.deepEqual([record.outcome, record.legs], ['gaveUp', []]);
    }
    assert.equal(rig.phones['1001'].calls.length, 0);
  });

  it('says to both that the talk is recorded, before it is', async () => {
    const before = files();
    const { call, number } = await callGroup('742');
    let packets = 0;
    call.rtp.on('heard', () => (packets += call.rtp.lastByte === NOTICE ? 1 : 0));
    await heard(call.rtp, NOTICE);
    call.pressKey('*');
    const [anna, bernd] = [await ringing('1001'), await ringing('1002')];
    // Two seconds of 50 packets: the key has not ended the notice.
    assert.ok(packets > 80, `${packets} packets of the notice`);
    await anna.answer();
    anna.talk(ANNA);
    await heard(anna.rtp, MEMBER);
    // Until the member has heard it, the caller hears the ringing and the other phone goes on.
    assert.deepEqual([call.final, bernd.cancel, files()], [undefined, undefined, before]);
    await call.ended();
    call.talk(CALLER);
    await heard(call.rtp, ANNA);
    await call.rtp.hears(150, 20_000);
    call.hangUp();
    await anna.over();
    const record = await recordOf(service, number, ({ endedAt }) => endedAt !== null);
    assert.equal(record.answeredBy?.who, 'Anna');
    assert.ok(record.recording !== null && files().includes(record.recording));
    assert.deepEqual(
      record.steps.map(({ fact }) => fact?.kind),
      ['recordingNotice', 'stageRings', 'recorded'] satisfies StepFact['kind'][],
    );
  });

  it('says it to a mobile before it asks for the key', async () => {
    const { call, number } = await callGroup('744');
    const mobile = await rig.telco.nextCall();
    await mobile.answer();
    await heard(mobile.rtp, MEMBER);
    await mobile.hearsPrompt();
    mobile.pressKey('1');
    await call.ended();
    mobile.talk(ANNA);
    await call.rtp.hears(150, 20_000);
    call.hangUp();
    const record = await recordOf(service, number, ({ endedAt }) => endedAt !== null);
    assert.deepEqual([record.answeredBy?.kind, record.recording === null], ['mobile', false]);
  });

  it('connects the colleague when the one who picked up hangs up during the notice', async () => {
    const { call, number } = await callGroup('742');
    const [anna, bernd] = [await ringing('1001'), await ringing('1002')];
    await anna.answer();
    await heard(anna.rtp, MEMBER);
    anna.hangUp();
    await bernd.answer();
    await call.ended();
    bernd.talk(ANNA);
    await heard(call.rtp, ANNA);
    call.hangUp();
    await bernd.over();
    const record = await recordOf(service, number, ({ endedAt }) => endedAt !== null);
    assert.deepEqual(
      [record.answeredBy?.who, record.legs.map(({ outcome }) => outcome)],
      ['Bernd', ['notConfirmed', 'answered']],
    );
  });

  it('says it to a colleague who takes the ringing call by code, and then records', async () => {
    const { call, number } = await callGroup('742');
    await ringing('1001');
    const bernd = await rig.phones['1002'].call('*54742');
    await bernd.ended();
    await heard(bernd.rtp, MEMBER);
    assert.equal(call.final, undefined);
    await call.ended();
    bernd.talk(ANNA);
    await heard(call.rtp, ANNA);
    await call.rtp.hears(150, 20_000);
    call.hangUp();
    const record = await recordOf(service, number, ({ endedAt }) => endedAt !== null);
    assert.equal(record.answeredBy?.who, 'Bernd');
    assert.ok(record.recording !== null && files().includes(record.recording), String(record.recording));
  });

  it('gives the call up in peace when the caller goes while the member hears the notice', async () => {
    const { call, number } = await callGroup('742');
    const anna = await ringing('1001');
    await anna.answer();
    await heard(anna.rtp, MEMBER);
    call.cancel();
    await anna.over();
    const record = await recordOf(service, number, ({ endedAt }) => endedAt !== null);
    assert.deepEqual([record.outcome, record.answeredBy], ['gaveUp', null]);
  });

  it('does not record where the notice does not exist', async () => {
    const before = files();
    const { call, number } = await callGroup('743');
    const anna = await ringing('1001');
    await anna.answer();
    await call.ended();
    anna.talk(ANNA);
    await call.rtp.hears(150, 20_000);
    call.hangUp();
    await anna.over();
    assert.deepEqual(await factsOf(number), [
      'recordingNotice',
      'noticeMissing',
      'stageRings',
      'notRecordedWithoutNotice',
    ]);
    assert.deepEqual(files(), before);
  });

  it('goes on with the phones when a second controller takes over in the greeting, and does not record', async () => {
    const standby = await start('standby');
    const before = files();
    const { call } = await callGroup('742');
    await heard(call.rtp, NOTICE);
    await service.kill();
    const anna = await ringing('1001');
    await anna.answer();
    await call.ended();
    anna.talk(ANNA);
    await call.rtp.hears(150, 20_000);
    call.hangUp();
    await anna.over();
    assert.deepEqual(files(), before);
    await standby.stop();
    service = await start('first');
  });
});
