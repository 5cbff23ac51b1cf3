import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actedPage, linkPage } from '../../../../src/people/pages/callback-link/view.js';
import type { CallbackItem } from '../../../../src/base/model/callback-item.js';
import type { OpenedLink } from '../../../../src/afterwards/missed/link-actions.js';
import { at, BERLIN } from '../../../factories.js';

const from = at('2026-11-25T10:00:00').toJSDate();
const item: CallbackItem = {
  id: 'i',
  group: '700',
  state: 'taken',
  count: 1,
  firstAt: from,
  lastAt: from,
  calls: [],
  caller: { key: '+493023125001', number: '+493023125001', name: null },
  taken: { who: 'Anna', at: from, until: at('2026-11-25T11:00:00').toJSDate() },
  calling: null,
  ended: null,
  note: null,
  notes: [],
  version: 2,
};
const opened: OpenedLink = {
  kind: 'good',
  link: { item: 'i', action: 'take', recipient: 'r', expiresAt: from },
  item,
  group: { name: 'Sales', language: 'en', timezone: BERLIN },
  used: false,
  suggestedName: '',
  tel: '+493023125001',
};

test('who uses a link that a colleague used before is told who has the call', () => {
  const { status, message, form } = actedPage({ kind: 'used', opened, doneToken: undefined });
  assert.equal(status, 410);
  assert.match(message ?? '', /^This link was used before\. Anna calls back/);
  assert.equal(form, null);
});

test('an item that somebody has cannot be taken until the time has run out, and is free then', () => {
  const before = linkPage(opened, at('2026-11-25T10:59:59'));
  assert.match(before.message ?? '', /Anna calls back already\. Please do not call again/);
  assert.equal(before.form, null);
  const after = linkPage(opened, at('2026-11-25T11:00:00'));
  assert.equal(after.message, 'Open: nobody calls back yet.');
  assert.equal(after.form?.button, 'I call back');
});

test('a "done" link that was used shows no button, only who finished the call and when', () => {
  const done = {
    used: true,
    link: { ...opened.link, action: 'done' as const },
    item: {
      ...item,
      state: 'done' as const,
      taken: null,
      ended: { at: at('2026-11-25T10:20:00').toJSDate(), who: 'Anna', because: null },
    },
  };
  const page = linkPage({ ...opened, ...done }, at('2026-11-25T10:30:00'));
  assert.deepEqual([page.status, page.form], [410, null]);
  assert.equal(page.message, 'This link was used before. Done by Anna on 25 Nov 2026, 10:20');
});

test('a link that was used shows no button, only whose the call is', () => {
  const page = linkPage({ ...opened, used: true }, at('2026-11-25T10:10:00'));
  assert.deepEqual([page.status, page.form], [410, null]);
  assert.match(page.message ?? '', /^This link was used before\. Anna calls back/);
  const free = linkPage({ ...opened, used: true }, at('2026-11-25T11:00:00'));
  assert.match(free.message ?? '', /^This link was used before\. Open/);
});
