/** The search by what somebody types, for a reader who sees some groups only. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scope } from '../../../../src/base/model/scope.js';
import { callsIn, type CallFilter, type CallSearch } from '../../../../src/base/store/call-search.js';
import { MOST_CALLERS, withTypedCallers } from '../../../../src/people/operations/typed-callers.js';
import { aGroup, aRecord, aSnapshot, aStage, aUser, at, userMember } from '../../../factories.js';

const NOW = at('2026-11-25T10:00:00');

/** Ended so many minutes ago. */
const call = (group: string, number: string, name: string, minutesAgo: number) =>
  aRecord({
    _id: `${group}-${number}-${minutesAgo}`,
    group: { number: group, name: group },
    caller: { withheld: false, number, e164: number, name },
    startedAt: NOW.minus({ minutes: minutesAgo }).toJSDate(),
    route: [{ group, by: null, to: null }],
  });

const FOREIGN = Array.from({ length: MOST_CALLERS + 20 }, (_, one) =>
  call('719', `+49301110${String(one).padStart(4, '0')}`, 'Muster', one),
);
const CALLS = [
  ...FOREIGN,
  call('719', '+493022200001', 'Geheimrat', 200),
  call('700', '+493022200001', 'Kunde', 300),
  call('700', '+493011109999', 'Muster', 400),
];

const CONTACT = {
  id: 'c',
  name: 'Kunde',
  company: '',
  note: 'insolvent',
  numbers: [{ kind: 'work', number: '+493022200001' }],
  changedAt: NOW.toJSDate(),
  changedBy: 'admin',
} as const;

/** Whom the database is asked for. */
async function found(text: string, scope: Scope, byBook = true, snapshot = aSnapshot()) {
  const asked: CallFilter[] = [];
  const newest = { calls: CALLS, more: false };
  const search = {
    older: (filter: CallFilter) => {
      asked.push(filter);
      return Promise.resolve({ calls: [], more: false });
    },
    olderWith: () => Promise.resolve(newest),
    newer: () => Promise.resolve(newest),
  } as unknown as CallSearch;
  const find = () => Promise.resolve({ contacts: [CONTACT], count: 1 });
  const typed = withTypedCallers({ search, contacts: { find }, snapshot: () => snapshot });
  const caller = { kind: 'typed', text, byNumber: true, byBook } as const;
  const { isNarrowed = false } = await typed.older({ ...callsIn(scope), caller }, undefined, 50);
  const people = asked[0]?.caller;
  assert.ok(people?.kind === 'people');
  return { numbers: people.callers.map(({ number }) => number), isNarrowed };
}

const OWN: Scope = new Set(['700']);

test('many callers of other groups neither push out those of the own group nor are told of', async () => {
  assert.equal((await found('muster', 'all', false)).isNarrowed, true);
  assert.deepEqual(await found('muster', OWN, false), { numbers: ['+493011109999'], isNarrowed: false });
  assert.deepEqual(await found('030111', OWN, false), {
    numbers: ['030111', '+493011109999'],
    isNarrowed: false,
  });
});

test('a caller has the name that calls of the own groups showed, not one of another group', async () => {
  assert.deepEqual((await found('geheimrat', OWN, false)).numbers, []);
  assert.deepEqual((await found('kunde', OWN, false)).numbers, ['+493022200001']);
  assert.deepEqual((await found('geheimrat', 'all', false)).numbers, ['+493022200001']);
});

test('what the address book says of somebody finds nobody for a reader who may not read it; a name does', async () => {
  assert.deepEqual((await found('insolvent', OWN, false)).numbers, []);
  assert.deepEqual((await found('insolvent', OWN)).numbers, ['+493022200001']);
  assert.deepEqual((await found('kunde', OWN, false)).numbers, ['+493022200001']);
});

test('many people of other groups do not push out those of the own group; too many are told of', async () => {
  const members = Array.from({ length: 25 }, (_, one) =>
    userMember(aUser({ id: `u${one}`, name: `Jansen ${one}`, extension: String(2000 + one) })),
  );
  const own = userMember(aUser({ id: 'own', name: 'Jansen Eigen', extension: '3000' }));
  const snapshot = aSnapshot({
    groups: [
      aGroup({ number: '719', stages: [aStage(members)] }),
      aGroup({ number: '700', stages: [aStage([own])] }),
    ],
  });
  assert.deepEqual(await found('jansen', OWN, false, snapshot), { numbers: ['3000'], isNarrowed: false });
  const all = await found('jansen', 'all', false, snapshot);
  assert.deepEqual([all.numbers.length, all.isNarrowed], [20, true]);
});
