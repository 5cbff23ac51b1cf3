import { fail, unsupported } from './errors.js';
import { isDocument, isNumber, isOperatorDocument, type Document } from './values.js';

/*
 * Projections work on a document's bytes, so that kept fields need not be decoded. Queries also use them to decode only
 * the fields of a large document that they need.
 */

/** What happens to a field: kept, left out, or decided by the fields below it. */
type Rule = 'keep' | 'drop' | Rules;
type Rules = Map<string, Rule>;

/** The rules of some fields, and what happens to all others. */
export interface Projection {
  readonly rules: Rules;
  readonly others: 'keep' | 'drop';
}

function addRule(rules: Rules, path: string, rule: Rule): void {
  const [part = '', ...rest] = path.split('.');
  if (part === '') fail('EmptyFieldName', 'FieldPath field names may not be empty strings.');
  const present = rules.get(part);
  if (rest.length === 0 ? present !== undefined : typeof present === 'string')
    fail('BadValue', `Path collision at ${path}`);
  const below = present instanceof Map ? present : new Map<string, Rule>();
  if (rest.length > 0) addRule(below, rest.join('.'), rule);
  rules.set(part, rest.length > 0 ? below : rule);
}

/** `{a: {b: 1}}` means `{'a.b': 1}`. */
function flatten(spec: Document, prefix = ''): [string, unknown][] {
  return Object.entries(spec).flatMap(([name, value]): [string, unknown][] => {
    const isNested = isDocument(value) && !isOperatorDocument(value);
    return isNested ? flatten(value, `${prefix}${name}.`) : [[prefix + name, value]];
  });
}

function ruleOf(path: string, value: unknown): 'keep' | 'drop' {
  if (path.endsWith('.$')) unsupported('BadValue', `The positional projection '${path}'`);
  if (typeof value === 'boolean' || isNumber(value)) return Number(value) === 0 ? 'drop' : 'keep';
  const what = isDocument(value) ? Object.keys(value).join(', ') : JSON.stringify(value);
  return unsupported('BadValue', `${what} in the projection of find`);
}

/** A find's projection. Throws CommandError for inclusions mixed with exclusions, colliding paths and expressions. */
export function compileProjection(spec: Document): Projection {
  const rules: Rules = new Map();
  let first: 'keep' | 'drop' | undefined;
  for (const [path, value] of flatten(spec)) {
    const rule = ruleOf(path, value);
    addRule(rules, path, rule);
    if (path === '_id') continue;
    first ??= rule;
    if (rule === 'keep' && first === 'drop')
      fail('Location31253', `Cannot do inclusion on field ${path} in exclusion projection`);
    if (rule === 'drop' && first === 'keep')
      fail('Location31254', `Cannot do exclusion on field ${path} in inclusion projection`);
  }
  const isInclusion = (first ?? rules.get('_id')) === 'keep';
  if (!rules.has('_id')) rules.set('_id', 'keep');
  return { rules, others: isInclusion ? 'drop' : 'keep' };
}

/** Keeps only the fields at the beginning of these paths; undefined where a path stands for more than one field. */
export function fieldsOf(paths: readonly string[]): Projection | undefined {
  if (paths.some((path) => path.startsWith('$'))) return undefined;
  return { rules: new Map(paths.map((path) => [path.split('.', 1)[0] ?? '', 'keep'])), others: 'drop' };
}

const documentType = 0x03;
const arrayType = 0x04;
/** Sizes in bytes of fixed-length values, by BSON type: double, undefined, ObjectId, boolean, date and so on. */
const fixed: Readonly<Record<number, number>> = {
  1: 8,
  6: 0,
  7: 12,
  8: 1,
  9: 8,
  10: 0,
  16: 4,
  17: 8,
  18: 8,
  19: 16,
  127: 0,
  255: 0,
};
/** For the other types: bytes not included in their own length field. A document's length includes everything. */
const uncounted: Readonly<Record<number, number>> = { 2: 4, 3: 0, 4: 0, 5: 5, 12: 16, 13: 4, 14: 4, 15: 0 };

function endOfValue(bytes: Buffer, type: number, at: number): number {
  // A regular expression: two texts, each ended by a zero.
  if (type === 11) return bytes.indexOf(0, bytes.indexOf(0, at) + 1) + 1;
  return at + (fixed[type] ?? (uncounted[type] ?? NaN) + bytes.readInt32LE(at));
}

/** The document's bytes after the projection. */
export const project = (bytes: Buffer, { rules, others }: Projection): Buffer =>
  cut(bytes, 0, rules, others, false);

/** Projects the document or array at `start`; an array's rules apply to each document in it. */
function cut(bytes: Buffer, start: number, rules: Rules, others: 'keep' | 'drop', isArray: boolean): Buffer {
  const parts: Buffer[] = [];
  // Fields that are kept one after the other are copied as one.
  let [keptFrom, keptTo] = [start + 4, start + 4];
  const flush = (): void => {
    if (keptTo > keptFrom) parts.push(bytes.subarray(keptFrom, keptTo));
  };
  const keep = (from: number, to: number): void => {
    if (from !== keptTo) {
      flush();
      keptFrom = from;
    }
    keptTo = to;
  };
  let missing = isArray || others === 'keep' ? Infinity : rules.size;
  for (let at = start + 4; bytes[at] !== 0 && missing > 0;) {
    const type = bytes.readUInt8(at);
    const nameEnd = bytes.indexOf(0, at + 1);
    const next = endOfValue(bytes, type, nameEnd + 1);
    const isBelow = type === documentType || type === arrayType;
    const own = isArray ? rules : rules.get(bytes.toString('utf8', at + 1, nameEnd));
    if (own !== undefined) missing -= 1;
    const rule = own ?? others;
    if (rule === 'keep' || (typeof rule === 'object' && !isBelow && others === 'keep')) keep(at, next);
    else if (typeof rule === 'object' && isBelow) {
      keep(at, nameEnd + 1);
      flush();
      keptFrom = keptTo = next;
      parts.push(cut(bytes, nameEnd + 1, rule, others, type === arrayType));
    }
    at = next;
  }
  flush();
  return assembled(parts);
}

/** A document of these fields. */
function assembled(parts: readonly Buffer[]): Buffer {
  const document = Buffer.allocUnsafe(parts.reduce((sum, part) => sum + part.length, 5));
  let at = document.writeInt32LE(document.length);
  for (const part of parts) at += part.copy(document, at);
  document[at] = 0;
  return document;
}
