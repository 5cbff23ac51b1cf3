/** The address book in the database, and in the memory of each controller. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { keepBook, type KeptBook } from '../../../src/base/contacts/keep-book.js';
import type { Store } from '../../../src/base/store/connection.js';
import { aContact } from '../../factories.js';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';

let database: TestDatabase;
let store: Store;

before(async () => {
  database = await startDatabase();
});
after(() => database.close());
beforeEach(async () => {
  store = await database.store();
});

const silent = { info: () => undefined, warn: () => undefined };
const LATER = new Date('2026-11-30T13:00:00Z');

/** Looks only when it is asked. */
const aBook = (of: Store): KeptBook => keepBook({ store: of.contacts, log: silent, pollMs: 3_600_000 });

describe('The address book', () => {
  test('is in every controller’s memory after it was changed by one, in the order of names', async () => {
    const [one, other] = [aBook(store), aBook(store)];
    const [zoe, anne] = [
      aContact({ name: 'Zoe' }, '+493023125001'),
      aContact({ name: 'Änne' }, '+493023125*'),
    ];
    await store.contacts.add([zoe, anne]);
    await Promise.all([one.refresh(), other.refresh()]);
    assert.deepEqual(
      [...one.book().all()].map(({ name }) => name),
      ['Änne', 'Zoe'],
    );
    assert.equal(other.book().nameOf('+493023125001'), 'Zoe');
    const gone = await store.contacts.remove(zoe.id);
    assert.ok(gone !== false);
    one.changed(gone, (book) => book.remove(zoe.id));
    assert.equal(one.book().nameOf('+493023125001'), 'Änne');
    await other.refresh();
    assert.equal(other.book().nameOf('+493023125001'), 'Änne');
    await Promise.all([one.stop(), other.stop()]);
  });

  test('is changed by whoever saw it last', async () => {
    const contact = aContact({ name: 'Zoe' }, '+493023125001');
    await store.contacts.add([contact]);
    assert.ok(
      (await store.contacts.replace({ ...contact, name: 'Zoé', changedAt: LATER }, contact.changedAt)) !==
        false,
    );
    assert.equal(await store.contacts.replace({ ...contact, name: 'Other' }, contact.changedAt), false);
    assert.equal((await store.contacts.get(contact.id))?.name, 'Zoé');
  });

  test('keeps the last known names while the database is away, and learns of what came meanwhile', async () => {
    const contact = aContact({ name: 'Zoe' }, '+493023125001');
    await store.contacts.add([contact]);
    let isAway = false;
    const { contacts } = store;
    const version = () => (isAway ? Promise.reject(new Error('away')) : contacts.version());
    const kept = keepBook({ store: { ...contacts, version }, log: silent, pollMs: 3_600_000 });
    await kept.refresh();
    isAway = true;
    await contacts.add([aContact({ name: 'Eva' }, '+493023125002')]);
    await kept.refresh();
    assert.equal(kept.book().nameOf('+493023125001'), 'Zoe');
    assert.equal(kept.book().nameOf('+493023125002'), undefined);
    isAway = false;
    await kept.refresh();
    assert.equal(kept.book().nameOf('+493023125002'), 'Eva');
    await kept.stop();
  });

  test('of two first changes at once neither is lost', async () => {
    const many = [1, 2, 3, 4, 5].map((n) => aContact({ name: `Eva ${n}` }, `+49302312500${n}`));
    await Promise.all(many.map((one) => store.contacts.add([one])));
    assert.equal(await store.contacts.version(), 5);
    assert.equal(await store.contacts.count(), 5);
  });
});
