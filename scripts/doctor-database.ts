/** What the doctor learns of the database without harm: it makes no files, and opens none of somebody else. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { DateTime } from 'luxon';
import type { Config } from '../src/app/config.js';
import { embeddedFolder } from '../src/app/database.js';
import { reasonOf } from '../src/base/errors.js';
import { storedConfiguration } from '../src/base/configuration/import.js';
import type { Store } from '../src/base/store/connection.js';
import type { DatabaseFact } from '../src/people/doctor/checks/facts.js';
import type { DoctorSetup, KnownConfiguration } from '../src/people/doctor/setup.js';
import { snapshotOf } from './newest-snapshot.js';
import { withStore } from './script-database.js';

type Asked = Awaited<ReturnType<DoctorSetup['database']>>;
type FoundConfiguration = Asked['configuration'];

/** Never rejects. */
export async function askDatabase(
  { mongodbUri, dataFolder }: Pick<Config, 'mongodbUri' | 'dataFolder'>,
  now: DateTime,
): Promise<Asked> {
  const place = mongodbUri === undefined ? embeddedFolder(dataFolder) : 'MONGODB_URI';
  const untouched = mongodbUri === undefined ? await notOurs(place) : undefined;
  if (untouched !== undefined)
    return { database: { place, ...untouched }, configuration: { kind: 'unknown' }, lastBackup: 'unknown' };
  let configuration: FoundConfiguration = { kind: 'unknown' };
  let lastBackup: Asked['lastBackup'] = 'unknown';
  try {
    await withStore(async (store) => {
      configuration = await readConfiguration(store, now);
      lastBackup = await store.backups.last();
    });
    return { database: { place, state: 'reached', reason: '' }, configuration, lastBackup };
  } catch (error) {
    return { database: { place, state: 'away', reason: reasonOf(error) }, configuration, lastBackup };
  }
}

async function notOurs(folder: string): Promise<Pick<DatabaseFact, 'state' | 'reason'> | undefined> {
  if (!existsSync(folder)) return { state: 'notBegun', reason: '' };
  const { uid } = await stat(folder);
  const own = process.getuid?.();
  // The service's own server is asked where it runs, and the lock is refused where it does not.
  return own === undefined || own === uid ? undefined : { state: 'othersFiles', reason: String(uid) };
}

async function readConfiguration(store: Store, now: DateTime): Promise<FoundConfiguration> {
  const latest = await store.configurations.latest();
  if (latest === undefined) return { kind: 'none' };
  try {
    const content = storedConfiguration(latest.revision, latest.content);
    const snapshot = await snapshotOf(store, latest.revision, content, now);
    return { kind: 'known', snapshot } satisfies KnownConfiguration;
  } catch (error) {
    return { kind: 'broken', reason: reasonOf(error) };
  }
}
