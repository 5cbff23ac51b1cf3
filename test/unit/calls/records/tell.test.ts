import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginRecord, continueRecord, withStep } from '../../../../src/calls/records/build-record.js';
import { type CallRecord, type RecordedLeg } from '../../../../src/base/model/call-record.js';
import {
  numberIn,
  endOf,
  finished,
  isTakenOver,
  told,
  type WhoIs,
} from '../../../../src/calls/records/tell.js';
import {
  unknownChannel,
  withFact,
  type CallStory,
  type ChannelStory,
} from '../../../../src/calls/story/story.js';

const START = Date.parse('2026-11-23T10:00:00.000Z');
const at = (second: number) => new Date(START + second * 1000);

function aLeg(changes: Partial<RecordedLeg>): RecordedLeg {
  return {
    id: 'leg-a',
    group: '700',
    stage: 1,
    who: 'Anna',
    userId: 'anna',
    kind: 'desk',
    to: '1001',
    startedAt: at(0),
    rangAt: null,
    endedAt: at(20),
    outcome: 'noAnswer',
    cause: 'NO_ANSWER',
    sipStatus: null,
    ...changes,
  };
}

function aRecord(changes: Partial<CallRecord>): CallRecord {
  const call = {
    id: 'c',
    groupNumber: '700',
    caller: { kind: 'withheld' as const },
    callerExtension: undefined,
    fromOutside: true,
  };
  const begun = beginRecord({
    id: 'c',
    call,
    group: undefined,
    configurationRevision: 1,
    controller: 'a',
    startedAtMs: START,
    takeovers: 0,
  });
  return { ...begun, ...changes };
}

const nobody: WhoIs = () => undefined;

/** What became of the call's channels; `c` is the caller's. */
function story(...channels: readonly (Partial<ChannelStory> & { readonly id: string })[]): CallStory {
  return channels.reduce<CallStory>(
    (known, channel) =>
      withFact(known, { call: 'c', channel: { ...unknownChannel(channel.id), ...channel } }),
    new Map(),
  );
}

const seen = (second: number) => ({
  outcome: 'answered' as const,
  hangupCause: 'NORMAL_CLEARING',
  at: at(second),
});
const finish = (record: CallRecord, known: CallStory, end?: Parameters<typeof finished>[3]) =>
  finished(record, known, nobody, end, START + 60_000);

const ANNA = { who: 'Anna', userId: 'anna', kind: 'desk', to: '1001', group: '700', stage: 1 } as const;
const RINGING = { outcome: 'ringing', cause: null, endedAt: null } as const;

test('waiting lasts until the member was connected, talking until the caller hung up', () => {
  const record = aRecord({ answeredBy: ANNA, legs: [aLeg({ outcome: 'answered', cause: 'NONE' })] });
  const leg = { rangAtMs: START + 100, answeredAtMs: START + 6_000, endedAtMs: START + 97_000 };
  const merged = finish(
    record,
    story({ id: 'leg-a', cause: 'NORMAL_CLEARING', talks: [{ with: 'c', fromMs: START + 7_000 }], ...leg }),
    seen(97),
  );
  assert.deepEqual(merged.answeredAt, at(7));
  assert.equal(merged.waitingSec, 7);
  assert.equal(merged.talkingSec, 90);
  assert.deepEqual(merged.legs[0]?.rangAt, new Date(START + 100));
});

test('a member of whom FreeSWITCH tells no connection has talked since the answer', () => {
  const record = aRecord({ answeredBy: ANNA, legs: [aLeg({ outcome: 'answered', cause: 'NONE' })] });
  const merged = finish(record, story({ id: 'leg-a', answeredAtMs: START + 6_000 }), seen(97));
  assert.deepEqual([merged.answeredAt, merged.talkingSec], [at(6), 91]);
});

test('a mobile that was picked up but ran out of time did not confirm', () => {
  const merged = finish(
    aRecord({ legs: [aLeg({ kind: 'mobile' })] }),
    story({ id: 'leg-a', cause: 'NO_ANSWER', answeredAtMs: START + 3_000 }),
    seen(20),
  );
  assert.equal(merged.legs[0]?.outcome, 'notConfirmed');
});

