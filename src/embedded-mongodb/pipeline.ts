import { wholeOption } from './arithmetic.js';
import { fail, unsupported } from './errors.js';
import { compileExpression } from './expressions.js';
import { group } from './group.js';
import { compileFilter } from './matcher.js';
import { plainValue, ownField } from './paths.js';
import { countItems } from './query.js';
import { compileAddFields, compileProjection } from './projection.js';
import { memoryLimitBytes, parseSort, sortItems } from './sort.js';
import { encode, isDocument, setField, type Document } from './values.js';

/** One stage: documents in, documents out, one at a time where the stage allows it. */
export type Stage = (documents: Iterable<Document>) => Iterable<Document>;

function object(stage: string, spec: unknown): Document {
  if (!isDocument(spec)) fail('FailedToParse', `the ${stage} specification must be an object`);
  return spec;
}

function count(stage: string, spec: unknown, least: number): number {
  const number = wholeOption(spec, stage);
  if (number < least) fail('BadValue', `invalid argument to ${stage} stage: it must be at least ${least}`);
  return number;
}

const each = (change: (document: Document) => Document): Stage =>
  function* (documents) {
    for (const document of documents) yield change(document);
  };

function filter(spec: unknown): Stage {
  const matches = compileFilter(object('$match', spec));
  return function* (documents) {
    for (const document of documents) if (matches(document)) yield document;
  };
}

function skip(spec: unknown): Stage {
  const first = count('$skip', spec, 0);
  return function* (documents) {
    let place = 0;
    for (const document of documents) {
      if (place >= first) yield document;
      place += 1;
    }
  };
}

function limit(spec: unknown): Stage {
  const most = count('$limit', spec, 1);
  return function* (documents) {
    let place = 0;
    for (const document of documents) {
      yield document;
      place += 1;
      if (place >= most) return;
    }
  };
}

function sort(spec: unknown, keep: number): Stage {
  const fields = parseSort(spec);
  if (fields.length === 0) fail('BadValue', '$sort stage must have at least one sort key');
  return (documents) =>
    sortItems(
      documents,
      fields,
      (document) => document,
      (document) => encode(document).length,
      keep,
    );
}

function countAll(spec: unknown): Stage {
  if (typeof spec !== 'string' || spec === '' || /[$.]/.test(spec))
    fail('BadValue', 'the count field must be a non-empty string without $ and .');
  return function* (documents) {
    const total = countItems(documents);
    if (total > 0) yield { [spec]: total };
  };
}

/** A copy of the document in which the path holds `value`; undefined takes the field away. */
function withValue(document: Document, parts: readonly string[], value: unknown): Document {
  const [part = '', ...rest] = parts;
  const copy = { ...document };
  const inner = ownField(document, part);
  if (rest.length > 0) setField(copy, part, withValue(isDocument(inner) ? inner : {}, rest, value));
  else if (value === undefined) Reflect.deleteProperty(copy, part);
  else setField(copy, part, value);
  return copy;
}

function unwind(spec: unknown): Stage {
  const given = typeof spec === 'string' ? { path: spec } : object('$unwind', spec);
  const { path, includeArrayIndex, preserveNullAndEmptyArrays, ...others } = given;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) fail('BadValue', `unrecognized option to $unwind stage '${unknown}'`);
  if (typeof path !== 'string' || !path.startsWith('$'))
    fail('BadValue', `path option to $unwind stage should be prefixed with a '$'`);
  const parts = path.slice(1).split('.');
  const numbered = (document: Document, place: number | null): Document =>
    typeof includeArrayIndex === 'string'
      ? withValue(document, includeArrayIndex.split('.'), place)
      : document;
  return function* (documents) {
    for (const document of documents) {
      const value = plainValue(document, parts.join('.'));
      const isEmpty = value === undefined || value === null || (Array.isArray(value) && value.length === 0);
      if (isEmpty && preserveNullAndEmptyArrays === true) {
        yield numbered(Array.isArray(value) ? withValue(document, parts, undefined) : document, null);
      } else if (Array.isArray(value)) {
        for (const [place, element] of value.entries())
          yield numbered(withValue(document, parts, element), place);
      } else if (!isEmpty) yield numbered(document, null);
    }
  };
}

function replaceRoot(expression: unknown): Stage {
  const evaluate = compileExpression(expression);
  return each((document) => {
    const root = evaluate(document);
    if (!isDocument(root)) fail('BadValue', `'newRoot' expression must evaluate to an object`);
    return root;
  });
}

function unset(spec: unknown): Stage {
  const paths = Array.isArray(spec) ? (spec as unknown[]) : [spec];
  return each(compileProjection(Object.fromEntries(paths.map((path) => [String(path), false]))));
}

/** Every branch needs the same input, so it is held, up to the limit that sorts have as well. */
function facet(spec: unknown): Stage {
  const branches = Object.entries(object('$facet', spec)).map(
    ([name, stages]) => [name, compilePipeline(stages)] as const,
  );
  return function* (documents) {
    const held: Document[] = [];
    let heldBytes = 0;
    for (const document of documents) {
      held.push(document);
      heldBytes += encode(document).length;
      if (heldBytes > memoryLimitBytes)
        fail('QueryExceededMemoryLimitNoDiskUseAllowed', '$facet exceeded its memory limit');
    }
    yield Object.fromEntries(branches.map(([name, run]) => [name, [...run(held)]]));
  };
}

function sortByCount(expression: unknown): Stage {
  const counted = group({ _id: expression, count: { $sum: 1 } });
  const ordered = sort({ count: -1 }, Infinity);
  return (documents) => ordered(counted(documents));
}

const stages: Readonly<Record<string, (spec: unknown, keep: number) => Stage>> = {
  $match: filter,
  $sort: sort,
  $skip: skip,
  $limit: limit,
  $count: countAll,
  $project: (spec) => {
    if (Object.keys(object('$project', spec)).length === 0)
      fail('BadValue', '$project specification must have at least one field');
    return each(compileProjection(object('$project', spec)));
  },
  $addFields: (spec) => each(compileAddFields(object('$addFields', spec))),
  $set: (spec) => each(compileAddFields(object('$set', spec))),
  $unset: unset,
  $unwind: unwind,
  $group: (spec) => group(object('$group', spec)),
  $replaceRoot: (spec) => replaceRoot(object('$replaceRoot', spec)['newRoot']),
  $replaceWith: replaceRoot,
  $sortByCount: sortByCount,
  $facet: facet,
};

/** The one operator of a stage with its specification. */
export function stageOf(stage: unknown): readonly [name: string, spec: unknown] {
  const entries = isDocument(stage) ? Object.entries(stage) : [];
  const [only] = entries;
  if (only === undefined || entries.length !== 1)
    fail('Location40324', 'A pipeline stage specification object must contain exactly one field.');
  return only;
}

/** A pipeline as one function. Throws CommandError for stages that are unknown, malformed or not supported. */
export function compilePipeline(pipeline: unknown): Stage {
  if (!Array.isArray(pipeline)) fail('TypeMismatch', `'pipeline' option must be specified as an array`);
  const compiled = pipeline.map((stage, at) => {
    const [name, spec] = stageOf(stage);
    const compile = Object.hasOwn(stages, name) ? stages[name] : undefined;
    if (compile === undefined)
      return unsupported('Location40324', `Unrecognized pipeline stage name: '${name}'. It`);
    const next: unknown = pipeline[at + 1];
    const keep = isDocument(next) && '$limit' in next ? count('$limit', next['$limit'], 1) : Infinity;
    return compile(spec, keep);
  });
  return (documents) => compiled.reduce((input, stage) => stage(input), documents);
}
