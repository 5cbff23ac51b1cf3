import { wholeOption } from './arithmetic.js';
import { fail, unsupported } from './errors.js';
import { compileExpression } from './expressions.js';
import { compileCondition } from './matcher.js';
import {
  isOperatorDocument,
  approximate,
  isDocument,
  rank,
  rankOf,
  setField,
  type Document,
} from './values.js';

export type Project = (document: Document) => Document;

/** What happens at one field: kept, left out, computed, or decided by the fields below it. */
type Rule =
  | { readonly kind: 'keep' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'compute'; readonly evaluate: (root: Document, found: unknown) => unknown }
  | { readonly kind: 'below'; readonly rules: Map<string, Rule> };

type Mode = 'include' | 'exclude';

function addRule(rules: Map<string, Rule>, path: string, rule: Rule): void {
  const [part = '', ...rest] = path.split('.');
  if (part === '') fail('EmptyFieldName', 'FieldPath field names may not be empty strings.');
  const present = rules.get(part);
  if (rest.length === 0) {
    if (present !== undefined) fail('BadValue', `Path collision at ${path}`);
    rules.set(part, rule);
    return;
  }
  if (present !== undefined && present.kind !== 'below') fail('BadValue', `Path collision at ${path}`);
  const below = present ?? { kind: 'below' as const, rules: new Map<string, Rule>() };
  rules.set(part, below);
  addRule(below.rules, rest.join('.'), rule);
}

function slice(operand: unknown): (found: unknown) => unknown {
  const numbers = (Array.isArray(operand) ? (operand as unknown[]) : [operand]).map((n) =>
    wholeOption(n, '$slice'),
  );
  const [first = 0, count] = numbers;
  if (numbers.length > 2 || (count !== undefined && count <= 0))
    fail('BadValue', '$slice limit must be positive');
  return (found) => {
    if (!Array.isArray(found)) return found;
    const elements = found as unknown[];
    if (count === undefined) return first < 0 ? elements.slice(first) : elements.slice(0, first);
    const start = first < 0 ? Math.max(0, elements.length + first) : first;
    return elements.slice(start, start + count);
  };
}

function elemMatch(operand: unknown): (found: unknown) => unknown {
  const matches = compileCondition(operand);
  return (found) => {
    const element: unknown = Array.isArray(found) ? found.find(matches) : undefined;
    return element === undefined ? undefined : [element];
  };
}

interface Parsed {
  readonly rule: Rule;
  /** undefined: allowed beside inclusions and exclusions alike. */
  readonly mode: Mode | undefined;
}

function parseRule(path: string, value: unknown): Parsed {
  if (typeof value === 'boolean' || rankOf(value) === rank.number) {
    const keeps = value === true || (value !== false && approximate(value) !== 0);
    return keeps ? { rule: { kind: 'keep' }, mode: 'include' } : { rule: { kind: 'drop' }, mode: 'exclude' };
  }
  const operator = isOperatorDocument(value) ? Object.keys(value)[0] : undefined;
  const operand = isDocument(value) && operator !== undefined ? value[operator] : undefined;
  if (operator === '$slice' && !(Array.isArray(operand) && typeof operand[0] === 'string')) {
    const cut = slice(operand);
    return { rule: { kind: 'compute', evaluate: (_root, found) => cut(found) }, mode: undefined };
  }
  if (operator === '$elemMatch') {
    const pick = elemMatch(operand);
    return { rule: { kind: 'compute', evaluate: (_root, found) => pick(found) }, mode: 'include' };
  }
  if (operator === '$meta') unsupported('BadValue', `$meta in the projection of '${path}'`);
  const evaluate = compileExpression(value);
  return { rule: { kind: 'compute', evaluate: (root) => evaluate(root) }, mode: 'include' };
}

/** `{a: {b: 1}}` means `{'a.b': 1}`. */
function flatten(spec: Document, prefix = ''): [string, unknown][] {
  return Object.entries(spec).flatMap(([name, value]): [string, unknown][] =>
    isDocument(value) && !isOperatorDocument(value)
      ? flatten(value, `${prefix}${name}.`)
      : [[prefix + name, value]],
  );
}

function apply(document: Document, rules: ReadonlyMap<string, Rule>, mode: Mode, root: Document): Document {
  const result: Document = {};
  for (const [name, value] of Object.entries(document)) {
    const rule = rules.get(name);
    if (rule === undefined) {
      if (mode === 'exclude') setField(result, name, value);
    } else if (rule.kind === 'keep') setField(result, name, value);
    else if (rule.kind === 'below') {
      const inner = applyBelow(value, rule.rules, mode, root);
      if (inner !== undefined) setField(result, name, inner);
    } else if (rule.kind === 'compute') {
      const computed = rule.evaluate(root, value);
      if (computed !== undefined) setField(result, name, computed);
    }
  }
  for (const [name, rule] of rules) {
    if (Object.hasOwn(document, name)) continue;
    const computed =
      rule.kind === 'compute' ? rule.evaluate(root, undefined) : computeBelow(rule, mode, root);
    if (computed !== undefined) setField(result, name, computed);
  }
  return result;
}

/** Computed fields below a field that the document does not have create it. */
function computeBelow(rule: Rule, mode: Mode, root: Document): Document | undefined {
  if (rule.kind !== 'below') return undefined;
  const made = apply({}, rule.rules, mode, root);
  return Object.keys(made).length > 0 ? made : undefined;
}

function applyBelow(value: unknown, rules: ReadonlyMap<string, Rule>, mode: Mode, root: Document): unknown {
  if (isDocument(value)) return apply(value, rules, mode, root);
  if (!Array.isArray(value)) return mode === 'exclude' ? value : undefined;
  return value
    .map((element) => applyBelow(element, rules, mode, root))
    .filter((element) => element !== undefined);
}

/**
 * A projection as of find and $project: fields kept or left out, $slice, $elemMatch and expressions.
 * _id is kept unless left out. Throws CommandError for inclusions mixed with exclusions and colliding paths.
 */
export function compileProjection(spec: Document): Project {
  const rules = new Map<string, Rule>();
  let mode: Mode | undefined;
  for (const [path, value] of flatten(spec)) {
    if (path.endsWith('.$')) unsupported('BadValue', `The positional projection '${path}'`);
    const parsed = parseRule(path, value);
    addRule(rules, path, parsed.rule);
    if (path === '_id' && typeof parsed.mode === 'string' && parsed.rule.kind !== 'compute') continue;
    if (mode !== undefined && parsed.mode !== undefined && parsed.mode !== mode) {
      if (mode === 'exclude')
        fail('Location31253', `Cannot do inclusion on field ${path} in exclusion projection`);
      fail('Location31254', `Cannot do exclusion on field ${path} in inclusion projection`);
    }
    mode ??= parsed.mode;
  }
  const idRule = rules.get('_id');
  const chosen = mode ?? (idRule?.kind === 'keep' && rules.size === 1 ? 'include' : 'exclude');
  if (chosen === 'include' && idRule === undefined) rules.set('_id', { kind: 'keep' });
  return (document) => apply(document, rules, chosen, document);
}

/** `$addFields`: like a projection that keeps everything and computes some. */
export function compileAddFields(spec: Document): Project {
  const rules = new Map<string, Rule>();
  for (const [path, expression] of flatten(spec)) {
    const evaluate = compileExpression(expression);
    addRule(rules, path, { kind: 'compute', evaluate: (root) => evaluate(root) });
  }
  return (document) => apply(document, rules, 'exclude', document);
}
