import assert from 'node:assert/strict';
import { test } from 'node:test';
import { membersIn } from '../../../../src/base/store/members-in.js';

const content = {
  users: [{ id: 'anna', extension: '1001' }, { id: 'bernd', extension: '1002' }, { id: 'cem' }],
  groups: [
    { number: '700', stages: [{ members: ['anna'] }, { members: [{ extension: '1002' }] }] },
    { number: '701', stages: [{ members: [{ external: '+491713920015' }, 'cem'] }] },
  ],
};

test('a user is in a group by name or by the number of the extension, and in no other', () => {
  const isIn = membersIn(content);
  const groups = (userId: string) => ['700', '701', '702'].filter((group) => isIn({ userId, group }));
  assert.deepEqual(groups('anna'), ['700']);
  assert.deepEqual(groups('bernd'), ['700']);
  assert.deepEqual(groups('cem'), ['701']);
});

test('of all groups a user is as long as there is the user', () => {
  const isIn = membersIn(content);
  assert.equal(isIn({ userId: 'anna', group: null }), true);
  assert.equal(isIn({ userId: 'dora', group: null }), false);
});

test('a content of another kind has nobody', () => {
  for (const other of [{}, { users: 1, groups: null }, { users: [null, 'anna'], groups: [{ stages: [7] }] }])
    assert.equal(membersIn(other)({ userId: 'anna', group: null }), false);
});
