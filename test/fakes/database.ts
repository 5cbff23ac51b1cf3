import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { startEmbeddedMongo } from '@rufgruppe/embedded-mongodb';
import { withDatabase } from '@rufgruppe/embedded-mongodb/testing';

export { withDatabase };

/** A server for the suites of the application. */
export interface TestServer {
  /** The uri of a database that only this suite has. */
  uriFor(database: string): string;
  /** Drops what the suite made. */
  close(): Promise<void>;
}

/** Databases of a real MongoDB, by names that no one else has. */
function realServer(uri: string): TestServer {
  const prefix = `test-${randomBytes(6).toString('hex')}`;
  const used = new Set<string>();
  return {
    uriFor: (name) => {
      used.add(`${prefix}-${name}`);
      return withDatabase(uri, `${prefix}-${name}`);
    },
    close: async () => {
      const client = await MongoClient.connect(uri);
      for (const database of used) await client.db(database).dropDatabase();
      await client.close();
    },
  };
}

const DAY_MS = 24 * 60 * 60_000;

/** The embedded server in a temporary folder; the MongoDB of MONGODB_URI where that is set. */
export async function startTestServer(): Promise<TestServer> {
  const uri = process.env['MONGODB_URI'] ?? '';
  if (uri !== '') return realServer(uri);
  const folder = await mkdtemp(join(tmpdir(), 'rufgruppe-database-'));
  // Tests have clocks of their own: what is over by the real one, such as a session, must not go after a minute.
  const server = await startEmbeddedMongo({ folder, expiryIntervalMs: DAY_MS });
  return {
    uriFor: (database) => server.uriFor(database),
    close: async () => {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}
