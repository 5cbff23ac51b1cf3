/** Who talks pauses the recording by keys: what the file holds, what member and caller hear, what the record says. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { CallRecord } from '../../src/base/model/call-record.js';
import type { StepFact } from '../../src/base/model/call-record.js';
import { findFreeSwitch } from './freeswitch.js';
import { levelSound } from './level-sound.js';
import { slicesOf } from './recorded-sound.js';
import { recordOf } from './records.js';
import { type Rig, startRig, startService, withoutLiberalKeys } from './rig.js';
import type { LiveService } from './service.js';
import type { RtpEnd } from './sip/rtp.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

/** Each answer is one A-law level, so that a phone knows what it hears; the caller says next to nothing. */
const ANSWERS = {
  'recording-pause-true': 0x10,
  'recording-resume-true': 0x21,
  'recording-pause-false': 0x32,
  'recording-pause-refused': 0x25,
} as const;
const CALLER = 0x55;

const GROUPS = `
  - number: '745'
    name: Not to be paused
    recording: always
    recordingPause: false
    stages: [{ ringSec: 5, members: [anna] }]
    final: { hangup: NO_ANSWER }
  - number: '746'
    name: Mobile
    recording: always
    stages: [{ ringSec: 15, members: [emil] }]
    final: { hangup: NO_ANSWER }
switches:`;

/** What can press keys: a phone that was called, or one that calls. */
interface Presser {
  pressKey(key: string): void;
  readonly rtp?: RtpEnd | undefined;
}

