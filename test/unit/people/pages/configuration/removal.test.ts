import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkValue } from '../../../../../src/base/configuration/check.js';
import { removalChoice, removalView } from '../../../../../src/people/pages/configuration/removal.js';

const checked = checkValue({
  version: 1,
  settings: { domain: 'pbx.example' },
  users: Array.from({ length: 400 }, (_, index) => ({ id: `user-${index}`, name: `User ${index}` })),
});
assert.ok(checked.kind === 'good');
const { configuration } = checked;

const fault = (index: number) => ({ path: `groups[${index}].stages[0].members[0]`, message: 'x' });
const view = (count: number) =>
  removalView(
    {
      kind: 'user',
      id: 'user-0',
      configuration,
      references: { by: 'user-7' },
      placeLink: ({ path }) => ({ place: path, href: '/' }),
      result: {
        kind: 'inUse',
        faults: [],
        hasNewPlaces: false,
        uses: { places: Array.from({ length: count }, (_, index) => fault(index)), byNumber: [], etag: '' },
      },
    },
    'en',
  );

test('many places are folded, so that what can be done stands in sight', () => {
  assert.deepEqual([view(20).isLong, view(21).isLong], [false, true]);
});

test('of hundreds of users a picker asks who comes instead, and holds who was chosen', () => {
  const { others, ask, by } = view(1);
  assert.deepEqual([others, ask, by], [[], '/choices/configuration/users', 'User 7 (user-7)']);
});

test('who comes instead is an id, a name, or what the picker shows', () => {
  for (const by of ['user-7', 'User 7', 'User 7 (user-7)']) {
    const fields: Record<string, string> = { references: 'replace', by };
    const field = (name: string) => fields[name] ?? '';
    assert.equal(removalChoice({ field }, 'user', configuration).references?.by, 'user-7');
  }
});
