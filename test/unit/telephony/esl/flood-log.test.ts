import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFloodLog } from '../../../../src/telephony/esl/flood-log.js';

test('writes five lines of a reason in ten seconds, and then how many it did not write', () => {
  const lines: [Record<string, unknown>, string][] = [];
  let nowMs = 0;
  const warn = createFloodLog(
    { warn: (facts, message) => lines.push([facts, message]), error: () => undefined },
    () => nowMs,
  );
  for (let count = 0; count < 100; count += 1) warn('flood', { from: '192.0.2.7' }, 'Refused');
  assert.equal(lines.length, 5);
  warn('address', { from: '192.0.2.8' }, 'Refused');
  assert.equal(lines.length, 6);
  nowMs = 10_000;
  warn('flood', { from: '192.0.2.9' }, 'Refused');
  assert.deepEqual(lines.at(-1), [{ from: '192.0.2.9', unwritten: 95 }, 'Refused']);
  warn('flood', { from: '192.0.2.9' }, 'Refused');
  assert.deepEqual(lines.at(-1), [{ from: '192.0.2.9' }, 'Refused']);
});
