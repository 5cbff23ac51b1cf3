import { Timestamp } from 'bson';
import { calculate, wholeOption } from './arithmetic.js';
import { compare, equal } from './compare.js';
import { fail, unsupported } from './errors.js';
import { compileCondition } from './matcher.js';
import { compareSortKeys, parseSort, sortKey } from './sort.js';
import { readPath, removePath, writePath } from './update-paths.js';
import { isDocument, rank, rankOf, type Document } from './values.js';

/** One change at one plain path of one document, in place. */
export type Change = (document: Document, parts: readonly string[]) => void;

const describe = (value: unknown): string => JSON.stringify(value);

function number(operator: string, value: unknown): unknown {
  if (rankOf(value) !== rank.number) {
    fail(
      'TypeMismatch',
      `Cannot ${operator === '$inc' ? 'increment' : 'multiply'} with non-numeric argument: ${describe(value)}`,
    );
  }
  return value;
}

function arithmetic(operator: '$inc' | '$mul', operand: unknown): Change {
  const amount = number(operator, operand);
  return (document, parts) => {
    const present = readPath(document, parts);
    const operation = operator === '$inc' ? 'add' : 'multiply';
    if (present !== undefined && rankOf(present) !== rank.number) {
      const type = present === null ? 'null' : typeof present;
      fail(
        'TypeMismatch',
        `Cannot apply ${operator} to a value of non-numeric type. {_id: ${describe(document['_id'])}} has the field '${parts.at(-1) ?? ''}' of non-numeric type ${type}`,
      );
    }
    if (present === undefined && operation === 'add') writePath(document, parts, amount);
    else
      writePath(document, parts, calculate(present ?? calculate(amount, 0, 'multiply'), amount, operation));
  };
}

const extreme =
  (operand: unknown, direction: 1 | -1): Change =>
  (document, parts) => {
    const present = readPath(document, parts);
    if (present === undefined || compare(operand, present) * direction > 0)
      writePath(document, parts, operand);
  };

/** The array at the path; undefined if there is none yet. Throws for anything that is not an array. */
function arrayFor(operator: string, document: Document, parts: readonly string[]): unknown[] | undefined {
  const present = readPath(document, parts);
  if (present === undefined) return undefined;
  if (Array.isArray(present)) return present as unknown[];
  const what = `The field '${parts.join('.')}' must be an array but is of type ${present === null ? 'null' : typeof present} in document {_id: ${describe(document['_id'])}}`;
  return operator === '$push' || operator === '$addToSet'
    ? fail('BadValue', what)
    : fail(
        operator === '$pop' ? 'TypeMismatch' : 'BadValue',
        `Cannot apply ${operator} to a non-array value. ${what}`,
      );
}

const isEach = (operand: unknown): operand is Document => isDocument(operand) && '$each' in operand;

function eachOf(operator: string, operand: unknown): unknown[] {
  if (!isEach(operand)) return [operand];
  const values = operand['$each'];
  if (!Array.isArray(values))
    fail(
      'BadValue',
      `The argument to $each in ${operator} must be an array but it was of type ${typeof values}`,
    );
  return values;
}

function sorter(spec: unknown): (left: unknown, right: unknown) => number {
  if (!isDocument(spec)) {
    const direction = wholeOption(spec, '$sort');
    if (direction !== 1 && direction !== -1)
      fail('BadValue', 'The $sort element value must be either 1 or -1');
    return (left, right) => compare(left, right) * direction;
  }
  const fields = parseSort(spec);
  const key = (value: unknown): unknown[] => sortKey(isDocument(value) ? value : {}, fields);
  return (left, right) => compareSortKeys(key(left), key(right), fields);
}

