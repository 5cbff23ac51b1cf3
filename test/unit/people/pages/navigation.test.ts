/** The menu of each role, and the counts in it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { iconSheet } from '../../../../scripts/release/icon-sheet.js';
import { projectFolder } from '../../../../src/base/project-folder.js';
import { permissionsOf, type Actor } from '../../../../src/people/access/permissions.js';
import { ICONS } from '../../../../src/people/pages/icons.js';
import { navigation } from '../../../../src/people/pages/navigation.js';

const actor = (role: Actor['role'], userId?: string): Actor => ({
  kind: 'account',
  name: role,
  role,
  userId,
  permissions: permissionsOf(role),
});
const NOTHING = { callbacks: undefined, mails: undefined, warnings: undefined };

test('an administrator has four groups of pages, and on a phone the four daily ones', () => {
  const { menu, daily } = navigation('/calls/one', 'en', actor('admin', 'anna'), NOTHING);
  assert.deepEqual(
    menu.map(({ title }) => title),
    ['Today', 'People and groups', 'History', 'System'],
  );
  assert.deepEqual(
    daily.map(({ text, current }) => [text, current]),
    [
      ['Now', false],
      ['Call-backs', false],
      ['Calls', true],
      ['Switches', false],
    ],
  );
});

test('a member has the call-backs and the own settings, and no empty group', () => {
  const { menu, daily } = navigation('/own', 'en', actor('user', 'anna'), NOTHING);
  assert.deepEqual(
    menu.map(({ title, entries }) => [title, entries.map((one) => one.path)]),
    [['Today', ['/callbacks', '/own']]],
  );
  assert.deepEqual(
    daily.map((one) => one.path),
    ['/callbacks', '/own'],
  );
});

test('without an account there is no menu', () => {
  assert.deepEqual(navigation('/login', 'en', undefined, undefined), { menu: [], daily: [] });
});

test('counts stand where something waits, none where nothing does, and a large one takes no more room', () => {
  const counts = { callbacks: 140, mails: 0, warnings: 1 };
  const { menu } = navigation('/', 'de', actor('admin'), counts);
  assert.deepEqual(
    menu.flatMap(({ entries }) => entries).flatMap(({ waits }) => waits ?? []),
    [
      { key: 'warnings', shown: '1', text: '1 Warnung' },
      { key: 'callbacks', shown: '99+', text: '140 offen' },
      { key: 'mails', shown: '', text: '' },
    ],
  );
});

test('the file of drawings has each drawing as the package has it', () => {
  const folder = path.dirname(createRequire(import.meta.url).resolve('@tabler/icons/package.json'));
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  const drawings = ICONS.map((name) => [name, read(`icons/outline/${name}.svg`)] as const);
  const file = readFileSync(path.join(projectFolder(), 'templates/admin/assets/icons.svg'), 'utf8');
  assert.equal(file, iconSheet(drawings, read('LICENSE')), 'npm run icons writes it anew');
  assert.match(file, /Permission is hereby granted/);
});
