/**
 * The parts of the configuration as named schemas of the OpenAPI document, each defined once and referenced. They
 * describe what an administrator may write, so fields with a default are optional. Pure.
 */
import * as z from 'zod';
import { destination, groupSchema, member } from '../../base/configuration/group-schema.js';
import {
  calendarSchema,
  mobileSchema,
  settingsSchema,
  switchSchema,
  userSchema,
  webhookSchema,
} from '../../base/configuration/schema.js';
import { recipient, windows } from '../../base/configuration/vocabulary.js';
import { switchStateNow } from './switch-reading.js';

const PARTS = {
  Group: groupSchema,
  User: userSchema,
  Switch: switchSchema,
  HolidayCalendar: calendarSchema,
  Webhook: webhookSchema,
  Settings: settingsSchema,
  Mobile: mobileSchema,
} as const satisfies Record<string, z.ZodType>;

/** Large pieces of the parts that are used in several places. */
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

const STATE: JsonSchema = {
  ...(z.toJSONSchema(switchStateNow) as JsonSchema),
  readOnly: true,
  description:
    'How it is at this moment; null: the service has not taken it up yet. Only in answers; what is sent back of it is ignored.',
};

/** A reference to the named schema. */
export function componentRef(name: ComponentName): { readonly $ref: string } {
  return { $ref: refOf(name) };
}

function refOf(name: string): string {
  return `#/components/schemas/${name}`;
}

/** All component schemas by name. */
export function componentSchemas(): Readonly<Record<string, object>> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries({ ...PARTS, ...PIECES })) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: refOf });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const plain = bare(schema as JsonSchema);
      if (name === 'Switch') return [name, withProperties(plain, { warnings: WARNINGS, state: STATE })];
      return [
        name,
        name in PARTS && name !== 'Mobile' ? withProperties(plain, { warnings: WARNINGS }) : plain,
      ];
    }),
  );
}

/** Drops what the schema's place in the document already says. */
function bare(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema).filter(([key]) => !['$schema', '$id', 'id'].includes(key)),
  );
}

/** Adds properties to an object schema, or to each alternative of a union. */
function withProperties(schema: JsonSchema, more: Readonly<Record<string, JsonSchema>>): JsonSchema {
  if (schema.anyOf !== undefined)
    return { ...schema, anyOf: schema.anyOf.map((one) => withProperties(one, more)) };
  return { ...schema, properties: { ...schema.properties, ...more } };
}
