import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCommandLine } from '../../../scripts/peer/command-line.js';

test('reads a whole call', () => {
  assert.deepEqual(
    parseCommandLine(
      '--to 700 --from 03012345 --phone 1001=answer@4s --phone +491713920012=confirm@3s --hangup-after 12s --socket pbx:8085 --cdrs cdr'.split(
        ' ',
      ),
    ),
    {
      kind: 'call',
      call: {
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
    },
  );
});

const FAULTS: readonly [string, RegExp][] = [
  ['--from 030', /^--to is missing/],
  ['--to 700', /^--from is missing/],
  ['--to 700 --from 030 --fone 1', /^There is no option --fone\. Allowed: --to, --from/],
  ['--to x --from 030', /^--to "x" is no number/],
  ['--to 700 --from 030 --phone 1001=asleep', /^--phone "1001=asleep" is unreadable. Allowed is NUMBER=WORD/],
  ['--to 700 --from 030 --phone 1001', /^--phone "1001" is unreadable/],
  ['--to 700 --from 030 --phone 1001=busy@2s+3s', /is unreadable/],
  ['--to 700 --from 030 --hangup-after soon', /^--hangup-after wants seconds/],
  ['--to 700 --from 030 --socket 8084', /^--socket "8084" is unreadable. Allowed is HOST:PORT/],
];

for (const [line, expected] of FAULTS) {
  test(`says what is wrong with: ${line}`, () => {
    const result = parseCommandLine(line.split(' '));
    assert.match(result.kind === 'fault' ? result.message : result.kind, expected);
  });
}
