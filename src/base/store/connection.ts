/** The connection to MongoDB and what is stored there. A new model needs its own file and one line here. */
import type { CallbackStore } from './callback-store.js';
import { callbackStore } from './callbacks.js';
import { callSearch, type CallSearch } from './call-search.js';
import { callNoteStore, type CallNoteStore } from './call-notes.js';
import { callViewStore, type CallViewStore } from './call-views.js';
import { callStore, type CallStore } from './calls.js';
import { setTimeout as delay } from 'node:timers/promises';
import type { Db } from 'mongodb';
import mongoose, { type Connection } from 'mongoose';
import { AppError } from '../errors.js';
import { boundedWaits } from './bounded-waits.js';
import { accountStore, type AccountStore } from './accounts.js';
import { apiTokenStore, type ApiTokenStore } from './api-tokens.js';
import { awayStateStore, type AwayStateStore } from './away-states.js';
import { auditStore, type AuditStore } from './audit.js';
import { backupStore, type BackupStore } from './backups.js';
import { COUNTED_AFTER_MS, dayFiguresStore, type DayFiguresStore } from './day-figures.js';
import { contactStore, type ContactStore } from './contacts.js';
import { deliveryStore, type DeliveryStore } from './deliveries.js';
import { webhookStateStore, type WebhookStateStore } from './webhook-states.js';
import { configurationStore, type ConfigurationStore, type RenamedPart } from './configurations.js';
import { reportStore, type ReportStore } from './reports.js';
import { logoStore, type LogoStore } from './logo.js';
import { mailStore, type MailStore } from './mails.js';
import { noticeStore, type NoticeStore } from './notices.js';
import { problemStore, type ProblemStore } from './problems.js';
import { longClient, makeAllIndexes } from './make-indexes.js';
import { membersIn, webhooksIn } from './members-in.js';
import type { SchemaOptions } from './schema/options.js';
import { settleSchema } from './schema/settle.js';
import { SchemaError } from './schema/standing.js';
import { sessionStore, type SessionStore } from './sessions.js';
import { withheldStore, type WithheldStore } from './withheld.js';
import { controllerStore, type ControllerStore } from './controllers.js';
import { secretStore, type SecretStore } from './secrets.js';
import { soundStore, type SoundStore } from './sounds.js';
import { switchStateStore, type SwitchStateStore } from './switch-states.js';

export interface StoreOptions {
  /** How long an operation waits for a reachable server before it fails. Default 3000. */
  readonly serverSelectionTimeoutMs?: number;
  /** How long each wait of an operation may take: for a connection and for an answer. Default 10000. */
  readonly waitMs?: number;
  /**
   * False: the store is returned at once and keeps trying to connect. Until it is connected, operations fail at once,
   * so calls can be routed while the database is down. Default true: rejects if the server cannot be reached.
   */
  readonly waitForServer?: boolean;
  /** Called with the reason why the server cannot be reached, once for each new reason; without passwords. */
  readonly onTrouble?: (reason: string) => void;
  /** Pause between two attempts to connect when `waitForServer` is false. Default 1000. */
  readonly retryMs?: number;
  /** What is done with data of another version. Default: older data is refused, as newer data always is. */
  readonly schema?: SchemaOptions;
}

