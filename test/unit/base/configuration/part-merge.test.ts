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

  const stageOf = (...members: unknown[]) => sales({ stages: [{ ringSec: 20, members }] });
  const extension = (digits: string) => ({ extension: digits });
  const external = (number: string, delaySec = 0) => ({ external: number, delaySec });

  test('that each add another member to one stage are both kept, and so is whom only one took out', () => {
    const theirs = stageOf('anna', 'bernd');
    const ours = stageOf(extension('1009'), 'anna');
    assert.deepEqual(merged(theirs, ours), {
      content: stageOf(extension('1009'), 'anna', 'bernd'),
      collisions: [],
    });
    const base = stageOf('anna', extension('1009'));
    const without = merged(stageOf('anna'), stageOf('anna', extension('1009'), 'bernd'), base);
    assert.deepEqual(without, { content: stageOf('anna', 'bernd'), collisions: [] });
  });

  test('collide where both changed one member, moved them apart, or nobody would be left', () => {
    const places = (theirs: unknown, ours: unknown, base: unknown) =>
      merged(theirs, ours, base).collisions.join();
    const mobile = '+491713920012';
    const base = stageOf('anna', external(mobile));
    assert.equal(
      places(stageOf('anna', external(mobile, 5)), stageOf('anna', external(mobile, 9)), base),
      'stages[0].members',
    );
    const three = stageOf('anna', 'bernd', extension('1009'));
    const [one, other] = [
      stageOf('bernd', 'anna', extension('1009')),
      stageOf(extension('1009'), 'anna', 'bernd'),
    ];
    assert.equal(places(one, other, three), 'stages[0].members');
    assert.equal(places(stageOf('anna'), stageOf('bernd'), stageOf('anna', 'bernd')), 'stages[0].members');
    // Of somebody who is in it twice nobody knows which one is meant.
    assert.equal(places(stageOf('anna', 'anna'), stageOf('anna', 'bernd'), BASE), 'stages[0].members');
  });

  test('of a user’s times and of another member are both kept, as are those of two users’ times', () => {
    const later = (user: string, delaySec: number) => ({ user, delaySec });
    const theirs = stageOf(later('anna', 5), 'bernd');
    assert.deepEqual(merged(theirs, stageOf('anna', later('bernd', 9)), stageOf('anna', 'bernd')), {
      content: stageOf(later('anna', 5), later('bernd', 9)),
      collisions: [],
    });
    const both = merged(stageOf(later('anna', 5)), stageOf(later('anna', 7)), stageOf('anna'));
    assert.deepEqual(both.collisions, ['stages[0].members']);
  });

  test('that each add another recipient are both kept', () => {
    const to = (...all: unknown[]) => sales({ report: { to: all, at: '07:00' } });
    const { content, collisions } = merged(
      to('a@example.com', 'b@example.com'),
      to('a@example.com', { name: 'C', address: 'c@example.com' }),
      to('a@example.com'),
    );
    assert.deepEqual(collisions, []);
    const recipients = (content as NonNullable<typeof BASE>).report?.to.map((one) =>
      typeof one === 'string' ? one : one.address,
    );
    assert.deepEqual(recipients?.toSorted(), ['a@example.com', 'b@example.com', 'c@example.com']);
  });

  test('of members: whatever each adds and takes out, both are done, and what was there keeps its order', () => {
    const all = Array.from({ length: 8 }, (_, index) => extension(String(1100 + index)));
    const place = fc.integer({ min: 0, max: 8 });
    /** Takes some out and puts others in anywhere. */
    const change = (own: readonly unknown[]) =>
      fc.record({ out: fc.subarray(all), into: fc.subarray([...own]), at: place }).map((how) => {
        const left = all.filter((one) => !how.out.includes(one));
        return { ...how, members: left.toSpliced(how.at, 0, ...(how.into as typeof all)) };
      });
    const [mine, hers] = ['20', '21'].map((of) => [0, 1, 2].map((n) => extension(`${of}0${n}`)));
    fc.assert(
      fc.property(change(hers ?? []), change(mine ?? []), (theirs, ours) => {
        const { content, collisions } = merged(
          stageOf(...theirs.members),
          stageOf(...ours.members),
          stageOf(...all),
        );
        const kept = all.filter((one) => !theirs.out.includes(one) && !ours.out.includes(one));
        const wanted = [...kept, ...theirs.into, ...ours.into];
        const emptied = wanted.length === 0 && theirs.members.length > 0 && ours.members.length > 0;
        assert.deepEqual(collisions, emptied ? ['stages[0].members'] : []);
        if (emptied) return;
        const numbers = (members: readonly unknown[]) =>
          members.map((one) => (one as { extension: string }).extension);
        const got = numbers((content as NonNullable<typeof BASE>).stages[0]?.members ?? []);
        assert.deepEqual(got.toSorted(), numbers(wanted).toSorted());
        assert.deepEqual(
          got.filter((one) => one < '2'),
          numbers(kept),
        );
        for (const side of [theirs, ours]) {
          const order = numbers(side.members).filter((one) => got.includes(one));
          assert.deepEqual(
            got.filter((one) => order.includes(one)),
            order,
          );
        }
      }),
      { numRuns: 500 },
    );
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
