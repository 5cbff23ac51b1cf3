import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heldBy, offered, SearchableList } from '../../../../../src/people/pages/forms/offers.js';

const users = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ value: `User ${index} (u${index})`, text: `1${index}` }));

test('few choices are all on the page; of many those that its fields hold, and where to ask for the others', () => {
  const few = offered({ id: 'users', options: users(300) }, '/choices');
  assert.deepEqual([few.options.length, few.ask], [300, null]);
  const held = heldBy(
    { stages: [{ ringSec: 20, members: ['u7', { external: '+49' }] }], final: { extension: '18' } },
    (id) => (id === 'u7' ? 'User 7 (u7)' : id),
  );
  const many = offered({ id: 'users', options: users(301) }, '/choices', held);
  assert.deepEqual(many, { id: 'users', ask: '/choices', options: [{ value: 'User 7 (u7)', text: '17' }] });
});

test('what is typed is found by each of its words, whatever case and accents, in value or text', () => {
  const list = new SearchableList([
    { value: 'Clara Çelik (clara)', text: '1003' },
    { value: 'Dieter Dahl (dieter)', text: '1004' },
  ]);
  const found = (typed: string) => list.find(typed).options.map(({ text }) => text);
  assert.deepEqual(found('CELIK cla'), ['1003']);
  assert.deepEqual(found('100'), ['1003', '1004']);
  assert.deepEqual(found('dieter 1003'), []);
  assert.deepEqual(found('  '), ['1003', '1004']);
});

test('of very many the first hundred are given, and how many more there are', () => {
  const { options, more } = new SearchableList(users(1_000)).find('user');
  assert.deepEqual([options.length, more], [100, 900]);
});