export interface Store {
  readonly configurations: ConfigurationStore;
  readonly switchStates: SwitchStateStore;
  readonly awayStates: AwayStateStore;
  readonly calls: CallStore;
  readonly callSearch: CallSearch;
  readonly callViews: CallViewStore;
  readonly callNotes: CallNoteStore;
  readonly reports: ReportStore;
  readonly dayFigures: DayFiguresStore;
  readonly mails: MailStore;
  readonly notices: NoticeStore;
  readonly webhookStates: WebhookStateStore;
  readonly deliveries: DeliveryStore;
  readonly problems: ProblemStore;
  readonly callbacks: CallbackStore;
  readonly withheld: WithheldStore;
  readonly controllers: ControllerStore;
  readonly secrets: SecretStore;
  readonly accounts: AccountStore;
  readonly sessions: SessionStore;
  readonly apiTokens: ApiTokenStore;
  readonly audit: AuditStore;
  readonly backups: BackupStore;
  readonly sounds: SoundStore;
  readonly logo: LogoStore;
  readonly contacts: ContactStore;
  /** For other models of this folder. */
  readonly connection: Connection;
  /** Runs what may take much longer than the usual operation, on a connection of its own. */
  readonly longWork: <T>(task: (db: Db) => Promise<T>) => Promise<T>;
  /**
   * Resolves when the first connection is established, the data has this program's version and the indexes exist. Rejects when
   * closed before, and with a SchemaError when the data cannot be used.
   */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/** How long a close may take. */
const CLOSE_MS = 5_000;

/** It may be in a day that was counted already. */
const isLate = ({ startedAt }: { readonly startedAt: Date }): boolean =>
  startedAt.getTime() < Date.now() - COUNTED_AFTER_MS;

/** Everything that is stored, on a connection that may be established later. */
export function storesOn(connection: Connection) {
  const awayStates = awayStateStore(connection);
  const dayFigures = dayFiguresStore(connection);
  const callViews = callViewStore(connection);
  const webhookStates = webhookStateStore(connection);
  const callbacks = callbackStore(connection);
  // A user who is deleted or leaves a group takes the state along: whoever gets the id later is not away. So does a webhook.
  const followParts = async (content: object, renamed: RenamedPart | undefined) => {
    if (renamed?.kind === 'webhook') await webhookStates.rename(renamed.from, renamed.to);
    else if (renamed !== undefined) await awayStates.rename(renamed);
    if (renamed?.kind === 'group') await callbacks.renumber(renamed.from, renamed.to);
    await awayStates.keepOnly(membersIn(content));
    await webhookStates.follow(webhooksIn(content));
  };
  return {
    configurations: configurationStore(connection, followParts),
    switchStates: switchStateStore(connection),
    awayStates,
    calls: callStore(connection, (records) => dayFigures.changed(records.filter(isLate))),
    callSearch: callSearch(connection),
    callViews,
    callNotes: callNoteStore(connection),
    reports: reportStore(connection),
    dayFigures,
    mails: mailStore(connection),
    callbacks,
    withheld: withheldStore(connection),
    notices: noticeStore(connection),
    webhookStates,
    deliveries: deliveryStore(connection),
    problems: problemStore(connection),
    controllers: controllerStore(connection),
    secrets: secretStore(connection),
    accounts: accountStore(connection, (name) => callViews.removeOf(name)),
    sessions: sessionStore(connection),
    apiTokens: apiTokenStore(connection),
    audit: auditStore(connection),
    backups: backupStore(connection),
    sounds: soundStore(connection),
    logo: logoStore(connection),
    contacts: contactStore(connection),
  };
}

/** Errors: `STORE_UNREACHABLE`, SchemaError. */
export async function connectStore(uri: string, options: StoreOptions = {}): Promise<Store> {
  const connection = mongoose.createConnection();
  // An operation without a connection fails instead of waiting: its caller knows what to do then. Also before the first one,
  // which may be late: while data is migrated, the service starts and takes calls.
  Object.assign(connection.config as object, { bufferCommands: false });
  // An `error` event without a listener would end the process; callers learn of it when their operations fail.
  connection.on('error', () => undefined);
  const stores = storesOn(connection);
  const stop = new AbortController();
  const ready = connecting(connection, uri, options, stop.signal);
  ready.catch(() => undefined);
  const close = async () => {
    stop.abort();
    // Close does not wait longer: building an index may take long, and the driver may wait forever for a dead server.
    // Acknowledged writes are already stored.
    const patience = delay(CLOSE_MS, undefined, { ref: false });
    await Promise.race([ready.catch(() => undefined), patience]);
    await Promise.race([connection.close(), patience]);
  };
  if (options.waitForServer !== false) {
    try {
      await ready;
    } catch (error) {
      await close();
      throw error;
    }
  }
  const longWork: Store['longWork'] = async (task) => {
    const client = await longClient(uri, options.serverSelectionTimeoutMs ?? 3000);
    return task(client.db()).finally(() => client.close());
  };
  return { ...stores, connection, longWork, ready, close };
}

async function connecting(
  connection: Connection,
  uri: string,
  options: StoreOptions,
  stop: AbortSignal,
): Promise<void> {
  let told = '';
  for (;;) {
    try {
      await settledConnection(connection, uri, options, stop);
      return;
    } catch (error) {
      // Another attempt would find the same.
      if (error instanceof SchemaError) throw error;
      const cause = new AppError('STORE_UNREACHABLE', 'The database cannot be reached', { cause: error });
      if (options.waitForServer !== false || stop.aborted) throw cause;
      const reason = (error instanceof Error ? error.message : String(error)).replace(/\/\/[^@/]*@/g, '//');
      if (reason !== told) options.onTrouble?.(reason);
      told = reason;
    }
    await connection.close();
    await delay(options.retryMs ?? 1000, undefined, { signal: stop });
  }
}

/** Nothing is read or written before the data has the version that this program knows. */
async function settledConnection(
  connection: Connection,
  uri: string,
  { serverSelectionTimeoutMs = 3000, waitMs = 10_000, schema }: StoreOptions,
  stop: AbortSignal,
): Promise<void> {
  const client = await longClient(uri, serverSelectionTimeoutMs);
  try {
    const makeIndexes = (db: Db) => makeAllIndexes(db, connection);
    const indexes = await settleSchema(client.db(), schema ?? { mayMigrate: false }, makeIndexes, stop);
    await connection.openUri(uri, {
      serverSelectionTimeoutMS: serverSelectionTimeoutMs,
      ...boundedWaits(waitMs),
      bufferCommands: false,
      // Indexes are built below, where errors are handled.
      autoIndex: false,
      autoCreate: false,
    });
    if (indexes === 'own') await makeIndexes(client.db());
  } finally {
    await client.close();
  }
}
