import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DateTime } from 'luxon';
import { checkValue } from '../../../../src/base/configuration/check.js';
import { buildSnapshot } from '../../../../src/base/configuration/snapshot.js';
import { isMember } from '../../../../src/base/model/member.js';
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

test('it tells of every way in which a configuration writes a member what routing tells', () => {
  const members = [
    'anna',
    { user: 'bernd', delaySec: 12 },
    { user: 'cem', delaySec: 0 },
    { extension: '1004' },
    { extension: '1005', ringSec: 9 },
    { external: '+491713920015', label: 'On call' },
  ];
  const checked = checkValue({
    version: 1,
    settings: { domain: '127.0.0.1' },
    users: ['anna', 'bernd', 'cem', 'dora', 'emil', 'fritz'].map((id, index) => ({
      id,
      name: id,
      extension: String(1001 + index),
    })),
    groups: [
      { number: '700', name: 'All', stages: [{ ringSec: 20, members }], final: { hangup: 'USER_BUSY' } },
      { number: '701', name: 'Nobody', stages: [], final: { hangup: 'USER_BUSY' } },
    ],
  });
  assert.ok(checked.kind === 'good');
  const isIn = membersIn(checked.configuration);
  const { users, groups } = buildSnapshot({
    revision: 1,
    content: checked.configuration,
    switchStates: new Map(),
    now: DateTime.utc(2026, 11, 25),
  });
  for (const user of users.values())
    for (const group of groups.values())
      assert.equal(
        isIn({ userId: user.id, group: group.number }),
        isMember(group, user),
        `${user.id} ${group.number}`,
      );
  assert.equal([...users.values()].filter((user) => isIn({ userId: user.id, group: '700' })).length, 5);
});
