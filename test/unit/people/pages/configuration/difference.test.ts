import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  partDifference,
  partPath,
  partsThatDiffer,
  partTitle,
} from '../../../../../src/people/pages/configuration/difference.js';
import { differences } from '../../../../../src/people/pages/forms/diff.js';
import { checkValue } from '../../../../../src/base/configuration/check.js';
import type { Configuration } from '../../../../../src/base/configuration/schema.js';
import { atOnce } from '../../../../../src/base/in-slices.js';
import { LISTS, type ListKind } from '../../../../../src/people/operations/configuration-editor.js';
import { anyConfiguration } from '../../../../configurations.js';

function configuration(changes: object = {}): Configuration {
  const checked = checkValue({
    version: 1,
    settings: { country: 'DE', timezone: 'Europe/Berlin', domain: '127.0.0.1' },
    users: [
      { id: 'anna', name: 'Anna Albrecht', extension: '1001' },
      { id: 'bernd', name: 'Bernd Berger', extension: '1002', mobile: { number: '0171 3920012' } },
    ],
    groups: [
      {
        number: '700',
        name: 'Sales',
        final: { group: '701' },
        stages: [{ ringSec: 20, members: ['anna'] }],
      },
      {
        number: '701',
        name: 'Support',
        stages: [{ ringSec: 20, members: ['bernd'] }],
        final: { voicemail: '1001' },
      },
    ],
    switches: [{ id: 'night', name: 'Night', manual: { on: false } }],
    holidays: [{ id: 'berlin', country: 'DE', state: 'BE' }],
    ...changes,
  });
  assert.ok(checked.kind === 'good', JSON.stringify(checked));
  return checked.configuration;
}

const HERE = configuration();
const sales = HERE.groups[0];
assert.ok(sales !== undefined);
const group = (changes: object, lang: 'en' | 'de' = 'en') =>
  partDifference('group', sales, { ...sales, ...changes }, { sources: [HERE], lang }).map(
    ({ label, before, after }) => [label, before, after],
  );

describe('What changed of a group', () => {
  test('is said by the names of the form’s fields, in the reader’s language', () => {
    const changes = { name: 'Vertrieb', enabled: false, missedOnPhones: 'never' };
    assert.deepEqual(group(changes), [
      ['Name', 'Sales', 'Vertrieb'],
      ['Takes calls', 'yes', 'no'],
      ['Missed calls on the phones', 'only when nobody answered', 'never'],
    ]);
    assert.deepEqual(group(changes, 'de'), [
      ['Name', 'Sales', 'Vertrieb'],
      ['Nimmt Anrufe an', 'ja', 'nein'],
      ['Verpasste Anrufe auf den Telefonen', 'nur wenn niemand abgenommen hat', 'nie'],
    ]);
  });

  test('names people, groups and switches, not their ids', () => {
    const stages = [
      {
        ringSec: 25,
        members: ['bernd', { external: '+493023125001', label: 'Porter', confirm: false, delaySec: 5 }],
      },
    ];
    const rules = [{ switch: 'night', when: 'on', to: { extension: '1002', ringSec: 30 } }];
    assert.deepEqual(group({ stages, rules, final: { hangup: 'USER_BUSY' } }), [
      ['Switch rules', null, 'Night on: extension 1002, rings for 30 s'],
      ['Stage 1, rings for', '20 s', '25 s'],
      [
        'Stage 1, members',
        'Anna Albrecht (anna)',
        'Bernd Berger (bernd); Porter +493023125001 (later by 5 s) (without key 1)',
      ],
      ['Then the call goes to', 'another group Support (701)', 'hang up: busy'],
    ]);
  });

  test('says of a list what came and what went, and of another order all of it', () => {
    const both = [{ ringSec: 20, members: ['anna', 'bernd'] }];
    assert.deepEqual(group({ stages: both }), [['Stage 1, members', null, 'Bernd Berger (bernd)']]);
    const [was, is] = [
      { ...sales, stages: both },
      { ...sales, stages: [{ ringSec: 20, members: ['bernd', 'anna'] }] },
    ];
    const [order] = partDifference('group', was, is, { sources: [HERE], lang: 'en' });
    assert.equal(order?.before, 'Anna Albrecht (anna); Bernd Berger (bernd)');
    assert.equal(order.after, 'Bernd Berger (bernd); Anna Albrecht (anna)');
  });

  test('tells of blocks, times and recipients', () => {
    const quiet = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sun'], from: '18:00', to: '08:00' }];
    const to = ['anna', 'team@pbx.example', { name: 'Boss', address: 'boss@pbx.example' }];
    const missed = { ...sales.missed, mail: { to, graceMin: 2, quiet } };
    assert.deepEqual(group({ missed }, 'de'), [
      ['E-Mail für jeden verpassten Anruf: Senden', 'nein', 'ja'],
      [
        'E-Mail für jeden verpassten Anruf, An',
        null,
        'Anna Albrecht (anna); team@pbx.example; Boss <boss@pbx.example>',
      ],
      ['E-Mail für jeden verpassten Anruf, Warten (Minuten)', null, '2'],
      ['E-Mail für jeden verpassten Anruf, Ruhezeiten', null, 'Mo–Fr, So 18:00–08:00'],
    ]);
  });

  test('is told whole when it is new, and nothing when it is the same', () => {
    assert.deepEqual(group({}), []);
    const added = partDifference('group', undefined, sales, { sources: [HERE], lang: 'en' });
    assert.ok(added.every(({ before }) => before === null || before === 'no'));
    assert.deepEqual(
      added.find(({ label }) => label === 'Stage 1, members'),
      { label: 'Stage 1, members', before: null, after: 'Anna Albrecht (anna)' },
    );
  });

  test('says also what no field of the form shows', () => {
    assert.deepEqual(group({ later: { key: 'x', list: [1, 2] } }), [
      ['later.key', null, 'x'],
      ['later.list', null, '1, 2'],
    ]);
  });
});

