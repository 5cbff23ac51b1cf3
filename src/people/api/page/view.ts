/** The endpoints as the page shows them, from the same schemas as the OpenAPI document. Pure. */
import * as z from 'zod';
import type { Actor } from '../../access/permissions.js';
import { componentSchemas } from '../components.js';
import type { Endpoint } from '../endpoint.js';
import type { Language } from '../../pages/language.js';
import { interfaceTexts } from '../../words/words.js';

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly readOnly?: boolean;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly $ref?: string;
}

function schemaOf(schema: z.ZodType | undefined): JsonSchema {
  return schema === undefined
    ? {}
    : (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema);
}

function fieldsOf(schema: z.ZodType | undefined, place: 'path' | 'query') {
  const { properties = {}, required = [] } = schemaOf(schema);
  return Object.entries(properties).map(([name, field]) => ({
    name,
    place,
    required: required.includes(name),
    description: field.description ?? '',
    value: field.default === undefined ? '' : String(field.default as string | number | boolean),
    values: (field.enum ?? []).map(String),
  }));
}

type Named = Readonly<Record<string, object>>;

/** A minimal example body with all required fields. `named` resolves references. */
export function exampleOf(schema: JsonSchema, named: Named = {}, depth = 0): unknown {
  const meant = schema.$ref === undefined ? undefined : named[schema.$ref.split('/').at(-1) ?? ''];
  if (meant !== undefined) return exampleOf(meant, named, depth);
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const [alternative] = schema.anyOf ?? schema.oneOf ?? [];
  if (alternative !== undefined) return exampleOf(alternative, named, depth + 1);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([, field]) => field.readOnly !== true)
          .filter(([name]) => schema.required?.includes(name) === true || depth === 0)
          .map(([name, field]) => [name, exampleOf(field, named, depth + 1)]),
      );
    case 'array':
      return [];
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return 0;
    default:
      return '';
  }
}

/** Grouped by resource, in order of declaration. */
export function interfaceView(all: readonly Endpoint[], actor: Actor, lang: Language) {
  const t = interfaceTexts[lang];
  const tags = [...new Set(all.map(({ tag }) => tag))];
  const named = componentSchemas();
  const view = (one: Endpoint) => ({
    method: one.method.toUpperCase(),
    path: one.path,
    summary: one.summary,
    description: one.description ?? '',
    needs: one.access === 'signedIn' ? t.anyAccount : one.access,
    allowed: one.access === 'signedIn' || actor.permissions.has(one.access),
    changes: one.method !== 'get',
    fields: [...fieldsOf(one.params, 'path'), ...fieldsOf(one.query, 'query')],
    body:
      one.body === undefined
        ? null
        : JSON.stringify(exampleOf(one.bodyDocument ?? schemaOf(one.body), named), null, 2),
  });
  return { tags: tags.map((tag) => ({ tag, endpoints: all.filter((one) => one.tag === tag).map(view) })) };
}
