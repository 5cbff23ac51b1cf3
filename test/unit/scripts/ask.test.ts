import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { isMeant } from '../../../scripts/ask.js';

const answered = (text: string): Promise<boolean> => {
  const input = new PassThrough();
  input.end(text);
  return isMeant('Is it meant? ', input, new PassThrough());
};

for (const text of ['yes\n', 'y\n', 'ja\n', 'j\n', ' Ja \n', 'JA\r\n'])
  test(`${JSON.stringify(text)} is a yes`, async () => {
    assert.equal(await answered(text), true);
  });

for (const text of ['no\n', 'n\n', 'nein\n', '\n', 'yesterday\n', ''])
  test(`${JSON.stringify(text)} is a no`, async () => {
    assert.equal(await answered(text), false);
  });
