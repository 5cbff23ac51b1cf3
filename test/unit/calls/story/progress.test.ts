import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  decodeProgress,
  encodeProgress,
  withAttempt,
  type Progress,
} from '../../../../src/calls/story/progress.js';
import type { Attempt } from '../../../../src/base/model/call.js';

test('the state of a call in stage 2 of a second group is one short token', () => {
  const progress: Progress = {
    group: '700',
    profileIndex: '1',
    startedAtMs: 1_795_460_541_894,
    takeovers: 2,
    attempts: [
      { place: { path: ['700'], part: 'stage', stage: 1 } },
      { place: { path: ['700', '701'], part: 'stage', stage: 2 } },
      { place: { path: ['700', '701'], part: 'destination', by: 'final' } },
    ],
  };
  assert.equal(encodeProgress(progress), '1.700.1.1795460541894.2.700:s1.700-701:s2.700-701:f');
  assert.deepEqual(decodeProgress(encodeProgress(progress)), progress);
});

test('a greeting that has begun is told apart from a notice that was heard to its end', () => {
  const after = (isNoticeHeard: boolean): Progress => ({
    group: '700',
    profileIndex: '1',
    startedAtMs: 5,
    takeovers: 0,
    attempts: [{ place: { path: ['700'], part: 'greeting', isNoticeHeard } }],
  });
  assert.equal(encodeProgress(after(false)), '1.700.1.5.0.700:g');
  assert.equal(encodeProgress(after(true)), '1.700.1.5.0.700:h');
  for (const heard of [false, true])
    assert.deepEqual(decodeProgress(encodeProgress(after(heard))), after(heard));
});

test('foreign or damaged states are no state', () => {
  for (const text of [
    undefined,
    '',
    'x',
    '2.700.1.5',
    '1.700.1.x.0',
    '1.700.1.5.0.700:s4',
    '1.700.1.5.0.700',
    '1.700.1.-5.0',
    `1.700.1.5.0${'.700:s1'.repeat(500)}`,
  ]) {
    assert.equal(decodeProgress(text), undefined, text?.slice(0, 40));
  }
});

test('every state survives the way over the channel', () => {
  const number = fc.stringMatching(/^[1-9][0-9]{0,5}$/);
  const attempt: fc.Arbitrary<Attempt> = fc.record({
    place: fc.oneof(
      fc.record({
        path: fc.array(number, { minLength: 1, maxLength: 5 }),
        part: fc.constant('stage' as const),
        stage: fc.integer({ min: 1, max: 3 }),
      }),
      fc.record({
        path: fc.array(number, { minLength: 1, maxLength: 5 }),
        part: fc.constant('stage' as const),
        stage: fc.integer({ min: 1, max: 3 }),
        untilSec: fc.integer({ min: 1, max: 600 }),
      }),
      fc.record({
        path: fc.array(number, { minLength: 1, maxLength: 5 }),
        part: fc.constant('destination' as const),
        by: fc.constantFrom('anonymous' as const, 'switch' as const, 'final' as const),
      }),
    ),
  });
  fc.assert(
    fc.property(number, fc.array(attempt, { maxLength: 20 }), (group, attempts) => {
      const progress = { group, profileIndex: '2', startedAtMs: 1, takeovers: 0, attempts };
      assert.deepEqual(decodeProgress(encodeProgress(progress)), structuredClone(progress));
      assert.match(encodeProgress(progress), /^[0-9a-z.:-]+$/);
    }),
  );
});

test('of a stage that rings in turns only the last turn is kept', () => {
  const stage = (number: number, untilSec?: number) =>
    ({ path: ['700'], part: 'stage', stage: number, ...(untilSec !== undefined && { untilSec }) }) as const;
  const attempts = [stage(1), stage(2, 10), stage(2, 20), stage(2)].reduce<readonly Attempt[]>(
    withAttempt,
    [],
  );
  assert.deepEqual(
    attempts.map(({ place }) => place),
    [stage(1), stage(2)],
  );
  const progress = { group: '700', profileIndex: '1', startedAtMs: 1, takeovers: 0 };
  const half = [stage(1), stage(2, 10), stage(2, 20)].reduce<readonly Attempt[]>(withAttempt, []);
  assert.equal(encodeProgress({ ...progress, attempts: half }), '1.700.1.1.0.700:s1.700:s2u20');
});
