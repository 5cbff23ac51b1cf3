import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAlike } from '../../../scripts/alike.js';

for (const word of ['test', 'tset', 'tes', 'tests', 'best', 'tesst', 'est', 'text'])
  test(`${word} is test with a typing error at most`, () => {
    assert.equal(isAlike('test', word), true);
  });

for (const word of ['list', 'ttse', 'te', 'testing', 'tst.gz', './tset', '', 'stte', 'monday'])
  test(`${JSON.stringify(word)} is another word than test`, () => {
    assert.equal(isAlike('test', word), false);
  });
