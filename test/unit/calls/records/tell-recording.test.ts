/** What a record says of its recording, from what FreeSWITCH told of the recorded leg. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withStep } from '../../../../src/calls/records/build-record.js';
import { withRecording } from '../../../../src/calls/records/tell-recording.js';
import { readEvent } from '../../../../src/calls/story/read-channel.js';
import { NO_STORY, unknownChannel, withFact, type ChannelStory } from '../../../../src/calls/story/story.js';
import { aRecord } from '../../../factories.js';

/** Whole seconds of FreeSWITCH's clock. */
const BEGAN = 1_796_000_000;
const TALK = { with: 'leg', fromMs: BEGAN * 1000 };
const WHO = { leg: 'Anna', other: 'Bernd' } as const;

function told(
  leg: Partial<ChannelStory>,
  record = aRecord({}),
  more: readonly ChannelStory[] = [],
  movedOnMs?: number,
) {
  const channels = [{ ...unknownChannel('leg'), recording: 'a.wav', ...leg }, ...more];
  const story = channels.reduce((known, channel) => withFact(known, { call: 'c', channel }), NO_STORY);
  const talks = [TALK, { with: 'other', fromMs: TALK.fromMs + 30_000 }];
  return withRecording(record, talks, story, (talk) => WHO[talk.with as keyof typeof WHO], movedOnMs);
}
const facts = (record: ReturnType<typeof told>) => record.steps.map(({ fact }) => fact);
const at = (sec: number) => String(BEGAN + sec);

test('pauses are told with who and where; what was pressed twice counts once', () => {
  const recordingMarks = `r${at(1)}true.p${at(42)}true.p${at(42)}true.p${at(50)}true.r${at(70)}true.r${at(71)}true.`;
  const record = told({ recordingMarks });
  assert.equal(record.recording, 'a.wav');
  assert.deepEqual(facts(record), [
    { kind: 'recordingPaused', who: 'Anna', atSec: 43 },
    { kind: 'recordingResumed', who: 'Anna', atSec: 71 },
  ]);
  assert.deepEqual(told({ recordingMarks }, record), record, 'they are told once');
});

test('they stand in order of time, also before what the session noted at the end', () => {
  const ended = new Date(TALK.fromMs + 90_000);
  const record = withStep(aRecord({}), { kind: 'recorded', who: 'Anna' }, ended);
  const both = told({ recordingMarks: `p${at(42)}true.`, endedAtMs: 1, recordedMs: 90_000 }, record);
  assert.deepEqual(
    facts(both).map((fact) => fact?.kind),
    ['recordingPaused', 'recorded'],
  );
});

test('a recorded talk that no session noted is told at its end, and only if something was written', () => {
  const endedAtMs = TALK.fromMs + 5_000;
  assert.deepEqual(facts(told({ recordedMs: 5_000 })), []);
  assert.deepEqual(facts(told({ endedAtMs })), []);
  const record = told({ endedAtMs, recordedMs: 5_000 });
  assert.deepEqual(record.steps.at(-1)?.at, new Date(endedAtMs));
  assert.deepEqual(facts(record), [{ kind: 'recorded', who: 'Anna' }]);
  assert.deepEqual(told({ endedAtMs, recordedMs: 5_000 }, record), record);
});

test('of a channel only what FreeSWITCH has done is believed', () => {
  const header = (marks: string) => (name: string) =>
    ({ 'Unique-ID': 'leg', variable_rufgruppe_call: 'c', variable_rufgruppe_recording_marks: marks })[name];
  const read = (marks: string) => readEvent(header(marks))[0]?.channel.recordingMarks;
  assert.equal(read(`p${at(1)}false.p${at(2)}true.<b>r${at(3)}true.`), `p${at(2)}true.r${at(3)}true.`);
  assert.equal(read(`p${at(1)}false.`), undefined);
  assert.equal(read('p-1true.px'), undefined);
  assert.ok((read(`p${at(1)}true.`.repeat(100_000))?.length ?? 0) < 20_000);
});

test('a recording that follows the caller tells who was heard from where on, and that it was written', () => {
  const follows = { recordingFollows: true, endedAtMs: TALK.fromMs + 29_000 } as const;
  const heard = { kind: 'recordedOn', who: 'Bernd', atSec: 30 } as const;
  assert.deepEqual(facts(told(follows)), [heard]);
  const caller = { ...unknownChannel('c'), recordedMs: 60_000 };
  const record = told(follows, aRecord({ channel: 'c' }), [caller]);
  assert.deepEqual(facts(record), [{ kind: 'recorded', who: 'Anna', goesOn: true }, heard]);
  assert.deepEqual(told(follows, record, [caller]), record, 'it is told once');
});

test('a pause by whoever took the caller over is told with that name', () => {
  const other = { ...unknownChannel('other'), recordingMarks: `p${at(40)}true.` };
  const record = told({ recordingFollows: true }, aRecord({ channel: 'c' }), [other]);
  assert.deepEqual(facts(record).at(-1), { kind: 'recordingPaused', who: 'Bernd', atSec: 41 });
});

test('a caller who is sent to another group at once was recorded too, before the channels tell the length', () => {
  const endedAtMs = TALK.fromMs + 1_000;
  const movedOnMs = TALK.fromMs + 900;
  const one = aRecord({ channel: 'c' });
  const caller = unknownChannel('c');
  const recorded = (leg: Partial<ChannelStory>, since?: number) =>
    told(leg, one, [caller], since).steps.flatMap(({ fact, at: when }) =>
      fact?.kind === 'recorded' ? [[fact.goesOn === true, when.getTime()]] : [],
    );
  assert.deepEqual(recorded({ recordingFollows: true, endedAtMs }, movedOnMs), [[true, endedAtMs]]);
  assert.deepEqual(recorded({}, movedOnMs), [[false, movedOnMs]], 'the phone hangs up later');
  assert.deepEqual(recorded({ recordingFollows: true, endedAtMs }), [], 'the talk with a colleague goes on');
  assert.deepEqual(recorded({ endedAtMs }, movedOnMs), [], 'nothing was written');
});
