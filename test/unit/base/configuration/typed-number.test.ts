import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cleanedNumber } from '../../../../src/base/configuration/number-text.js';
import {
  e164Of,
  trunkPrefixOf,
  whyNoNumber,
  type AllowList,
} from '../../../../src/base/configuration/phone-number.js';
import { configuration, faultsOf, file } from './minimal.js';

const ALL: AllowList = {
  countries: ['home', 'EU'],
  types: ['geographic', 'mobile'],
  alsoPrefixes: [],
  neverPrefixes: [],
};

for (const [given, e164] of [
  ['(030) 231 25-001', '+493023125001'],
  ['030\u00a0231\u202f25001', '+493023125001'],
  ['\u200b030 23125001\u200e', '+493023125001'],
  ['\u202a+49 30 23125001\u202c', '+493023125001'],
  ['tel:+49-30-23125001', '+493023125001'],
  ['+49 (0)30 23125001', '+493023125001'],
  ['0049 (0) 30 23125001', '+493023125001'],
  ['030\u201323125001', '+493023125001'],
] as const) {
  test(`${JSON.stringify(given)} is read as ${e164}`, () => {
    assert.equal(e164Of(given, 'DE'), e164);
  });
}

test('a pasted number is stored clean', () => {
  const users = [{ id: 'anna', name: 'Anna', mobile: { number: 'tel:(0171)\u00a03920011' } }];
  assert.equal(configuration(file({ users })).users[0]?.mobile?.number, '(0171) 3920011');
});

test('a number without area code is refused with how to write it', () => {
  const users = [{ id: 'anna', name: 'Anna', mobile: { number: '7654321' } }];
  assert.deepEqual(faultsOf(file({ users })), [
    'users[0].mobile.number: "7654321": has no area code; write it with 0 in front, or with + and the country code (read in DE)',
  ]);
});

test('where area codes are written without a 0 the refusal does not speak of one', () => {
  for (const given of ['555 0100', '555-0100']) {
    assert.equal(
      whyNoNumber(given, 'US', ALL),
      'has no area code; write it with its area code, or with + and the country code (read in US)',
    );
    assert.equal(e164Of(given, 'US'), undefined);
    assert.equal(
      whyNoNumber(given, 'CA', { ...ALL, alsoPrefixes: ['+1'] })?.slice(0, 16),
      'has no area code',
    );
  }
});

test('no local number is ever a number of some other town', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_000_000, max: 99_999_999_999 }), (local) => {
      assert.notEqual(whyNoNumber(String(local), 'DE', ALL), undefined);
      assert.equal(e164Of(String(local), 'DE'), undefined);
    }),
  );
});

test('where people write no trunk prefix, none is asked for', () => {
  assert.deepEqual(['DE', 'AT', 'CH', 'FR', 'GB', 'HU', 'IT', 'ES', 'US'].map(trunkPrefixOf), [
    '0',
    '0',
    '0',
    '0',
    '0',
    '06',
    '',
    '',
    '',
  ]);
  assert.equal(e164Of('212 555 0100', 'US'), '+12125550100');
  assert.equal(e164Of('333 1234567', 'IT'), '+393331234567');
});

test('what is no pasting stays for the check to name', () => {
  assert.equal(cleanedNumber('030x5'), '030x5');
});
