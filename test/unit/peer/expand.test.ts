import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expandVariables } from '../../../scripts/peer/expand.js';

const variables = new Map([
  ['name', 'Erika'],
  ['evil', '${system(id)}'],
]);

function expand(text: string): ReturnType<typeof expandVariables> {
  return expandVariables(text, (name) => variables.get(name));
}

test('replaces variables and notes which', () => {
  assert.deepEqual(expand('a=${name} b'), { text: 'a=Erika b', expressions: ['name'] });
});

test('a value is expanded again: a caller called ${system(id)} runs a program', () => {
  assert.deepEqual(expand('${evil}'), { text: '', expressions: ['evil', 'system(id)'] });
});

test('an escaped dollar is a dollar', () => {
  assert.deepEqual(expand('\\${name} ${name}'), { text: '${name} Erika', expressions: ['name'] });
});

test('a text without variables and escapes stays untouched', () => {
  assert.deepEqual(expand('100 $ {x} \\,'), { text: '100 $ {x} \\,', expressions: [] });
});

test('doubled backslashes become one, and an escaped quote disappears', () => {
  assert.deepEqual(expand("a\\\\b \\'"), { text: 'a\\b ', expressions: [] });
});
