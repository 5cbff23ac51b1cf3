import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { test } from 'node:test';
import { loadMailTemplates } from '../../../../src/afterwards/mail/templates.js';
import type { CallbackItem } from '../../../../src/base/model/callback-item.js';
import { itemsMail } from '../../../../src/afterwards/missed/missed-mail.js';
import { projectFolder } from '../../../../src/base/project-folder.js';
import { aGroup, at } from '../../../factories.js';

const from = at('2026-11-25T03:00:00').toJSDate();

/** The higher the index, the longer it waits. */
function item(index: number, count = 1): CallbackItem {
  const number = `+4930231${String(index).padStart(5, '0')}`;
  const firstAt = new Date(from.getTime() - index * 1000);
  const why = { kind: 'gaveUp', afterSec: 9, stage: 1 } as const;
  const calls = Array.from({ length: Math.min(count, 20) }, (_, call) => ({
    record: `r${index}`,
    channel: `c${index}-${call}`,
    at: new Date(firstAt.getTime() + call * 60_000),
    why,
  }));
  return {
    id: randomUUID(),
    group: '700',
    state: 'open',
    count,
    firstAt,
    lastAt: from,
    calls,
    caller: { key: number, number, name: 'Bäckerei Lindner & Söhne' },
    taken: null,
    calling: null,
    ended: null,
    note: null,
    notes: [],
    version: 1,
  };
}

async function mailOf(items: number, count = 1) {
  const making = {
    group: aGroup({ language: 'en' }),
    now: at('2026-11-25T08:00:00'),
    render: await loadMailTemplates(path.join(projectFolder(), 'templates')),
    publicUrl: 'https://pbx.example.com/',
    secret: Buffer.alloc(32),
    extensions: undefined,
  };
  const to = { name: undefined, address: 'team@example.com' };
  const told = { items: Array.from({ length: items }, (_, index) => item(index, count)), withheld: [] };
  return itemsMail(told, to, 'id', making);
}

test('the mail after quiet hours lists fifty callers, says how many more there are, and leads to them', async () => {
  const { text, html } = await mailOf(500);
  assert.equal(text.match(/\/callback\/\S+/g)?.length, 100);
  assert.match(text, /And 450 more: call-back list\n {2}https:\/\/pbx\.example\.com\/callbacks\?group=700\n/);
  assert.match(html, /And 450 more: <a href="https:\/\/pbx\.example\.com\/callbacks\?group&#x3D;700"/);
  const fifty = await mailOf(50);
  assert.doesNotMatch(fifty.text + fifty.html, /more:/);
});

test('it lists those who wait longest, the longest waiting first', async () => {
  const numbers = (await mailOf(500)).text.match(/\+49 30 231\d+/g) ?? [];
  assert.deepEqual(
    [numbers[0], numbers[1], numbers.at(-1)],
    ['+49 30 23100499', '+49 30 23100498', '+49 30 23100450'],
  );
});

test('its HTML stays below 100 kB, where Gmail cuts, also when everybody has called very often', async () => {
  const { html, text } = await mailOf(500, 40);
  assert.ok(Buffer.byteLength(html) < 100_000, `${Buffer.byteLength(html)} bytes`);
  assert.ok(Buffer.byteLength(text) < 50_000, `${Buffer.byteLength(text)} bytes`);
  assert.equal(html.match(/gave up after 9 s/g)?.length, 150);
  assert.equal((await mailOf(1, 20)).html.match(/gave up after 9 s/g)?.length, 20);
});