test('a mobile that was picked up and did not confirm is told so also when nobody had seen its end', () => {
  const record = aRecord({ legs: [aLeg({ kind: 'mobile', ...RINGING, outcome: 'unknown' })] });
  const known = story(
    { id: 'leg-a', answeredAtMs: START + 5_000, endedAtMs: START + 9_000, cause: 'ORIGINATOR_CANCEL' },
    { id: 'c', endedAtMs: START + 9_000, cause: 'ORIGINATOR_CANCEL', endedBy: 'far' },
  );
  assert.equal(finish(record, known).legs[0]?.outcome, 'notConfirmed');
});

test('nothing is answered before it began, nor over before the last talk, and nobody talks to a caller who has gone', () => {
  const record = aRecord({ answeredBy: ANNA, legs: [aLeg(RINGING)] });
  const known = story({
    id: 'c',
    talks: [
      { with: 'leg-a', fromMs: START - 500 },
      { with: 'x', fromMs: START + 1_000 },
      { with: 'y', fromMs: START + 8_000 },
    ],
    endedAtMs: START - 400,
    cause: 'NORMAL_CLEARING',
  });
  const { answeredAt, endedAt, talkingSec } = finish(record, known);
  assert.deepEqual([answeredAt, endedAt, talkingSec], [at(0), at(1), 1]);
});

test('the status of a phone is kept beside the cause', () => {
  const merged = finish(
    aRecord({ legs: [aLeg({ outcome: 'rejected', cause: 'CALL_REJECTED' })] }),
    story({ id: 'leg-a', cause: 'CALL_REJECTED', sipStatus: 603 }),
    seen(1),
  );
  assert.deepEqual([merged.legs[0]?.outcome, merged.legs[0]?.sipStatus], ['rejected', 603]);
});

test('without any story the record still ends as the session saw it', () => {
  const merged = finish(aRecord({ legs: [aLeg({})] }), new Map(), {
    at: at(33),
    outcome: 'gaveUp',
    hangupCause: 'ORIGINATOR_CANCEL',
  });
  assert.deepEqual(
    [merged.waitingSec, merged.talkingSec, merged.outcome, merged.hangupCause],
    [33, 0, 'gaveUp', 'ORIGINATOR_CANCEL'],
  );
});

test('who talks is told while the call goes on', () => {
  const record = aRecord({ legs: [aLeg(RINGING), aLeg({ id: 'leg-b', who: 'Bernd', ...RINGING })] });
  const known = told(record, story({ id: 'c', talks: [{ with: 'leg-b', fromMs: START + 4_000 }] }), nobody);
  assert.deepEqual(
    [known.answeredBy?.who, known.answeredAt, known.endedAt, known.outcome],
    ['Bernd', at(4), null, 'open'],
  );
  assert.deepEqual(
    known.legs.map(({ outcome }) => outcome),
    ['ringing', 'answered'],
  );
});

test('a caller who was handed on talks until the end, and the record says to whom', () => {
  const record = aRecord({ answeredBy: ANNA, legs: [aLeg({ outcome: 'answered', cause: 'NONE' })] });
  const talks = [
    { with: 'leg-a', fromMs: START + 2_000 },
    { with: 'colleague', fromMs: START + 5_000 },
  ];
  const channels = story(
    { id: 'c', talks, endedAtMs: START + 9_000, cause: 'NORMAL_CLEARING', endedBy: 'far' },
    { id: 'colleague', number: '1002' },
  );
  const whoIs: WhoIs = (phone) => {
    const to = numberIn(phone);
    return { who: `User ${to}`, userId: null, kind: 'desk', to };
  };
  const done = finished(record, channels, whoIs, seen(5), START);
  assert.deepEqual([done.answeredBy?.who, done.talkingSec, done.endedAt], ['Anna', 7, at(9)]);
  assert.equal(done.steps.at(-1)?.text, 'the caller was handed on and talked to User 1002');
  assert.deepEqual(finished(told(record, channels, whoIs), channels, whoIs, seen(5), START), done);
});

