/** Gathers what is judged for notices: connections, calls, mails, disk, certificates, CDRs. */
import { access, constants } from 'node:fs/promises';
import os from 'node:os';
import { DateTime } from 'luxon';
import type { WatchedCertificate, WatchFacts } from '../afterwards/problems/sightings.js';
import { FAILURES_OF_RECEIVER } from '../afterwards/webhooks/judge.js';
import type { Webhook } from '../base/model/webhook.js';
import type { WebhookState } from '../base/store/webhook-states.js';
import type { SnapshotProvider } from '../base/configuration/provider.js';
import type { Store } from '../base/store/connection.js';
import { nodeStates } from '../calls/live/nodes.js';
import { forgottenAway } from '../calls/routing/forgotten.js';
import type { RecentCalls } from '../calls/outcome/recent-calls.js';
import { certificateIn } from '../people/doctor/gather/certificates.js';
import { gatherFolder } from '../people/doctor/gather/machine.js';
import type { EventSource } from '../telephony/esl/event-source.js';
import type { Config } from './config.js';

export interface FactSources {
  readonly config: Pick<Config, 'dataFolder' | 'admin' | 'cdrFolders'>;
  readonly store: Pick<Store, 'mails' | 'backups' | 'webhookStates'>;
  readonly sources: readonly EventSource[];
  readonly recent: Pick<RecentCalls, 'counts'>;
  readonly controller: string;
  readonly snapshots: Pick<SnapshotProvider, 'known'>;
}

/** Rejects while the database cannot be reached. */
export async function gatherFacts(
  { config, store, sources, recent, controller, snapshots }: FactSources,
  freeswitchCertificates: readonly WatchedCertificate[],
  now: Date,
): Promise<WatchFacts> {
  const { dataFolder, admin, cdrFolders } = config;
  const known = snapshots.known();
  const { free, size } = await gatherFolder(dataFolder, 'data');
  const [{ failed }, tryingSince] = await Promise.all([store.mails.counts(), store.mails.tryingSince()]);
  const certificates = await Promise.all(
    (admin.tls === undefined ? [] : [admin.tls.certificate]).map(certificateIn),
  );
  return {
    now,
    controller,
    freeswitches: nodeStates(sources),
    calls: recent.counts(),
    mails: { failed, tryingSince },
    disk:
      free === undefined || size === undefined
        ? undefined
        : { place: `${os.hostname()}:${dataFolder}`, freeBytes: free, sizeBytes: size },
    backup: await store.backups.last(),
    webhooks: known === undefined ? [] : failingWebhooks(known.webhooks, await store.webhookStates.all()),
    certificates: certificates.map(({ of, endsAt }) => ({ of: `${os.hostname()}:${of}`, endsAt })),
    freeswitchCertificates,
    forgottenAway: known === undefined ? [] : forgottenAway(known, DateTime.fromJSDate(now)),
    cdrFolders: await Promise.all(
      cdrFolders.map(async (folder) => ({
        folder: `${os.hostname()}:${folder}`,
        isReadable: await isReadable(folder),
      })),
    ),
  };
}

/** Those that are switched on and take nothing. */
function failingWebhooks(
  webhooks: readonly Webhook[],
  states: readonly WebhookState[],
): WatchFacts['webhooks'] {
  return webhooks.flatMap(({ id, name, on }) => {
    const state = states.find((one) => one.id === id);
    const { failingSince: since, failures = 0, isGone = false } = state ?? {};
    const fails = isGone || failures >= FAILURES_OF_RECEIVER;
    return on && fails && since !== undefined ? [{ id, name, since, isGone }] : [];
  });
}

/** What is measured of the machine, for metrics. */
export function measured({ dataFolder, admin }: FactSources['config']) {
  return {
    disk: async () => {
      const { free, size } = await gatherFolder(dataFolder, 'data');
      return free === undefined || size === undefined ? undefined : { freeBytes: free, sizeBytes: size };
    },
    certificateEndsAt: async () =>
      admin.tls === undefined ? undefined : (await certificateIn(admin.tls.certificate)).endsAt,
  };
}

/** CDRs are read and deleted. */
async function isReadable(folder: string): Promise<boolean> {
  return access(folder, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}
