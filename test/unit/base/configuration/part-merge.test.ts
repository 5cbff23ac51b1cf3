import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { changedFields, mergePart, UNKNOWN } from '../../../../src/base/configuration/part-merge.js';
import { LIST_KINDS, LISTS } from '../../../../src/base/configuration/part-names.js';
import { anyConfiguration } from '../../../configurations.js';
import { configuration, file, group } from './minimal.js';

const users = ['anna', 'bernd'].map((id) => ({ id, name: id, extension: id === 'anna' ? '1001' : '1002' }));
const sales = (over: object = {}) => {
  const one = group({ stages: [{ ringSec: 20, members: ['anna'] }], ...over });
  return configuration(file({ users, groups: [one] })).groups[0];
};
const BASE = sales();

const merged = (theirs: unknown, ours: unknown, base: unknown = BASE) =>
  mergePart('group', { base, theirs, ours });

describe('Two changes of one group', () => {
  test('in different fields are both kept', () => {
    const { content, collisions } = merged(sales({ name: 'Theirs' }), sales({ display: '{caller}' }));
    assert.deepEqual(collisions, []);
    assert.deepEqual(content, sales({ name: 'Theirs', display: '{caller}' }));
  });

  test('in different fields of one block and of one stage are both kept', () => {
    const theirs = sales({ missed: { mergeHours: 1 }, stages: [{ ringSec: 30, members: ['anna'] }] });
    const ours = sales({ missed: { giveBackMin: 5 }, stages: [{ ringSec: 20, members: ['anna', 'bernd'] }] });
    const { content, collisions } = merged(theirs, ours);
    assert.deepEqual(collisions, []);
    const both = { mergeHours: 1, giveBackMin: 5 };
    assert.deepEqual(content, sales({ missed: both, stages: [{ ringSec: 30, members: ['anna', 'bernd'] }] }));
  });

  test('of the same field in the same way are one', () => {
    assert.deepEqual(merged(sales({ name: 'New' }), sales({ name: 'New' })), {
      content: sales({ name: 'New' }),
      collisions: [],
    });
  });

  test('of the same field in different ways collide, and the others are kept', () => {
    const theirs = sales({ name: 'Theirs', mobiles: false });
    const { content, collisions } = merged(theirs, sales({ name: 'Ours', display: '{caller}' }));
    assert.deepEqual(collisions, ['name']);
    assert.deepEqual(content, sales({ name: 'Ours', mobiles: false, display: '{caller}' }));
  });

  test('never make one destination of two', () => {
    const theirs = sales({ final: { hangup: 'USER_BUSY' } });
    const ours = sales({ final: { extension: '1001', ringSec: 5 } });
    assert.deepEqual(merged(theirs, ours).collisions, ['final']);
  });

  test('collide as a whole where one added a stage or took a block out', () => {
    const stage = { ringSec: 20, members: ['anna'] };
    const theirs = sales({ stages: [{ ringSec: 5, members: ['bernd'] }, stage] });
    assert.deepEqual(merged(theirs, sales({ stages: [{ ringSec: 9, members: ['anna'] }] })).collisions, [
      'stages',
    ]);
    const report = (at: string) => sales({ report: { to: ['a@example.com'], at } });
    assert.deepEqual(merged(sales(), report('07:00'), report('06:00')).collisions, ['report']);
  });

  test('collide wherever they differ when nobody knows the beginning', () => {
    const theirs = sales({ name: 'Theirs', missed: { mergeHours: 1 } });
    assert.deepEqual(merged(theirs, BASE, UNKNOWN).collisions, ['name', 'missed.mergeHours']);
  });
});

test('any two states of any part: one side’s change is kept as it is, and a change has its fields', () => {
  fc.assert(
    fc.property(anyConfiguration, anyConfiguration, (one, other) => {
      for (const kind of LIST_KINDS) {
        const [base, next] = [one[LISTS[kind].list][0], other[LISTS[kind].list][0]];
        if (base === undefined || next === undefined) continue;
        for (const [theirs, ours] of [
          [base, next],
          [next, base],
          [next, next],
        ]) {
          assert.deepEqual(mergePart(kind, { base, theirs, ours }), { content: next, collisions: [] });
        }
        const isSame = JSON.stringify(base) === JSON.stringify(next);
        assert.equal(changedFields(kind, base, next).length === 0, isSame);
      }
      const { settings } = other;
      const merge = mergePart('settings', { base: one.settings, theirs: one.settings, ours: settings });
      assert.deepEqual(merge, { content: settings, collisions: [] });
    }),
    { numRuns: 60 },
  );
});
