/**
 * The parts of the configuration as named schemas of the OpenAPI document: each stands once and is referred to. As an
 * administrator writes them, so what has a default may be missing. Pure.
 */
import * as z from 'zod';
import { destination, groupSchema, member } from '../../base/configuration/group-schema.js';
import {
  calendarSchema,
  mobileSchema,
  settingsSchema,
  switchSchema,
  userSchema,
} from '../../base/configuration/schema.js';
import { recipient, windows } from '../../base/configuration/vocabulary.js';

const PARTS = {
  Group: groupSchema,
  User: userSchema,
  Switch: switchSchema,
  HolidayCalendar: calendarSchema,
  Settings: settingsSchema,
  Mobile: mobileSchema,
} as const satisfies Record<string, z.ZodType>;

/** What the parts are made of, where it is large and stands in several places. */
const PIECES = {
  Destination: destination,
  Member: member,
  Recipient: recipient,
  Windows: windows,
} as const satisfies Record<string, z.ZodType>;

export type ComponentName = keyof typeof PARTS;

interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly anyOf?: readonly JsonSchema[];
}

const WARNINGS: JsonSchema = {
  type: 'array',
  items: { type: 'string' },
  readOnly: true,
  description: 'What is saved but seems not meant; only in the answer to a change that has some.',
};

/** The schema, wherever something refers to it. */
export function componentRef(name: ComponentName): { readonly $ref: string } {
  return { $ref: refOf(name) };
}

function refOf(name: string): string {
  return `#/components/schemas/${name}`;
}

/** All of them by name. */
export function componentSchemas(): Readonly<Record<string, object>> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries({ ...PARTS, ...PIECES })) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: refOf });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const plain = bare(schema as JsonSchema);
      return [name, name in PARTS && name !== 'Mobile' ? withWarnings(plain) : plain];
    }),
  );
}

/** Its place in the document says both already. */
function bare(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema).filter(([key]) => !['$schema', '$id', 'id'].includes(key)),
  );
}

/** An object, or each object of a choice. */
function withWarnings(schema: JsonSchema): JsonSchema {
  if (schema.anyOf !== undefined) return { ...schema, anyOf: schema.anyOf.map(withWarnings) };
  return { ...schema, properties: { ...schema.properties, warnings: WARNINGS } };
}
