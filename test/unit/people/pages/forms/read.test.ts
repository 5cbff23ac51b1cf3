import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { afterAction } from '../../../../../src/people/pages/forms/list-actions.js';
import { differences } from '../../../../../src/people/pages/forms/diff.js';
import { readSections } from '../../../../../src/people/pages/forms/read.js';
import { formView } from '../../../../../src/people/pages/forms/view.js';
import { groupSections, FRESH_BLOCKS } from '../../../../../src/people/pages/groups/form.js';
import { userSections } from '../../../../../src/people/pages/users/form.js';
import type { Configuration } from '../../../../../src/base/configuration/schema.js';

const HOUSE = { users: [], groups: [], switches: [], holidays: [] } as unknown as Configuration;
const SECTIONS = groupSections(HOUSE, 'en');
const CONTEXT = { userId: (text: string) => text };

/** Names of fields as they are, as attackers make them, and anything. */
const name = fc.oneof(
  fc.constantFrom(
    ...[
      '__proto__',
      'constructor',
      '__proto__.polluted',
      'final.kind',
      'final.value',
      'stages[0].ringSec',
      'rules[0].switch',
    ],
    ...[
      'stages[0].members[0].kind',
      'stages[0].members[0].value',
      '_block.missed.mail',
      '_block.report',
      'report.days',
      'anonymous.mode',
    ],
    ...[
      'anonymous.divert.kind',
      'alertInfo.preset',
      'stages[__proto__].ringSec',
      'toString',
      'hasOwnProperty',
      'number',
    ],
  ),
  fc.string(),
);
const value = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'on',
    'divert',
    'extension',
    'external',
    'own',
    'prototype',
    '',
  ),
  fc.string(),
  fc.array(fc.string(), { maxLength: 3 }),
);

describe('Whatever is sent as a form', () => {
  test('is read and shown without an error, and reaches no prototype', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 30 }), (entries) => {
        const form = Object.assign(Object.create(null) as object, Object.fromEntries(entries));
        const draft = readSections(SECTIONS, form, CONTEXT);
        formView({
          sections: SECTIONS,
          draft,
          faults: [],
          fresh: FRESH_BLOCKS,
          dayNames: [],
          lang: 'en',
          userText: (id) => id,
        });
        assert.equal(Object.getPrototypeOf(draft), Object.prototype);
        assert.equal('polluted' in {}, false);
      }),
      { numRuns: 500 },
    );
  });

  test('is changed by its buttons only where a list is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('add', 'remove', 'up', 'save'),
        fc.string(),
        fc.nat(3),
        (verb, where, index) => {
          const draft = { stages: [{ ringSec: 1, members: ['anna', 'bernd'] }], rules: [] };
          for (const action of [
            `${verb} ${where}`,
            `${verb} stages[${index}]`,
            `${verb} __proto__.x`,
            `${verb} stages[0].members[${index}]`,
          ]) {
            const after = afterAction(draft, action);
            assert.deepEqual(draft, { stages: [{ ringSec: 1, members: ['anna', 'bernd'] }], rules: [] });
            if (after !== undefined) assert.deepEqual(Object.keys(after), ['stages', 'rules']);
          }
        },
      ),
    );
  });
});

test('a block that is not ticked is not there, whatever its fields say', () => {
  const form = {
    'mobile.number': '0171 3920011',
    'mobile.windows[0].from': '08:00',
    id: 'anna',
    name: 'Anna',
  };
  assert.deepEqual(readSections(userSections(HOUSE, 'en'), form, CONTEXT), { id: 'anna', name: 'Anna' });
});

test('rows end at the first gap', () => {
  const form = { 'rules[0].switch': 'a', 'rules[2].switch': 'c', 'rules[1].when': 'on' };
  assert.deepEqual(readSections(SECTIONS, form, CONTEXT)['rules'], [{ switch: 'a', when: '', to: {} }]);
});

test('differences name leaves, and whole blocks that come or go', () => {
  const before = { name: 'A', stages: [{ ringSec: 20, members: ['anna'] }], report: { at: '06:00' } };
  const after = { name: 'B', stages: [{ ringSec: 20, members: ['anna', 'bernd'] }] };
  assert.deepEqual(differences(before, after), [
    { path: 'name', before: '"A"', after: '"B"' },
    { path: 'stages[0].members[1]', before: null, after: '"bernd"' },
    { path: 'report', before: '{"at":"06:00"}', after: null },
  ]);
  assert.deepEqual(differences(before, before), []);
});
