/** What `/readyz` answers: the database is asked, the rest is known. */
import { setTimeout as delay } from 'node:timers/promises';
import type { SnapshotProvider } from '../base/configuration/provider.js';
import type { Store } from '../base/store/connection.js';
import { nodeStates } from '../calls/live/nodes.js';
import { freeswitchPart, type ReadyParts } from '../people/web/health.js';
import type { EslServer } from '../telephony/esl/server.js';
import type { EventSource } from '../telephony/esl/event-source.js';

export interface ReadySources {
  readonly store: { readonly configurations: Pick<Store['configurations'], 'head'> };
  readonly snapshots: Pick<SnapshotProvider, 'known'>;
  readonly esl: Pick<EslServer, 'isAccepting'>;
  readonly sources: readonly EventSource[];
}

/** Never rejects. A database that has not answered within `limitMs` counts as away. */
export async function readyParts(
  { store, snapshots, esl, sources }: ReadySources,
  limitMs: number,
): Promise<ReadyParts> {
  const answered = store.configurations.head().then(
    () => true,
    () => false,
  );
  const late = delay(limitMs, false, { ref: false });
  return {
    database: (await Promise.race([answered, late])) ? 'ok' : 'away',
    configuration: snapshots.known() === undefined ? 'missing' : 'ok',
    socket: esl.isAccepting ? 'ok' : 'closed',
    freeswitch: freeswitchPart(nodeStates(sources).map(({ connected }) => connected)),
  };
}
