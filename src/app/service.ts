/**
 * The composition root: creates all parts with their dependencies, starts them in order and stops them. main.ts runs
 * it as a process; tests start it on port 0.
 */
import os from 'node:os';
import path from 'node:path';
import { DateTime } from 'luxon';
import { saveCalls } from '../afterwards/missed/save-calls.js';
import { startBackground, type Background } from './background.js';
import { backUpBefore } from './backups.js';
import { startCalls, type Calls } from './calls.js';
import { puttingAside } from '../calls/follow/put-aside.js';
import { Stories } from '../calls/follow/stories.js';
import { keepBook } from '../base/contacts/keep-book.js';
import { keepLamps, type Lamps } from '../calls/lamps/lamps.js';
import { placedCalls } from '../calls/placed/placed-calls.js';
import { LiveCalls } from '../calls/session/live-calls.js';
import type { Config } from './config.js';
import { loadHolidays } from '../base/configuration/holidays.js';
import { SnapshotProvider } from '../base/configuration/provider.js';
import { openForService, type OpenDatabase } from './database.js';
import { startEventClients } from '../telephony/esl/event-client.js';
import type { EventSource } from '../telephony/esl/event-source.js';
import { RecentCalls } from '../calls/outcome/recent-calls.js';
import { limitsWithWarnings } from '../calls/live/limit-warnings.js';
import { liveBoard, type LiveBoard } from '../calls/live/live-board.js';
import { watchNeeds, type NeedsWatch } from '../calls/live/needs-watch.js';
import { OtherCalls } from '../calls/live/other-calls.js';
import { aFirstCall, type FirstCall } from './first-call.js';
import { firstConfiguration } from './first-start.js';
import { logSchema } from './schema-log.js';
import type { Log } from '../base/log.js';
import { ServiceMetrics } from '../base/metrics/service-metrics.js';
import { LONGEST_CALL_HOURS, type CallRecord } from '../base/model/call-record.js';
import { connectStore, type Store } from '../base/store/connection.js';
import { isStopped, SchemaError } from '../base/store/schema/standing.js';
import { ownVersion } from '../base/project-folder.js';
import { reachableHost } from '../base/reachable-host.js';
import { keepSounds } from './sounds.js';
import { startWatching, type Watching } from './watching.js';
import { firstPassword, startWeb } from './web.js';

/** The running service. */
export interface Service {
  /** Where FreeSWITCH connects, as `host:port`. */
  readonly socketAddress: string;
  readonly adminUrl: string;
  /** In words, for the operator. */
  readonly database: string;
  /** A call to try first; undefined if no group is configured. */
  readonly firstCall: FirstCall | undefined;
  /** The first administrator's password, if this start created the account; shown once, stored nowhere. */
  readonly firstPassword: Promise<string | undefined>;
  /** Takes no new calls, lets live ones finish for up to `drainSec`, writes what is left, stops. */
  stop(drainSec: number): Promise<void>;
}

/** How long the last call records may take after the last call. */
const LAST_WRITES_MS = 5_000;

/**
 * Starts everything. If one part fails to start, those already started are stopped again.
 *
 * @param opening the database, if it is being opened already
 * @throws ConfigError, the database's or the system's error, with a message for the operator.
 */
export async function startService(
  config: Config,
  log: Log,
  metrics: ServiceMetrics = new ServiceMetrics(false),
  opening: Promise<OpenDatabase> = openForService(config),
): Promise<Service> {
  // Later, calls would have to wait for it.
  loadHolidays();
  const database = await opening;
  const undo: (() => void | Promise<void>)[] = [() => database.close()];
  try {
    return await startOn(database, { config, log, metrics }, undo);
  } catch (error) {
    for (const step of undo.reverse())
      await Promise.resolve(step()).catch((cause: unknown) => log.error({ err: cause }, 'stopping failed'));
    throw error;
  }
}

interface Given {
  readonly config: Config;
  readonly log: Log;
  readonly metrics: ServiceMetrics;
}

