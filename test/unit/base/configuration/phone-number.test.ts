import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  e164Of,
  normalise,
  whyNoNumber,
  type AllowList,
} from '../../../../src/base/configuration/phone-number.js';

const DEFAULT: AllowList = {
  countries: ['home', 'EU'],
  types: ['geographic', 'mobile'],
  alsoPrefixes: [],
  neverPrefixes: [],
};

const allowed: readonly [string, string][] = [
  ['030 23125 001', '+493023125001'],
  ['0171 39200 11', '+491713920011'],
  ['+49 171 3920011', '+491713920011'],
  ['0049 (30) 23125-001', '+493023125001'],
  ['+43 1 234567', '+431234567'],
  ['+352 621123456', '+352621123456'],
];
for (const [given, e164] of allowed) {
  test(`by default ${given} may be called`, () => {
    assert.deepEqual(normalise(given, 'DE', DEFAULT), { kind: 'allowed', e164 });
  });
}

const refused: readonly [string, string][] = [
  ['0900 1234567', 'premium rate numbers are not allowed'],
  ['0137 7123456', 'premium rate numbers are not allowed'],
  ['0180 5123456', 'shared cost numbers are not allowed'],
  ['0700 12345678', 'personal numbers are not allowed'],
  ['0800 1234567', 'toll-free numbers are not allowed'],
  ['+33 899123456', 'premium rate numbers are not allowed'],
  ['+881612345678', 'satellite and international networks are not allowed (+881)'],
  ['+870773123456', 'satellite and international networks are not allowed (+870)'],
  ['+1 212 5551234', 'country US is not allowed'],
  ['+590590123456', 'country GP is not allowed'],
  ['110', 'emergency and short numbers cannot be called'],
  ['112', 'emergency and short numbers cannot be called'],
  ['116117', 'emergency and short numbers cannot be called'],
  ['118118', 'emergency and short numbers cannot be called'],
  ['+49116117', 'is no valid phone number (read in DE as +49116117)'],
  ['+49110', 'is no valid phone number (read in DE as +49110)'],
  ['030', 'emergency and short numbers cannot be called'],
  ['0301234567890123456', 'is no phone number (read in DE)'],
];
for (const [given, reason] of refused) {
  test(`by default ${given} is refused: ${reason}`, () => {
    assert.deepEqual(normalise(given, 'DE', DEFAULT), { kind: 'refused', given, reason });
  });
}

test('a number is read in the country of the settings', () => {
  assert.deepEqual(normalise('01 234567', 'AT', DEFAULT), { kind: 'allowed', e164: '+431234567' });
});

test('home follows the settings: a Swiss number may be called from Switzerland, not from Germany', () => {
  assert.equal(normalise('+41 44 668 18 00', 'CH', DEFAULT).kind, 'allowed');
  assert.equal(normalise('+41 44 668 18 00', 'DE', DEFAULT).kind, 'refused');
});

test('a prefix that is allowed besides lets a refused kind pass, and one that is never called wins', () => {
  const also = { ...DEFAULT, alsoPrefixes: ['+49180'] };
  assert.deepEqual(normalise('0180 5123456', 'DE', also), { kind: 'allowed', e164: '+491805123456' });
  const never = { ...also, neverPrefixes: ['+491805'] };
  assert.deepEqual(normalise('0180 5123456', 'DE', never), {
    kind: 'refused',
    given: '0180 5123456',
    reason: 'numbers with +491805 are never called (neverPrefixes)',
  });
});

test('even a prefix of a whole country does not let an emergency number pass', () => {
  assert.equal(normalise('112', 'DE', { ...DEFAULT, alsoPrefixes: ['+49'] }).kind, 'refused');
  assert.equal(normalise('116117', 'DE', { ...DEFAULT, alsoPrefixes: ['+49'] }).kind, 'refused');
});

test('an extension behind the number, and letters, are no number', () => {
  for (const given of ['+49 30 23125001;ext=5', 'sip:+493023125001', '0800 FLOWERS', '030 23125001 x5']) {
    assert.equal(whyNoNumber(given, 'DE', DEFAULT), 'is no phone number (read in DE)', given);
  }
});

test('the number that is only shown is valid or nothing, whatever may be called', () => {
  assert.equal(e164Of('0800 1234567', 'DE'), '+498001234567');
  assert.equal(e164Of('110', 'DE'), undefined);
});

test('whatever is given, the result is a refusal or + and digits', () => {
  const digit = fc.constantFrom(...'0123456789+ ()/.-,|]{\n'.split(''));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(digit).map((parts) => parts.join('')),
      ),
      (given) => {
        const number = normalise(given, 'DE', { ...DEFAULT, alsoPrefixes: ['+4'] });
        if (number.kind === 'allowed') assert.match(number.e164, /^\+[1-9]\d{5,14}$/);
      },
    ),
    { numRuns: 1000 },
  );
});
