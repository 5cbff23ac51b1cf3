import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { changesBetween } from '../../../src/configuration/changes.js';
import { checkValue } from '../../../src/configuration/check.js';
import {
  changedParts,
  partNamed,
  partOf,
  partsOf,
  partText,
  withPartOf,
} from '../../../src/configuration/parts.js';
import { anyConfiguration } from '../../configurations.js';
import { configuration, file, group } from './minimal.js';

const groups = (...numbers: string[]) =>
  configuration(file({ groups: numbers.map((number) => group({ number })) }));
const numbersOf = ({ groups: all }: ReturnType<typeof groups>) => all.map(({ number }) => number);

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
    assert.equal(back.groups[1]?.name, 'Old');
  });

  test('a setting comes back or goes alone', () => {
    const old = configuration(file({ settings: { domain: 'old.example', gateway: 'telco' } }));
    const now = configuration(file({ settings: { domain: 'new.example' } }));
    const gateway = withPartOf(now, old, { kind: 'setting', id: 'gateway' });
    assert.deepEqual([gateway.settings.gateway, gateway.settings.domain], ['telco', 'new.example']);
    assert.equal('gateway' in withPartOf(old, now, { kind: 'setting', id: 'gateway' }).settings, false);
  });
});

test('part by part, every configuration becomes every other one, but for the order', () => {
  fc.assert(
    fc.property(anyConfiguration, anyConfiguration, (one, other) => {
      const { before, after } = changedParts(one, other);
      const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
      const all = names.reduce((whole, text) => {
        const name = partNamed(text);
        assert.ok(name !== undefined, text);
        return withPartOf(whole, other, name);
      }, one);
      assert.deepEqual(Object.fromEntries(partsOf(all)), Object.fromEntries(partsOf(other)));
      const { added, changed, removed } = changesBetween(all, other);
      assert.deepEqual([added, removed], [[], []]);
      assert.deepEqual(
        changed.filter((name) => name !== 'the order of the entries'),
        [],
      );
      assert.equal(checkValue(all).kind, 'good');
    }),
    { numRuns: 50 },
  );
});

test('a name of a part is read back, and nothing else is one', () => {
  const name = { kind: 'setting', id: 'domain' } as const;
  assert.deepEqual(partNamed(partText(name)), name);
  for (const text of ['', 'group', 'group 7 8', 'phone 7', 'the order of the entries'])
    assert.equal(partNamed(text), undefined);
  assert.equal(partOf(groups('700'), { kind: 'setting', id: 'constructor' }), undefined);
});
