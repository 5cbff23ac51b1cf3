import { fail, unsupported } from './errors.js';
import { isDocument, isNumber, isOperatorDocument, setField, type Document } from './values.js';

type Evaluate = (root: Document) => unknown;

/** What happens at one field: kept, left out, computed, or decided by the fields below it. */
type Rule = 'keep' | 'drop' | Evaluate | Map<string, Rule>;

/** What happens to fields without a rule. */
type Others = 'keep' | 'drop';

function addRule(rules: Map<string, Rule>, path: string, rule: Rule): void {
  const [part = '', ...rest] = path.split('.');
  if (part === '') fail('EmptyFieldName', 'FieldPath field names may not be empty strings.');
  const present = rules.get(part);
  if (rest.length === 0 ? present !== undefined : typeof (present ?? rules) !== 'object')
    fail('BadValue', `Path collision at ${path}`);
  if (rest.length === 0) rules.set(part, rule);
  else {
    const below = present instanceof Map ? present : new Map<string, Rule>();
    addRule(below, rest.join('.'), rule);
    rules.set(part, below);
  }
}

/** `{a: {b: 1}}` means `{'a.b': 1}`. */
function flatten(spec: Document, prefix = ''): [string, unknown][] {
  return Object.entries(spec).flatMap(([name, value]): [string, unknown][] =>
    isDocument(value) && !isOperatorDocument(value)
      ? flatten(value, `${prefix}${name}.`)
      : [[prefix + name, value]],
  );
}

function applyTo(value: unknown, rules: ReadonlyMap<string, Rule>, others: Others, root: Document): unknown {
  if (Array.isArray(value))
    return value.map((element) => applyTo(element, rules, others, root)).filter((kept) => kept !== undefined);
  if (isDocument(value)) return apply(value, rules, others, root);
  return others === 'keep' ? value : undefined;
}

function apply(
  document: Document,
  rules: ReadonlyMap<string, Rule>,
  others: Others,
  root: Document,
): Document {
  const result: Document = {};
  for (const name of new Set([...Object.keys(document), ...rules.keys()])) {
    const isPresent = Object.hasOwn(document, name);
    const rule = rules.get(name) ?? others;
    let value: unknown;
    if (rule === 'keep') value = isPresent ? document[name] : undefined;
    else if (typeof rule === 'function') value = rule(root);
    else if (rule !== 'drop')
      value = isPresent ? applyTo(document[name], rule, others, root) : made(rule, root);
    if (value !== undefined) setField(result, name, value);
  }
  return result;
}

/** Computed fields below a field that the document does not have create it. */
function made(rules: ReadonlyMap<string, Rule>, root: Document): Document | undefined {
  const document = apply({}, rules, 'drop', root);
  return Object.keys(document).length > 0 ? document : undefined;
}

/** Makes a computed field of an expression. */
export type CompileExpression = (expression: unknown) => Evaluate;

const refuse: CompileExpression = (value) => {
  const what = isDocument(value) ? Object.keys(value).join(', ') : JSON.stringify(value);
  return unsupported('BadValue', `${what} in the projection of find`);
};

/**
 * A projection as of find: fields kept or left out; and as of $project, if expressions are compiled.
 * _id is kept unless left out. Throws CommandError for inclusions mixed with exclusions and colliding paths.
 */
export function compileProjection(spec: Document, compile = refuse): (document: Document) => Document {
  const rules = new Map<string, Rule>();
  let others: Others | undefined;
  for (const [path, value] of flatten(spec)) {
    if (path.endsWith('.$')) unsupported('BadValue', `The positional projection '${path}'`);
    const isFlag = typeof value === 'boolean' || isNumber(value);
    const rule: Rule = isFlag ? (Number(value) === 0 ? 'drop' : 'keep') : compile(value);
    addRule(rules, path, rule);
    if (path === '_id' && isFlag) continue;
    const wanted = rule === 'drop' ? 'keep' : 'drop';
    if (others !== undefined && others !== wanted && wanted === 'drop')
      fail('Location31253', `Cannot do inclusion on field ${path} in exclusion projection`);
    if (others !== undefined && others !== wanted)
      fail('Location31254', `Cannot do exclusion on field ${path} in inclusion projection`);
    others = wanted;
  }
  const chosen = others ?? (rules.get('_id') === 'keep' ? 'drop' : 'keep');
  if (!rules.has('_id')) rules.set('_id', 'keep');
  return (document) => apply(document, rules, chosen, document);
}

/** `$addFields`: like a projection that keeps everything and computes some. */
export function compileAddFields(
  spec: Document,
  compile: CompileExpression,
): (document: Document) => Document {
  const rules = new Map<string, Rule>();
  for (const [path, expression] of flatten(spec)) addRule(rules, path, compile(expression));
  return (document) => apply(document, rules, 'keep', document);
}
