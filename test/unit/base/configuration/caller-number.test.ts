import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callerE164, dialledE164 } from '../../../../src/base/configuration/caller-number.js';
import type { CallerNumbers } from '../../../../src/base/model/settings.js';

type Case = readonly [country: string, given: string, e164: string | undefined];

/** As trunks send them, with nothing set. */
const automatic: readonly Case[] = [
  ['DE', '+491713920015', '+491713920015'],
  ['DE', '00491713920015', '+491713920015'],
  ['DE', '491713920015', '+491713920015'],
  ['DE', '01713920015', '+491713920015'],
  ['DE', '1713920015', '+491713920015'],
  ['DE', '03023125001', '+493023125001'],
  ['DE', '493023125001', '+493023125001'],
  ['DE', '3023125001', '+493023125001'],
  ['DE', '31612345678', '+31612345678'],
  ['DE', '436641234567', '+436641234567'],
  ['DE', '12125550100', '+12125550100'],
  ['DE', '447911123456', '+447911123456'],
  ['DE', '1001', undefined],
  ['DE', '112', undefined],
  ['DE', '493012345', '+493012345'],
  ['DE', '4930123456', '+4930123456'],
  // Vienna or Kiel: nobody can tell.
  ['DE', '4312345678', undefined],
  // Cuba or Schöppenstedt, Switzerland or the Elbe marshes, +1 or a mobile.
  ['DE', '5352055424', undefined],
  ['DE', '41791234567', undefined],
  ['DE', '15122345678', undefined],
  // Emden, or the Lower Rhine with the country code.
  ['DE', '4921123456', undefined],
  ['DE', '492112345678', '+492112345678'],
  ['AT', '06641234567', '+436641234567'],
  ['AT', '436641234567', '+436641234567'],
  ['AT', '6641234567', '+436641234567'],
  ['AT', '00436641234567', '+436641234567'],
  ['AT', '491713920015', '+491713920015'],
  ['AT', '4315334050', '+4315334050'],
  // Wolfsberg or Innsbruck.
  ['AT', '435235053', undefined],
  ['AT', '5355360525', undefined],
  ['AT', '18729035170', undefined],
  ['CH', '278375328', undefined],
  ['FR', '298749887', undefined],
  ['GB', '2416593213', undefined],
  ['CH', '0791234567', '+41791234567'],
  ['CH', '791234567', '+41791234567'],
  ['CH', '41791234567', '+41791234567'],
  ['CH', '491713920015', '+491713920015'],
  ['FR', '0612345678', '+33612345678'],
  ['FR', '612345678', '+33612345678'],
  ['FR', '33612345678', '+33612345678'],
  ['FR', '0033612345678', '+33612345678'],
  ['FR', '491713920015', '+491713920015'],
  ['IT', '3331234567', '+393331234567'],
  ['IT', '393331234567', '+393331234567'],
  ['IT', '0612345678', '+390612345678'],
  ['IT', '390612345678', '+390612345678'],
  ['IT', '00491713920015', '+491713920015'],
  ['IT', '491713920015', '+491713920015'],
  ['IT', '41791234567', '+41791234567'],
  // Brussels, or a mobile at home.
  ['IT', '3225551234', undefined],
  ['IT', '3906123456', undefined],
  ['US', '2125550100', '+12125550100'],
  ['US', '12125550100', '+12125550100'],
  ['US', '+12125550100', '+12125550100'],
  ['US', '01131612345678', '+31612345678'],
  ['US', '31612345678', '+31612345678'],
  ['US', '491713920015', '+491713920015'],
  ['US', '4930123456', '+4930123456'],
  // Singapore or Tampa; Brussels or an area code that is not given out yet.
  ['US', '6565551234', undefined],
  ['US', '3225551234', undefined],
  // Without area code: of which town?
  ['US', '5550100', undefined],
  ['US', '2345678', undefined],
  ['CA', '5550100', undefined],
  ['US', '00491713920015', '+491713920015'],
  ['AU', '001131612345678', '+31612345678'],
  ['GB', '07911123456', '+447911123456'],
  ['GB', '7911123456', '+447911123456'],
  ['GB', '447911123456', '+447911123456'],
  ['GB', '00447911123456', '+447911123456'],
  ['GB', '491713920015', '+491713920015'],
];

for (const [country, given, e164] of automatic) {
  test(`in ${country}, ${given} is ${e164 ?? 'left as it came'}`, () => {
    assert.equal(callerE164(given, country), e164);
  });
}

const set: readonly (readonly [CallerNumbers, string, string | undefined])[] = [
  ['national', '4312345678', '+494312345678'],
  ['national', '04312345678', '+494312345678'],
  ['national', '+4312345678', '+4312345678'],
  ['national', '004312345678', '+4312345678'],
  ['national', '5352055424', '+495352055424'],
  ['withCountryCode', '5352055424', '+5352055424'],
  ['withCountryCode', '4312345678', '+4312345678'],
  ['withCountryCode', '491713920015', '+491713920015'],
  ['withCountryCode', '01713920015', '+491713920015'],
  ['withCountryCode', '12125550100', '+12125550100'],
];

for (const [style, given, e164] of set) {
  test(`of a trunk that is ${style}, ${given} is ${e164 ?? 'left as it came'} in DE`, () => {
    assert.equal(callerE164(given, 'DE', style), e164);
  });
}

test('a trunk that is national sends no number without area code in North America', () => {
  for (const country of ['US', 'CA']) {
    assert.equal(callerE164('5550100', country, 'national'), undefined);
    assert.equal(callerE164('2125550100', country, 'national'), '+12125550100');
  }
});

for (const [country, given, e164] of [
  ['DE', '03023125001', '+493023125001'],
  ['DE', '+493023125001', '+493023125001'],
  ['DE', '00493023125001', '+493023125001'],
  ['DE', '493023125001', '+493023125001'],
  ['DE', '0043 1 5334050', '+4315334050'],
  // A number of the own town, not of Dortmund.
  ['DE', '23125001', undefined],
  ['DE', '3023125001', undefined],
  ['DE', '112', undefined],
  ['DE', '1001', undefined],
  ['US', '2125550100', '+12125550100'],
  ['US', '12125550100', '+12125550100'],
  ['US', '5550100', undefined],
  ['IT', '3331234567', '+393331234567'],
  ['IT', '0612345678', '+390612345678'],
] as const) {
  test(`who dials ${given} in ${country} calls ${e164 ?? 'a number that nobody else can name'}`, () => {
    assert.equal(dialledE164(given, country), e164);
  });
}
