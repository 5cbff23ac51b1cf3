import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AFTERWARDS_WORDS } from '../../../../src/afterwards/words/words.js';
import { LANGUAGES } from '../../../../src/base/model/language.js';
import { pluralOf } from '../../../../src/base/model/wording.js';
import { CALL_WORDS } from '../../../../src/calls/words/words.js';
import { SCRIPT_WORDS } from '../../../../scripts/words/words.js';
import { PEOPLE_WORDS } from '../../../../src/people/words/words.js';

const WINGS = { CALL_WORDS, AFTERWARDS_WORDS, PEOPLE_WORDS, SCRIPT_WORDS };

/** `login.title: {name}` for each word: what it is called, and the places that are filled in it. */
function words(table: unknown, path = ''): string[] {
  if (typeof table === 'string') return [`${path}: ${(table.match(/\{\w+\}/g) ?? []).toSorted().join(' ')}`];
  if (typeof table !== 'object' || table === null || Array.isArray(table))
    return [`${path}: ${typeof table}`];
  return Object.entries(table).flatMap(([key, one]) => words(one, `${path}.${key}`));
}

for (const [name, wing] of Object.entries(WINGS))
  test(`${name} has the same words with the same places in each language`, () => {
    assert.deepEqual(Object.keys(wing), LANGUAGES);
    const english = words(wing.en);
    for (const lang of LANGUAGES) assert.deepEqual(words(wing[lang]).toSorted(), english.toSorted(), lang);
  });

test('no word is empty', () => {
  const empty = (table: unknown): boolean =>
    table === '' || (typeof table === 'object' && table !== null && Object.values(table).some(empty));
  for (const wing of Object.values(WINGS)) for (const lang of LANGUAGES) assert.ok(!empty(wing[lang]));
});

test('a count chooses the form by the rules of its language', () => {
  const forms = { one: 'call', other: 'calls' };
  assert.deepEqual(
    [0, 1, 2].map((count) => pluralOf('en')(count, forms)),
    ['calls', 'call', 'calls'],
  );
});
