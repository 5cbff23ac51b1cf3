/** The wire protocol: messages in every form and of every damage. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rmSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { after, before, it } from 'node:test';
import { deserialize, serialize, type Document } from 'bson';
import { startEmbeddedMongo, type EmbeddedMongo } from '../../src/index.js';
import { temporaryFolder } from '../servers.js';

const folder = temporaryFolder();
let server: EmbeddedMongo;

before(async () => {
  server = await startEmbeddedMongo({ folder });
});
after(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

function message(opcode: number, body: Buffer, length = body.length + 16): Buffer {
  const head = Buffer.alloc(16);
  head.writeInt32LE(length, 0);
  head.writeInt32LE(77, 4);
  head.writeInt32LE(opcode, 12);
  return Buffer.concat([head, body]);
}

const flags = (bits: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(bits);
  return bytes;
};

const section = (document: Document): Buffer => Buffer.concat([Buffer.from([0]), serialize(document)]);
const opMsg = (document: Document, bits = 0): Buffer =>
  message(2013, Buffer.concat([flags(bits), section(document)]));

function sequence(name: string, documents: Document[]): Buffer {
  const body = Buffer.concat([Buffer.from(`${name}\0`), ...documents.map((document) => serialize(document))]);
  return Buffer.concat([Buffer.from([1]), flags(body.length + 4), body]);
}

async function open(): Promise<Socket> {
  const socket = connect(server.socketPath ?? '');
  await once(socket, 'connect');
  return socket;
}

/** Reads one whole reply. */
async function reply(socket: Socket): Promise<{ responseTo: number; opcode: number; document: Document }> {
  let bytes = Buffer.alloc(0);
  while (bytes.length < 16 || bytes.length < bytes.readInt32LE()) {
    const [piece] = (await once(socket, 'data')) as [Buffer];
    bytes = Buffer.concat([bytes, piece]);
  }
  const opcode = bytes.readInt32LE(12);
  const document = deserialize(bytes.subarray(opcode === 1 ? 36 : 21));
  return { responseTo: bytes.readInt32LE(8), opcode, document };
}

async function ask(bytes: Buffer): Promise<{ responseTo: number; opcode: number; document: Document }> {
  const socket = await open();
  socket.write(bytes);
  const answer = await reply(socket);
  socket.destroy();
  return answer;
}

it('opens its socket to its own user only', () => {
  assert.equal(statSync(server.socketPath ?? '').mode & 0o777, 0o600);
});

it('answers the old hello by OP_QUERY', async () => {
  const query = Buffer.concat([
    flags(0),
    Buffer.from('admin.$cmd\0'),
    flags(0),
    flags(0xffffffff),
    serialize({ ismaster: 1 }),
  ]);
  const { responseTo, opcode, document } = await ask(message(2004, query));
  assert.deepEqual(
    [responseTo, opcode, document['ismaster'], document['maxWireVersion'], document['ok']],
    [77, 1, true, 21, 1],
  );
});

it('answers ping by OP_MSG', async () => {
  const { responseTo, opcode, document } = await ask(opMsg({ ping: 1, $db: 'admin' }));
  assert.deepEqual([responseTo, opcode, document], [77, 2013, { ok: 1 }]);
});

it('takes document sequences', async () => {
  const parts = [
    flags(0),
    section({ insert: 'c', $db: 'p' }),
    sequence('documents', [{ _id: 1 }, { _id: 2 }]),
  ];
  const { document } = await ask(message(2013, Buffer.concat(parts)));
  assert.deepEqual(document, { n: 2, ok: 1 });
});

it('takes a message byte by byte', async () => {
  const socket = await open();
  socket.setNoDelay(true);
  for (const byte of opMsg({ ping: 1, $db: 'admin' })) socket.write(Buffer.from([byte]));
  assert.deepEqual((await reply(socket)).document, { ok: 1 });
  socket.destroy();
});

/** How many documents are in the reply of a find. */
const found = (reply: Document): number => (reply['cursor'] as { firstBatch: unknown[] }).firstBatch.length;

it('does not answer a message with moreToCome', async () => {
  const socket = await open();
  const oneWay = opMsg({ insert: 'c', documents: [{ _id: 3 }], $db: 'p' }, 2);
  const answered = opMsg({ insert: 'c', documents: [{ _id: 4 }, { _id: 5 }], $db: 'p' });
  socket.write(Buffer.concat([oneWay, answered]));
  assert.deepEqual((await reply(socket)).document, { n: 2, ok: 1 });
  const { document } = await ask(opMsg({ find: 'c', filter: { _id: 3 }, $db: 'p' }));
  assert.equal(found(document), 1);
  socket.destroy();
});

