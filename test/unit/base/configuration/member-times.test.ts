import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DateTime } from 'luxon';
import { checkValue } from '../../../../src/base/configuration/check.js';
import { placesOf, takenOut } from '../../../../src/base/configuration/take-out.js';
import { buildSnapshot } from '../../../../src/base/configuration/snapshot.js';
import { configuration, file, group } from './minimal.js';

const USERS = [
  { id: 'anna', name: 'Anna', extension: '1001' },
  { id: 'bernd', name: 'Bernd', extension: '1002' },
];
const houseOf = (...members: unknown[]) =>
  file({ users: USERS, groups: [group({ stages: [{ ringSec: 20, members }] })] });
const membersOf = (...members: unknown[]) => configuration(houseOf(...members)).groups[0]?.stages[0]?.members;
const faultsOf = (...members: unknown[]) => {
  const result = checkValue(houseOf(...members));
  return result.kind === 'faulty' ? result.faults.map(({ path, message }) => `${path}: ${message}`) : [];
};

test('a member without times has one way of being written', () => {
  assert.deepEqual(membersOf('anna', { user: 'bernd' }, { extension: '1003', delaySec: 0 }), [
    'anna',
    'bernd',
    { extension: '1003' },
  ]);
  assert.deepEqual(membersOf({ user: 'anna', delaySec: 0, ringSec: 8 }), [{ user: 'anna', ringSec: 8 }]);
});

test('times are whole seconds that a stage can have', () => {
  for (const [member, says] of [
    [{ user: 'anna', delaySec: -1 }, 'members[0].delaySec: must be a whole number of seconds from 0 to 599'],
    [{ user: 'anna', delaySec: 600 }, 'members[0].delaySec: must be a whole number of seconds from 0 to 599'],
    [{ extension: '1', ringSec: 0 }, 'members[0].ringSec: must be a whole number of seconds from 1 to 600'],
    [
      { external: '+493023125001', ringSec: 1.5 },
      'members[0].ringSec: must be a whole number of seconds from 1 to 600',
    ],
    [{ user: 'anna', delay: 3 }, 'members[0].delay: unknown key; allowed: user, delaySec, ringSec'],
  ] as const) {
    assert.deepEqual(
      faultsOf(member).map((text) => text.replace('groups[0].stages[0].', '')),
      [says],
    );
  }
});

test('a block names a user who exists', () => {
  const [fault] = faultsOf({ user: 'berndt', delaySec: 3 });
  assert.match(
    fault ?? '',
    /^groups\[0\]\.stages\[0\]\.members\[0\]\.user: no user has this id \(did you mean "bernd"\?\)/,
  );
});

test('a user with times is found, replaced and removed like any other', () => {
  const house = configuration(houseOf('anna', { user: 'bernd', delaySec: 3 }, { extension: '1003' }));
  const bernd = { kind: 'user', id: 'bernd' } as const;
  assert.deepEqual(
    placesOf(house, bernd).map(({ path }) => path),
    ['groups[0].stages[0].members[1].user'],
  );
  const without = takenOut(house, bernd, { by: undefined });
  assert.deepEqual(configuration(without.next).groups[0]?.stages[0]?.members, [
    'anna',
    { extension: '1003' },
  ]);
  const replaced = takenOut(house, { kind: 'user', id: 'anna' }, { by: 'bernd' });
  assert.equal(replaced.faults.length, 0);
});

test('the snapshot has the times of every kind of member', () => {
  const house = configuration(
    houseOf(
      { user: 'anna', delaySec: 4 },
      { extension: '1003', ringSec: 5 },
      { external: '+493023125001', delaySec: 6, ringSec: 7 },
      'bernd',
    ),
  );
  const now = DateTime.fromISO('2026-11-24T12:00', { zone: 'Europe/Berlin' });
  const { groups } = buildSnapshot({ revision: 1, content: house, switchStates: new Map(), now });
  const members = groups.get('700')?.stages[0]?.members;
  assert.deepEqual(
    members?.map(({ delaySec, ringSec }) => [delaySec, ringSec]),
    [
      [4, undefined],
      [undefined, 5],
      [6, 7],
      [undefined, undefined],
    ],
  );
});
