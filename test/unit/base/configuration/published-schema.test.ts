/** The published JSON Schema, read by a validator that knows nothing of zod. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { configurationJsonSchema } from '../../../../src/base/configuration/schema.js';

interface Example {
  settings: Record<string, unknown>;
  users: Record<string, unknown>[];
  groups: Record<string, unknown>[];
}

const schema = JSON.parse(readFileSync('docs/config.schema.json', 'utf8')) as Record<string, unknown>;
const example = (): Example => parse(readFileSync('docs/example.yaml', 'utf8')) as Example;

// It knows only what stands in the standard, so a keyword with a typing error is an error.
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);

describe('The published JSON Schema', () => {
  test('names the dialect in which it is read here', () => {
    assert.equal(schema['$schema'], 'https://json-schema.org/draft/2020-12/schema');
  });

  test('says what it is, and is what the program says of it', () => {
    assert.equal(schema['title'], 'Rufgruppe configuration');
    assert.deepEqual(JSON.parse(JSON.stringify(configurationJsonSchema())), schema);
  });

  test('accepts the example', () => {
    assert.equal(validate(example()), true, JSON.stringify(validate.errors));
  });

  const BROKEN: readonly (readonly [what: string, change: (file: Example) => void, where: string])[] = [
    ['no settings', (file) => Reflect.deleteProperty(file, 'settings'), ''],
    ['an unknown key', (file) => (file.settings['colour'] = 'red'), '/settings'],
    [
      'a stage of 0 seconds',
      (file) => (file.groups[0] = { ...file.groups[0], stages: [{ ringSec: 0, members: [] }] }),
      '/groups/0/stages/0/ringSec',
    ],
    [
      'a final destination that is none',
      (file) => (file.groups[0] = { ...file.groups[0], final: { teleport: 1 } }),
      '/groups/0/final',
    ],
    ['an id with a space', (file) => (file.users[0] = { ...file.users[0], id: 'An na' }), '/users/0/id'],
    [
      'a word for yes',
      (file) => (file.groups[0] = { ...file.groups[0], enabled: 'yes' }),
      '/groups/0/enabled',
    ],
    ['another version', (file) => Object.assign(file, { version: 2 }), '/version'],
  ];
  for (const [what, change, where] of BROKEN) {
    test(`refuses ${what}`, () => {
      const file = example();
      change(file);
      assert.equal(validate(file), false);
      const places = (validate.errors ?? []).map(({ instancePath }) => instancePath);
      assert.ok(places.includes(where), `${JSON.stringify(places)} has not ${where}`);
    });
  }
});
