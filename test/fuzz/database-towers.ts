/** Commands with documents in documents in documents …, as bytes: who makes documents of them is to be the server. */
import { serialize, type Document } from 'bson';
import fc from 'fast-check';
import { message, OP_MSG, opMsg, rawSequence } from './wire-messages.js';

const $db = 'fuzz';

/** A document in a document in a document …, in a place where a document is wanted. */
export interface Tower {
  readonly kind: 'tower';
  readonly depth: number;
  readonly at: 'insert' | 'find' | 'update';
}

export const tower = fc.record({
  kind: fc.constant('tower' as const),
  depth: fc.nat(20_000),
  at: fc.constantFrom<Tower['at']>('insert', 'find', 'update'),
});

/** `{a: {a: {a: … {} … }}}`, as bytes: who makes documents of it is to be the server. */
function nested(depth: number): Buffer {
  const bytes = Buffer.alloc(5 + depth * 8);
  for (let level = 0; level < depth; level += 1) {
    bytes.writeInt32LE(bytes.length - level * 8, level * 7);
    bytes.write('\u0003a', level * 7 + 4);
  }
  bytes.writeInt32LE(5, depth * 7);
  return bytes;
}

/** A command in which `nested` stands where a document is wanted. */
export function towerCommand({ depth, at }: Tower): Buffer {
  const [command, part] = {
    insert: [{ insert: 'c', $db }, 'documents'],
    find: [{ find: 'c', $db }, 'filter'],
    update: [{ update: 'c', updates: [{ q: {}, u: {} }], $db }, 'updates'],
  }[at] as [Document, string];
  if (at === 'insert') return opMsg(command, [rawSequence(part, nested(depth))]);
  if (at === 'find')
    return message(OP_MSG, Buffer.concat([Buffer.alloc(5), withField(command, part, nested(depth))]));
  const update = withField({ q: {} }, 'u', withField({}, '$set', nested(depth)));
  return opMsg({ update: 'c', $db }, [rawSequence(part, update)]);
}

/** The document with one more field, whose bytes are known. */
function withField(document: Document, field: string, bytes: Buffer): Buffer {
  const start = serialize(document).subarray(4, -1);
  const whole = Buffer.concat([
    Buffer.alloc(4),
    start,
    Buffer.from(`\u0003${field}\0`),
    bytes,
    Buffer.alloc(1),
  ]);
  whole.writeInt32LE(whole.length);
  return whole;
}
