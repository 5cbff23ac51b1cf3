import { Aggregator } from 'mingo/aggregator';
import { Context, evalExpr, ProcessingMode } from 'mingo/core';
import { Lazy, type Iterator } from 'mingo/lazy';
import * as accumulators from 'mingo/operators/accumulator';
import * as expressions from 'mingo/operators/expression';
import * as stages from 'mingo/operators/pipeline';
import { CommandError, fail, unsupported } from './errors.js';
import { compare } from './key-encoding.js';
import { compileFilter } from './matcher.js';
import { checkMemory, parseSort, sorted, sortKey } from './sort.js';
import { decode, encode, isDocument, isNumber, setField, typeOf, type Document } from './values.js';

/*
 * The stages of a pipeline that a query cannot answer. mingo computes them on plain documents; matching and sorting
 * stay this server's own, because mingo compares values of different types in another way than MongoDB.
 */
type Stage = (documents: Iterator, spec: unknown, options: never) => Iterator;

/** $group holds its documents in memory, so MongoDB's limit applies. */
function group(documents: Iterator, spec: unknown, options: never): Iterator {
  let heldBytes = 0;
  const counted = documents.map((document) => {
    heldBytes += encode(document as Document).length;
    checkMemory('$group', heldBytes);
    return document;
  });
  return stages.$group(counted, spec as never, options);
}

function* inOrder(documents: Iterator, spec: Document, scratchFolder: string): Generator<Document> {
  const fields = parseSort(spec);
  const items = function* () {
    for (const document of documents as Iterable<Document>)
      yield { key: sortKey(document, fields), found: { key: Buffer.alloc(0), bytes: encode(document) } };
  };
  for (const { bytes } of sorted(items(), Infinity, scratchFolder)) yield promote(decode(bytes)) as Document;
}

function* counted(documents: Iterator, name: string): Generator<Document> {
  const total = documents.size();
  if (total > 0) yield { [name]: total };
}

const known = (scratchFolder: string): Readonly<Record<string, Stage>> => ({
  $match: (documents, spec) => {
    const matches = compileFilter(spec as Document);
    return documents.filter((document) => matches(document as Document));
  },
  $sort: (documents, spec) => Lazy(inOrder(documents, spec as Document, scratchFolder)),
  $count: (documents, spec) => Lazy(counted(documents, String(spec))),
  $group: group,
  $project: stages.$project as Stage,
  $addFields: stages.$addFields as Stage,
  $unwind: stages.$unwind as Stage,
  $skip: stages.$skip as Stage,
  $limit: stages.$limit as Stage,
});

const stageNames: ReadonlySet<string> = new Set(Object.keys(known('')));

/**
 * mingo has its own order for values of different types, Binary and missing values; these functions follow BSON's
 * order.
 */
const comparison =
  (result: (order: number) => unknown) =>
  (document: unknown, operands: unknown, options: never): unknown => {
    const [left, right] = evalExpr(document, operands, options) as [unknown, unknown];
    const isThere = Number(left !== undefined) - Number(right !== undefined);
    return result(left === undefined || right === undefined ? isThere : compare(left, right));
  };

const extreme =
  (direction: 1 | -1) =>
  (documents: never, expression: never, options: never): unknown => {
    const values = accumulators.$push(documents, expression, options);
    const better = (best: unknown, value: unknown): unknown =>
      best === null || (value !== null && compare(value, best) * direction > 0) ? value : best;
    return values.reduce(better, null);
  };

/** Scripts, and expressions that give another result each time. */
const leftOut = new Set(['$function', '$toHashedIndexKey', '$rand']);
const operators: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(Object.entries(expressions).filter(([name]) => !leftOut.has(name))),
  $eq: comparison((order) => order === 0),
  $ne: comparison((order) => order !== 0),
  $gt: comparison((order) => order > 0),
  $gte: comparison((order) => order >= 0),
  $lt: comparison((order) => order < 0),
  $lte: comparison((order) => order <= 0),
  $cmp: comparison((order) => Math.sign(order)),
};
const { $sum, $avg, $first, $last } = accumulators;
const folds = { $sum, $avg, $first, $last, $min: extreme(-1), $max: extreme(1) };

function checkOperators(value: unknown): void {
  if (Array.isArray(value)) value.forEach(checkOperators);
  if (!isDocument(value)) return;
  for (const [name, operand] of Object.entries(value)) {
    if (name.startsWith('$') && !(name in operators) && !(name in folds))
      unsupported('InvalidPipelineOperator', `Unrecognized expression '${name}'. It`);
    if (name !== '$literal') checkOperators(operand);
  }
}

/** Refuses what mingo would accept without complaint. */
function checkStage(name: string, spec: unknown): void {
  if (name === '$match')
    compileFilter(isDocument(spec) ? spec : fail('BadValue', 'the match filter must be an object'));
  else checkOperators(spec);
  const isEmpty = isDocument(spec) && Object.keys(spec).length === 0;
  if (isEmpty && name !== '$match')
    fail('BadValue', `the ${name} specification must have at least one field`);
  if (name === '$count' && !/^[^$.][^.]*$/.test(String(spec)))
    fail('BadValue', 'the count field must be a non-empty string without $ and .');
  if (name === '$unwind' && !String(isDocument(spec) ? spec['path'] : spec).startsWith('$'))
    fail('BadValue', "path option to $unwind stage should be prefixed with a '$'");
}

/** A value with plain JS numbers, which mingo computes with. Throws for those that would be rounded. */
function promote(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(promote);
  if (isDocument(value)) {
    const plain: Document = {};
    for (const [name, field] of Object.entries(value)) setField(plain, name, promote(field));
    return plain;
  }
  const isLarge = typeOf(value) === 'Long' && !Number.isSafeInteger(Number(value));
  if (isLarge || typeOf(value) === 'Decimal128')
    unsupported('NotImplemented', `A ${typeOf(value)} of this size in an aggregation`);
  return isNumber(value) ? Number(value) : value;
}

const encodeResult = ({ _id, ...others }: Document): Buffer =>
  encode(_id === undefined ? others : { _id, ...others });

const options = {
  idKey: '_id',
  scriptEnabled: false,
  useStrictMode: true,
  processingMode: ProcessingMode.CLONE_OFF,
};
const withOperators = Context.init({ expression: operators, accumulator: folds } as never);

/** Throws CommandError for stages and expressions that are unknown, malformed or not supported. */
export function checkPipeline(pipeline: readonly Document[]): void {
  for (const stage of pipeline) {
    const [[name, spec] = ['', null], ...others] = Object.entries(stage);
    if (!stageNames.has(name) || others.length > 0)
      unsupported('Location40324', `Unrecognized pipeline stage name: '${name}'. It`);
    checkStage(name, spec);
  }
}

/** Sends stored documents through stages that were checked, one at a time where a stage allows it. */
export function* runPipeline(
  pipeline: readonly Document[],
  documents: Iterable<Buffer>,
  scratchFolder: string,
): Generator<Buffer> {
  const plain = function* () {
    for (const bytes of documents) yield promote(decode(bytes)) as Document;
  };
  const context = Context.from(withOperators).addPipelineOps(known(scratchFolder) as never);
  const aggregator = new Aggregator(promote(pipeline) as never, { ...options, context });
  try {
    for (const document of aggregator.stream(Lazy(plain())) as Iterable<Document>)
      yield encodeResult(document);
  } catch (error) {
    throw error instanceof CommandError ? error : new CommandError('BadValue', (error as Error).message);
  }
}
