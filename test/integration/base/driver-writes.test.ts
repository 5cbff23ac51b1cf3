/** A write ends when its connection closes, which the driver alone does not ensure. */
import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { MongoClient } from 'mongodb';
import { startEmbeddedMongo } from '@rufgruppe/embedded-mongodb';
import { boundedWaits } from '../../../src/base/store/bounded-waits.js';
import { withDatabase } from '../../fakes/database.js';
import { UnsteadyProxy } from '../../fakes/unsteady-proxy.js';

/** More than the buffers of a socket hold, so that the driver waits until it drains. */
const LARGE = 'x'.repeat(12 * 1024 * 1024);

/** The open sockets of this process's clients. */
const sockets = new Set<Socket>();
const onSocket = (message: unknown): void => {
  const { socket } = message as { readonly socket: Socket };
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
};

const realUri = process.env['MONGODB_URI'] ?? '';

for (const kind of realUri === '' ? ['embedded'] : ['embedded', 'real']) {
  describe(`a connection that closes during a write (${kind})`, () => {
    let folder: string;
    let direct = withDatabase(realUri, `writes-${process.pid}`);
    let closeServer = () => Promise.resolve();
    let proxy: UnsteadyProxy;
    let client: MongoClient;

    before(async () => {
      subscribe('net.client.socket', onSocket);
      folder = await mkdtemp(join(tmpdir(), 'rufgruppe-writes-'));
      if (kind === 'real') return;
      const server = await startEmbeddedMongo({ folder: join(folder, 'db'), transport: 'tcp' });
      direct = server.uriFor('writes');
      closeServer = () => server.close();
    });
    after(async () => {
      unsubscribe('net.client.socket', onSocket);
      await closeServer();
      await rm(folder, { recursive: true });
    });
    beforeEach(async () => {
      const { proxy: way, uri } = await UnsteadyProxy.before(direct);
      proxy = way;
      client = await MongoClient.connect(uri, { serverSelectionTimeoutMS: 10_000, ...boundedWaits(300) });
      await client.db().collection('things').deleteMany({});
    });
    afterEach(async () => {
      await client.close();
      await proxy.close();
    });

    const things = () => client.db().collection<{ readonly _id: string; readonly text?: string }>('things');

    test('a look whose socket is destroyed, and has not said so yet, is repeated on another', async () => {
      for (const socket of sockets) socket.destroy();
      assert.equal(await things().findOne({ _id: 'none' }), null);
    });

    test('a large write into a stalled connection fails, and the next one succeeds', async () => {
      proxy.begin('stall');
      await assert.rejects(things().insertOne({ _id: 'large', text: LARGE }), { name: /^Mongo/ });
      proxy.end();
      await things().insertOne({ _id: 'small' });
      assert.deepEqual(await things().findOne({ _id: 'small' }), { _id: 'small' });
    });

    test('a large write whose connection is cut in the middle ends', async () => {
      proxy.begin('stall');
      const writing = things().insertOne({ _id: 'large', text: LARGE });
      const ended = assert.rejects(writing, { name: /^Mongo/ });
      proxy.begin('cut');
      await ended;
    });
  });
}
