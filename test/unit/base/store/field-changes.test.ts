/** What changes in a document is said by its smallest parts, so that what others write beside it stays. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldChanges } from '../../../../src/base/store/field-changes.js';

test('of lists and documents only the entries that differ, however deep', () => {
  const legs = [
    { to: 'a', who: { name: 'x' } },
    { to: 'b', who: { name: 'x' } },
  ];
  const wanted = [legs[0], { to: 'b', who: { name: '***' } }];
  assert.deepEqual(fieldChanges({ legs, note: 'n', seen: 1 }, { legs: wanted, note: '***' }), [
    { path: 'legs.1.who.name', before: 'x', after: '***' },
    { path: 'note', before: 'n', after: '***' },
  ]);
});

test('the whole value where its shape changes, and where a name means something else in a path', () => {
  const odd = { 'a.b': '1', c: '2' };
  const wanted = { ...odd, c: '***' };
  const at = new Date(0);
  const content = { followUp: { at }, list: ['1', '2'], odd, numbered: { 0: 'x' } };
  const fields = { followUp: null, list: ['***'], odd: wanted, numbered: { 0: '***' } };
  assert.deepEqual(fieldChanges(content, fields), [
    { path: 'followUp', before: { at }, after: null },
    { path: 'list', before: ['1', '2'], after: ['***'] },
    { path: 'odd', before: odd, after: wanted },
    { path: 'numbered', before: { 0: 'x' }, after: { 0: '***' } },
  ]);
});

test('nothing where nothing is different', () => {
  const legs = [{ to: 'a' }];
  assert.deepEqual(fieldChanges({ legs, n: 1 }, { legs: [{ to: 'a' }], n: 1 }), []);
});
