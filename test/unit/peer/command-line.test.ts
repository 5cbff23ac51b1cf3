import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callOf, type CallValues } from '../../../scripts/peer/command-line.js';

test('reads a whole call', () => {
  assert.deepEqual(
    callOf({
      to: '700',
      from: '03012345',
      phone: ['1001=answer@4s', '+491713920012=confirm@3s'],
      hangupAfter: '12s',
      socket: 'pbx:8085',
      cdrs: 'cdr',
    }),
    {
      to: '700',
      from: '03012345',
      name: undefined,
      anonymous: false,
      phones: [
        { number: '1001', behaviour: { kind: 'answer', afterSec: 4, talkSec: 5 } },
        { number: '+491713920012', behaviour: { kind: 'confirm', afterSec: 3, talkSec: 5 } },
      ],
      hangupAfterSec: 12,
      host: 'pbx',
      port: 8085,
      cdrFolder: 'cdr',
    },
  );
});

test('a caller who withholds the number needs none', () => {
  assert.equal(callOf({ to: '700', anonymous: true }).from, 'anonymous');
  assert.equal(callOf({ to: '700', anonymous: true, from: '03012345' }).from, '03012345');
});

const GOOD = { to: '700', from: '030' };

const FAULTS: readonly [CallValues, RegExp][] = [
  [{ from: '030' }, /^--to is missing/],
  [{ to: '700' }, /^--from is missing/],
  [{ to: 'x', from: '030' }, /^--to "x" is no number/],
  [{ ...GOOD, phone: ['1001=asleep'] }, /^--phone "1001=asleep" is unreadable. Allowed is NUMBER=WORD/],
  [{ ...GOOD, phone: ['1001'] }, /^--phone "1001" is unreadable/],
  [{ ...GOOD, phone: ['1001=busy@2s+3s'] }, /is unreadable/],
  [{ ...GOOD, hangupAfter: 'soon' }, /^--hangup-after wants seconds/],
  [{ ...GOOD, socket: '8084' }, /^--socket "8084" is unreadable. Allowed is HOST:PORT/],
];

for (const [values, expected] of FAULTS) {
  test(`says what is wrong with: ${JSON.stringify(values)}`, () => {
    assert.throws(() => callOf(values), { name: 'Error', message: expected });
  });
}
