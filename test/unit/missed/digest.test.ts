import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { loadMailTemplates } from '../../../src/mail/templates.js';
import type { CallbackItem } from '../../../src/missed/item.js';
import { itemsMail } from '../../../src/missed/missed-mail.js';
import { projectFolder } from '../../../src/project-folder.js';
import { aGroup, at } from '../../factories.js';

const from = at('2026-11-25T03:00:00').toJSDate();

function item(index: number): CallbackItem {
  const number = `+4930231${String(index).padStart(5, '0')}`;
  return {
    ...{ id: `i${index}`, group: '700', state: 'open', count: 1, firstAt: from, lastAt: from },
    calls: [
      { record: `r${index}`, channel: `c${index}`, at: from, why: { kind: 'gaveUp', afterSec: 9, stage: 1 } },
    ],
    caller: { key: number, number, name: null },
    ...{ taken: null, ended: null, note: null, version: 1 },
  };
}

test('the mail after quiet hours lists fifty callers, and says how many more there are', async () => {
  const making = {
    ...{ group: aGroup({ language: 'en' }), now: at('2026-11-25T08:00:00') },
    render: await loadMailTemplates(path.join(projectFolder(), 'templates')),
    ...{ publicUrl: 'https://pbx.example.com/', secret: Buffer.alloc(32) },
  };
  const to = { name: undefined, address: 'team@example.com' };
  const many = itemsMail(
    Array.from({ length: 500 }, (_, index) => item(index)),
    to,
    'id',
    making,
  );
  assert.equal(many.text.match(/\/callback\/\S+/g)?.length, 100);
  assert.match(many.text, /And 450 more: see the call-back list\./);
  assert.match(many.html, /And 450 more: see the call-back list\./);
  assert.ok(many.html.length < 250_000, `${many.html.length} characters`);
  const fifty = itemsMail(
    Array.from({ length: 50 }, (_, index) => item(index)),
    to,
    'id',
    making,
  );
  assert.doesNotMatch(fifty.text, /more: see/);
});
