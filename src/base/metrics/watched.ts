/** Metrics that are read at each scrape. */
import { Gauge, type Registry } from 'prom-client';
import type { LastBackup } from '../model/last-backup.js';
import { PROBLEM_KINDS, type ProblemKind } from '../model/problem.js';

/** Values that are read at each scrape. A value that cannot be read is omitted. */
export interface MetricSources {
  readonly liveCalls: () => number;
  readonly recordsWaiting: () => number;
  readonly mails: () => Promise<{ readonly waiting: number; readonly failed: number }>;
  readonly openCallbacks: () => Promise<number>;
  /** Connections to the event sockets of the FreeSWITCHes, by name. */
  readonly freeswitches: () => readonly { readonly name: string; readonly connected: boolean }[];
  /** What connected FreeSWITCHes lack; `freeswitch` is one of the names above. */
  readonly missingNeeds: () => readonly { readonly freeswitch: string }[];
  /** Limits that callers are currently hitting. */
  readonly limitsMet: () => readonly unknown[];
  /** Calls that this instance handles at once, at most. */
  readonly mostCalls: number;
  /** Whether the database answers. */
  readonly databaseAnswers: () => Promise<boolean>;
  /** Of the disk with the data; undefined: it cannot be read. */
  readonly disk: () => Promise<{ readonly freeBytes: number; readonly sizeBytes: number } | undefined>;
  /** End of the pages' certificate; undefined: there is none, or it cannot be read. */
  readonly certificateEndsAt: () => Promise<Date | undefined>;
  /** Undefined: nobody makes backups. */
  readonly lastBackup: () => Promise<LastBackup | undefined>;
  /** Problems that have begun, by kind. */
  readonly problems: () => readonly { readonly kind: ProblemKind }[];
}

/** Registers them; to be called once for each registry. */
export function watchSources(registry: Registry, sources: MetricSources): void {
  const gauge = gaugeIn(registry);
  gauge('live_calls', 'Calls that this instance handles now', sources.liveCalls);
  gauge('live_calls_max', 'Calls that this instance handles at once, at most', () => sources.mostCalls);
  gauge('records_waiting', 'Call records that wait for the database', sources.recordsWaiting);
  gauge('mails_waiting', 'Mails that are to be sent', async () => (await sources.mails()).waiting);
  gauge('mails_failed', 'Mails that were given up', async () => (await sources.mails()).failed);
  gauge('callbacks_open', 'Callers who wait for a call back', sources.openCallbacks);
  gauge(
    'limits_met',
    'Limits of calls and of phones outside that are met now',
    () => sources.limitsMet().length,
  );
  gauge('database_up', 'Whether the database answers', async () =>
    (await sources.databaseAnswers()) ? 1 : 0,
  );
  gauge(
    'disk_free_bytes',
    'Free space of the disk with the data',
    async () => (await sources.disk())?.freeBytes,
  );
  gauge('disk_size_bytes', 'Size of the disk with the data', async () => (await sources.disk())?.sizeBytes);
  gauge('certificate_end_timestamp_seconds', 'When the certificate of the pages ends', async () =>
    secondsOf(await sources.certificateEndsAt()),
  );
  gauge(
    'backup_last_success_timestamp_seconds',
    'When the last good backup of the database began',
    async () => secondsOf((await sources.lastBackup())?.good?.at),
  );
  gauge('backup_failed', '1: the last attempt to back up the database failed', async () => {
    const last = await sources.lastBackup();
    return last && (last.ok ? 0 : 1);
  });
  gauge(
    'backup_size_bytes',
    'Size of the last good backup',
    async () => (await sources.lastBackup())?.good?.bytes,
  );
  watchFreeswitches(registry, sources);
  new Gauge({
    name: 'rufgruppe_problems',
    help: 'Problems that administrators were told of, of all instances on this database',
    registers: [registry],
    labelNames: ['problem'],
    collect() {
      const begun = sources.problems();
      for (const problem of PROBLEM_KINDS)
        this.set({ problem }, begun.filter(({ kind }) => kind === problem).length);
    },
  });
}

const secondsOf = (at: Date | undefined): number | undefined => at && at.getTime() / 1000;

/** What has no value is omitted. */
function gaugeIn(registry: Registry) {
  return (name: string, help: string, read: () => number | undefined | Promise<number | undefined>): void => {
    new Gauge({
      name: `rufgruppe_${name}`,
      help,
      registers: [registry],
      async collect() {
        // When the database cannot be reached, no value is better than a stale one.
        const value = await Promise.resolve()
          .then(read)
          .catch(() => undefined);
        if (value === undefined) this.remove();
        else this.set(value);
      },
    });
  };
}

function watchFreeswitches(registry: Registry, sources: MetricSources): void {
  const registers = [registry];
  new Gauge({
    name: 'rufgruppe_freeswitch_up',
    help: 'Connection to the events of a FreeSWITCH',
    registers,
    labelNames: ['node'],
    collect() {
      for (const { name, connected } of sources.freeswitches()) this.set({ node: name }, connected ? 1 : 0);
    },
  });
  new Gauge({
    name: 'rufgruppe_freeswitch_missing',
    help: 'Sounds, boxes, gateways and the like that the configuration names and a FreeSWITCH does not have',
    registers,
    labelNames: ['node'],
    collect() {
      const missing = sources.missingNeeds();
      this.reset();
      for (const { name, connected } of sources.freeswitches()) {
        // Nothing is known about a FreeSWITCH that is not connected.
        if (connected)
          this.set({ node: name }, missing.filter(({ freeswitch }) => freeswitch === name).length);
      }
    },
  });
}