async function startOn(
  database: OpenDatabase,
  { config, log, metrics }: Given,
  undo: (() => void | Promise<void>)[],
): Promise<Service> {
  const store = await storeOn(database, config, log, await ownVersion());
  undo.push(() => store.close());
  await firstConfiguration(store, log);
  const snapshots = await watchConfiguration(config, store, log);
  undo.push(() => snapshots.stop());
  const controller = `${os.hostname()}:${config.esl.port}`;
  const { addresses, password } = config.freeswitchEvents;
  const sources = startEventClients(addresses, { password, log });
  undo.push(() => sources.forEach((source) => source.stop()));
  const kept = keptUpToDate({ config, store, snapshots, sources, log });
  undo.push(() => stopEach(Object.values(kept)));
  const { needs, contacts } = kept;
  const background = await startBackground({
    config,
    log,
    store,
    sources,
    snapshot: () => snapshots.known(),
    contacts,
    missingNeeds: () => needs.missing(),
    instance: controller,
    uri: database.uri,
  });
  undo.push(() => background.stop(LAST_WRITES_MS));
  const live = new LiveCalls();
  const putAside = puttingAside(path.join(config.dataFolder, 'events-put-aside'), log);
  const stories = new Stories((why, header) => void putAside(why, header));
  const recent = new RecentCalls(() => Date.now());
  const limits = limitsWithWarnings(log, config.logNumbers);
  const board = boardOf({ live, stories, snapshots, sources, store, controller, log });
  undo.push(() => board.stop());
  const save = (records: readonly CallRecord[]) =>
    saveCalls(records, { ...store, followUpSoon: () => background.followUpSoon() });
  const shared = { snapshots, sources, store, controller, recent };
  const isTalking = (extension: string) => board.isTalking(extension);
  const callParts = { ...shared, live, stories, limits, save, metrics, isTalking };
  const nameOf = (number: string) => contacts.book().nameOf(number);
  const calls = await startCalls(config, log, { ...callParts, contacts: { nameOf } });
  const { esl, keeper } = calls;
  const watching = startWatching({ ...shared, config, log, render: background.renderMail });
  undo.push(() => watching.stop(0));
  undo.push(() => calls.stopFollowing());
  undo.push(() => keeper.close(0));
  undo.push(() => esl.stopAccepting());
  const around = { calls, background, metrics, board, sources, ...kept, limits, watching };
  const parts = { database, snapshots, live, keeper, store, esl, ...around };
  const { admin, access } = await startWeb(config, log, parts);
  background.begin(admin.url);
  watching.begin(admin.url);
  return {
    socketAddress: `${reachableHost(esl.address)}:${esl.port}`,
    adminUrl: admin.url,
    database: database.description,
    firstCall: aFirstCall(snapshots.known(), DateTime.utc()),
    firstPassword: firstPassword(store, access, log),
    stop: (drainSec) =>
      stopAll({ drainSec, calls, background, watching, log }, [
        admin,
        board,
        ...Object.values(kept),
        ...sources,
        snapshots,
        store,
        database,
      ]),
  };
}

interface KeptParts {
  readonly config: Config;
  readonly store: Store;
  readonly snapshots: SnapshotProvider;
  readonly sources: readonly EventSource[];
  readonly log: Log;
}

/** What follows configuration and database by itself from now on. */
function keptUpToDate({ config, store, snapshots, sources, log }: KeptParts) {
  return {
    needs: needsWatched(snapshots, sources, log),
    sounds: keepSounds({ store, folder: config.soundsFolder, log }),
    contacts: keepBook({ store: store.contacts, log }),
    lamps: lampsKept(snapshots, sources),
    placed: placedCalls(sources, log),
  };
}

