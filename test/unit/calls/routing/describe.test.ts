import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Skipped } from '../../../../src/base/model/call.js';
import type { Destination } from '../../../../src/base/model/snapshot.js';
import {
  destinationFact,
  numberText,
  shortNumber,
  skippedFact,
} from '../../../../src/calls/routing/describe.js';
import { destinationText, factText } from '../../../../src/calls/words/words.js';
import { allowed, refused } from '../../../factories.js';

const describeDestination = (to: Destination) => destinationText(destinationFact(to));
const describeSkipped = (skipped: Omit<Skipped, 'reason'>) =>
  factText(skippedFact({ ...skipped, reason: '' }));

describe('words for administrators', () => {
  test('name every kind of destination', () => {
    assert.equal(
      describeDestination({ kind: 'extension', extension: '1001', ringSec: 20 }),
      'extension 1001',
    );
    assert.equal(
      describeDestination({ kind: 'external', number: allowed('+493023125010'), ringSec: 20 }),
      'external number …010',
    );
    assert.equal(describeDestination({ kind: 'group', group: '701' }), 'group 701');
    assert.equal(describeDestination({ kind: 'voicemail', box: '1001' }), 'voicemail 1001');
    assert.equal(
      describeDestination({ kind: 'announcement', file: 'closed.wav' }),
      'announcement closed.wav',
    );
    assert.equal(describeDestination({ kind: 'hangup', cause: 'USER_BUSY' }), 'hang up (busy)');
  });

  test('tell who was not rung', () => {
    const why = { kind: 'leftOut' } as const;
    assert.equal(
      describeSkipped({ who: 'Anna Schmidt', userId: 'anna', what: 'desk', why }),
      'desk phone of Anna Schmidt: left out',
    );
    assert.equal(
      describeSkipped({ who: '1001', userId: undefined, what: 'desk', why }),
      'extension 1001: left out',
    );
    assert.equal(
      describeSkipped({
        who: 'Anna Schmidt',
        userId: 'anna',
        what: 'mobile',
        why: { kind: 'outside', windows: ['08:00-18:00'] },
      }),
      'mobile of Anna Schmidt: outside 08:00-18:00',
    );
    assert.equal(
      describeSkipped({ who: 'Bereitschaft', userId: undefined, what: 'external', why }),
      'Bereitschaft: left out',
    );
    assert.equal(
      describeSkipped({ who: '0900 123456', userId: undefined, what: 'external', why }),
      'external number …456: left out',
    );
  });

  test('show the last three digits of an external number', () => {
    assert.equal(shortNumber('+493023125010'), '…010');
    assert.equal(numberText(allowed('+493023125010')), '+493023125010');
    assert.equal(numberText(refused('0900 123456', 'premium rate')), '0900 123456');
  });
});
