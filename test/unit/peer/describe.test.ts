import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Describer } from '../../../scripts/peer/describe.js';
import type { TimelineEvent } from '../../../scripts/peer/timeline.js';

const leg = {
  uuid: 'leg',
  dial: 'sofia/internal/sip:1001@127.0.0.1:6001',
  number: '1001',
  variables: new Map([
    ['origination_caller_id_name', 'Sales: Erika'],
    ['origination_caller_id_number', '03023125012'],
  ]),
};

test('tells a call in words', () => {
  const events: TimelineEvent[] = [
    { atMs: 0, kind: 'execute', app: 'multiset', arg: 'a=1' },
    { atMs: 0, kind: 'execute', app: 'bridge', arg: '{originate_timeout=20}…' },
    { atMs: 0, kind: 'invite', leg },
    { atMs: 0, kind: 'callerHears', what: 'ringing', detail: '' },
    {
      atMs: 4000,
      kind: 'cancelled',
      leg,
      cause: 'NO_ANSWER',
      method: 'CANCEL',
      reason: 'Q.850;cause=19;text="NO_ANSWER"',
    },
    { atMs: 4000, kind: 'bridgeReturned', disposition: 'NO_ANSWER' },
    { atMs: 4000, kind: 'execute', app: 'bridge', arg: 'user/1001' },
    { atMs: 12_345, kind: 'callerGets', status: 480, phrase: 'Temporarily Unavailable', cause: 'NO_ANSWER' },
  ];
  const describer = new Describer();
  assert.deepEqual(
    events.map((event) => describer.describe(event)).filter((line) => line !== undefined),
    [
      '   0.0 s  -- round 1 of ringing, at most 20 s',
      '   0.0 s  1001 is called, display: Sales: Erika <03023125012>',
      '   0.0 s  the caller hears: ringing (180)',
      '   4.0 s  1001 stops ringing: Q.850;cause=19;text="NO_ANSWER"',
      '   4.0 s  round 1 of ringing ends: NO_ANSWER',
      '   4.0 s  -- round 2 of ringing',
      '  12.3 s  the caller gets 480 Temporarily Unavailable (NO_ANSWER)',
    ],
  );
});
