/** Over TCP nothing is served without the secret. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { MongoClient, type Document } from 'mongodb';
import mongoose, { Schema } from 'mongoose';
import { runningEmbeddedMongo, startEmbeddedMongo, type EmbeddedMongo } from '../../src/index.js';
import { encode } from '../../src/values.js';
import { MessageReader, opMsg, readRequest, writeReply } from '../../src/wire.js';
import { codeOf, temporaryFolder } from '../servers.js';

const folder = temporaryFolder();
const ownerFile = join(folder, 'mongodb-owner.mdb');
let server: EmbeddedMongo;

before(async () => {
  server = await startEmbeddedMongo({ folder, transport: 'tcp' });
});
after(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const parsed = (): URL => new URL(server.uriFor('tcp'));
const secret = (): string => parsed().password;
const port = (): number => Number(parsed().port);

/** A connection by hand, which gives each reply in turn. */
async function open(): Promise<{ socket: Socket; ask: (...commands: Document[]) => Promise<Document> }> {
  const socket = connect(port(), '127.0.0.1');
  await once(socket, 'connect');
  const reader = new MessageReader();
  const ask = async (...commands: Document[]): Promise<Document> => {
    socket.write(
      Buffer.concat(
        commands.map((command) =>
          writeReply({ id: 0, opcode: opMsg }, encode({ ...command, $db: command['$db'] ?? 'tcp' })),
        ),
      ),
    );
    for (;;) {
      const [piece] = (await once(socket, 'data')) as [Buffer];
      for (const message of reader.push(piece)) return readRequest(message).body;
    }
  };
  return { socket, ask };
}

const saslStart = (text: string, mechanism = 'PLAIN'): Document => ({
  saslStart: 1,
  mechanism,
  payload: Buffer.from(text),
  $db: '$external',
});

const codeIn = ({ code }: Document): number => Number(code ?? 0);

async function connectAs(user: string, password: string): Promise<MongoClient> {
  const url = parsed();
  url.username = user;
  url.password = password;
  return MongoClient.connect(url.href);
}

it('serves the driver', async () => {
  const client = await MongoClient.connect(server.uriFor('tcp'));
  const collection = client.db().collection<{ _id: number; text: string }>('c');
  // Longer than what a stranger may send.
  await collection.insertOne({ _id: 1, text: 'x'.repeat(100_000) });
  assert.equal((await collection.findOne({ _id: 1 }))?.text.length, 100_000);
  assert.equal(client.db().databaseName, 'tcp');
  await client.close();
});

it('serves mongoose', async () => {
  const connection = await mongoose.createConnection(server.uriFor('tcp')).asPromise();
  const Agent = connection.model('Agent', new Schema({ name: String }));
  await Agent.create({ name: 'Anna' });
  assert.equal((await Agent.findOne({ name: 'Anna' }))?.name, 'Anna');
  await connection.close();
});

it('refuses the driver with a wrong password or user, and without any', async () => {
  assert.equal(await codeOf(connectAs('embedded', '0'.repeat(64))), 18);
  assert.equal(await codeOf(connectAs('embedded', secret().slice(1))), 18);
  assert.equal(await codeOf(connectAs('somebody', secret())), 18);
  const client = await MongoClient.connect(`mongodb://127.0.0.1:${port()}/tcp`);
  assert.equal(await codeOf(client.db().collection('c').findOne({})), 13);
  await client.close();
});

it('answers a wrong secret with error 18, closes the connection, and runs nothing that was sent after it', async () => {
  const { socket, ask } = await open();
  const ended = once(socket, 'close');
  const pieces: Buffer[] = [];
  socket.on('data', (piece: Buffer) => pieces.push(piece));
  const later = { insert: 'after-refusal', documents: [{ _id: 1 }] };
  const right = saslStart(`\0embedded\0${secret()}`);
  const reply = await ask(saslStart(`\0embedded\0${'0'.repeat(64)}`), right, later);
  assert.deepEqual([reply['codeName'], codeIn(reply)], ['AuthenticationFailed', 18]);
  await ended;
  const whole = Buffer.concat(pieces);
  assert.equal(whole.length, whole.readInt32LE());
  const client = await MongoClient.connect(server.uriFor('tcp'));
  assert.equal(await client.db().collection('after-refusal').countDocuments(), 0);
  await client.close();
});

const refused: [sentence: string, command: () => Document, code: number][] = [
  ['an empty payload', () => saslStart(''), 18],
  ['a payload that is too long by one byte', () => saslStart(`\0embedded\0${secret()}0`), 18],
  ['a payload that acts for another user', () => saslStart(`root\0embedded\0${secret()}`), 18],
  ['no payload', () => ({ saslStart: 1, mechanism: 'PLAIN' }), 18],
  ['another mechanism', () => saslStart(`\0embedded\0${secret()}`, 'SCRAM-SHA-256'), 334],
];

for (const [sentence, command, code] of refused) {
  it(`refuses authentication with ${sentence} and closes the connection`, async () => {
    const { socket, ask } = await open();
    const ended = once(socket, 'close');
    assert.equal(codeIn(await ask(command())), code);
    await ended;
  });
}

