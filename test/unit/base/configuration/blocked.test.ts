/** Blocked numbers of a configuration: what is refused, and what is only warned of. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultsOf, file, group, warningsOf } from './minimal.js';

const anna = { id: 'anna', name: 'Anna', extension: '1001', mobile: { number: '0171 3920015' } };

/** In the group; the same is checked in the settings. */
const house = (...blocked: readonly unknown[]) =>
  file({
    users: [anna],
    groups: [group({ blocked, publicNumber: '030 23125700', stages: [{ ringSec: 20, members: ['anna'] }] })],
  });

test('emergency numbers, half a country and the house’s own cannot be blocked', () => {
  assert.deepEqual(
    faultsOf(house('112', '110 = prank', '0171 3920015', '+49 171 3920015 = me', '1001', '700')),
    [
      'groups[0].blocked[0]: "112": is an emergency or short number, which is never blocked',
      'groups[0].blocked[1]: "110 = prank": is an emergency or short number, which is never blocked',
      'groups[0].blocked[2]: "0171 3920015": is the number of Anna, who belongs to the house',
      'groups[0].blocked[3]: "+49 171 3920015 = me": is the number of Anna, who belongs to the house',
      'groups[0].blocked[4]: "1001": is the number of Anna, who belongs to the house',
      'groups[0].blocked[5]: "700": is the number of Sales, who belongs to the house',
    ],
  );
  for (const given of ['112*', '11 0*', '116*'])
    assert.deepEqual(faultsOf(house(given)), [
      `groups[0].blocked[0]: "${given}": is an emergency or short number, which is never blocked`,
    ]);
  for (const given of ['03*', '030*', '+49*', '+4*'])
    assert.deepEqual(faultsOf(house(given)), [
      `groups[0].blocked[0]: "${given}": is too short: it would block half the country`,
    ]);
  assert.equal(faultsOf(file({ settings: { domain: 'x', blocked: ['112'] } })).length, 1);
});

test('numbers, beginnings and countries can, and a beginning that meets a colleague is warned of', () => {
  assert.deepEqual(warningsOf(house('030 23125001 = sells windows', '+49900*', '+225*', '0900 12*')), []);
  assert.deepEqual(warningsOf(house('0171 39*')), [
    'groups[0].blocked[0]: "0171 39*": blocks Anna of the house too',
  ]);
});
