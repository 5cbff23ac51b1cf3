/**
 * Whatever bytes and whatever commands reach the embedded database: it lives, each whole request is answered or its connection
 * ended, no refusal is an error of the server itself, and it goes on to answer others.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  Binary,
  BSONRegExp,
  Code,
  Decimal128,
  deserialize,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  serialize,
  Timestamp,
  type Document,
} from 'bson';
import fc from 'fast-check';
import { startEmbeddedMongo } from '@rufgruppe/embedded-mongodb';
import { fuzzTarget, type OpenTarget } from '../harness.js';
import { cuts, mutated, packets, words } from '../mutations.js';

type Traffic =
  | {
      readonly kind: 'bytes';
      readonly bytes: Buffer;
      readonly cuts: readonly number[];
      readonly end: 'fin' | 'reset';
    }
  | { readonly kind: 'command'; readonly command: Document }
  | Tower;

/** A document in a document in a document …, in a place where a document is wanted. */
interface Tower {
  readonly kind: 'tower';
  readonly depth: number;
  readonly at: 'insert' | 'find' | 'update';
}

const OP_QUERY = 2004;
const OP_MSG = 2013;

function message(opcode: number, body: Buffer): Buffer {
  const head = Buffer.alloc(16);
  head.writeInt32LE(body.length + 16, 0);
  head.writeInt32LE(77, 4);
  head.writeInt32LE(opcode, 12);
  return Buffer.concat([head, body]);
}

function opMsg(command: Document, more: readonly Buffer[] = []): Buffer {
  return message(OP_MSG, Buffer.concat([Buffer.alloc(5), serialize(command), ...more]));
}

function sequence(name: string, documents: readonly Document[]): Buffer {
  return rawSequence(name, ...documents.map((document) => serialize(document)));
}

function rawSequence(name: string, ...documents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat([Buffer.from(`${name}\0`), ...documents]);
  const length = Buffer.alloc(4);
  length.writeInt32LE(body.length + 4);
  return Buffer.concat([Buffer.from([1]), length, body]);
}

const $db = 'fuzz';
const FIRST = Buffer.concat([
  Buffer.alloc(4),
  Buffer.from('admin.$cmd\0'),
  Buffer.alloc(4),
  Buffer.alloc(4, 255),
  serialize({ ismaster: 1 }),
]);
const SAMPLES = [
  message(OP_QUERY, FIRST),
  opMsg({ ping: 1, $db }),
  opMsg({ insert: 'c', $db }, [
    sequence('documents', [
      { a: 1, b: 'x' },
      { a: [1, 2], at: new Date(0) },
    ]),
  ]),
  opMsg({ find: 'c', filter: { a: { $gte: 1 } }, sort: { b: -1 }, batchSize: 1, $db }),
  opMsg({
    update: 'c',
    updates: [{ q: { a: 1 }, u: { $set: { b: 'y' }, $inc: { n: 1 } }, upsert: true }],
    $db,
  }),
  opMsg({ delete: 'c', deletes: [{ q: { a: 1 }, limit: 1 }], $db }),
  opMsg({ aggregate: 'c', pipeline: [{ $group: { _id: '$a', n: { $sum: 1 } } }], cursor: {}, $db }),
  opMsg({ createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'a_1' }], $db }),
  opMsg({ getMore: Long.fromNumber(1), collection: 'c', $db }),
];
const BYTES = words('find insert $db $set $where \u0000 documents c fuzz admin');

