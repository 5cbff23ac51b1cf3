import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialledText } from '../../../../src/afterwards/mail/number-text.js';

for (const [number, dialled] of [
  ['+493023125001', '+493023125001'],
  ['03023125001', '03023125001'],
  ['1001', '1001'],
  ['4312345678', null],
  ['sales', null],
  // From outside anybody can call as these.
  ['112', null],
  ['700', null],
  ['1002', null],
  ['0', null],
  ['000000', null],
  ['+', null],
  ['+00000000', null],
  ['004930231250', '004930231250'],
  ['9'.repeat(40), null],
  ['0'.repeat(20), null],
] as const) {
  test(`${number} is ${dialled === null ? 'no link' : 'a link to be dialled'}`, () => {
    assert.equal(dialledText(number, new Set(['1001'])), dialled);
  });
}
