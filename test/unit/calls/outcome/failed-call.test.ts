import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CallOutcome } from '../../../../src/base/model/call-record.js';
import type { LegOutcome } from '../../../../src/base/model/leg-outcome.js';
import { isFailedCall } from '../../../../src/calls/outcome/failed-call.js';
import { RecentCalls } from '../../../../src/calls/outcome/recent-calls.js';
import { aRecord, aRecordedLeg } from '../../../factories.js';

const call = (outcome: CallOutcome, ...legs: readonly LegOutcome[]) =>
  aRecord({ outcome, legs: legs.map((one) => aRecordedLeg({ outcome: one })) });

describe('A call has failed for a technical reason', () => {
  test('when no phone that was called could be reached', () => {
    assert.equal(isFailedCall(call('released', 'unreachable', 'notRegistered')), true);
    assert.equal(isFailedCall(call('voicemail', 'notRegistered')), true);
    assert.equal(isFailedCall(call('gaveUp', 'unreachable')), true);
  });

  test('when nothing was played, or nobody knows how it ended', () => {
    assert.equal(isFailedCall(call('playedNothing', 'noAnswer')), true);
    assert.equal(isFailedCall(call('handedBack', 'ringing')), true);
  });

  test('not for what people did', () => {
    for (const leg of ['busy', 'rejected', 'noAnswer', 'callerGaveUp', 'redirected', 'notConfirmed'] as const)
      assert.equal(isFailedCall(call('released', leg, 'unreachable')), false, leg);
    assert.equal(isFailedCall(call('answered', 'unreachable')), false);
  });

  test('not when a rule refused the caller and no phone was called', () => {
    assert.equal(isFailedCall(call('released')), false);
  });
});

describe('The calls of the last half an hour', () => {
  const MINUTE = 60_000;
  test('are counted by the minute and forgotten', () => {
    let nowMs = 1_000 * MINUTE;
    const recent = new RecentCalls(() => nowMs);
    recent.ended(call('released', 'unreachable'));
    recent.cdrRead();
    nowMs += 29 * MINUTE;
    recent.ended(call('answered', 'answered'));
    assert.deepEqual(recent.counts(), { ended: 2, failed: 1, cdrs: 1, minutes: 30 });
    nowMs += MINUTE;
    assert.deepEqual(recent.counts(), { ended: 1, failed: 0, cdrs: 0, minutes: 30 });
  });

  test('begin anew when the clock is set back', () => {
    let nowMs = 1_000 * MINUTE;
    const recent = new RecentCalls(() => nowMs);
    recent.ended(call('released', 'unreachable'));
    nowMs -= 120 * MINUTE;
    assert.deepEqual(recent.counts(), { ended: 0, failed: 0, cdrs: 0, minutes: 30 });
  });
});
