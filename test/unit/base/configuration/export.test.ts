import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { changesBetween } from '../../../../src/base/configuration/changes.js';
import { checkText } from '../../../../src/base/configuration/check.js';
import { exportYaml } from '../../../../src/base/configuration/export.js';
import { configuration, file, group } from './minimal.js';

const ids = ['anna', 'bernd', 'clara'];
const days = fc.subarray(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], { minLength: 1 });
const windows = fc.array(
  fc.record({ days, from: fc.constantFrom('08:00', '22:30'), to: fc.constantFrom('24:00', '6:15') }),
  {
    maxLength: 3,
  },
);
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter(
    (text) => text.trim() !== '' && !/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text),
  );
const destination = fc.oneof(
  fc.record({ extension: fc.constantFrom('1001', '0123'), ringSec: fc.integer({ min: 1, max: 600 }) }),
  fc.constantFrom({ external: '+49 30 23125001' }, { external: '0049 30/23125-001' }),
  fc.constantFrom(
    { group: '700' },
    { voicemail: '0099' },
    { announcement: 'a.wav' },
    { hangup: 'USER_BUSY' },
  ),
);
const user = fc.record({
  name,
  mobile: optional(
    fc.record({
      number: fc.constant('+49 171 39200 11'),
      windows,
      confirm: fc.boolean(),
      delaySec: fc.integer({ min: 0, max: 9 }),
    }),
  ),
});
const anyGroup = fc.record({
  number: fc.constant('700'),
  name,
  final: destination,
  anonymous: fc.oneof(fc.constantFrom('normal', 'reject'), fc.record({ divert: destination })),
  stages: fc.array(
    fc.record({
      ringSec: fc.integer({ min: 1, max: 600 }),
      members: fc.subarray<unknown>([...ids, { extension: '55' }]),
    }),
    { maxLength: 3 },
  ),
  rules: fc.array(
    fc.record({ switch: fc.constant('n'), when: fc.constantFrom('on', 'off'), to: destination }),
    {
      maxLength: 3,
    },
  ),
  mobiles: fc.boolean(),
  language: fc.constantFrom('de', 'en'),
  alertInfo: optional(fc.constantFrom('<http://x>;info=a', { preset: 'snom', melody: 'group' })),
  ringback: fc.constantFrom({ tone: 'de' }, { tone: 'uk' }, { file: 'x.wav' }, { music: 'moh' }),
});
const anyFile = fc.record({
  version: fc.constant(1),
  settings: fc.record({
    domain: fc.constant('pbx.example'),
    gatewayFormat: fc.constantFrom('e164', '00', 'national'),
    country: fc.constantFrom('DE', 'AT'),
  }),
  users: fc
    .tuple(user, user, user)
    .map((users) => users.map((entry, index) => ({ ...entry, id: ids[index] }))),
  groups: anyGroup.map((only) => [only]),
  switches: fc.record({ id: fc.constant('n'), name, schedule: fc.record({ windows }) }).map((only) => [only]),
  holidays: fc.constant([{ id: 'h', ownDays: [{ date: '12-24', name: 'Eve', from: '9:00' }] }]),
});

test('any configuration, exported and imported again, is the same, and so is its next export', () => {
  fc.assert(
    fc.property(anyFile, (value) => {
      const original = configuration(JSON.parse(JSON.stringify(value)));
      const text = exportYaml(original);
      const again = checkText(text);
      assert.equal(again.kind, 'good');
      assert.deepEqual(again.configuration, original);
      assert.equal(exportYaml(again.configuration), text);
    }),
    { numRuns: 150 },
  );
});

test('the export leaves out defaults and writes weekdays as ranges', () => {
  const value = file({
    groups: [group({ mobiles: true, language: 'en' })],
    switches: [
      {
        id: 'night',
        name: 'Night',
        schedule: { windows: [{ days: ['mon', 'tue', 'wed', 'sat', 'sun'], from: '20:00', to: '24:00' }] },
      },
    ],
  });
  assert.equal(
    exportYaml(configuration(value)),
    [
      'version: 1',
      'settings:',
      '  domain: pbx.example',
      '  gateway: telco',
      'users: []',
      'groups:',
      '  - number: "700"',
      '    name: Sales',
      '    language: en',
      '    final:',
      '      hangup: NO_ANSWER',
      'switches:',
      '  - id: night',
      '    name: Night',
      '    schedule:',
      '      windows:',
      '        - days: mon-wed, sat, sun',
      '          from: "20:00"',
      '          to: "24:00"',
      'holidays: []',
      '',
    ].join('\n'),
  );
});

test('the example survives its own export', () => {
  const example = checkText(readFileSync('docs/example.yaml'));
  assert.equal(example.kind, 'good');
  const again = checkText(exportYaml(example.configuration));
  assert.deepEqual(again, example);
});

test('changes name what was added, changed and removed', () => {
  const before = configuration(file({ groups: [group()], users: [{ id: 'anna', name: 'Anna' }] }));
  const after = configuration(
    file({ groups: [group({ name: 'Service' })], users: [{ id: 'bernd', name: 'Bernd' }] }),
  );
  assert.deepEqual(changesBetween(before, after), {
    added: ['user bernd'],
    changed: ['group 700'],
    removed: ['user anna'],
  });
  assert.deepEqual(changesBetween(after, after), { added: [], changed: [], removed: [] });
});
