import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownNumber, understoodNumbers } from '../../../../src/base/configuration/number-shown.js';
import { configuration, file, group } from './minimal.js';

for (const [given, country, shown] of [
  ['(030) 231 25-001', 'DE', '+49 30 23125001 (030 23125001)'],
  ['0171/3920011', 'DE', '+49 171 3920011 (0171 3920011)'],
  ['0043 664 1234567', 'DE', '+43 664 1234567'],
  ['06 12345678', 'IT', '+39 06 1234 5678 (06 1234 5678)'],
  ['(212) 555-0100', 'US', '+1 212 555 0100 ((212) 555-0100)'],
  ['7654321', 'DE', undefined],
  ['112', 'DE', undefined],
] as const) {
  test(`${given} in ${country} is shown as ${shown ?? 'nothing'}`, () => {
    assert.equal(shownNumber(given, country), shown);
  });
}

test('every number of a configuration is told with its part', () => {
  const house = configuration(
    file({
      users: [{ id: 'anna', name: 'Anna', mobile: { number: '0171 3920011' } }],
      groups: [
        group({
          publicNumber: '030 23125070',
          stages: [{ ringSec: 20, members: ['anna', { external: '+43 664 1234567' }] }],
        }),
      ],
    }),
  );
  assert.deepEqual(
    understoodNumbers(house).map(({ path, part, shown }) => [path, part?.name, shown]),
    [
      ['users[0].mobile.number', 'Anna', '+49 171 3920011 (0171 3920011)'],
      ['groups[0].stages[0].members[1].external', 'Sales', '+43 664 1234567'],
      ['groups[0].publicNumber', 'Sales', '+49 30 23125070 (030 23125070)'],
    ],
  );
});
