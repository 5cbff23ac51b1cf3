/** Many records are one command of the database; each is guarded by itself: a newer one of another controller stays. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '../../../src/base/store/connection.js';
import { aRecord } from '../../factories.js';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';

let database: TestDatabase;
let store: Store;

before(async () => {
  database = await startDatabase();
  store = await database.store();
});
after(() => database.close());

const open = (id: string) => aRecord({ _id: id, channel: id, outcome: 'open', endedAt: null });

test('records are written together, in place of older states', async () => {
  assert.deepEqual([...(await store.calls.saveAll([open('a'), open('b')]))], []);
  const over = aRecord({ _id: 'a', channel: 'a', outcome: 'answered' });
  assert.deepEqual([...(await store.calls.saveAll([over, open('c')]))], []);
  const written = await Promise.all(['a', 'b', 'c'].map((id) => store.calls.get(id)));
  assert.deepEqual(
    written.map((record) => record?.outcome),
    ['answered', 'open', 'open'],
  );
});

test('a state that is older than what the database has is no fault, and the others are written', async () => {
  await store.calls.saveAll([
    { ...open('taken'), takeovers: 1, controller: 'other' },
    aRecord({ _id: 'done', channel: 'done', outcome: 'gaveUp' }),
  ]);
  const refused = await store.calls.saveAll([open('taken'), open('done'), open('new')]);
  assert.deepEqual([...refused], []);
  const written = await Promise.all(['taken', 'done', 'new'].map((id) => store.calls.get(id)));
  assert.deepEqual(
    written.map((record) => [record?.controller, record?.outcome]),
    [
      ['other', 'open'],
      ['test:8084', 'gaveUp'],
      ['test:8084', 'open'],
    ],
  );
});

test('open calls of a controller are found whenever they began: a clock that was set back does not hide them', async () => {
  const later = { ...open('later'), controller: 'here', startedAt: new Date('2099-01-01T00:00:00Z') };
  await store.calls.saveAll([later, { ...open('earlier'), controller: 'here' }, open('other')]);
  assert.deepEqual(
    (await store.calls.openOf('here')).map(({ _id }) => _id),
    ['earlier', 'later'],
  );
});
