/** What somebody typed, or a file says, becomes an entry of the address book or a list of what is wrong. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readContact, type TypedContact } from '../../../../src/base/contacts/read-contact.js';

const HOUSE = { country: 'DE', isOwn: (number: string) => ['1001', '700'].includes(number) };

function read(changes: Partial<TypedContact>, ...numbers: readonly string[]) {
  const typed = { name: 'Erika Muster', company: '', note: '', ...changes };
  return readContact({ ...typed, numbers: numbers.map((number) => ({ kind: 'work', number })) }, HOUSE);
}

function numbersOf(...given: readonly string[]) {
  const result = read({}, ...given);
  return result.kind === 'contact' ? result.content.numbers : result.faults;
}

test('a number is kept in one form, however it is written, and once', () => {
  assert.deepEqual(numbersOf('030 231-25001', '+49 (0)30 23125001', '0049 30 23125001', ''), [
    { kind: 'work', number: '+493023125001' },
  ]);
  assert.deepEqual(numbersOf('tel:+43-1-5128888'), [{ kind: 'work', number: '+4315128888' }]);
});

test('a company’s number stands for all its extensions when it ends with a star or dots', () => {
  for (const given of ['030 23125-*', '030 23125-…', '+493023125*', '030 23125 ...'])
    assert.deepEqual(numbersOf(given), [{ kind: 'work', number: '+493023125', withExtensions: true }]);
  assert.deepEqual(numbersOf('030*'), [{ kind: 'shortTrunk', number: '030*' }]);
});

test('what is no number, and what is the house’s own, is told as it was written', () => {
  assert.deepEqual(numbersOf('anonymous', 'call me', '1001'), [
    { kind: 'badNumber', number: 'anonymous' },
    { kind: 'badNumber', number: 'call me' },
    { kind: 'ownNumber', number: '1001' },
  ]);
});

test('a name or a company is needed, and a number', () => {
  assert.deepEqual(read({ name: ' ' }, '030 23125001'), { kind: 'faulty', faults: [{ kind: 'noName' }] });
  assert.deepEqual(read({}), { kind: 'faulty', faults: [{ kind: 'noNumber' }] });
  assert.deepEqual(read({ name: 'x'.repeat(301) }, '030 23125001'), {
    kind: 'faulty',
    faults: [{ kind: 'nameTooLong', most: 300 }],
  });
});

test('names keep letters of every script, quotes and emoji, and lose what turns the direction of a line', () => {
  const result = read({ name: ' "O’Neil" \u202eמשה\u202c 👩‍🔧\r\nBcc: x ' }, '030 23125001');
  assert.equal(result.kind === 'contact' && result.content.name, '"O’Neil" משה 👩‍🔧 Bcc: x');
});
