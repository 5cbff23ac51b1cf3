import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { checkValue } from '../../../../src/base/configuration/check.js';
import { LISTS, type ListKind } from '../../../../src/base/configuration/part-names.js';
import type { Configuration } from '../../../../src/base/configuration/schema.js';
import { numberPlacesOf, placesOf, takenOut } from '../../../../src/base/configuration/take-out.js';
import { anyConfiguration } from '../../../configurations.js';
import { configuration, file, group } from './minimal.js';

const KINDS: readonly ListKind[] = ['user', 'group', 'switch', 'calendar'];

const idsOf = (house: Configuration, kind: ListKind) =>
  (house[LISTS[kind].list] as readonly object[]).map((entry) =>
    String((entry as Record<string, unknown>)[LISTS[kind].key]),
  );

/** A part without everything that can refer to another one. */
function withoutReferences(entry: object): object {
  const cut = JSON.parse(JSON.stringify(entry)) as Record<string, never> & {
    stages?: { members: unknown[] }[];
    missed?: { mail?: { to?: unknown } };
    report?: { to?: unknown };
    mobile?: { holidays?: unknown };
    schedule?: { holidays?: unknown };
  };
  const { rules, final, anonymous, ...rest } = cut;
  for (const list of ['pickup', 'codeAllowed']) Reflect.deleteProperty(rest, list);
  for (const stage of rest.stages ?? []) stage.members = [];
  for (const block of [rest.missed?.mail, rest.report]) delete block?.to;
  for (const block of [rest.mobile, rest.schedule]) delete block?.holidays;
  return { ...rest, has: [rules, final, anonymous].map((value) => typeof value) };
}

