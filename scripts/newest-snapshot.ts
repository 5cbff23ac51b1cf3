/** The configuration as the service would read it now. */
import type { DateTime } from 'luxon';
import { readable, storedConfiguration } from '../src/base/configuration/import.js';
import type { Configuration } from '../src/base/configuration/schema.js';
import { buildSnapshot } from '../src/base/configuration/snapshot.js';
import type { Snapshot } from '../src/base/model/snapshot.js';
import type { Store } from '../src/base/store/connection.js';
import { CommandError } from './command-error.js';
import { common } from './say.js';

/** Errors: CommandError when there is none, `CONFIGURATION_BROKEN` when this program cannot read it. */
export async function newestSnapshot(store: Store, now: DateTime): Promise<Snapshot> {
  const latest = await store.configurations.latest();
  if (latest === undefined) throw new CommandError(common('noConfiguration'));
  return snapshotOf(store, latest.revision, storedConfiguration(latest.revision, latest.content), now);
}

/** Undefined: there is no configuration, or this program cannot read it. */
export async function readableSnapshot(store: Store, now: DateTime): Promise<Snapshot | undefined> {
  const latest = await store.configurations.latest();
  const content = await readable(latest);
  return latest && content && snapshotOf(store, latest.revision, content, now);
}

export async function snapshotOf(
  { switchStates: states, awayStates }: Pick<Store, 'switchStates' | 'awayStates'>,
  revision: number,
  content: Configuration,
  now: DateTime,
): Promise<Snapshot> {
  const switchStates = new Map((await states.all()).map((one) => [one.id, one]));
  const away = await awayStates.all();
  return buildSnapshot({ revision, content, switchStates, away, now });
}
