import { fail, unsupported } from './errors.js';
import { matchesExpression } from './expressions.js';
import { fieldTest, type Trace } from './match-operators.js';
import { isDocument, isOperatorDocument, rank, rankOf, type Document } from './values.js';

/** Whether a document matches; `trace` receives the array position that the positional operator `$` means. */
export type Predicate = (document: Document, trace?: Trace) => boolean;

/** The filter's list below $and, $or or $nor. */
export function clauses(operator: string, value: unknown): Document[] {
  if (!Array.isArray(value)) fail('BadValue', `${operator} must be an array`);
  if (value.length === 0) fail('BadValue', '$and/$or/$nor must be a nonempty array');
  return value.map((clause) => {
    if (!isDocument(clause)) fail('BadValue', '$or/$and/$nor entries need to be full objects');
    return clause;
  });
}

const known = new Set(['$where', '$text', '$jsonSchema', '$alwaysTrue', '$alwaysFalse', '$sampleRate']);

function topLevel(operator: string, value: unknown): Predicate {
  switch (operator) {
    case '$and': {
      const all = clauses(operator, value).map(compileFilter);
      return (document, trace) => all.every((test) => test(document, trace));
    }
    case '$or': {
      const any = clauses(operator, value).map(compileFilter);
      return (document, trace) => any.some((test) => test(document, trace));
    }
    case '$nor': {
      const none = clauses(operator, value).map(compileFilter);
      return (document) => !none.some((test) => test(document));
    }
    case '$expr':
      return matchesExpression(value);
    case '$comment':
      return () => true;
    default:
      if (known.has(operator)) unsupported('BadValue', `The query operator ${operator}`);
      return unsupported('BadValue', `unknown top level operator: ${operator}. It`);
  }
}

function fieldPredicate(path: string, condition: unknown): Predicate {
  if (isOperatorDocument(condition)) {
    const tests = Object.entries(condition)
      .filter(([operator]) => operator !== '$options' || !('$regex' in condition))
      .map(([operator, operand]) => fieldTest(path, operator, operand, condition, compileCondition));
    const [only] = tests;
    if (tests.length === 1 && only !== undefined) return only;
    return (document, trace) => tests.every((test) => test(document, trace));
  }
  return fieldTest(
    path,
    rankOf(condition) === rank.regex ? '$regex' : '$eq',
    condition,
    {},
    compileCondition,
  );
}

/**
 * A MongoDB filter as a function, by MongoDB's documented semantics: comparisons stay within one type,
 * null also means missing, an array matches if one of its elements does.
 *
 * Throws CommandError for operators that are unknown, malformed or not supported.
 */
export function compileFilter(filter: Document): Predicate {
  const tests = Object.entries(filter).map(([name, condition]) =>
    name.startsWith('$') ? topLevel(name, condition) : fieldPredicate(name, condition),
  );
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  return (document, trace) => tests.every((test) => test(document, trace));
}

/** A condition on one bare value, as $elemMatch, $pull and arrayFilters state it: operators, a document's fields, or a literal. */
export function compileCondition(condition: unknown): (value: unknown) => boolean {
  const isTest =
    isOperatorDocument(condition) && !/^\$(and|or|nor|expr)$/.test(Object.keys(condition)[0] ?? '');
  if (isDocument(condition) && !isTest) {
    const matches = compileFilter(condition);
    return (value) => isDocument(value) && matches(value);
  }
  const matches = fieldPredicate('value', condition);
  return (value) => matches({ value });
}
