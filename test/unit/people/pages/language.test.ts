import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PERMISSIONS } from '../../../../src/people/access/permissions.js';
import { scopeWords } from '../../../../src/people/pages/accounts/permission-words.js';
import { warningsOf } from '../../../../src/people/pages/now/warnings.js';
import { nowTexts, permissionTexts } from '../../../../src/people/words/words.js';

test('warnings count in German', () => {
  const nothing = { groups: [], nodes: [], missing: [], forgotten: [], limits: [], lost: [] };
  assert.deepEqual(
    warningsOf({ ...nothing, recordsWaiting: 1, mailsFailed: 1 }, 'de').map(({ text }) => text),
    ['1 Anruf wartet auf die Datenbank.', '1 Mail ließ sich nicht senden.'],
  );
  assert.equal(nowTexts.de.warnMails(2), '2 Mails ließen sich nicht senden.');
});

test('permissions have words in both languages, and a scope that is none any more stays', () => {
  for (const lang of ['en', 'de'] as const)
    assert.equal(new Set(PERMISSIONS.map((one) => permissionTexts[lang][one])).size, PERMISSIONS.length);
  assert.equal(scopeWords(['calls.read', 'old.scope'], 'de'), 'Anrufe sehen; old.scope');
});