it('runs nothing but the handshake before authentication, and everything after it', async () => {
  const { socket, ask } = await open();
  const protectedCommands: Document[] = [
    { find: 'c' },
    { insert: 'stranger', documents: [{ _id: 1 }] },
    { getMore: 1, collection: 'c' },
    { listDatabases: 1 },
    { dropDatabase: 1 },
    { compact: 'c' },
    { saslContinue: 1 },
    { whatever: 1 },
    { Ping: 1 },
  ];
  for (const command of protectedCommands) {
    const reply = await ask(command);
    assert.deepEqual([reply['codeName'], codeIn(reply)], ['Unauthorized', 13], JSON.stringify(command));
  }
  const handshake = ['hello', 'ismaster', 'isMaster', 'ping', 'buildInfo'];
  for (const name of handshake) assert.equal(Number((await ask({ [name]: 1 }))['ok']), 1);
  assert.equal(Number((await ask({ endSessions: [] }))['ok']), 1);
  assert.equal((await ask(saslStart(`\0embedded\0${secret()}`)))['done'], true);
  assert.deepEqual(await found(ask({ find: 'stranger' })), []);
  socket.destroy();
});

/** The documents in the reply of a find. */
const found = async (reply: Promise<Document>): Promise<unknown> =>
  ((await reply)['cursor'] as { firstBatch: unknown }).firstBatch;

it('does not run a one-way write before authentication', async () => {
  const { socket, ask } = await open();
  const oneWay = writeReply(
    { id: 0, opcode: opMsg },
    encode({ insert: 'one-way', documents: [{ _id: 1 }], $db: 'tcp' }),
  );
  oneWay.writeUInt32LE(2, 16);
  socket.write(oneWay);
  assert.equal((await ask(saslStart(`\0embedded\0${secret()}`)))['done'], true);
  assert.deepEqual(await found(ask({ find: 'one-way' })), []);
  socket.destroy();
});

it('closes the connection on a message of more than 16 KB before authentication', async () => {
  const { socket } = await open();
  const ended = once(socket, 'close');
  // Only the length: the server must not wait for, and hold, the rest.
  const length = Buffer.alloc(4);
  length.writeInt32LE(16 * 1024 + 1);
  socket.write(length);
  await ended;
});

it('closes the connection of a browser', async () => {
  const { socket } = await open();
  const ended = once(socket, 'close');
  socket.write('POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
  await ended;
});

it('refuses a hello that asks for the mechanisms of a user, which drivers do only without authMechanism', async () => {
  const { socket, ask } = await open();
  assert.equal(codeIn(await ask({ hello: 1, saslSupportedMechs: '$external.embedded' })), 40415);
  socket.destroy();
});

it('lets tools find it by its folder, in files that only its user can read', async () => {
  const running = await runningEmbeddedMongo(folder);
  assert.equal(running?.uriFor('tcp'), server.uriFor('tcp'));
  assert.deepEqual([server.socketPath, statSync(folder).mode & 0o777], [undefined, 0o700]);
  assert.equal(statSync(ownerFile).mode & 0o777, 0o600);
});

it('keeps the owner file to its user also when an old one was open to all', async () => {
  const own = temporaryFolder();
  const file = join(own, 'mongodb-owner.mdb');
  writeFileSync(file, '', { mode: 0o644 });
  const second = await startEmbeddedMongo({ folder: own, transport: 'tcp' });
  assert.equal(statSync(file).mode & 0o777, 0o600);
  await second.close();
  assert.equal(await runningEmbeddedMongo(own), undefined);
  rmSync(own, { recursive: true });
});

it('has another secret at each start', async () => {
  const own = temporaryFolder();
  const secrets: string[] = [];
  for (let start = 0; start < 2; start += 1) {
    const one = await startEmbeddedMongo({ folder: own, transport: 'tcp' });
    secrets.push(new URL(one.uriFor()).password);
    await one.close();
  }
  assert.ok(secrets.every((text) => /^[0-9a-f]{64}$/.test(text)));
  assert.equal(new Set([...secrets, secret()]).size, 3);
  rmSync(own, { recursive: true });
});

it('is not taken for running once it was killed, whatever has its port then', async () => {
  const own = temporaryFolder();
  const child = fork(join(import.meta.dirname, 'child.js'), [own, 'serve-tcp']);
  const [{ uri }] = (await once(child, 'message')) as [{ uri: string }];
  assert.equal((await runningEmbeddedMongo(own))?.uriFor('crash'), uri);
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
  const other = createServer().listen(Number(new URL(uri).port), '127.0.0.1');
  await once(other, 'listening');
  assert.equal(await runningEmbeddedMongo(own), undefined);
  other.close();
  rmSync(own, { recursive: true });
});

it(
  'listens on 127.0.0.1 only',
  { skip: process.platform === 'linux' ? false : 'needs a second loopback address' },
  async () => {
    assert.equal(parsed().hostname, '127.0.0.1');
    for (const host of ['127.0.0.2', '::1']) {
      const socket = connect(port(), host);
      await assert.rejects(once(socket, 'connect'), (error: NodeJS.ErrnoException) => {
        assert.match(error.code ?? '', /^(ECONNREFUSED|EADDRNOTAVAIL|EAFNOSUPPORT)$/);
        return true;
      });
    }
  },
);
