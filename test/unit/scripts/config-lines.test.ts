import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeLines } from '../../../scripts/config-changes.js';
import { faultLine } from '../../../scripts/config-check.js';
import { changesBetween } from '../../../src/base/configuration/changes.js';
import { checkValue } from '../../../src/base/configuration/check.js';
import { configuration, file, group } from '../base/configuration/minimal.js';

const USERS = [
  { id: 'anna', name: 'Anna', extension: '1001' },
  { id: 'bernd', name: 'Bernd', extension: '1002' },
];
const stages = (ringSec: number, members: readonly string[]) => [{ ringSec, members }];
const BEFORE = configuration(file({ users: USERS, groups: [group({ stages: stages(20, ['anna']) })] }));
const AFTER = configuration(
  file({ users: USERS.slice(0, 1), groups: [group({ stages: stages(5, ['anna']) })] }),
);

const next = {
  base: 1,
  before: BEFORE,
  configuration: AFTER,
  changes: changesBetween(BEFORE, AFTER),
};

test('an import says part by part and field by field what changes, in the language of the machine', () => {
  assert.deepEqual(changeLines(next, 'en'), [
    'Group Sales (700) changed',
    '  Stage 1, rings for: 20 s → 5 s',
    'User Bernd (bernd) deleted',
  ]);
  assert.deepEqual(changeLines(next, 'de'), [
    'Gruppe Sales (700) geändert',
    '  Stufe 1, klingelt: 20 s → 5 s',
    'Benutzer Bernd (bernd) gelöscht',
  ]);
  assert.deepEqual(changeLines({ ...next, before: AFTER }, 'en'), []);
});

test('the first import of all has added what it has', () => {
  assert.deepEqual(changeLines({ ...next, before: undefined }, 'en'), [
    'Group Sales (700) added',
    'User Anna (anna) added',
  ]);
});

test('a fault of a file names its place in the language of the machine', () => {
  const checked = checkValue(file({ users: USERS, groups: [group({ stages: stages(0, ['eva']) })] }));
  assert.ok(checked.kind === 'faulty');
  assert.deepEqual(
    checked.faults.map((fault) => faultLine('fault', fault, 'de')),
    [
      'Fehler: groups[0].stages[0].ringSec (Gruppe Sales (700), Stufe 1): „0“: eine ganze Zahl (Sekunden) von 1 bis 600',
      'Fehler: groups[0].stages[0].members[0] (Gruppe Sales (700), Stufe 1, Mitarbeiter 1): „eva“: diesen Benutzer gibt es nicht; es gibt: Anna (anna), Bernd (bernd)',
    ],
  );
});