describe('Taking a part out of a configuration', () => {
  for (const kind of KINDS) {
    for (const replaces of [false, true]) {
      test(`${replaces ? 'replaces' : 'removes'} every reference to a ${kind} and changes nothing else, or says what is open`, () => {
        let [done, told] = [0, 0];
        fc.assert(
          fc.property(anyConfiguration, fc.nat(), fc.nat(), (house, pick, other) => {
            const ids = idsOf(house, kind);
            const id = ids[pick % Math.max(1, ids.length)];
            const others = ids.filter((one) => one !== id);
            const by = replaces ? others[other % Math.max(1, others.length)] : undefined;
            if (id === undefined || (replaces && by === undefined)) return;
            const before = JSON.stringify(house);
            const places = placesOf(house, { kind, id });
            const { next, faults } = takenOut(house, { kind, id }, { by });
            assert.equal(JSON.stringify(house), before);
            const checked = checkValue(next);
            const open = [...faults, ...(checked.kind === 'faulty' ? checked.faults : [])];
            if (open.length > 0) {
              told += 1;
              assert.ok(places.length > 0, 'nothing is open where nothing referred to it');
              for (const fault of open) assert.ok(fault.part !== undefined && fault.message !== '');
              return;
            }
            assert.ok(checked.kind === 'good');
            const after = checked.configuration;
            done += 1;
            assert.deepEqual(idsOf(after, kind), others);
            assert.deepEqual(placesOf(after, { kind, id }), []);
            const touched = new Set(places.map(({ part }) => `${part?.kind ?? ''} ${part?.id ?? ''}`));
            assert.deepEqual(after.settings, house.settings);
            for (const one of KINDS) {
              const had: readonly object[] = (house[LISTS[one].list] as readonly object[]).filter(
                (_entry, index) => one !== kind || idsOf(house, kind)[index] !== id,
              );
              const has = after[LISTS[one].list] as readonly object[];
              assert.deepEqual(has.map(withoutReferences), had.map(withoutReferences));
              for (const [index, entry] of has.entries()) {
                if (!touched.has(`${one} ${idsOf(after, one)[index] ?? ''}`))
                  assert.deepEqual(entry, had[index]);
              }
            }
          }),
          { numRuns: 60 },
        );
        assert.ok(done > 0, `${done} done, ${told} told`);
      });
    }
  }

  const HOUSE = configuration(
    file({
      users: [
        { id: 'anna', name: 'Anna', extension: '1001', email: 'anna@example.com' },
        { id: 'bernd', name: 'Bernd', extension: '1002' },
      ],
      groups: [
        group({
          stages: [
            { ringSec: 20, members: ['anna', 'bernd'] },
            { ringSec: 20, members: ['anna'] },
          ],
          report: { to: ['anna', 'chef@example.com'] },
        }),
        group({ number: '701', name: 'Support', final: { group: '700' } }),
      ],
    }),
  );

  for (const kind of KINDS) {
    test(`knows every place of a ${kind} that the checks know: when it is called otherwise they find faults there and nowhere else`, () => {
      let found = 0;
      fc.assert(
        fc.property(anyConfiguration, fc.nat(), (house, pick) => {
          const ids = idsOf(house, kind);
          const id = ids[pick % Math.max(1, ids.length)];
          if (id === undefined) return;
          const { list, key } = LISTS[kind];
          // Called otherwise, so that each place stays where it is.
          const other = kind === 'group' ? '98765' : 'nobody-else';
          const entries = (house[list] as readonly Record<string, unknown>[]).map((entry) =>
            String(entry[key]) === id ? { ...entry, [key]: other } : entry,
          );
          const checked = checkValue({ ...house, [list]: entries });
          const faults = checked.kind === 'faulty' ? checked.faults : [];
          const unknown = faults.filter(({ code }) => code === 'noSuchPart').map(({ path }) => path);
          const places = placesOf(house, { kind, id }).map(({ path }) => path);
          found += places.length;
          assert.deepEqual(unknown.toSorted(), places.toSorted());
        }),
        { numRuns: 100 },
      );
      assert.ok(found > 0);
    });
  }

  test('finds a number wherever a phone or a box can be named, and follows it there when that is said', () => {
    const numbers = { extension: '1002', ringSec: 5 };
    const house = configuration(
      file({
        users: [
          { id: 'anna', name: 'Anna', extension: '1001' },
          { id: 'bernd', name: 'Bernd', extension: '1002' },
          { id: 'mona', name: 'Mona', mobile: { number: '0151 10000001' } },
        ],
        switches: [{ id: 'night', name: 'Night', manual: {} }],
        groups: [
          group({
            anonymous: { divert: numbers },
            rules: [
              { switch: 'night', when: 'on', to: { voicemail: '1002' } },
              { switch: 'night', when: 'off', to: numbers },
            ],
            stages: [{ ringSec: 20, members: ['anna', { extension: '1002' }, { extension: '1009' }] }],
            final: { voicemail: '1002' },
          }),
        ],
      }),
    );
    const bernd = { kind: 'user', id: 'bernd' } as const;
    assert.deepEqual(placesOf(house, bernd), []);
    assert.deepEqual(
      numberPlacesOf(house, bernd).map(({ path }) => path.slice('groups[0].'.length)),
      [
        'stages[0].members[1].extension',
        'anonymous.divert.extension',
        'rules[1].to.extension',
        'rules[0].to.voicemail',
        'final.voicemail',
      ],
    );
    assert.deepEqual(numberPlacesOf(house, { kind: 'user', id: 'mona' }), []);
    const after = (by: string | undefined, numbersToo: boolean) => {
      const { next, faults } = takenOut(house, bernd, { by, numbers: numbersToo });
      return { group: (next as Configuration).groups[0], faults };
    };
    assert.deepEqual(after(undefined, false).group, house.groups[0]);
    const replaced = after('anna', true).group;
    assert.deepEqual(replaced?.final, { voicemail: '1001' });
    assert.deepEqual(
      replaced.rules.map(({ to }) => to),
      [{ voicemail: '1001' }, { extension: '1001', ringSec: 5 }],
    );
    assert.deepEqual(replaced.anonymous, { divert: { extension: '1001', ringSec: 5 } });
    assert.deepEqual(replaced.stages[0]?.members, ['anna', { extension: '1001' }, { extension: '1009' }]);
    const taken = after(undefined, true).group;
    assert.deepEqual(
      [taken?.rules, taken?.final, taken?.stages[0]?.members],
      [[], {}, ['anna', { extension: '1009' }]],
    );
    assert.deepEqual(after('mona', true).faults.map(({ path, message }) => [path, message])[0], [
      'groups[0].stages[0].members[1].extension',
      'the user mona has no extension',
    ]);
  });

  test('finds each place, with the part that it is in', () => {
    assert.deepEqual(
      placesOf(HOUSE, { kind: 'user', id: 'anna' }).map(({ path, part }) => [path, part?.name]),
      [
        ['groups[0].stages[0].members[0]', 'Sales'],
        ['groups[0].stages[1].members[0]', 'Sales'],
        ['groups[0].report.to[0]', 'Sales'],
      ],
    );
  });

  test('tells a stage in which nobody would be left', () => {
    const { faults } = takenOut(HOUSE, { kind: 'user', id: 'anna' }, { by: undefined });
    assert.deepEqual(
      faults.map(({ path, message }) => [path, message]),
      [['groups[0].stages[1]', 'nobody would be left in this stage; remove the stage or add somebody']],
    );
  });

  test('puts nobody twice into a stage', () => {
    const { next } = takenOut(HOUSE, { kind: 'user', id: 'anna' }, { by: 'bernd' });
    const stages = (next as Configuration).groups[0]?.stages.map(({ members }) => members);
    assert.deepEqual(stages, [['bernd'], ['bernd']]);
  });

  test('leaves a final destination open', () => {
    const { next } = takenOut(HOUSE, { kind: 'group', id: '700' }, { by: undefined });
    const checked = checkValue(next);
    assert.ok(checked.kind === 'faulty');
    assert.deepEqual(
      checked.faults.map(({ path, part }) => [path, part?.id]),
      [['groups[0].final', '701']],
    );
  });
});
