/** A user is found by name, id, extension and mobile number, in whatever notation somebody types or pastes it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atOnce } from '../../../../src/base/in-slices.js';
import { usersFoundSteps } from '../../../../src/people/operations/user-search.js';
import { configuration, file } from '../../base/configuration/minimal.js';

const { users } = configuration(
  file({
    users: [
      { id: 'anna', name: 'Anna Albrecht', extension: '1001', mobile: { number: '0171 3920011' } },
      { id: 'bernd', name: 'Bernd Brandt', extension: '1002', mobile: { number: '+49 171 3920022' } },
      { id: 'carla', name: 'Carla Österreich', mobile: { number: '0043 664 1234567' } },
    ],
  }),
);

const found = (typed: string) => atOnce(usersFoundSteps(users, typed, 'DE')).map(({ id }) => id);

for (const [typed, ids] of [
  ['', ['anna', 'bernd', 'carla']],
  ['   ', ['anna', 'bernd', 'carla']],
  ['anna', ['anna']],
  ['BRANDT', ['bernd']],
  ['österr', ['carla']],
  ['100', ['anna', 'bernd']],
  ['1002', ['bernd']],
  ['3920011', ['anna']],
  ['0171', ['anna', 'bernd']],
  ['0171 39200', ['anna', 'bernd']],
  ['+49 171 3920011', ['anna']],
  ['+49171', ['anna', 'bernd']],
  ['0049 171 3920022', ['bernd']],
  ['491713920011', ['anna']],
  ['tel:+49-171-3920011', ['anna']],
  ['0171\u00a03920011', ['anna']],
  ['\u200e+49\u202f171\u202f3920011', ['anna']],
  ['+49 (0)171 3920011', ['anna']],
  ['+43 664*', ['carla']],
  ['+436641234567', ['carla']],
  ['436641234567', ['carla']],
  ['+1', []],
  ['nobody', []],
  ['(', []],
] as const) {
  test(`${JSON.stringify(typed)} finds ${ids.length === 0 ? 'nobody' : ids.join(', ')}`, () => {
    assert.deepEqual(found(typed), ids);
  });
}
