import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { changesBetween } from '../../../../src/base/configuration/changes.js';
import { checkValue } from '../../../../src/base/configuration/check.js';
import { LISTS, type ListKind } from '../../../../src/base/configuration/part-names.js';
import { atOnce } from '../../../../src/base/in-slices.js';
import {
  partFinder,
  partsNamedSteps,
  partIn,
  partsOf,
  withPartOf,
  type PartName,
} from '../../../../src/base/configuration/parts.js';
import type { Configuration } from '../../../../src/base/configuration/schema.js';
import { anyConfiguration } from '../../../configurations.js';
import { configuration, file, group } from './minimal.js';

const groups = (...numbers: string[]) =>
  configuration(file({ groups: numbers.map((number) => group({ number })) }));
const numbersOf = (one: Configuration | undefined) => one?.groups.map(({ number }) => number);

describe('one part of another configuration', () => {
  test('comes back behind the entry that it followed there', () => {
    const name = { kind: 'group', id: '702' } as const;
    const old = groups('700', '701', '702', '703');
    assert.deepEqual(numbersOf(withPartOf(groups('700', '701', '703'), old, name)), [
      '700',
      '701',
      '702',
      '703',
    ]);
    assert.deepEqual(numbersOf(withPartOf(groups('703', '700'), old, name)), ['703', '700', '702']);
    assert.deepEqual(numbersOf(withPartOf(groups('703'), old, name)), ['702', '703']);
  });

  test('goes when it was not there, and stays at its place when it was', () => {
    const name = { kind: 'group', id: '701' } as const;
    assert.deepEqual(numbersOf(withPartOf(groups('700', '701'), groups('700'), name)), ['700']);
    const named = configuration(file({ groups: [group({ number: '701', name: 'Old' })] }));
    const back = withPartOf(groups('700', '701', '702'), named, name);
    assert.deepEqual(numbersOf(back), ['700', '701', '702']);
    assert.equal(back?.groups[1]?.name, 'Old');
  });

  test('that neither has is none', () => {
    assert.equal(withPartOf(groups('700'), groups('700'), { kind: 'group', id: '999' }), undefined);
    assert.equal(partIn(groups('700'), { kind: 'user', id: 'constructor' }), undefined);
  });

  test('the settings come back as a whole', () => {
    const old = configuration(file({ settings: { domain: 'old.example', gateway: 'telco' } }));
    const now = configuration(file({ settings: { domain: 'new.example' } }));
    assert.deepEqual(withPartOf(now, old, { kind: 'settings', id: '' })?.settings, old.settings);
  });
});

test('part by part, every configuration becomes every other one, but for the order', () => {
  fc.assert(
    fc.property(anyConfiguration, anyConfiguration, (one, other) => {
      const kinds = Object.keys(LISTS) as ListKind[];
      const names: PartName[] = kinds.flatMap((kind) =>
        [one, other].flatMap((whole) =>
          whole[LISTS[kind].list].map((entry) => {
            const id = (entry as Record<string, unknown>)[LISTS[kind].key];
            return { kind, id: String(id) };
          }),
        ),
      );
      const all = [{ kind: 'settings', id: '' } as const, ...names].reduce<Configuration>(
        (whole, name) => withPartOf(whole, other, name) ?? whole,
        one,
      );
      assert.deepEqual(Object.fromEntries(partsOf(all)), Object.fromEntries(partsOf(other)));
      assert.equal(checkValue(all).kind, 'good');
      const find = partFinder(other);
      for (const name of names) assert.deepEqual(find(name), partIn(other, name));
      const { added, changed, removed } = changesBetween(one, other);
      const [before, after] = [one, other].map((whole) =>
        atOnce(partsNamedSteps(whole, [...added, ...changed, ...removed])),
      ) as [object, object];
      const inBoth = changed.filter((name) => name !== 'the order of the entries');
      assert.deepEqual(Object.keys(before).toSorted(), [...inBoth, ...removed].toSorted());
      assert.deepEqual(Object.keys(after).toSorted(), [...inBoth, ...added].toSorted());
    }),
    { numRuns: 50 },
  );
});
