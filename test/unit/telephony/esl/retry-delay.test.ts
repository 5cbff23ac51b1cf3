import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryDelayMs } from '../../../../src/telephony/esl/retry-delay.js';

test('the wait doubles from half a second and ends at thirty', () => {
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5, 6, 7, 5000].map((failures) => retryDelayMs(failures, 0)),
    [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000],
  );
});

test('chance takes off up to half', () => {
  assert.equal(retryDelayMs(1, 0.5), 750);
  assert.equal(retryDelayMs(7, 0.999), 15_015);
});
