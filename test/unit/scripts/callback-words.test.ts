import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callbackText, itemText } from '../../../scripts/callback-words.js';
import type { CallbackItem } from '../../../src/base/model/callback-item.js';

const AT = new Date('2026-11-27T12:55:44Z');
const ITEM: CallbackItem = {
  id: '0123456789abcdef',
  group: '700',
  state: 'open',
  count: 2,
  firstAt: AT,
  lastAt: AT,
  calls: [],
  caller: { key: '+493023125001', number: '+493023125001', name: 'Bäckerei Lindner' },
  taken: null,
  calling: null,
  ended: null,
  note: null,
  notes: [],
  version: 1,
};

test('an item of the call-back list is in the language and zone of the machine, and the zone is said', () => {
  assert.equal(
    itemText(ITEM, 'de', 'Europe/Berlin'),
    '01234567  700  2x  27.11.2026, 13:55 (Europe/Berlin)  Bäckerei Lindner, +49 30 23125001    offen',
  );
  const taken = { ...ITEM, taken: { who: 'anna', at: AT, until: AT }, note: 'later' };
  assert.match(
    itemText(taken, 'en', 'UTC'),
    /taken by anna until 27 Nov 2026, 12:55 \(UTC\) {2}note: later$/,
  );
  assert.match(
    itemText(taken, 'de', 'UTC'),
    /anna ruft zurück, bis 27\.11\.2026, 12:55 \(UTC\) {2}Notiz: later$/,
  );
});

test('what is said of an item that is none is in the language of the machine', () => {
  assert.equal(callbackText('several', { id: '01' }, 'de'), 'Mehrere Einträge beginnen mit 01');
});
