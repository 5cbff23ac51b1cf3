/** Values that a JSON Schema allows, and values that it nearly allows. Knows what a document of OpenAPI 3.1 uses. */
import fc from 'fast-check';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What anybody might send in the place of anything. */
export const wildText = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      ' ',
      '\u0000',
      '\n',
      '\u202eabc',
      '%',
      '%00',
      '../../etc/passwd',
      '__proto__',
      'constructor',
      '$where',
      '[object Object]',
    ],
    ...[
      '<x-typed>',
      "'",
      '"',
      '{}',
      'null',
      '-1',
      '1e400',
      'NaN',
      '9007199254740993',
      '😀',
      'x'.repeat(70),
      'x'.repeat(5000),
    ],
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
export const wild: fc.Arbitrary<unknown> = fc.oneof(
  wildText,
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 1e21, [], {}, [[]], [null], { __proto__: null, a: {} }),
  fc.jsonValue({ maxDepth: 3 }),
);

const DEEPEST = 6;

/** Makes values of the schemas of one document; texts are taken from `vocabulary` where the schema lets one through. */
export class SchemaValues {
  readonly #root: object;
  readonly #vocabulary: readonly string[];
  readonly #made = new Map<Schema, fc.Arbitrary<unknown>>();

  constructor(root: object, vocabulary: readonly string[]) {
    this.#root = root;
    this.#vocabulary = vocabulary;
  }

  /** As the schema wants it, or with one place of it made wild. */
  near(schema: Schema): fc.Arbitrary<unknown> {
    const good = this.good(schema);
    return fc.oneof(
      { weight: 6, arbitrary: good },
      {
        weight: 3,
        arbitrary: fc.tuple(good, fc.nat(), wild).map(([value, place, other]) => spoilt(value, place, other)),
      },
      { weight: 1, arbitrary: wild },
    );
  }

  good(schema: Schema, depth = 0): fc.Arbitrary<unknown> {
    const known = depth === 0 ? this.#made.get(schema) : undefined;
    if (known !== undefined) return known;
    const made = this.#make(schema, depth);
    if (depth === 0) this.#made.set(schema, made);
    return made;
  }

  #make(schema: Schema, depth: number): fc.Arbitrary<unknown> {
    if (schema.$ref !== undefined) return this.good(this.#resolved(schema.$ref), depth + 1);
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    if (schema.const !== undefined) return fc.constant(schema.const);
    const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
    if (choices !== undefined) return fc.oneof(...choices.map((one) => this.good(one, depth + 1)));
    const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
    if (types.length === 0) return wild;
    return fc.oneof(...types.map((type) => this.#ofType(type, schema, depth)));
  }

  #ofType(type: string, schema: Schema, depth: number): fc.Arbitrary<unknown> {
    switch (type) {
      case 'object':
        return this.#object(schema, depth);
      case 'array': {
        const { items = {}, minItems = 0, maxItems = 3 } = schema;
        const most = depth > DEEPEST ? minItems : Math.max(minItems, Math.min(maxItems, 3));
        return fc.array(this.good(items, depth + 1), { minLength: minItems, maxLength: most });
      }
      case 'string':
        return this.#text(schema);
      case 'integer':
      case 'number': {
        const { minimum = -5, maximum = 1000 } = schema;
        return fc.integer({ min: minimum, max: Math.min(maximum, minimum + 5000) });
      }
      case 'boolean':
        return fc.boolean();
      default:
        return fc.constant(null);
    }
  }

  #object(
    { properties = {}, required = [], additionalProperties }: Schema,
    depth: number,
  ): fc.Arbitrary<unknown> {
    const named = Object.entries(properties).filter(([name]) => depth <= DEEPEST || required.includes(name));
    if (named.length === 0 && typeof additionalProperties === 'object') {
      return fc.dictionary(fc.constantFrom('a', 'b'), this.good(additionalProperties, depth + 1), {
        maxKeys: 2,
      });
    }
    const values = named.map(([name, schema]) => {
      const value = this.good(schema, depth + 1);
      const isGiven = required.includes(name)
        ? fc.constant(true)
        : fc.integer({ min: 0, max: 3 }).map((dice) => dice === 3);
      return fc
        .tuple(isGiven, value)
        .map(([given, one]): [string, unknown][] => (given ? [[name, one]] : []));
    });
    return fc.tuple(...values).map((entries): unknown => Object.fromEntries(entries.flat()));
  }

  #text({ pattern, minLength = 0, maxLength = Infinity }: Schema): fc.Arbitrary<string> {
    const rule = pattern === undefined ? /^/ : new RegExp(pattern, 'u');
    const fits = this.#vocabulary.filter(
      (word) => word.length >= minLength && word.length <= maxLength && rule.test(word),
    );
    if (fits.length > 0) return fc.constantFrom(...fits);
    return pattern === undefined
      ? fc.string({ minLength, maxLength: Math.min(maxLength, 40) })
      : fc.stringMatching(rule);
  }

  #resolved(pointer: string): Schema {
    const parts = pointer
      .slice(2)
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    return parts.reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], this.#root) as Schema;
  }
}

/** One of the places in the value becomes `other`, or goes, or gets a key beside it. */
function spoilt(value: unknown, place: number, other: unknown): unknown {
  const whole: unknown = structuredClone(value);
  const places: { readonly holder: Record<string, unknown>; readonly key: string }[] = [];
  const collect = (holder: unknown): void => {
    if (typeof holder !== 'object' || holder === null) return;
    for (const key of Object.keys(holder)) {
      places.push({ holder: holder as Record<string, unknown>, key });
      collect((holder as Record<string, unknown>)[key]);
    }
  };
  collect(whole);
  const chosen = places[place % Math.max(1, places.length)];
  if (chosen === undefined) return other;
  const { holder, key } = chosen;
  if (place % 3 === 0) Reflect.deleteProperty(holder, key);
  else if (place % 3 === 1 || Array.isArray(holder)) holder[key] = other;
  else holder['more'] = other;
  return whole;
}
