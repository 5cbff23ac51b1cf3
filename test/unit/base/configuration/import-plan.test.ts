import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { changesBetween } from '../../../../src/base/configuration/changes.js';
import { checkValue } from '../../../../src/base/configuration/check.js';
import { mergeConfigurations, planImport } from '../../../../src/base/configuration/import-plan.js';
import { anyConfiguration } from '../../../configurations.js';
import type { Configuration } from '../../../../src/base/configuration/schema.js';
import { configuration, file, group } from './minimal.js';

const house = (over: object = {}) =>
  configuration(
    file({
      switches: [{ id: 'night', name: 'Night', manual: { on: false } }],
      groups: [group({ number: '700', name: 'Sales' }), group({ number: '701', name: 'Service' })],
      ...over,
    }),
  );
const BASE = house();
const THEIRS = house({ switches: [{ id: 'night', name: 'Closed', manual: { on: false } }] });
const OURS = house({
  groups: [group({ number: '700', name: 'Sales Berlin' }), group({ number: '701', name: 'Service' })],
});

describe('a file that was exported before somebody changed something', () => {
  const input = {
    running: { revision: 2, configuration: THEIRS },
    file: { revision: 1, configuration: OURS },
    base: BASE,
  };

  test('is refused, and what it does not know is named', () => {
    assert.deepEqual(planImport({ ...input, how: 'asItIs' }), {
      kind: 'behind',
      unknown: { added: [], changed: ['switch night'], removed: [] },
    });
  });

  test('undoes it only when that is said', () => {
    const plan = planImport({ ...input, how: 'replace' });
    assert.ok(plan.kind === 'take');
    assert.deepEqual(plan.configuration, OURS);
    assert.deepEqual(changesBetween(THEIRS, plan.configuration), {
      added: [],
      changed: ['group 700', 'switch night'],
      removed: [],
    });
  });

  test('is merged where no part has both changes', () => {
    const plan = planImport({ ...input, how: 'merge' });
    assert.ok(plan.kind === 'take');
    assert.deepEqual(changesBetween(THEIRS, plan.configuration), {
      added: [],
      changed: ['group 700'],
      removed: [],
    });
    assert.equal(plan.configuration.switches[0]?.name, 'Closed');
  });

  test('is not merged where both changed one part in different ways', () => {
    const ours = house({ switches: [{ id: 'night', name: 'Nacht', manual: { on: false } }] });
    const plan = planImport({ ...input, file: { revision: 1, configuration: ours }, how: 'merge' });
    assert.deepEqual(plan, { kind: 'collision', parts: ['switch night'] });
  });

  test('is not merged where both together are faulty, though each alone is good', () => {
    const users = [
      { id: 'anna', name: 'Anna', extension: '1001' },
      { id: 'eva', name: 'Eva', extension: '1002' },
    ];
    const sales = (...members: string[]) => [
      group({ number: '700', name: 'Sales', stages: [{ ringSec: 20, members }] }),
    ];
    const plan = planImport({
      base: house({ users, groups: sales('anna') }),
      running: { revision: 2, configuration: house({ users: users.slice(0, 1), groups: sales('anna') }) },
      file: { revision: 1, configuration: house({ users, groups: sales('anna', 'eva') }) },
      how: 'merge',
    });
    assert.ok(plan.kind === 'faulty');
    assert.deepEqual(
      plan.faults.map(({ path }) => path),
      ['groups[0].stages[0].members[1]'],
    );
  });

  test('keeps the order that the others changed, and the file’s where only the file did', () => {
    const turned = { ...THEIRS, groups: THEIRS.groups.toReversed() };
    const numbers = (running: Configuration, ours: Configuration) => {
      const plan = planImport({
        base: BASE,
        running: { revision: 2, configuration: running },
        file: { revision: 1, configuration: ours },
        how: 'merge',
      });
      assert.ok(plan.kind === 'take');
      return plan.configuration.groups.map(({ number }) => number);
    };
    assert.deepEqual(numbers(turned, OURS), ['701', '700']);
    assert.deepEqual(numbers(THEIRS, { ...OURS, groups: OURS.groups.toReversed() }), ['701', '700']);
  });

  test('is taken when others have undone themselves what they changed', () => {
    const plan = planImport({ ...input, running: { revision: 4, configuration: BASE }, how: 'asItIs' });
    assert.ok(plan.kind === 'take');
    assert.deepEqual(plan.configuration, OURS);
  });

  test('whose revision is not kept, or that names none, is refused without saying what is unknown', () => {
    const unknown = { ...input, base: undefined, how: 'merge' as const };
    assert.deepEqual(planImport(unknown), { kind: 'behind', unknown: undefined });
  });
});

test('a file of the running revision, and the first one of all, are taken', () => {
  const running = { revision: 2, configuration: THEIRS };
  const known = { revision: 2, configuration: OURS };
  assert.equal(planImport({ running, file: known, base: THEIRS, how: 'asItIs' }).kind, 'take');
  const first = { revision: undefined, configuration: OURS };
  assert.equal(planImport({ running: undefined, file: first, base: undefined, how: 'asItIs' }).kind, 'take');
});

test('a merge of one side’s changes is that side', () => {
  fc.assert(
    fc.property(anyConfiguration, anyConfiguration, (one, other) => {
      assert.deepEqual(mergeConfigurations(one, one, other), { configuration: other, parts: [] });
      assert.deepEqual(mergeConfigurations(one, other, other), { configuration: other, parts: [] });
      assert.deepEqual(mergeConfigurations(one, other, one).parts, []);
      assert.deepEqual(mergeConfigurations(one, one, one), { configuration: one, parts: [] });
    }),
    { numRuns: 30 },
  );
});

test('two orders of the same entries are no merge', () => {
  const groups = ['700', '701', '702'].map((number) => group({ number }));
  const ordered = (...order: number[]) => house({ groups: order.map((index) => groups[index]) });
  const { parts } = mergeConfigurations(ordered(0, 1, 2), ordered(1, 0, 2), ordered(0, 2, 1));
  assert.deepEqual(parts, ['the order of the groups']);
});

test('whatever is taken passes the check', () => {
  let faulty = 0;
  fc.assert(
    fc.property(anyConfiguration, anyConfiguration, anyConfiguration, (base, theirs, ours) => {
      // Parts of theirs and ours from the same three, so that not every part collides.
      const running = { ...base, users: theirs.users };
      const mine = { ...base, groups: ours.groups, switches: ours.switches };
      const plan = planImport({
        base,
        running: { revision: 2, configuration: running },
        file: { revision: 1, configuration: mine },
        how: 'merge',
      });
      if (plan.kind === 'faulty') faulty += 1;
      if (plan.kind === 'take') assert.equal(checkValue(plan.configuration).kind, 'good');
    }),
    { numRuns: 200 },
  );
  assert.ok(faulty > 0, 'no case of two good sides that are faulty together');
});
