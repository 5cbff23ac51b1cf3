import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultsOf, file, group } from './minimal.js';

const users = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `u${index}`,
    name: 'N',
    extension: String(10_000 + index),
  }));

test('a fault in a house of thousands names a few ids and how many there are', () => {
  const stages = [{ ringSec: 20, members: ['zoe'] }];
  assert.deepEqual(faultsOf(file({ users: users(3000), groups: [group({ stages })] })), [
    'groups[0].stages[0].members[0]: "zoe": no user has this id; allowed: u0, u1, u2, u3, u4, … (3000 in all)',
  ]);
});

test('10,000 users and 2,000 groups are allowed, more are not', () => {
  assert.deepEqual(faultsOf(file({ users: users(10_001) })), [
    'users: 10001 entries: must be a list of at most 10000 entries',
  ]);
});
