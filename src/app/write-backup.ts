/** Writes one backup and restores it for a try. Not in the process that handles calls: see backup-process.ts. */
import { mkdir, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { MongoClient, type Db } from 'mongodb';
import { backUp, PART } from '../base/backup/back-up.js';
import { noSpace } from '../base/backup/errors.js';
import { readContents, restore } from '../base/backup/restore.js';
import { boundedWaits } from '../base/store/bounded-waits.js';
import { startThrowAway } from './database.js';

/** What is to be written where. */
export interface BackupOrder {
  readonly uri: string;
  readonly file: string;
  /** Read slowly, so that the database has time for others. */
  readonly isPaced: boolean;
}

export interface WrittenBackup {
  readonly bytes: number;
  readonly documents: number;
}

const WAIT_MS = 30_000;
const ANSWER_MS = 10 * 60_000;

/** So much stays free on the disk, for the service and its database. */
const RESERVE_BYTES = 200 * 1024 * 1024;

/** What the database holds takes more room in files of its own. */
const ROOM = 1.5;

/** Errors: those of database, disk and restore. */
export async function writeBackup({ uri, file, isPaced }: BackupOrder): Promise<WrittenBackup> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const client = await MongoClient.connect(uri, boundedWaits(WAIT_MS, ANSWER_MS));
  try {
    await needSpace(client.db(), folder);
    let documents = 0;
    const bytes = await backUp(client.db(), file, {
      ...(isPaced && { pace: halfTheTime() }),
      examine: async (part) => {
        documents = await tryRestore(part);
      },
    });
    return { bytes, documents };
  } finally {
    await client.close();
  }
}

/** The archive and its try lie beside each other for a while. Errors: `BACKUP_NO_SPACE`. */
async function needSpace(db: Db, folder: string): Promise<void> {
  const stats = (await db.command({ dbStats: 1 })) as { dataSize?: number; storageSize: number };
  const size = Math.max(stats.dataSize ?? 0, stats.storageSize);
  const { bavail, bsize } = await statfs(folder);
  const [free, needed] = [bavail * bsize, Math.ceil(size * ROOM) + RESERVE_BYTES];
  if (free < needed) throw noSpace({ free, needed });
}

/** A pause is as long as the work before it. */
function halfTheTime(): () => Promise<void> {
  let begunMs = performance.now();
  return async () => {
    await delay(performance.now() - begunMs);
    begunMs = performance.now();
  };
}

/** Restores a file into a database that is thrown away; resolves with the number of documents. Errors: those of a restore. */
export async function tryRestore(file: string): Promise<number> {
  const folder = tryFolder(file);
  await rm(folder, { recursive: true, force: true });
  const server = await startThrowAway(folder);
  try {
    const client = await MongoClient.connect(server.uri, boundedWaits(WAIT_MS, ANSWER_MS));
    try {
      const contents = await readContents(file);
      await restore(client.db(), file, {}, contents);
      return [...contents.collections.values()].reduce((sum, { count }) => sum + count, 0);
    } finally {
      await client.close();
    }
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What there is of a backup until it is complete: its file, and the folder of its try. */
export const halfOf = (file: string): readonly string[] => [`${file}${PART}`, tryFolder(`${file}${PART}`)];

/** Beside the file, on the disk that has been looked at. */
const tryFolder = (file: string): string => `${file}.try`;
