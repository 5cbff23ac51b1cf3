import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serialize } from 'bson';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { changeSteps } from '../../../../src/base/configuration/changes.js';
import { checkSteps, checkValue } from '../../../../src/base/configuration/check.js';
import { storedConfiguration, storedSteps } from '../../../../src/base/configuration/import.js';
import { buildSnapshot, snapshotSteps } from '../../../../src/base/configuration/snapshot.js';
import { atOnce } from '../../../../src/base/in-slices.js';
import { documentSteps, encodedSteps } from '../../../../src/base/store/raw-document.js';
import { anyConfiguration } from '../../../configurations.js';
import { configuration, file, group } from './minimal.js';

const NOW = DateTime.fromISO('2026-11-23T10:00', { zone: 'Europe/Berlin' });

const HOUSE = configuration(
  file({
    users: Array.from({ length: 40 }, (_, index) => ({
      id: `u${index}`,
      name: `User ${index}`,
      extension: `10${String(index).padStart(2, '0')}`,
    })),
    groups: Array.from({ length: 30 }, (_, index) =>
      group({ number: `7${String(index).padStart(2, '0')}`, stages: [{ ringSec: 20, members: ['u1'] }] }),
    ),
    switches: [{ id: 'closed', name: 'Closed', manual: { on: true } }],
  }),
);

function stepsOf(steps: Generator): number {
  let count = 0;
  while (steps.next().done !== true) count += 1;
  return count;
}

test('a stored configuration is checked with a step for each entry', () => {
  assert.ok(stepsOf(storedSteps(1, HOUSE)) >= 71);
  assert.deepEqual(storedConfiguration(1, HOUSE), HOUSE);
});

test('a fault in a late entry is named by its place', () => {
  const users = HOUSE.users.map((user, index) => (index === 39 ? { ...user, name: '' } : user));
  assert.throws(() => storedConfiguration(7, { ...HOUSE, users }), {
    code: 'CONFIGURATION_BROKEN',
    facts: { revision: 7, where: 'users[39].name' },
  });
});

test('content that is no configuration at all is told as broken', () => {
  for (const content of [null, 'text', [], { users: 3 }]) {
    assert.throws(() => storedConfiguration(1, content), { code: 'CONFIGURATION_BROKEN' });
  }
});

test('a snapshot is built with a step for each user, switch and group', () => {
  const input = { revision: 1, content: HOUSE, switchStates: new Map(), now: NOW };
  assert.ok(stepsOf(snapshotSteps(input)) >= 71);
  assert.deepEqual([...buildSnapshot(input).groups.keys()].slice(0, 2), ['700', '701']);
});

test('a document is decoded with a step for each entry of its long lists, to what it was', () => {
  const document = { _id: 3, author: 'anna', createdAt: new Date(0), content: HOUSE };
  const steps = () => documentSteps(serialize(document), ['users', 'groups', 'switches']);
  assert.ok(stepsOf(steps()) >= 71);
  assert.deepEqual(atOnce(steps()), document);
});

test('a configuration is checked with steps for each entry, to what it is', () => {
  assert.ok(stepsOf(checkSteps(HOUSE)) >= 4 * 71);
  const checked = atOnce(checkSteps(HOUSE));
  assert.deepEqual(checked.kind === 'good' && checked.configuration, HOUSE);
});

test('a list that is too long or none is one fault', () => {
  const paths = (value: object) => {
    const checked = checkValue(value);
    return checked.kind === 'faulty' ? checked.faults.map(({ path, message }) => `${path}: ${message}`) : [];
  };
  const calendars = Array.from({ length: 101 }, (_, index) => ({ id: `c${index}` }));
  assert.deepEqual(paths(file({ holidays: calendars })), ['holidays: must be a list of at most 100 entries']);
  assert.deepEqual(paths(file({ users: 7 })), ['users: must be a list of at most 10000 entries']);
});

test('two configurations are compared with a step for each part', () => {
  assert.ok(stepsOf(changeSteps(undefined, HOUSE)) >= 71);
  const groups = HOUSE.groups.toReversed();
  assert.deepEqual(atOnce(changeSteps(HOUSE, { ...HOUSE, groups })).changed, ['the order of the entries']);
});

test('a document is encoded with a step for each entry of its long lists, byte for byte as the driver would', () => {
  const lists = ['users', 'groups', 'switches'];
  const document = {
    _id: 3,
    author: 'Zoë',
    createdAt: new Date(0),
    changes: { added: ['a'] },
    content: HOUSE,
  };
  assert.ok(stepsOf(encodedSteps(document, lists)) >= 71);
  const bytes = Buffer.from(atOnce(encodedSteps(document, lists)));
  assert.deepEqual(bytes, Buffer.from(serialize(document)));
  const users = Array.from({ length: 1000 }, (_, index) => ({ id: `user-${index}` }));
  assert.ok(Buffer.from(serialize({ users })).equals(atOnce(encodedSteps({ users }, lists))));
  fc.assert(
    fc.property(anyConfiguration, (content) => {
      const one = { _id: 1, reason: null, content };
      assert.ok(Buffer.from(serialize(one)).equals(atOnce(encodedSteps(one, lists))));
    }),
    { numRuns: 50 },
  );
});
