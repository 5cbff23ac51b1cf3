import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AFTERWARDS_WORDS } from '../../../../src/afterwards/words/words.js';
import { LANGUAGES } from '../../../../src/base/model/language.js';
import { countedOf, pluralOf } from '../../../../src/base/model/wording.js';
import { BASE_WORDS } from '../../../../src/base/words/words.js';
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
    [0, 1, 2].map((count) => pluralOf(BASE_WORDS.en)(count, forms)),
    ['calls', 'call', 'calls'],
  );
});

test('each language names the forms that its counts can choose', () => {
  for (const { locale, plurals } of Object.values(BASE_WORDS)) {
    const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
    assert.deepEqual(plurals.toSorted(), pluralCategories.toSorted(), locale);
  }
});

/** Not one of the product's languages; it stands for any with more than two forms. */
const polish = { locale: 'pl-PL', plurals: ['one', 'few', 'many', 'other'] } as const;

test('a language with four forms writes four', () => {
  const waiting = countedOf(polish)({
    one: '{count} połączenie czeka od {since}',
    few: '{count} połączenia czekają od {since}',
    many: '{count} połączeń czeka od {since}',
    other: '{count} połączenia czeka od {since}',
  });
  assert.deepEqual(
    [1, 3, 5, 12, 22, 1.5].map((count) => waiting(count, { since: '8:00' })),
    [
      '1 połączenie czeka od 8:00',
      '3 połączenia czekają od 8:00',
      '5 połączeń czeka od 8:00',
      '12 połączeń czeka od 8:00',
      '22 połączenia czekają od 8:00',
      '1.5 połączenia czeka od 8:00',
    ],
  );
  const missing = { one: 'połączenie', other: 'połączenia' };
  // @ts-expect-error A language that lacks forms does not compile.
  countedOf(polish)(missing);
});
