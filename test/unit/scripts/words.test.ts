import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SCRIPT_WORDS } from '../../../scripts/words/words.js';

const placesOf = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).toSorted();

for (const [area, english] of Object.entries(SCRIPT_WORDS.en)) {
  test(`${area}: every sentence has the same places in both languages, and is another one in each`, () => {
    const german = SCRIPT_WORDS.de[area as keyof typeof SCRIPT_WORDS.de] as Readonly<Record<string, string>>;
    assert.deepEqual(Object.keys(german).toSorted(), Object.keys(english).toSorted());
    for (const [key, text] of Object.entries(english)) {
      assert.deepEqual(placesOf(german[key] ?? ''), placesOf(text), key);
      // What is nothing but places and punctuation is the same everywhere.
      if (/[a-z]{4}/i.test(text.replaceAll(/\{\w+\}/g, ''))) assert.notEqual(german[key], text, key);
    }
  });
}