const name = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', '_id', 'a.b', 'n', 'at') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...words('$a a. .a a..b a.0 a.$ $ __proto__ constructor a.__proto__.b 0 -1 ␣'),
      '',
      'x'.repeat(300),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }).map((text) => text.replaceAll('\0', '')),
  },
);
const leaf: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<unknown>(0, 1, 2, 'x', 'y', '$a', '$$ROOT', true, null, '', -1, 1.5),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(
      ...[
        new Date(0),
        new Date(8.64e15),
        new Date(NaN),
        NaN,
        Infinity,
        -0,
        new Int32(1),
        new Double(1),
        Long.MAX_VALUE,
        Long.MIN_VALUE,
      ],
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      ...[
        new MinKey(),
        new MaxKey(),
        new Timestamp({ t: 1, i: 1 }),
        new Decimal128('1.10'),
        new Code('1'),
        new ObjectId('656565656565656565656565'),
      ],
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      new BSONRegExp('^x', 'i'),
      new BSONRegExp('(', ''),
      new Binary(Buffer.from('x')),
      'x'.repeat(3000),
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
);
const OPERATORS = words(`
  $eq $ne $gt $gte $lt $lte $in $nin $exists $regex $options $elemMatch $not $and $or $nor $size $all $type $mod $expr $text
  $set $unset $inc $push $pull $addToSet $setOnInsert $max $min $each $slice $pop $rename $mul $position
  $sum $avg $first $last $max $match $group $sort $limit $skip $project $unwind $count $addFields $cond $dateToString $subtract
  $ifNull $concat $toString $lookup $literal $arrayElemAt $filter $map $reduce $substr
`);
const { value } = fc.letrec<{ value: unknown; document: Document }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    { weight: 5, arbitrary: leaf },
    { weight: 3, arbitrary: tie('document') },
    { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 4 }) },
  ),
  document: fc.dictionary(fc.oneof(name, fc.constantFrom(...OPERATORS)), tie('value'), { maxKeys: 4 }),
}));
const document = fc.dictionary(fc.oneof(name, fc.constantFrom(...OPERATORS)), value, { maxKeys: 4 });
/** Of the kind that the command wants, mostly. */
const wanted = <T>(good: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: value });
const filter = wanted(
  fc.dictionary(
    fc.oneof(name, fc.constantFrom('$and', '$or', '$nor', '$expr')),
    fc.oneof(value, fc.dictionary(fc.constantFrom(...OPERATORS), value, { maxKeys: 2 })),
    { maxKeys: 3 },
  ),
);
const change = wanted(
  fc.dictionary(
    fc.constantFrom(
      '$set',
      '$inc',
      '$unset',
      '$push',
      '$pull',
      '$addToSet',
      '$max',
      '$min',
      '$setOnInsert',
      '$pop',
    ),
    document,
    { minKeys: 1, maxKeys: 3 },
  ),
);
const order = wanted(fc.dictionary(name, wanted(fc.constantFrom(1, -1)), { maxKeys: 3 }));
const few = wanted(fc.integer({ min: -2, max: 200 }));
const yesNo = wanted(fc.boolean());
const collection = wanted(fc.constantFrom('c', 'd', 'none'));
const stage = fc.oneof(
  fc.record({ $match: filter }),
  fc.record({ $sort: order }),
  fc.record({ $group: fc.dictionary(fc.oneof(name, fc.constant('_id')), value, { maxKeys: 3 }) }),
  fc.record({ $project: document }),
  fc.record({ $addFields: document }),
  fc.record({ $limit: few }),
  fc.record({ $unwind: value }),
  document,
);

const optional = { requiredKeys: [] as [] };
const command: fc.Arbitrary<Document> = fc
  .oneof(
    fc.tuple(
      fc.record({ insert: collection, documents: wanted(fc.array(document, { maxLength: 4 })) }),
      fc.record({ ordered: yesNo }, optional),
    ),
    fc.tuple(
      fc.record({ find: collection }),
      fc.record(
        {
          filter,
          sort: order,
          projection: document,
          skip: few,
          limit: few,
          batchSize: few,
          singleBatch: yesNo,
        },
        optional,
      ),
    ),
    fc.tuple(
      fc.record({
        update: collection,
        updates: wanted(
          fc.array(
            fc.record(
              {
                q: filter,
                u: change,
                upsert: yesNo,
                multi: yesNo,
                arrayFilters: wanted(fc.array(document, { maxLength: 2 })),
              },
              { requiredKeys: ['q', 'u'] },
            ),
            { maxLength: 3 },
          ),
        ),
      }),
    ),
    fc.tuple(
      fc.record({
        delete: collection,
        deletes: wanted(fc.array(fc.record({ q: filter, limit: few }), { maxLength: 3 })),
      }),
    ),
    fc.tuple(
      fc.record({ findAndModify: collection }),
      fc.record(
        {
          query: filter,
          update: change,
          remove: yesNo,
          new: yesNo,
          upsert: yesNo,
          sort: order,
          fields: document,
        },
        optional,
      ),
    ),
    fc.tuple(
      fc.record({
        aggregate: collection,
        pipeline: wanted(fc.array(stage, { maxLength: 4 })),
        cursor: wanted(fc.record({ batchSize: few }, optional)),
      }),
    ),
    fc.tuple(fc.record({ count: collection }), fc.record({ query: filter, limit: few, skip: few }, optional)),
    fc.tuple(fc.record({ distinct: collection, key: wanted(name) }), fc.record({ query: filter }, optional)),
    fc.tuple(
      fc.record({
        createIndexes: collection,
        indexes: wanted(
          fc.array(
            fc.record(
              {
                key: order,
                name: wanted(name),
                unique: yesNo,
                sparse: yesNo,
                expireAfterSeconds: few,
                partialFilterExpression: filter,
              },
              { requiredKeys: ['key', 'name'] },
            ),
            { maxLength: 2 },
          ),
        ),
      }),
    ),
    fc.tuple(fc.record({ dropIndexes: collection, index: value })),
    fc.tuple(
      fc.record({
        getMore: wanted(fc.constantFrom<unknown>(Long.fromNumber(1), Long.MAX_VALUE, 1)),
        collection,
      }),
    ),
    fc.tuple(fc.record({ killCursors: collection, cursors: wanted(fc.array(value, { maxLength: 2 })) })),
    fc.tuple(
      fc.dictionary(
        fc.oneof(
          name,
          fc.constantFrom(
            ...words(
              'drop listCollections listIndexes explain hello buildInfo ping endSessions create serverStatus dbStats',
            ),
          ),
        ),
        value,
        { maxKeys: 3 },
      ),
    ),
  )
  .map((parts) => Object.assign({}, ...parts) as Document)
  .chain((made) =>
    fc
      .record({ maxTimeMS: few, comment: value, readConcern: value, writeConcern: value }, optional)
      .map((more) => Object.assign({}, made, Object.keys(more).length > 2 ? more : {}) as Document),
  );

