import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { configurationJsonSchema } from '../../../../src/base/configuration/schema.js';

test('docs/config.schema.json is up to date; npm run schema writes it', () => {
  const published: unknown = JSON.parse(readFileSync('docs/config.schema.json', 'utf8'));
  assert.deepEqual(published, JSON.parse(JSON.stringify(configurationJsonSchema())));
});

test('every key has a description for the editor', () => {
  const without: string[] = [];
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    const { properties } = value as { properties?: Record<string, Record<string, unknown>> };
    for (const [key, entry] of Object.entries(properties ?? {})) {
      if (entry['description'] === undefined && entry['$ref'] === undefined) without.push(`${path}.${key}`);
    }
    for (const [key, entry] of Object.entries(value)) visit(entry, `${path}/${key}`);
  };
  visit(configurationJsonSchema(), '');
  assert.deepEqual(without, []);
});

test('every key is explained in docs/configuration.md', () => {
  const text = readFileSync('docs/configuration.md', 'utf8');
  const keys = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { properties } = value as { properties?: Record<string, unknown> };
    for (const key of Object.keys(properties ?? {})) keys.add(key);
    for (const entry of Object.values(value)) visit(entry);
  };
  visit(configurationJsonSchema());
  assert.deepEqual(
    [...keys].filter(
      (key) => !text.includes(`\`${key}\``) && !text.includes(`\`${key}:`) && !text.includes(`{${key}:`),
    ),
    [],
  );
});