it('reads behind a write of the same connection see it, answered or not', async () => {
  const socket = await open();
  const write = opMsg({ insert: 'behind', documents: [{ _id: 1 }], $db: 'p' }, 2);
  socket.write(Buffer.concat([write, opMsg({ find: 'behind', $db: 'p' })]));
  assert.equal(found((await reply(socket)).document), 1);
  socket.destroy();
});

it('answers malformed BSON with code 22', async () => {
  const bad = Buffer.from(serialize({ ping: 1, $db: 'admin' }));
  bad[4] = 0x99;
  const { document } = await ask(message(2013, Buffer.concat([flags(0), Buffer.from([0]), bad])));
  assert.deepEqual([document['ok'], document['code']], [0, 22]);
});

const hostile: [sentence: string, bytes: Buffer][] = [
  ['a length of zero', Buffer.alloc(16)],
  ['a negative length', message(2013, Buffer.alloc(5), -1)],
  ['a length beyond the limit', message(2013, Buffer.alloc(5), 48_000_001)],
  ['an unknown opcode', message(4711, Buffer.alloc(20))],
  ['a compressed message', message(2012, Buffer.alloc(20))],
  ['an OP_MSG without section', message(2013, flags(0))],
  ['an OP_MSG with a checksum, which no driver sends', opMsg({ ping: 1, $db: 'admin' }, 1)],
  ['an OP_MSG with unknown flags', opMsg({ ping: 1, $db: 'admin' }, 4)],
  [
    'a section of an unknown kind',
    message(2013, Buffer.concat([flags(0), Buffer.from([9]), serialize({ ping: 1 })])),
  ],
  ['two bodies', message(2013, Buffer.concat([flags(0), section({ ping: 1 }), section({ ping: 1 })]))],
  [
    'a document longer than its message',
    message(2013, Buffer.concat([flags(0), Buffer.from([0]), flags(5000), Buffer.alloc(8)])),
  ],
  [
    'a sequence longer than its message',
    message(2013, Buffer.concat([flags(0), section({ ping: 1 }), Buffer.from([1]), flags(5000)])),
  ],
  [
    'a sequence of length zero',
    message(
      2013,
      Buffer.concat([flags(0), section({ ping: 1 }), Buffer.from([1]), flags(0), Buffer.alloc(9)]),
    ),
  ],
  [
    'an OP_QUERY to a collection',
    message(2004, Buffer.concat([flags(0), Buffer.from('a.b\0'), flags(0), flags(1), serialize({})])),
  ],
  ['an OP_QUERY without the end of its name', message(2004, Buffer.alloc(30, 0x41))],
];

for (const [sentence, bytes] of hostile) {
  it(`closes the connection on ${sentence} and serves others`, async () => {
    const socket = await open();
    const closed = once(socket, 'close');
    socket.write(bytes);
    await closed;
    assert.deepEqual((await ask(opMsg({ ping: 1, $db: 'admin' }))).document, { ok: 1 });
  });
}

it('survives random bytes and broken messages', async () => {
  const whole = opMsg({ find: 'c', filter: { a: { $in: [1, 2] } }, $db: 'p' });
  for (let round = 0; round < 200; round += 1) {
    const socket = await open();
    socket.on('error', () => socket.destroy());
    const bytes = Buffer.from(round % 2 === 0 ? randomBytes(64) : whole);
    if (round % 2 === 1) bytes[16 + (round % (bytes.length - 16))] = round;
    socket.end(bytes);
    await once(socket.resume(), 'close');
  }
  assert.deepEqual((await ask(opMsg({ ping: 1, $db: 'admin' }))).document, { ok: 1 });
});

it('survives documents nested deeper than a stack', async () => {
  let nested: Buffer = Buffer.from(serialize({ a: 1 }));
  for (let depth = 0; depth < 3000; depth += 1) {
    nested = Buffer.concat([flags(nested.length + 8), Buffer.from([3, 0x61, 0]), nested, Buffer.from([0])]);
  }
  const filter = Buffer.concat([
    Buffer.from([2]),
    Buffer.from('find\0'),
    flags(2),
    Buffer.from('c\0'),
    Buffer.from([2]),
    Buffer.from('$db\0'),
    flags(2),
    Buffer.from('p\0'),
    Buffer.from([3]),
    Buffer.from('filter\0'),
    nested,
  ]);
  const body = Buffer.concat([flags(filter.length + 5), filter, Buffer.from([0])]);
  const { document } = await ask(message(2013, Buffer.concat([flags(0), Buffer.from([0]), body])));
  assert.equal(typeof document['ok'], 'number');
  assert.deepEqual((await ask(opMsg({ ping: 1, $db: 'admin' }))).document, { ok: 1 });
});