const tower = fc.record({
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
function towerCommand({ depth, at }: Tower): Buffer {
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

const inputs: fc.Arbitrary<Traffic> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('bytes' as const),
      bytes: mutated(SAMPLES, BYTES),
      cuts,
      end: fc.constantFrom('fin' as const, 'reset' as const),
    }),
  },
  { weight: 40, arbitrary: fc.record({ kind: fc.constant('command' as const), command }) },
  { weight: 1, arbitrary: tower },
);

export const databaseWire = fuzzTarget<Traffic>({ name: 'database', few: 800, inputs, open });

async function open(): Promise<OpenTarget<Traffic>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'rufgruppe-fuzz-database-'));
  const server = await startEmbeddedMongo({ folder });
  let failed: Error | undefined;
  void server.failed.then((error) => (failed = error));
  const socketPath = server.socketPath ?? assert.fail('no unix socket here');
  let client = await Client.connect(socketPath);
  const isAlive = async (): Promise<void> => {
    assert.equal(failed, undefined, String(failed?.stack));
    if (client.socket.destroyed) client = await Client.connect(socketPath);
    assert.deepEqual(await client.ask({ ping: 1, $db }), { ok: 1 });
  };
  return {
    reset: async () => {
      await isAlive();
      await client.ask({ dropDatabase: 1, $db });
      await client.ask({
        insert: 'c',
        documents: [1, 2, 3].map((n) => ({ _id: n, a: n, b: 'x', n: [n, { a: n }] })),
        $db,
      });
    },
    check: async (traffic) => {
      if (traffic.kind === 'bytes') await say(socketPath, traffic);
      else
        judge(
          await client.send(
            traffic.kind === 'tower' ? towerCommand(traffic) : opMsg({ ...traffic.command, $db }),
          ),
        );
      await isAlive();
    },
    close: async () => {
      client.socket.destroy();
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** A refusal names what the client did wrong: an error of the server itself is none. */
function judge(reply: Document): void {
  assert.ok(reply['ok'] === 1 || reply['ok'] === 0, 'a reply without an ok');
  const faults = [reply, ...((reply['writeErrors'] ?? []) as Document[])];
  for (const { code, errmsg } of faults) assert.notEqual(code, 1, String(errmsg));
}

/** Sends it, leaves, and waits until the server has left too. */
async function say(
  socketPath: string,
  { bytes, cuts: places, end }: Extract<Traffic, { kind: 'bytes' }>,
): Promise<void> {
  const socket = connect(socketPath);
  socket.on('error', () => undefined).on('data', () => undefined);
  await once(socket, 'connect');
  for (const piece of packets(bytes, places)) {
    if (socket.destroyed) return;
    socket.write(piece);
    await new Promise(setImmediate);
  }
  if (end === 'fin') socket.end();
  else socket.destroy();
  if (!socket.closed) await once(socket, 'close');
}

/** One question at a time over one connection. */
class Client {
  readonly socket: Socket;
  #bytes = Buffer.alloc(0);
  #onReply: ((reply: Document) => void) | undefined;
  #onEnd: ((error: Error) => void) | undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => undefined);
    socket.on('close', () => this.#onEnd?.(new Error('the server has ended the connection')));
    socket.on('data', (piece) => {
      this.#bytes = Buffer.concat([this.#bytes, piece]);
      if (this.#bytes.length < 4 || this.#bytes.length < this.#bytes.readInt32LE()) return;
      const whole = this.#bytes.subarray(0, this.#bytes.readInt32LE());
      this.#bytes = this.#bytes.subarray(whole.length);
      this.#onReply?.(deserialize(whole.subarray(21)));
    });
  }

  static async connect(socketPath: string): Promise<Client> {
    const socket = connect(socketPath);
    await once(socket, 'connect');
    return new Client(socket);
  }

  ask(question: Document): Promise<Document> {
    return this.send(opMsg(question));
  }

  send(question: Buffer): Promise<Document> {
    return new Promise((resolve, reject) => {
      [this.#onReply, this.#onEnd] = [resolve, reject];
      this.socket.write(question);
    });
  }
}
