import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { mergeConfigurations, planImport } from '../../../src/configuration/import-plan.js';
import { anyConfiguration } from '../../configurations.js';
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
    assert.deepEqual(plan.changes, { added: [], changed: ['group 700', 'switch night'], removed: [] });
  });

  test('is merged where no part has both changes', () => {
    const plan = planImport({ ...input, how: 'merge' });
    assert.ok(plan.kind === 'take');
    assert.deepEqual(plan.changes, { added: [], changed: ['group 700'], removed: [] });
    assert.equal(plan.configuration.switches[0]?.name, 'Closed');
  });

  test('is not merged where both changed one part in different ways', () => {
    const ours = house({ switches: [{ id: 'night', name: 'Nacht', manual: { on: false } }] });
    const plan = planImport({ ...input, file: { revision: 1, configuration: ours }, how: 'merge' });
    assert.deepEqual(plan, { kind: 'collision', parts: ['switch night'] });
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