test('a call that went on without a controller ends as FreeSWITCH tells', () => {
  const record = aRecord({ legs: [aLeg(RINGING)] });
  const talk = { with: 'leg-a', fromMs: START + 3_000 };
  const cases = [
    [{ talks: [talk], endedBy: 'freeswitch' }, 'answered', 5],
    [{ endedBy: 'far', cause: 'NORMAL_CLEARING' }, 'gaveUp', 0],
    [{ answeredAtMs: START + 4_000, taker: 'voicemail', endedBy: 'far' }, 'voicemail', 4],
    [{ cause: 'NO_ANSWER', endedBy: 'freeswitch' }, 'released', 0],
  ] as const;
  for (const [channel, outcome, talkingSec] of cases) {
    const done = finish(record, story({ id: 'c', endedAtMs: START + 8_000, ...channel }));
    assert.deepEqual([done.outcome, done.talkingSec, done.endedAt], [outcome, talkingSec, at(8)], outcome);
    assert.match(done.steps.at(-1)?.text ?? '', /went on without a controller/);
  }
});

test('an end that nobody saw is said to be unknown, and the talk that was seen is kept', () => {
  const record = aRecord({ legs: [aLeg(RINGING)] });
  const unseen = finish(record, new Map());
  assert.deepEqual(
    [unseen.outcome, unseen.legs[0]?.outcome, unseen.endedAt],
    ['handedBack', 'unknown', at(60)],
  );
  const talked = finish(record, story({ id: 'c', talks: [{ with: 'leg-a', fromMs: START + 3_000 }] }));
  assert.deepEqual([talked.outcome, talked.answeredBy?.who], ['answered', 'Anna']);
  assert.match(talked.steps.at(-1)?.text ?? '', /nobody saw how it ended/);
});

test('a channel that came to another group ends the first call there', () => {
  const channels = story({
    id: 'c',
    endedAtMs: START + 60_000,
    talks: [
      { with: 'leg-a', fromMs: START + 2_000 },
      { with: 'leg-b', fromMs: START + 20_000 },
    ],
    arrivals: [
      { profileIndex: 1, startedAtMs: START, createdAtMs: undefined, takeovers: 0 },
      { profileIndex: 2, startedAtMs: START + 10_000, createdAtMs: undefined, takeovers: 1 },
    ],
  });
  const first = aRecord({ answeredBy: ANNA, legs: [aLeg({ outcome: 'answered' })] });
  assert.equal(endOf(first, channels), START + 10_000);
  assert.equal(finish(first, channels, seen(10)).talkingSec, 8);
  const second = aRecord({ _id: 'c-2', startedAt: at(10), legs: [aLeg({ id: 'leg-b', ...RINGING })] });
  const done = finish(second, channels);
  assert.deepEqual([done.waitingSec, done.talkingSec, done.steps.length], [10, 40, 1]);
  assert.deepEqual([isTakenOver(first, channels), isTakenOver(second, channels)], [false, true]);
});

test('a short talk before a transfer is not one of the next call, as FreeSWITCH tells when that began', () => {
  const transferredAtMs = START + 3_000;
  const channels = story({
    id: 'c',
    endedAtMs: START + 9_000,
    endedBy: 'far',
    talks: [{ with: 'leg-a', fromMs: START + 2_000 }],
    arrivals: [{ profileIndex: 2, startedAtMs: transferredAtMs, createdAtMs: transferredAtMs, takeovers: 0 }],
  });
  const first = finish(aRecord({ legs: [aLeg(RINGING)] }), channels);
  assert.deepEqual([first.outcome, first.talkingSec], ['answered', 1]);
  const second = finish(aRecord({ _id: 'c-2', startedAt: at(3) }), channels);
  assert.deepEqual([second.outcome, second.answeredBy, second.talkingSec], ['gaveUp', null, 0]);
  const unanswered = finish(aRecord({}), story({ ...unknownChannel('c'), ...channels.get('c'), talks: [] }));
  assert.equal(unanswered.outcome, 'released', 'the caller gave up in the next group, not in this one');
});

test('a call that was taken over keeps what the first controller knew', () => {
  const first = aRecord({
    legs: [aLeg({ outcome: 'ringing', cause: null, endedAt: null })],
    steps: [{ at: at(0), group: '700', text: 'stage 1' }],
  });
  const second = aRecord({
    controller: 'b',
    legs: [aLeg({ id: 'leg-b', stage: 2 })],
    steps: [{ at: at(21), group: '700', text: 'stage 2' }],
  });
  const whole = continueRecord(first, second);
  assert.deepEqual(
    whole.steps.map(({ text }) => text),
    ['stage 1', 'stage 2'],
  );
  assert.deepEqual(
    whole.legs.map(({ id, outcome }) => [id, outcome]),
    [
      ['leg-a', 'noAnswer'],
      ['leg-b', 'noAnswer'],
    ],
  );
  assert.equal(whole.controller, 'b');
});

