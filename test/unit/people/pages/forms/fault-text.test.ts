import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultText } from '../../../../../src/people/pages/forms/fault-text.js';
import { checkValue } from '../../../../../src/base/configuration/check.js';
import { WRONG } from '../../../../wrong-configurations.js';

test('every sentence of the checks has a German one', () => {
  const sentences = new Map<string, string>();
  for (const wrong of WRONG) {
    const checked = checkValue(wrong);
    const faults = checked.kind === 'good' ? checked.warnings : checked.faults;
    assert.notEqual(faults.length, 0, JSON.stringify(wrong).slice(0, 100));
    for (const { message } of faults) sentences.set(message, faultText({ value: undefined, message }, 'de'));
  }
  assert.ok(sentences.size > 50, `${sentences.size} different sentences`);
  assert.deepEqual(
    [...sentences]
      .filter(([english, german]) => english === german || /\b(must|missing|allowed|needs|no)\b/.test(german))
      .map(([english, german]) => `${english} => ${german}`),
    [],
  );
});

test('what somebody typed stands in front in the quotes of the language; an empty field must be filled in', () => {
  const fault = { value: '"x"', message: 'must be true or false' };
  assert.equal(faultText(fault, 'en'), '“x”: must be true or false');
  assert.equal(faultText(fault, 'de'), '„x“: muss ja oder nein sein');
  const empty = { value: '""', message: 'must be 1 to 60 characters without control characters' };
  assert.equal(faultText(empty, 'en'), 'must be filled in: 1 to 60 characters without control characters');
  assert.equal(faultText(empty, 'de'), 'muss ausgefüllt sein: 1 bis 60 Zeichen, keine Steuerzeichen');
  const missing = { value: undefined, message: 'missing; must be an extension: 1 to 15 digits' };
  assert.equal(faultText(missing, 'en'), 'must be filled in: an extension: 1 to 15 digits');
});

test('of somebody who does not exist it is told by name who does', () => {
  const anna = { kind: 'user', id: 'anna', name: 'Anna Albrecht', path: 'users[0]' } as const;
  const fault = { value: '"Eva"', message: 'no user has this id; allowed: anna', others: [anna] };
  assert.equal(faultText(fault, 'en'), '“Eva”: there is no such user; there are: Anna Albrecht (anna)');
  assert.equal(
    faultText({ ...fault, message: 'no user has this id; allowed: anna, … (9 in all)' }, 'de'),
    '„Eva“: diesen Benutzer gibt es nicht; es gibt: Anna Albrecht (anna), … (insgesamt 9)',
  );
});
