import { fail, unsupported } from './errors.js';
import { compileExpression } from './expressions.js';
import { group } from './group.js';
import { compileFilter } from './matcher.js';
import { readOptions, wholeNumber } from './options.js';
import { compileAddFields, compileProjection } from './projection.js';
import { parseSort, sortItems, sortKey } from './sort.js';
import { encode, isDocument, ownField, setField, type Document } from './values.js';

/** One stage: plain documents (see `promote`) in and out, one at a time where the stage allows it. */
type Stage = (documents: Iterable<Document>) => Iterable<Document>;

function object(stage: string, spec: unknown): Document {
  if (!isDocument(spec) || Object.keys(spec).length === 0)
    return fail('FailedToParse', `the ${stage} specification must be an object with at least one field`);
  return spec;
}

/** The argument of $skip (at least 0) or $limit (at least 1). */
export function stageCount(stage: '$skip' | '$limit', spec: unknown): number {
  const count = wholeNumber(stage, spec);
  if (count < (stage === '$limit' ? 1 : 0)) fail('BadValue', `invalid argument to ${stage} stage: ${count}`);
  return count;
}

/** Some of what comes; asks for no more than it needs. */
export function* slice<T>(items: Iterable<T>, skip: number, limit: number): Generator<T> {
  let place = 0;
  for (const item of items) {
    place += 1;
    if (place > skip) yield item;
    if (place >= skip + limit) return;
  }
}

const sliced =
  (skip: number, limit: number): Stage =>
  (documents) =>
    slice(documents, skip, limit);

const each = (change: (document: Document) => Document): Stage =>
  function* (documents) {
    for (const document of documents) yield change(document);
  };

function match(spec: unknown): Stage {
  const matches = compileFilter(isDocument(spec) ? spec : object('$match', spec));
  return function* (documents) {
    for (const document of documents) if (matches(document)) yield document;
  };
}

function sort(spec: unknown): Stage {
  const fields = parseSort(object('$sort', spec));
  return function* (documents) {
    const items = function* () {
      for (const document of documents)
        yield { document, key: sortKey(document, fields), sizeBytes: encode(document).length };
    };
    for (const { document } of sortItems(items(), Infinity)) yield document;
  };
}

/** Counts without holding what it counts. */
export function countItems(items: Iterable<unknown>): number {
  let count = 0;
  const iterator = items[Symbol.iterator]();
  while (iterator.next().done !== true) count += 1;
  return count;
}

function countAll(name: unknown): Stage {
  if (typeof name !== 'string' || name === '' || /[$.]/.test(name))
    return fail('BadValue', 'the count field must be a non-empty string without $ and .');
  return function* (documents) {
    const total = countItems(documents);
    if (total > 0) yield { [name]: total };
  };
}

/** A copy of the document in which the path holds `value`; undefined takes the field away. */
function withValue(document: Document, [part = '', ...rest]: readonly string[], value: unknown): Document {
  const copy = { ...document };
  const inner = ownField(document, part);
  if (rest.length > 0) setField(copy, part, withValue(isDocument(inner) ? inner : {}, rest, value));
  else setField(copy, part, value);
  return copy;
}

const unwindOptions = {
  path: 'string',
  includeArrayIndex: 'string',
  preserveNullAndEmptyArrays: 'bool',
} as const;

function unwind(spec: unknown): Stage {
  const given = readOptions('$unwind', typeof spec === 'string' ? { path: spec } : spec, unwindOptions);
  const { path = '', includeArrayIndex, preserveNullAndEmptyArrays = false } = given;
  if (!path.startsWith('$')) fail('BadValue', `path option to $unwind stage should be prefixed with a '$'`);
  const parts = path.slice(1).split('.');
  const numbered = (document: Document, index: number | null): Document =>
    includeArrayIndex === undefined ? document : withValue(document, includeArrayIndex.split('.'), index);
  return function* (documents) {
    for (const document of documents) {
      const value = parts.reduce<unknown>(
        (at, part) => (isDocument(at) ? ownField(at, part) : undefined),
        document,
      );
      if (Array.isArray(value) && value.length > 0) {
        for (const [index, element] of value.entries())
          yield numbered(withValue(document, parts, element), index);
      } else if (Array.isArray(value)) {
        if (preserveNullAndEmptyArrays) yield numbered(withValue(document, parts, undefined), null);
      } else if ((value ?? null) !== null || preserveNullAndEmptyArrays) yield numbered(document, null);
    }
  };
}

const stages: Readonly<Record<string, (spec: unknown) => Stage>> = {
  $match: match,
  $sort: sort,
  $skip: (spec) => sliced(stageCount('$skip', spec), Infinity),
  $limit: (spec) => sliced(0, stageCount('$limit', spec)),
  $count: countAll,
  $project: (spec) => each(compileProjection(object('$project', spec), compileExpression)),
  $addFields: (spec) => each(compileAddFields(object('$addFields', spec), compileExpression)),
  $unwind: unwind,
  $group: (spec) => group(object('$group', spec)),
};

/** The one operator of a stage with its specification. */
export function stageOf(stage: unknown): readonly [name: string, spec: unknown] {
  const [only, ...others] = isDocument(stage) ? Object.entries(stage) : [];
  if (only === undefined || others.length > 0)
    return fail('Location40324', 'A pipeline stage specification object must contain exactly one field.');
  return only;
}

/** A pipeline as one function. Throws CommandError for stages that are unknown, malformed or not supported. */
export function compilePipeline(pipeline: readonly unknown[]): Stage {
  const compiled = pipeline.map((stage) => {
    const [name, spec] = stageOf(stage);
    const compile = Object.hasOwn(stages, name) ? stages[name] : undefined;
    return compile?.(spec) ?? unsupported('Location40324', `Unrecognized pipeline stage name: '${name}'. It`);
  });
  return (documents) => compiled.reduce((input, stage) => stage(input), documents);
}
