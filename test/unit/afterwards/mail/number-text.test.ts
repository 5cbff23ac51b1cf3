import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialledText } from '../../../../src/afterwards/mail/number-text.js';

for (const [number, dialled] of [
  ['+493023125001', '+493023125001'],
  ['03023125001', '03023125001'],
  ['1001', '1001'],
  ['4312345678', null],
  ['sales', null],
] as const) {
  test(`${number} is ${dialled === null ? 'no link' : 'a link to be dialled'}`, () => {
    assert.equal(dialledText(number), dialled);
  });
}