test('names the recording of a talk that began while no controller had the call', () => {
  const record = aRecord({ legs: [aLeg({ outcome: 'ringing', endedAt: null, cause: null })] });
  const talking = story(
    { id: 'c', talks: [{ with: 'leg-a', fromMs: START + 5_000 }] },
    { id: 'leg-a', recording: 'a1.wav' },
  );
  assert.equal(told(record, talking, nobody).recording, 'a1.wav');
});

test('names no recording of a phone that nobody talked on, nor of a file that was looked for in vain', () => {
  const legs = [aLeg({ id: 'leg-b' })];
  const other = story(
    { id: 'c', talks: [{ with: 'leg-a', fromMs: START + 5_000 }] },
    { id: 'leg-b', recording: 'b1.wav' },
  );
  assert.equal(told(aRecord({ legs }), other, nobody).recording, null);
  const inVain = withStep(aRecord({ legs: [aLeg({})] }), { kind: 'notRecorded', file: '/r/a1.wav' }, at(9));
  const talked = story(
    { id: 'c', talks: [{ with: 'leg-a', fromMs: START + 5_000 }] },
    { id: 'leg-a', recording: 'a1.wav' },
  );
  assert.equal(told(inVain, talked, nobody).recording, null);
});

const PICKED_UP = story(
  { id: 'leg-a', endedAtMs: START + 4_000, cause: 'ORIGINATOR_CANCEL' },
  {
    id: 'c',
    endedAtMs: START + 30_000,
    cause: 'NORMAL_CLEARING',
    talks: [{ with: 'p', fromMs: START + 4_000 }],
  },
  // What FreeSWITCH shows of the phone after the connection is the caller's number.
  { id: 'p', number: '03023125001', pickedUpBy: '1002', endedAtMs: START + 30_000 },
);
const bernd: WhoIs = (phone) =>
  'address' in phone && phone.address === '1002'
    ? { who: 'Bernd', userId: 'bernd', kind: 'desk', to: '1002' }
    : undefined;

test('a call that was picked up was answered by the phone that signed in, whatever it shows', () => {
  const record = aRecord({ legs: [aLeg({ ...RINGING })] });
  const open = told(record, PICKED_UP, bernd);
  assert.equal(open.answeredBy?.who, 'Bernd');
  assert.deepEqual(
    open.steps.map(({ fact, at: of }) => [fact, of]),
    [[{ kind: 'pickedUp', who: 'Bernd' }, at(4)]],
  );
  assert.equal(told(open, PICKED_UP, bernd).steps.length, 1, 'it is told once');
});

test('a call that was picked up ends as an answered one, and not as one that went on alone', () => {
  const handedBack = { outcome: 'handedBack', hangupCause: null, at: at(4) } as const;
  const record = aRecord({ legs: [aLeg({ ...RINGING })] });
  for (const seenEnd of [handedBack, undefined]) {
    const done = finished(record, PICKED_UP, bernd, seenEnd, START + 60_000);
    assert.equal(done.outcome, 'answered');
    assert.deepEqual([done.waitingSec, done.talkingSec, done.hangupCause], [4, 26, 'NORMAL_CLEARING']);
    assert.deepEqual(
      done.steps.map(({ fact }) => fact?.kind),
      ['pickedUp'],
    );
  }
});

test('a caller who gave up before a phone could take the call gave up', () => {
  const handedBack = { outcome: 'handedBack', hangupCause: null, at: at(4) } as const;
  const gone = story(
    { id: 'c', endedAtMs: START + 4_000, cause: 'ORIGINATOR_CANCEL', endedBy: 'far' },
    { id: 'leg-a', endedAtMs: START + 4_000, cause: 'ORIGINATOR_CANCEL' },
  );
  const done = finished(aRecord({ legs: [aLeg({ ...RINGING })] }), gone, bernd, handedBack, START + 60_000);
  assert.deepEqual([done.outcome, done.answeredBy], ['gaveUp', null]);
});
