/** The address book in memory: look-ups of calls, searches of people. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ContactBook } from '../../../../src/base/contacts/book.js';
import { atOnce } from '../../../../src/base/in-slices.js';
import { aContact } from '../../../factories.js';

function bookOf(...contacts: readonly ReturnType<typeof aContact>[]): ContactBook {
  const book = new ContactBook();
  for (const contact of contacts) book.put(contact);
  return book;
}

const found = (book: ContactBook, text: string, byNumber = true) =>
  atOnce(book.search({ text, from: 0, most: 10, byNumber })).contacts.map(({ name }) => name);

test('the whole number names first, then the longest number of a company with which it begins', () => {
  const book = bookOf(
    aContact({ name: 'Erika', company: 'Muster GmbH' }, '+493023125001'),
    aContact({ name: '', company: 'Muster GmbH' }, '+493023125*'),
    aContact({ name: '', company: 'Muster Service' }, '+4930231259*'),
  );
  assert.equal(book.nameOf('+493023125001'), 'Erika (Muster GmbH)');
  assert.equal(book.nameOf('+493023125002'), 'Muster GmbH');
  assert.equal(book.nameOf('+493023125'), 'Muster GmbH');
  assert.equal(book.nameOf('+493023125912'), 'Muster Service');
  assert.equal(book.nameOf('+4930231250000000'), undefined, 'more digits than an extension has');
  assert.equal(book.nameOf('+49302312'), undefined);
});

test('of two people with one number the first in the order names, and the other when that one has gone', () => {
  const [berta, anna] = [
    aContact({ name: 'Berta' }, '+493023125001'),
    aContact({ name: 'anna' }, '+493023125001'),
  ];
  const book = bookOf(berta, anna);
  assert.equal(book.nameOf('+493023125001'), 'anna');
  book.remove(anna.id);
  assert.equal(book.nameOf('+493023125001'), 'Berta');
  book.put({ ...berta, numbers: [] });
  assert.equal(book.nameOf('+493023125001'), undefined);
  assert.equal(book.size, 1);
});

test('is searched by each word, without marks, and by digits as people write them', () => {
  const book = bookOf(
    aContact({ name: 'Jörg Müller', company: 'Straße AG', note: 'Aufzug' }, '+493023125001'),
    aContact({ name: 'Zoe', company: '' }, '+493023125002'),
    aContact({ name: 'Änne', company: '' }, '+4315128888'),
  );
  assert.deepEqual(found(book, ''), ['Änne', 'Jörg Müller', 'Zoe']);
  assert.deepEqual(found(book, 'MULLER strasse'), ['Jörg Müller']);
  assert.deepEqual(found(book, 'aufzug'), ['Jörg Müller']);
  assert.deepEqual(found(book, '030 231-2500'), ['Jörg Müller', 'Zoe']);
  assert.deepEqual(found(book, '030 231-2500', false), []);
  assert.deepEqual(found(book, 'müller zoe'), []);
});

test('a reader who may see no number finds none by its digits in a note either, and companies with a digit', () => {
  const book = bookOf(
    aContact({ name: 'Zoe', company: '3M', note: 'privat 0171 3920015' }, '+493023125002'),
    aContact({ name: 'Studio 1', company: 'B2B', note: '' }, '+493023125003'),
  );
  assert.deepEqual(found(book, '0171'), ['Zoe']);
  for (const digits of ['0171', '39', 'zoe 7', '-3', 'x0171'])
    assert.deepEqual(found(book, digits, false), []);
  assert.deepEqual(found(book, '3m', false), ['Zoe']);
  assert.deepEqual(found(book, 'b2b', false), ['Studio 1']);
});
