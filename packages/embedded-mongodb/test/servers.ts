import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { MongoClient, type Db } from 'mongodb';
import { startEmbeddedMongo, type EmbeddedMongo } from '../src/index.js';

/** A server under test. */
export interface ServerUnderTest {
  readonly kind: 'embedded' | 'other';
  /** The uri of a database that belongs to this suite alone. */
  readonly uri: string;
  readonly client: MongoClient;
  readonly db: Db;
}

/** The uri with another database; everything else as given. */
export function withDatabase(uri: string, database: string): string {
  const [, head = '', query = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(uri) ?? [];
  return `${head}/${database}${query}`;
}

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'embedded-mongodb-'));

/**
 * Runs the same tests on the embedded server and, when MONGODB_URI is set, on that one too. `define` is called once for each
 * and gets a function that gives the running server; the database is dropped afterwards.
 */
export function onEachServer(suite: string, define: (server: () => ServerUnderTest) => void): void {
  const otherUri = process.env['MONGODB_URI'] ?? '';
  const kinds: ServerUnderTest['kind'][] = otherUri === '' ? ['embedded'] : ['embedded', 'other'];
  for (const kind of kinds) {
    describe(`${suite} (${kind})`, () => {
      let running: ServerUnderTest | undefined;
      let embedded: EmbeddedMongo | undefined;
      const folder = temporaryFolder();
      before(async () => {
        const database = `conformance-${randomBytes(6).toString('hex')}`;
        if (kind === 'embedded') embedded = await startEmbeddedMongo({ folder });
        const uri = embedded === undefined ? withDatabase(otherUri, database) : embedded.uriFor(database);
        const client = await MongoClient.connect(uri);
        running = { kind, uri, client, db: client.db() };
      });
      after(async () => {
        await running?.db.dropDatabase();
        await running?.client.close();
        await embedded?.close();
        rmSync(folder, { recursive: true, force: true });
      });
      // A suite inside: its clients are closed before the server is. A driver whose server is gone may wait for ever
      // in its close().
      describe('cases', () =>
        define(() => {
          if (running === undefined) throw new Error('the server has not started');
          return running;
        }));
    });
  }
}

/** The error's code as drivers show it. */
export async function codeOf(action: Promise<unknown>): Promise<unknown> {
  try {
    await action;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return 'no error';
}
