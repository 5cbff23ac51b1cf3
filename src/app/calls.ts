/**
 * Wires up what handles a call from its arrival to its finished record: the sessions that control it, the call histories
 * built from FreeSWITCH's events, the follower of calls that no session controls, and the journal that survives a crash.
 */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { DateTime } from 'luxon';
import { callerE164 } from '../base/configuration/caller-number.js';
import type { SnapshotProvider } from '../base/configuration/provider.js';
import { Journal } from '../base/journal/journal.js';
import type { Log } from '../base/log.js';
import type { ServiceMetrics } from '../base/metrics/service-metrics.js';
import type { Store } from '../base/store/connection.js';
import { dialledCode } from '../calls/codes/phone.js';
import { runCode } from '../calls/codes/run-code.js';
import type { Stories } from '../calls/follow/stories.js';
import type { CallLimits } from '../calls/limits/call-limits.js';
import type { RecentCalls } from '../calls/outcome/recent-calls.js';
import type { LiveCalls } from '../calls/session/live-calls.js';
import { parseRecord, RecordKeeper, type SaveRecords } from '../calls/session/record-keeper.js';
import { runCall } from '../calls/session/session.js';
import type { SessionDependencies } from '../calls/session/session-dependencies.js';
import type { EventSource } from '../telephony/esl/event-source.js';
import { startEslServer, type EslServer } from '../telephony/esl/server.js';
import { codeDesk } from './codes.js';
import type { Config } from './config.js';
import { startFollowing, whoIs, type Contacts, type Following } from './following.js';

export interface CallsParts {
  readonly snapshots: SnapshotProvider;
  readonly live: LiveCalls;
  readonly stories: Stories;
  readonly limits: CallLimits;
  readonly sources: readonly EventSource[];
  readonly save: SaveRecords;
  readonly store: Store;
  readonly controller: string;
  readonly metrics: ServiceMetrics;
  readonly recent: RecentCalls;
  readonly isTalking: (extension: string) => boolean;
  readonly contacts: Contacts;
}

/** How long the journal may keep what the database has. */
const RENEW_MS = 5 * 60_000;

/** Where sessions hand in their records. */
type Opened = Following & { readonly keeper: RecordKeeper };

export interface Calls {
  readonly esl: EslServer;
  readonly keeper: RecordKeeper;
  /** Begins a new journal, so that nothing of calls that the database has stays in the old one. */
  renewJournal(): Promise<void>;
  /** Stops following calls; they stay open in the database. */
  stopFollowing(): Promise<void>;
}

export async function startCalls(config: Config, log: Log, parts: CallsParts): Promise<Calls> {
  const { snapshots, stories, limits, save, store, controller, isTalking, contacts } = parts;
  let onOpened: (opened: Opened) => void = () => undefined;
  const opened = new Promise<Opened>((resolve) => (onOpened = resolve));
  const dependencies = opened.then(({ keeper, follower, keep }): SessionDependencies => ({
    snapshot: () => snapshots.known(),
    toE164: callerE164,
    nameOf: contacts.nameOf,
    now: () => DateTime.utc(),
    newId: randomUUID,
    keep,
    earlier: async (id) => (await keeper.newest(id)) ?? (await store.calls.get(id)),
    isTalking,
    stories,
    limits,
    whoIs: whoIs(snapshots),
    begun: (id) => follower.release(id),
    follow: (record, seen) => follower.follow(record, seen),
    log,
    logNumbers: config.logNumbers,
    controller,
  }));
  const codes = codeDesk({ ...parts, log, presence: async (channel) => (await opened).presence(channel) });
  const esl = await startEslServer({
    host: config.esl.host,
    port: config.esl.port,
    allow: config.esl.allow,
    maxSessions: config.esl.maxCalls,
    log,
    onSession: (socket, channel) => {
      const code = dialledCode(channel);
      if (code !== undefined) return runCode(code, socket, channel, codes);
      return dependencies.then((use) => runCall(socket, channel, use));
    },
  });
  // Only the process that has the port may use the journal and take over the calls that an earlier run left open.
  const folder = path.join(config.dataFolder, `journal-${config.esl.port}`);
  const journal = new Journal({ folder, log, parse: parseRecord });
  const keeper = new RecordKeeper({ save, log, journal });
  const renewing = setInterval(() => void journal.renew(), RENEW_MS).unref();
  const following = startFollowing({ ...parts, config, log, keeper });
  onOpened({ ...following, keeper });
  return {
    esl,
    keeper,
    renewJournal: () => journal.renew(),
    stopFollowing: () => {
      clearInterval(renewing);
      return following.stop();
    },
  };
}
