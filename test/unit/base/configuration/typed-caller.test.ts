/** One reading of what people type to find a caller, for calls, call-backs and users. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { typedCaller } from '../../../../src/base/configuration/typed-caller.js';

const E164 = '+493023125001';

const notations: readonly (readonly [typed: string, number: string])[] = [
  ['+493023125001', '+493023125001'],
  ['+49 30 231 25-001', '+493023125001'],
  ['+49\u00a030\u202f23125001', '+493023125001'],
  ['+49 (0)30 23125001', '+493023125001'],
  ['0049 30 23125001', '00493023125001'],
  ['493023125001', '493023125001'],
  ['030 / 23125-001', '03023125001'],
  ['(030)\u00a0231\u00a025001', '03023125001'],
  ['\u202a030\u201323125001\u202c', '03023125001'],
  ['tel:+49-30-23125001', '+493023125001'],
  ['tel:+493023125001;ext=5', '+493023125001'],
  ['TEL: 030 23125001', '03023125001'],
  // A plus in an address that was typed by hand arrives as a blank.
  [' 493023125001', '493023125001'],
];

describe('a whole number', () => {
  for (const [typed, number] of notations) {
    test(`${JSON.stringify(typed)} is found in every notation`, () => {
      assert.deepEqual(typedCaller(typed, 'DE'), { kind: 'whole', number, e164: E164 });
    });
  }

  for (const [typed, country, number, e164] of [
    ['1001', 'DE', '1001', undefined],
    ['*97#', 'DE', '*97#', undefined],
    ['4312345678', 'DE', '4312345678', undefined],
    ['436641234567', 'DE', '436641234567', '+436641234567'],
    ['212 555 0100', 'US', '2125550100', '+12125550100'],
    ['555 0100', 'US', '5550100', undefined],
    ['333\u00a01234567', 'IT', '3331234567', '+393331234567'],
    ['011 49 30 23125001', 'US', '011493023125001', E164],
  ] as const) {
    test(`${JSON.stringify(typed)} in ${country}`, () => {
      assert.deepEqual(typedCaller(typed, country), { kind: 'whole', number, e164 });
    });
  }
});

describe('a beginning', () => {
  for (const [typed, country, number, e164] of [
    ['030231*', 'DE', '030231', '+4930231'],
    ['030\u00a0231*', 'DE', '030231', '+4930231'],
    ['030 231 *', 'DE', '030231', '+4930231'],
    ['+49\u202f30 231*', 'DE', '+4930231', '+4930231'],
    ['0049 30 231*', 'DE', '004930231', '+4930231'],
    ['tel:+49-30-231*', 'DE', '+4930231', '+4930231'],
    ['10*', 'DE', '10', undefined],
    ['212*', 'US', '212', undefined],
  ] as const) {
    test(`${JSON.stringify(typed)} in ${country}`, () => {
      assert.deepEqual(typedCaller(typed, country), { kind: 'beginning', number, e164 });
    });
  }
});

test('withheld callers have a word in both languages', () => {
  for (const word of ['anonymous', 'Anonym', 'withheld', 'unbekannt', 'unterdrückt']) {
    assert.deepEqual(typedCaller(` ${word} `, 'DE'), { kind: 'withheld' });
  }
});

test('what is no number is none', () => {
  for (const typed of [
    '',
    '*',
    '+',
    'Max Muster',
    '030x5',
    '{"$gt":""}',
    '٠٣٠٢٣١٢٥',
    '📞030',
    '0'.repeat(33),
  ]) {
    assert.equal(typedCaller(typed, 'DE'), undefined, typed);
  }
});
