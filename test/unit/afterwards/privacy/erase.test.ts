/** What a document looks like without one person: nothing of others is lost. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { erasedCall, erasedText, erasureOf, type Person } from '../../../../src/afterwards/privacy/erase.js';
import { notationsOf } from '../../../../src/afterwards/privacy/notations.js';
import { filterText } from '../../../../src/people/operations/call-views.js';
import { aRecord, aRecordedLeg, at } from '../../../factories.js';

const notations = notationsOf('+491713920015', 'DE');
assert.ok(notations !== undefined);
const named = (...names: readonly string[]): Person => ({ notations, names });

test('a name is erased as a word, and stays where it is part of another one', () => {
  const text = 'Mann called, "Mann" of Mannheim, Hermann\'s Mann\\nMann';
  assert.equal(erasedText(text, named('Mann')), '*** called, "***" of Mannheim, Hermann\'s ***\\n***');
});

test('a name with marks is erased as it is, in HTML too', () => {
  assert.equal(erasedText("O'Neil (A+B) O&#39;Neil (A+B)", named("O'Neil (A+B)")), '*** ***');
});

test('a phone that calls itself as the program calls something changes nothing but its call', () => {
  const caller = { withheld: false, number: '01713920015', e164: '+491713920015', name: 'unknown' };
  const missed = { group: '700', why: { kind: 'unknown' }, text: 'unknown did not get through' } as const;
  const legs = [aRecordedLeg({ kind: 'mobile', outcome: 'unknown' })];
  const call = aRecord({
    caller,
    missed,
    legs,
    outcome: 'handedBack',
    endedAt: at('2026-11-25T10:00:00').toJSDate(),
  });
  const fields = erasedCall({ ...call }, named('unknown', 'mobile', 'handedBack'));
  assert.deepEqual(fields, {
    caller: { withheld: false, number: '***', e164: null, name: null },
    followUp: null,
    missed: { ...missed, text: '*** did not get through' },
  });
});

test('somebody who is called like an account does not take its name from the audit log', () => {
  const entry = { who: 'anna', before: '{"number":"01713920015","name":"anna"}' };
  assert.deepEqual(erasureOf('audit', entry, named('anna')), {
    kind: 'set',
    fields: { before: '{"number":"***","name":"***"}' },
  });
});

test('an entry of the address book goes with the person; a company keeps its other numbers', () => {
  const [own, other] = [
    { kind: 'work', number: '+491713920015' },
    { kind: 'work', number: '+493023125001' },
  ];
  const contact = { name: '', company: 'Muster GmbH', note: '', numbers: [own, other] };
  const erased = (changes: object) => erasureOf('contacts', { ...contact, ...changes }, named());
  assert.deepEqual(erased({ name: 'Max' }), { kind: 'remove' });
  assert.deepEqual(erased({ numbers: [own] }), { kind: 'remove' });
  assert.deepEqual(erased({}), { kind: 'set', fields: { numbers: [other] } });
  assert.deepEqual(erased({ name: 'Eva', numbers: [other], note: 'ask 0171 3920015' }), {
    kind: 'set',
    fields: { note: 'ask ***' },
  });
});

test('a saved search for the number goes whole, however it was typed: two without it could be the same', () => {
  const erasure = (name: string, typed: string) => {
    const query = filterText({ q: typed, missed: 'true' });
    return erasureOf('callviews', { owner: 'admin', key: name, name, query }, named()).kind;
  };
  for (const typed of ['(0171) 392/00 15', '+49 171 3920015', '0171-392 00 15', '01713920015'])
    assert.equal(erasure('VIP', typed), 'remove', typed);
  assert.equal(erasure('0171 3920015', 'Kunde'), 'remove');
  assert.equal(erasure('VIP', 'Kunde & Co. + 50%'), 'set');
});
