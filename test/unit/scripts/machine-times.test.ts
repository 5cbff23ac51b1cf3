import assert from 'node:assert/strict';
import { test } from 'node:test';
import { machineLanguage, machineMoment } from '../../../scripts/machine-times.js';

test('the command line speaks of times as the machine does, and says the zone', () => {
  assert.equal(machineLanguage({ LANG: 'de_DE.UTF-8' }), 'de');
  assert.equal(machineLanguage({ LANG: 'de_DE.UTF-8', LC_ALL: 'C' }), 'en');
  assert.equal(machineLanguage({ LANG: 'de_AT.UTF-8', LC_ALL: '' }), 'de');
  assert.equal(machineLanguage({}), 'en');
  const at = new Date('2026-11-27T12:55:44Z');
  assert.equal(machineMoment(at, 'de', 'Europe/Berlin'), '27.11.2026, 13:55 (Europe/Berlin)');
  assert.equal(machineMoment(at, 'en', 'UTC'), '27 Nov 2026, 12:55 (UTC)');
});