test('a name that is gone now comes from the configuration that had it', () => {
  const now = configuration({ users: HERE.users.slice(1), groups: HERE.groups.slice(1) });
  const [first] = partDifference('group', sales, undefined, { sources: [now, HERE], lang: 'en' }).filter(
    ({ label }) => label === 'Stage 1, members',
  );
  assert.equal(first?.before, 'Anna Albrecht (anna)');
});

test('days of a calendar are dates as the reader writes them', () => {
  const [calendar] = HERE.holidays;
  const ownDays = [
    { date: '12-24', name: 'Heiligabend', from: '14:00' },
    { date: '2026-12-31', name: 'Silvester' },
  ];
  const [days] = partDifference(
    'calendar',
    calendar,
    { ...calendar, ownDays },
    { sources: [HERE], lang: 'de' },
  );
  assert.equal(days?.after, '24.12. Heiligabend ab 14:00; 31.12.2026 Silvester');
});

describe('Of two configurations', () => {
  test('the parts that differ are named, with where they are', () => {
    const after = configuration({
      settings: { ...HERE.settings, maxGroups: 6 },
      users: [HERE.users[1]],
      groups: [
        { ...HERE.groups[1], name: 'Help' },
        { ...sales, stages: [] },
      ],
      holidays: [...HERE.holidays, { id: 'own' }],
    });
    const found = atOnce(partsThatDiffer(HERE, after, 'en'));
    assert.deepEqual(
      found.map(({ title, word, path }) => [title, word, path]),
      [
        ['Settings', 'changed', '/settings'],
        ['Group Help (701)', 'changed', '/groups/701'],
        ['Group Sales (700)', 'changed', '/groups/700'],
        ['Group', 'in another order', '/groups'],
        ['User Anna Albrecht (anna)', 'deleted', null],
        ['Holiday calendar own', 'added', '/holidays/own'],
      ],
    );
    assert.deepEqual(atOnce(partsThatDiffer(HERE, HERE, 'de')), []);
  });

  test('of any two valid ones, whatever differs is said, and nothing else', () => {
    fc.assert(
      fc.property(anyConfiguration, anyConfiguration, (one, other) => {
        const parts = atOnce(partsThatDiffer(one, other, 'en'));
        for (const { kind, before, after, change } of parts) {
          if (change === 'moved') continue;
          const said = partDifference(kind, before, after, { sources: [other, one], lang: 'de' });
          assert.ok(said.length > 0 && said.every(({ before: was, after: is }) => was !== is));
          assert.doesNotMatch(JSON.stringify(said), /undefined|\[object/);
        }
        const named = new Set(
          parts.filter(({ change }) => change !== 'moved').map(({ kind, id }) => `${kind} ${id}`),
        );
        const different = (Object.keys(LISTS) as ListKind[]).flatMap((kind) => {
          const { list, key } = LISTS[kind];
          const byId = (from: Configuration) =>
            new Map(from[list].map((entry) => [(entry as unknown as Record<string, string>)[key], entry]));
          const [was, is] = [byId(one), byId(other)];
          return [...new Set([...was.keys(), ...is.keys()])]
            .filter((id) => differences(was.get(id), is.get(id)).length > 0)
            .map((id) => `${kind} ${id ?? ''}`);
        });
        for (const name of different) assert.ok(named.has(name), name);
      }),
      { numRuns: 60 },
    );
  });
});

test('a part has a title and an address', () => {
  assert.equal(
    partTitle({ kind: 'calendar', id: 'berlin' }, HERE.holidays[0], 'de'),
    'Feiertagskalender berlin',
  );
  assert.equal(partTitle({ kind: 'settings', id: '' }, HERE.settings, 'de'), 'Einstellungen');
  assert.equal(partPath({ kind: 'switch', id: 'night' }), '/switches/night');
});

test('how a trunk writes numbers is said in the reader’s words', () => {
  const trunks = [{ name: 'telco', callerNumbers: 'national' }];
  const told = partDifference(
    'settings',
    HERE.settings,
    { ...HERE.settings, trunks },
    {
      sources: [HERE],
      lang: 'de',
    },
  ).map(({ after }) => after);
  assert.deepEqual(told, ['telco: national: 030… oder 30…']);
});
