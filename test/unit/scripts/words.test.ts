import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callbackTexts } from '../../../scripts/callback-words.js';
import { accountTexts } from '../../../scripts/words/accounts.js';
import { callTexts } from '../../../scripts/words/call.js';
import { configTexts } from '../../../scripts/words/config.js';
import { databaseTexts } from '../../../scripts/words/database.js';
import { reportTexts } from '../../../scripts/words/report.js';
import { commonTexts } from '../../../scripts/words/words.js';
import type { Texts } from '../../../src/people/pages/language.js';

const ALL: Readonly<Record<string, Texts>> = {
  accountTexts,
  callTexts,
  callbackTexts,
  commonTexts,
  configTexts,
  databaseTexts,
  reportTexts,
};

const placesOf = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).toSorted();

for (const [name, { en, de }] of Object.entries(ALL)) {
  test(`${name}: every sentence has the same places in both languages, and is another one in each`, () => {
    for (const [key, english] of Object.entries(en)) {
      const german = de[key] ?? '';
      assert.deepEqual(placesOf(german), placesOf(english), key);
      // What is nothing but places and punctuation is the same everywhere.
      if (/[a-z]{4}/i.test(english.replaceAll(/\{\w+\}/g, ''))) assert.notEqual(german, english, key);
    }
  });
}
