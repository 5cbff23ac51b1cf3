/**
 * Writes the dump of a release and what is read from it: `npm run release:sample`, once for each release that changes what is
 * stored. Dumps of releases that are out are never written again.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { startEmbeddedMongo } from '@rufgruppe/embedded-mongodb';
import { backUp } from '../../src/base/backup/back-up.js';
import { ownVersion, projectFolder } from '../../src/base/project-folder.js';
import { connectStore } from '../../src/base/store/connection.js';
import { fillSample, readSample } from './sample.js';

const version = process.argv[2] ?? (await ownVersion());
const file = path.join(projectFolder(), 'test', 'released', version);
if (existsSync(`${file}.gz`)) throw new Error(`${file}.gz is there already; a released state never changes`);
const folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-sample-'));
const server = await startEmbeddedMongo({ folder });
const store = await connectStore(server.uriFor('sample'), {
  schema: { mayMigrate: false, program: version },
});
await fillSample(store);
const read = await readSample(store);
await store.close();
const client = await MongoClient.connect(server.uriFor('sample'));
await backUp(client.db(), `${file}.gz`);
await client.close();
await server.close();
await rm(folder, { recursive: true });
await writeFile(`${file}.json`, `${JSON.stringify(read, undefined, 1)}\n`);
console.log(`${file}.gz`);
