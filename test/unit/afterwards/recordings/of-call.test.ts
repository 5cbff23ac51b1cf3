import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pausedParts, recordedPeople } from '../../../../src/afterwards/recordings/of-call.js';
import { aRecord } from '../../../factories.js';
import type { Fact } from '../../../../src/base/model/reason.js';

const steps = (...facts: readonly Fact[]) =>
  facts.map((fact) => ({ at: new Date(0), group: '700', text: '', fact }));

test('the silent parts of a recording are from each pause to what ended it', () => {
  const paused = (atSec: number, who = 'Anna') => ({ kind: 'recordingPaused', who, atSec }) as const;
  const resumed = (atSec: number) => ({ kind: 'recordingResumed', who: 'Anna', atSec }) as const;
  assert.deepEqual(pausedParts({ steps: steps(paused(3), resumed(9), paused(20, 'Bernd')) }), [
    { fromSec: 3, toSec: 9, who: 'Anna' },
    { fromSec: 20, toSec: null, who: 'Bernd' },
  ]);
  assert.deepEqual(pausedParts({ steps: steps({ kind: 'recorded', who: 'Anna' }) }), []);
});

test('in a recording are heard who answered and who took the caller over, each once', () => {
  const record = aRecord({
    answeredBy: { who: 'Anna', userId: 'anna', kind: 'desk', to: '1001', group: '700', stage: 1 },
    steps: steps(
      { kind: 'recordedOn', who: 'Bernd', atSec: 9 },
      { kind: 'recordedOn', who: '', atSec: 12 },
      { kind: 'recordedOn', who: 'Anna', atSec: 20 },
    ),
  });
  assert.deepEqual(recordedPeople(record), ['Anna', 'Bernd']);
});
