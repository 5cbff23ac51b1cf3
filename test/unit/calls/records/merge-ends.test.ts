import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DateTime } from 'luxon';
import { readChannelEnd, type ChannelEnd } from '../../../../src/calls/outcome/channel-times.js';
import { beginRecord, continueRecord } from '../../../../src/calls/records/build-record.js';
import { type CallRecord, type RecordedLeg } from '../../../../src/base/model/call-record.js';
import { mergeEnds } from '../../../../src/calls/records/merge-ends.js';

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
  const startedAt = DateTime.fromMillis(START);
  const begun = beginRecord({
    id: 'c',
    call,
    group: undefined,
    configurationRevision: 1,
    controller: 'a',
    startedAt,
    takeovers: 0,
  });
  return { ...begun, ...changes };
}

function anEnd(changes: Partial<ChannelEnd>): ChannelEnd {
  return {
    id: 'leg-a',
    cause: 'NO_ANSWER',
    createdAtMs: START,
    rangAtMs: START + 100,
    answeredAtMs: undefined,
    bridgedAtMs: undefined,
    endedAtMs: START + 20_000,
    sipStatus: undefined,
    ...changes,
  };
}

const end = (ends: ChannelEnd[], second: number) => ({
  outcome: 'answered' as const,
  hangupCause: 'NORMAL_CLEARING',
  at: DateTime.fromMillis(START + second * 1000),
  leg: (id: string) => ends.find((one) => one.id === id),
});

test('waiting lasts until the member was connected, talking from then on', () => {
  const record = aRecord({
    answeredBy: { who: 'Anna', userId: 'anna', kind: 'desk', to: '1001', group: '700', stage: 1 },
    legs: [aLeg({ outcome: 'answered', cause: 'NONE' })],
  });
  const merged = mergeEnds(
    record,
    end([anEnd({ answeredAtMs: START + 6_000, bridgedAtMs: START + 7_000, endedAtMs: START + 97_000 })], 97),
  );
  assert.deepEqual(merged.answeredAt, at(7));
  assert.equal(merged.waitingSec, 7);
  assert.equal(merged.talkingSec, 90);
  assert.deepEqual(merged.legs[0]?.rangAt, new Date(START + 100));
});

test('a mobile that was picked up but ran out of time did not confirm', () => {
  const merged = mergeEnds(
    aRecord({ legs: [aLeg({ kind: 'mobile' })] }),
    end([anEnd({ answeredAtMs: START + 3_000 })], 20),
  );
  assert.equal(merged.legs[0]?.outcome, 'notConfirmed');
});

test('the status of a phone is kept beside the cause', () => {
  const merged = mergeEnds(
    aRecord({ legs: [aLeg({ outcome: 'rejected', cause: 'CALL_REJECTED' })] }),
    end([anEnd({ cause: 'CALL_REJECTED', sipStatus: 603 })], 1),
  );
  assert.deepEqual([merged.legs[0]?.outcome, merged.legs[0]?.sipStatus], ['rejected', 603]);
});

test('without any event the record still ends', () => {
  const merged = mergeEnds(aRecord({ legs: [aLeg({})] }), {
    ...end([], 33),
    outcome: 'gaveUp',
    hangupCause: 'ORIGINATOR_CANCEL',
  });
  assert.deepEqual(
    [merged.waitingSec, merged.talkingSec, merged.outcome, merged.hangupCause],
    [33, 0, 'gaveUp', 'ORIGINATOR_CANCEL'],
  );
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

test('a hangup event of FreeSWITCH: microseconds, 0 for never, the status of the far end', () => {
  const headers: Record<string, string> = {
    'Event-Name': 'CHANNEL_HANGUP_COMPLETE',
    'Unique-ID': 'leg-a',
    'Hangup-Cause': 'USER_BUSY',
    'Event-Date-Timestamp': '1795460541894551',
    'Caller-Channel-Created-Time': '1795460541874594',
    'Caller-Channel-Progress-Time': '0',
    'Caller-Channel-Answered-Time': '0',
    'Caller-Channel-Bridged-Time': '0',
    'Caller-Channel-Hangup-Time': '1795460541890000',
    variable_sip_invite_failure_status: '486',
  };
  assert.deepEqual(
    readChannelEnd((name) => headers[name]),
    {
      id: 'leg-a',
      cause: 'USER_BUSY',
      createdAtMs: 1795460541874,
      rangAtMs: undefined,
      answeredAtMs: undefined,
      bridgedAtMs: undefined,
      endedAtMs: 1795460541890,
      sipStatus: 486,
    },
  );
  assert.equal(
    readChannelEnd((name) => (name === 'Event-Name' ? 'CHANNEL_ANSWER' : headers[name])),
    undefined,
  );
});