describe('pausing a recording, on a real FreeSWITCH', { skip: SKIP, timeout: 170_000 }, () => {
  let rig: Rig;
  let service: LiveService;
  let placed = 0;

  before(async () => {
    // Profiles that do not listen to SIP INFO by themselves, as FreeSWITCH's own.
    rig = await startRig(binary ?? '', undefined, {}, withoutLiberalKeys);
    const sounds = (await rig.fs.api('global_getvar sounds_dir')).trim();
    for (const [name, level] of Object.entries(ANSWERS))
      writeFileSync(path.join(sounds, 'codes/de', `${name}.wav`), levelSound(level, 1));
    service = await startService(
      rig,
      'first',
      `127.0.0.1:${rig.fs.eventPort}`,
      undefined,
      (yaml) => yaml.replace('\nswitches:', () => GROUPS.trimEnd()),
      rig.cdrs,
    );
  });
  after(async () => {
    await service.stop();
    await rig.stop();
  });
  beforeEach(() => rig.reset());

  const heard = async (rtp: RtpEnd | undefined, level: number) => {
    while (rtp?.lastByte !== level) await rtp?.hears(1);
  };
  const press = async (phone: Presser, ...keys: readonly string[]) => {
    for (const key of keys) {
      phone.pressKey(key);
      await phone.rtp?.hears(6);
    }
  };
  /** Both talk: the member says the tone. */
  async function talking(group: string) {
    const number = `030231251${(placed += 1) + 20}`;
    const call = await rig.telco.call(group, `<sip:${number}@127.0.0.1>`);
    const member = await (group === '746' ? rig.telco : rig.phones['1001']).nextCall();
    await member.answer();
    if (group === '746') {
      await member.hearsPrompt();
      member.pressKey('1');
    }
    await call.ended();
    call.talk(CALLER);
    member.sayTone();
    await heard(member.rtp, CALLER);
    const answers: number[] = Object.values(ANSWERS);
    const leaks: number[] = [];
    call.rtp.on('heard', () => {
      if (answers.includes(call.rtp.lastByte)) leaks.push(call.rtp.lastByte);
    });
    return { number, call, member, leaks };
  }
  const done = (number: string) => recordOf(service, number, ({ endedAt }) => endedAt !== null);
  const kinds = ({ steps }: CallRecord) =>
    steps.map(({ fact }) => fact?.kind).filter((kind) => kind?.startsWith('record') === true);
  const sound = ({ recording }: CallRecord, side: 'caller' | 'member') =>
    slicesOf(path.join(rig.recordings, recording ?? ''), side);
  const PAUSED: StepFact['kind'][] = ['recordingPaused', 'recordingResumed', 'recorded'];

  /** The file has the tone, then a silent part of both sides where the record says, then the tone again. */
  function judge(record: CallRecord, who: string): void {
    assert.deepEqual(kinds(record), PAUSED);
    const [paused, resumed] = record.steps.flatMap(({ fact }) =>
      fact?.kind === 'recordingPaused' || fact?.kind === 'recordingResumed' ? [fact] : [],
    );
    assert.ok(paused !== undefined && resumed !== undefined);
    assert.deepEqual([paused.who, resumed.who], [who, who]);
    const member = sound(record, 'member');
    const [from, to] = [member.indexOf('zeros', 5), member.lastIndexOf('zeros')];
    assert.ok(to - from >= 15, `${(to - from) / 10} s of silence: ${member.join()}`);
    for (const one of member.slice(from + 1, to)) assert.equal(one, 'zeros');
    for (const one of sound(record, 'caller').slice(from + 1, to)) assert.equal(one, 'zeros');
    assert.ok(
      sound(record, 'caller')
        .slice(5, from - 1)
        .includes('else'),
    );
    assert.ok(member.slice(0, from).filter((one) => one === 'tone').length >= 5, member.join());
    assert.ok(member.slice(to + 1).filter((one) => one === 'tone').length >= 5, member.join());
    assert.ok(Math.abs(paused.atSec - from / 10) <= 1, `${paused.atSec} s, but silent from ${from / 10} s`);
    assert.ok(Math.abs(resumed.atSec - to / 10) <= 1, `${resumed.atSec} s, but silent to ${to / 10} s`);
  }

  it('silences both sides until it goes on, on a desk phone, with keys of both kinds, and the caller hears nothing of it', async () => {
    const { number, call, member, leaks } = await talking('715');
    await call.rtp.hears(60);
    await press(member, '*', '7');
    await heard(member.rtp, ANSWERS['recording-pause-true']);
    const paused = await recordOf(service, number, ({ steps }) =>
      steps.some(({ fact }) => fact?.kind === 'recordingPaused'),
    );
    assert.equal(paused.endedAt, null, 'it is told while they talk');
    // Once more, and twice at once: nothing changes.
    await press(member, '*', '7', '*', '7');
    // The caller's own keys do nothing.
    await press(call, '*', '8');
    await call.rtp.hears(60);
    member.pressKeyByInfo('*');
    member.pressKeyByInfo('8');
    await heard(member.rtp, ANSWERS['recording-resume-true']);
    await call.rtp.hears(60);
    call.hangUp();
    await member.over();
    judge(await done(number), 'Anna');
    assert.deepEqual(leaks, []);
  });

  it('works on a mobile behind key 1', async () => {
    const { number, call, member } = await talking('746');
    await call.rtp.hears(60);
    await press(member, '*', '7');
    await call.rtp.hears(80);
    await press(member, '*', '8');
    await call.rtp.hears(60);
    call.hangUp();
    judge(await done(number), 'Emil');
  });

  it('works in a talk that was picked up, and its record says that it was recorded', async () => {
    const number = '03023125190';
    const call = await rig.telco.call('715', `<sip:${number}@127.0.0.1>`);
    await rig.phones['1001'].nextCall();
    const bernd = await rig.phones['1001'].call('*54715');
    await bernd.ended();
    await call.ended();
    call.talk(CALLER);
    bernd.sayTone();
    await heard(bernd.rtp, CALLER);
    await call.rtp.hears(60);
    await press(bernd, '*', '7');
    await heard(bernd.rtp, ANSWERS['recording-pause-true']);
    await call.rtp.hears(80);
    await press(bernd, '*', '8');
    await call.rtp.hears(60);
    call.hangUp();
    const record = await done(number);
    judge(record, 'Anna');
  });

  it('holds when the controller is killed in the middle, and the record has it all the same', async () => {
    const { number, call, member } = await talking('715');
    await call.rtp.hears(60);
    await press(member, '*', '7');
    await service.crash();
    await call.rtp.hears(80, 20_000);
    await press(member, '*', '8');
    await heard(member.rtp, ANSWERS['recording-resume-true']);
    await call.rtp.hears(60);
    call.hangUp();
    await member.over();
    await service.again();
    judge(await done(number), 'Anna');
  });

  it('is refused in words where the group says so', async () => {
    const { number, call, member } = await talking('745');
    await press(member, '*', '7');
    await heard(member.rtp, ANSWERS['recording-pause-refused']);
    await call.rtp.hears(100);
    call.hangUp();
    await member.over();
    const record = await done(number);
    assert.deepEqual(kinds(record), ['recorded']);
    assert.ok(!sound(record, 'member').slice(5, -2).includes('zeros'));
  });

  it('tells a colleague who took the caller over that nothing is recorded any more', async () => {
    const { number, call, member } = await talking('715');
    member.blindTransfer(`sip:1002@127.0.0.1:${rig.fs.sipPort}`);
    const bernd = await rig.phones['1002'].nextCall();
    await bernd.answer();
    bernd.sayTone();
    await heard(bernd.rtp, CALLER);
    await press(bernd, '*', '7');
    await heard(bernd.rtp, ANSWERS['recording-pause-false']);
    call.hangUp();
    await bernd.over();
    assert.ok(!kinds(await done(number)).includes('recordingPaused'));
  });

  it('says that nothing is recorded where nothing is', async () => {
    rmSync(rig.recordings, { recursive: true });
    writeFileSync(rig.recordings, 'no folder');
    const { number, call, member } = await talking('715');
    await press(member, '*', '7');
    await heard(member.rtp, ANSWERS['recording-pause-false']);
    call.hangUp();
    await member.over();
    const record = await done(number);
    assert.deepEqual([record.recording, kinds(record)], [null, []]);
    assert.ok(record.steps.some(({ fact }) => fact?.kind === 'notRecorded'));
    rmSync(rig.recordings);
  });
});
