/** No number of a caller is ever told as one of another country, whatever a trunk leaves out. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  getCountryCallingCode,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from 'libphonenumber-js/max';
import { callerE164 } from '../../../../src/base/configuration/caller-number.js';

/** Without trunk prefix; of Germany the usual lengths. */
const DIGITS = {
  DE: [8, 11],
  AT: [8, 11],
  CH: [9, 9],
  FR: [9, 9],
  IT: [9, 11],
  US: [10, 10],
  GB: [10, 10],
  NL: [9, 9],
  BE: [8, 9],
  ES: [9, 9],
  PL: [9, 9],
  DK: [8, 8],
  SE: [8, 9],
  TR: [10, 10],
  CU: [8, 8],
  LU: [8, 9],
} as const satisfies Partial<Record<CountryCode, readonly [number, number]>>;

const HOMES = ['DE', 'AT', 'CH', 'FR', 'IT', 'US', 'GB'] as const;

const KINDS = ['FIXED_LINE', 'MOBILE', 'FIXED_LINE_OR_MOBILE'];

/** Valid landlines and mobiles of a country. */
function numbersOf(country: keyof typeof DIGITS): fc.Arbitrary<PhoneNumber> {
  const [minLength, maxLength] = DIGITS[country];
  return fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength, maxLength })
    .map((digits) =>
      parsePhoneNumberFromString(`+${getCountryCallingCode(country)}${digits.join('')}`, { extract: false }),
    )
    .filter((number): number is PhoneNumber => {
      return (
        number?.isValid() === true && number.country === country && KINDS.includes(number.getType() ?? '')
      );
    });
}

const codeOf = (e164: string) => parsePhoneNumberFromString(e164)?.countryCallingCode;

const RUNS = { numRuns: 400 };

for (const home of HOMES) {
  describe(`in ${home}`, () => {
    test('a national number without its zero is never told as one of another country', () => {
      fc.assert(
        fc.property(numbersOf(home), (number) => {
          const read = callerE164(number.nationalNumber, home);
          if (read !== undefined) assert.equal(codeOf(read), getCountryCallingCode(home), number.number);
        }),
        RUNS,
      );
    });

    test('a foreign number without its plus is right, or left as it came', () => {
      const foreign = (Object.keys(DIGITS) as (keyof typeof DIGITS)[]).filter((one) => one !== home);
      fc.assert(
        fc.property(fc.oneof(...foreign.map(numbersOf)), (number) => {
          const read = callerE164(number.number.slice(1), home);
          if (read !== undefined) assert.equal(read, number.number);
        }),
        RUNS,
      );
    });

    test('a number with the own country code and without plus is right; with 9 digits behind it always', () => {
      fc.assert(
        fc.property(numbersOf(home), (number) => {
          const digits = number.number.slice(1);
          const read = callerE164(digits, home);
          if (read !== undefined || digits.length >= 11) assert.equal(read, number.number);
        }),
        RUNS,
      );
    });

    test('plus, 00 and what the trunk is set to are certain', () => {
      fc.assert(
        fc.property(numbersOf(home), ({ number, nationalNumber }) => {
          assert.equal(callerE164(number, home), number);
          assert.equal(callerE164(`00${number.slice(1)}`, home), number);
          assert.equal(callerE164(number.slice(1), home, 'withCountryCode'), number);
          assert.equal(callerE164(nationalNumber, home, 'national'), number);
        }),
        RUNS,
      );
    });
  });
}