async function storeOn(database: OpenDatabase, config: Config, log: Log, program: string): Promise<Store> {
  const before = (_from: number, to: number, signal: AbortSignal) =>
    backUpBefore(to, { settings: config.backup, uri: database.uri, log, signal });
  void database.failed.then((error) =>
    log.fatal({ err: error }, 'the embedded database has ended; calls go on, restart the service soon'),
  );
  const store = await connectStore(database.uri, {
    waitForServer: false,
    onTrouble: (reason) => log.error({ reason }, 'the database cannot be reached; retrying'),
    schema: { mayMigrate: true, program, before, onEvent: (event) => logSchema(event, log) },
  });
  store.ready.catch((error: unknown) => {
    if (error instanceof SchemaError && !isStopped(error))
      log.fatal({ err: error }, 'the database is not used; calls go on');
  });
  return store;
}

/** The service also starts without a configuration: until there is one, calls are left to the dialplan. */
async function watchConfiguration(config: Config, store: Store, log: Log): Promise<SnapshotProvider> {
  const now = () => DateTime.utc();
  const snapshots = new SnapshotProvider({ store, dataFolder: config.dataFolder, log, now });
  await snapshots
    .start()
    .catch((error: unknown) =>
      log.error({ err: error }, 'calls are left to the dialplan until the database can be read'),
    );
  return snapshots;
}

function needsWatched(snapshots: SnapshotProvider, sources: readonly EventSource[], log: Log): NeedsWatch {
  const onSnapshot = (listener: () => void) => snapshots.onChange(listener);
  return watchNeeds({ sources, log, onSnapshot, snapshot: () => snapshots.known() });
}

function lampsKept(snapshots: SnapshotProvider, sources: readonly EventSource[]): Lamps {
  const onSnapshot = (listener: () => void) => snapshots.onChange(listener);
  return keepLamps({ sources, onSnapshot, snapshot: () => snapshots.known(), now: () => DateTime.utc() });
}

interface BoardParts {
  readonly live: LiveCalls;
  readonly stories: Stories;
  readonly snapshots: SnapshotProvider;
  readonly sources: readonly EventSource[];
  readonly store: Store;
  readonly controller: string;
  readonly log: Log;
}

/** The calls of this instance, and those of the others on the same database. */
function boardOf({ live, stories, snapshots, sources, store, controller, log }: BoardParts): LiveBoard {
  const now = () => DateTime.utc();
  const listeners = new Set<() => void>();
  const others = new OtherCalls({
    read: () => store.calls.openElsewhere(controller, now().minus({ hours: LONGEST_CALL_HOURS }).toJSDate()),
    onChange: () => listeners.forEach((listener) => listener()),
    nowMs: () => now().toMillis(),
  });
  return liveBoard({
    sources,
    log,
    now,
    snapshot: () => snapshots.known(),
    onSnapshot: (listener) => snapshots.onChange(listener),
    stories,
    records: () => [...live.list(), ...others.list()],
    onRecords: (listener) => {
      listeners.add(listener);
      const stop = live.onChange(listener);
      return () => {
        listeners.delete(listener);
        stop();
      };
    },
  });
}

interface Stopping {
  readonly drainSec: number;
  readonly calls: Calls;
  readonly background: Background;
  readonly watching: Watching;
  readonly log: Log;
}

type Closable = { close(): Promise<void> } | { stop(): void | Promise<void> };

async function stopAll(
  { drainSec, calls, background, watching, log }: Stopping,
  rest: readonly Closable[],
): Promise<void> {
  const { esl, keeper } = calls;
  await esl.stopAccepting();
  log.info({ calls: esl.sessionCount, drainSec }, 'refusing new calls; calls in progress may finish');
  await esl.drained(drainSec * 1000);
  if (esl.sessionCount > 0)
    log.info({ calls: esl.sessionCount }, 'FreeSWITCH goes on with the remaining calls');
  await esl.closeAll();
  await calls.stopFollowing();
  await keeper.close(LAST_WRITES_MS);
  await Promise.all([background.stop(LAST_WRITES_MS), watching.stop(LAST_WRITES_MS)]);
  await stopEach(rest);
  log.info('stopped');
}

async function stopEach(parts: readonly Closable[]): Promise<void> {
  for (const part of parts) await ('close' in part ? part.close() : part.stop());
}
