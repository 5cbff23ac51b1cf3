import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupSections } from '../../../../../src/people/pages/groups/form.js';
import type { Section } from '../../../../../src/people/pages/forms/fields.js';
import { userSections } from '../../../../../src/people/pages/users/form.js';
import { settingsSections } from '../../../../../src/people/pages/settings/form.js';
import { switchSections } from '../../../../../src/people/pages/switches/form.js';
import { groupSchema } from '../../../../../src/base/configuration/group-schema.js';
import {
  settingsSchema,
  userSchema,
  type Configuration,
} from '../../../../../src/base/configuration/schema.js';

const HOUSE = { users: [], groups: [], switches: [], holidays: [] } as unknown as Configuration;

const roots = (sections: readonly Section[]) =>
  new Set(
    sections
      .flatMap(({ block, fields }) => [block ?? [], fields.map(({ path }) => path)].flat())
      .map((path) => path.split('.')[0]),
  );

// A form sends the whole part: a key without a field would be lost at the next save.
test('the forms have a field for every key of the configuration', () => {
  assert.deepEqual(
    Object.keys(groupSchema.shape).filter((key) => !roots(groupSections(HOUSE, 'en')).has(key)),
    [],
  );
  assert.deepEqual(
    Object.keys(userSchema.shape).filter((key) => !roots(userSections(HOUSE, 'en')).has(key)),
    [],
  );
  assert.deepEqual(
    Object.keys(settingsSchema.shape).filter((key) => !roots(settingsSections(HOUSE, 'en')).has(key)),
    [],
  );
  assert.deepEqual([...roots(switchSections(HOUSE, 'en'))].toSorted(), [
    'code',
    'codeAllowed',
    'codeSound',
    'id',
    'manual',
    'name',
    'schedule',
  ]);
});

test('the mobile and the missed-call rules have a field for every key', () => {
  const paths = (sections: readonly Section[]) =>
    new Set(sections.flatMap(({ fields }) => fields.map(({ path }) => path)));
  const mobile = Object.keys(userSchema.shape.mobile.unwrap().shape);
  const ofUser = paths(userSections(HOUSE, 'en'));
  assert.deepEqual(
    mobile.filter((key) => !ofUser.has(`mobile.${key}`)),
    [],
  );
  const missed = Object.keys(groupSchema.shape.missed.unwrap().shape).filter((key) => key !== 'mail');
  const ofGroup = paths(groupSections(HOUSE, 'en'));
  assert.deepEqual(
    missed.filter((key) => !ofGroup.has(`missed.${key}`)),
    [],
  );
});