function push(operand: unknown): Change {
  const added = eachOf('$push', operand);
  const modifiers = isEach(operand) ? operand : {};
  for (const name of Object.keys(modifiers)) {
    if (!['$each', '$slice', '$sort', '$position'].includes(name))
      fail('BadValue', `Unrecognized clause in $push: ${name}`);
  }
  const order = '$sort' in modifiers ? sorter(modifiers['$sort']) : undefined;
  const count = '$slice' in modifiers ? wholeOption(modifiers['$slice'], '$slice') : undefined;
  const position = '$position' in modifiers ? wholeOption(modifiers['$position'], '$position') : Infinity;
  return (document, parts) => {
    const array = [...(arrayFor('$push', document, parts) ?? [])];
    array.splice(position, 0, ...added);
    if (order !== undefined) array.sort(order);
    const kept =
      count === undefined ? array : count === 0 ? [] : count < 0 ? array.slice(count) : array.slice(0, count);
    writePath(document, parts, kept);
  };
}

function addToSet(operand: unknown): Change {
  const added = eachOf('$addToSet', operand);
  if (isEach(operand) && Object.keys(operand).length > 1)
    fail('BadValue', 'Found unexpected fields after $each in $addToSet');
  return (document, parts) => {
    const array = [...(arrayFor('$addToSet', document, parts) ?? [])];
    for (const value of added) if (!array.some((element) => equal(element, value))) array.push(value);
    writePath(document, parts, array);
  };
}

function removeElements(operator: string, matches: (value: unknown) => boolean): Change {
  return (document, parts) => {
    const array = arrayFor(operator, document, parts);
    if (array === undefined) return;
    writePath(
      document,
      parts,
      array.filter((element) => !matches(element)),
    );
  };
}

function pullAll(operand: unknown): Change {
  if (!Array.isArray(operand)) fail('BadValue', '$pullAll requires an array argument');
  return removeElements('$pullAll', (element) => operand.some((value) => equal(value, element)));
}

function pop(operand: unknown): Change {
  const end = wholeOption(operand, '$pop');
  if (end !== 1 && end !== -1) fail('FailedToParse', '$pop expects 1 or -1');
  return (document, parts) => {
    const array = arrayFor('$pop', document, parts);
    if (array !== undefined) writePath(document, parts, end === 1 ? array.slice(0, -1) : array.slice(1));
  };
}

function currentDate(operand: unknown, now: Date): Change {
  const type = isDocument(operand) ? operand['$type'] : 'date';
  if (operand !== true && operand !== false && type !== 'date' && type !== 'timestamp') {
    fail('BadValue', `$currentDate takes true or {$type: 'date' | 'timestamp'}`);
  }
  const seconds = Math.floor(now.getTime() / 1000);
  return (document, parts) =>
    writePath(document, parts, type === 'timestamp' ? new Timestamp({ t: seconds, i: 1 }) : now);
}

function rename(operand: unknown): Change {
  if (typeof operand !== 'string')
    fail('BadValue', `The 'to' field for $rename must be a string: ${describe(operand)}`);
  return (document, parts) => {
    const value = readPath(document, parts);
    if (value === undefined) return;
    removePath(document, parts);
    writePath(document, operand.split('.'), value);
  };
}

const set =
  (value: unknown): Change =>
  (document, parts) => {
    writePath(document, parts, value);
  };

const operators: Readonly<Record<string, (operand: unknown, now: Date) => Change>> = {
  $set: set,
  $setOnInsert: set,
  $unset: () => removePath,
  $inc: (operand) => arithmetic('$inc', operand),
  $mul: (operand) => arithmetic('$mul', operand),
  $min: (operand) => extreme(operand, -1),
  $max: (operand) => extreme(operand, 1),
  $rename: rename,
  $push: push,
  $addToSet: addToSet,
  $pull: (operand) => removeElements('$pull', compileCondition(operand)),
  $pullAll: pullAll,
  $pop: pop,
  $currentDate: currentDate,
};

/** Prepares one operator with its operand; `now` is the time that $currentDate writes. Throws CommandError for what is unknown or malformed. */
export function compileChange(operator: string, operand: unknown, now: Date): Change {
  const compile = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (compile === undefined) unsupported('FailedToParse', `Unknown modifier: ${operator}. It`);
  return compile(operand, now);
}
