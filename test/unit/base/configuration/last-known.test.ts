import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readLastKnown, writeLastKnown } from '../../../../src/base/configuration/last-known.js';

test('the copy of a large configuration is what JSON makes of it, and is read back whole', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'rufgruppe-last-known-'));
  context.after(() => rm(folder, { recursive: true }));
  const users = Array.from({ length: 3000 }, (_, index) => ({
    id: `user-${index}`,
    name: 'Zoë "Z" Grün 😀',
    mobile: undefined,
    windows: [],
  }));
  const material = {
    revision: 7,
    createdAtMs: 1_764_000_000_000,
    content: { version: 1, settings: { domain: 'pbx.example' }, users, groups: [] },
    switchStates: [
      { id: 'closed', on: undefined, override: { on: true, until: new Date(1_764_000_000_000) } },
      { id: 'night', on: false },
    ],
    away: [
      {
        userId: 'user-1',
        group: null,
        kind: 'away' as const,
        until: new Date(1_764_000_000_000),
        changedAt: new Date(1_763_000_000_000),
        changedBy: 'user-1',
      },
    ],
  };
  await writeLastKnown(folder, material);
  const text = await readFile(join(folder, 'last-configuration.json'), 'utf8');
  assert.equal(text, JSON.stringify(material));
  const read = await readLastKnown(folder);
  assert.deepEqual(read?.content, JSON.parse(JSON.stringify(material.content)));
  assert.deepEqual(read?.switchStates[0]?.override, { on: true, until: new Date(1_764_000_000_000) });
  assert.deepEqual(read.away, material.away);
});

test('a copy of an earlier version, which knew nobody who is away, is read', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'rufgruppe-last-known-'));
  context.after(() => rm(folder, { recursive: true }));
  const material = { revision: 7, createdAtMs: 1_764_000_000_000, content: {}, switchStates: [] };
  await writeFile(join(folder, 'last-configuration.json'), JSON.stringify(material));
  assert.deepEqual(await readLastKnown(folder), { ...material, away: [] });
});
