/** The connection to MongoDB and what is stored there. A new model needs its own file and one line here. */
import type { CallbackStore } from './callback-store.js';
import { callbackStore } from './callbacks.js';
import { callSearch, type CallSearch } from './call-search.js';
import { callStore, type CallStore } from './calls.js';
import { setTimeout as delay } from 'node:timers/promises';
import mongoose, { type Connection } from 'mongoose';
import { AppError } from '../errors.js';
import { boundedWaits } from './bounded-waits.js';
import { accountStore, type AccountStore } from './accounts.js';
import { apiTokenStore, type ApiTokenStore } from './api-tokens.js';
import { auditStore, type AuditStore } from './audit.js';
import { configurationStore, type ConfigurationStore } from './configurations.js';
import { reportStore, type ReportStore } from './reports.js';
import { mailStore, type MailStore } from './mails.js';
import { noticeStore, type NoticeStore } from './notices.js';
import { problemStore, type ProblemStore } from './problems.js';
import { makeAllIndexes } from './make-indexes.js';
import { sessionStore, type SessionStore } from './sessions.js';
import { withheldStore, type WithheldStore } from './withheld.js';
import { controllerStore, type ControllerStore } from './controllers.js';
import { secretStore, type SecretStore } from './secrets.js';
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
}

export interface Store {
  readonly configurations: ConfigurationStore;
  readonly switchStates: SwitchStateStore;
  readonly calls: CallStore;
  readonly callSearch: CallSearch;
  readonly reports: ReportStore;
  readonly mails: MailStore;
  readonly notices: NoticeStore;
  readonly problems: ProblemStore;
  readonly callbacks: CallbackStore;
  readonly withheld: WithheldStore;
  readonly controllers: ControllerStore;
  readonly secrets: SecretStore;
  readonly accounts: AccountStore;
  readonly sessions: SessionStore;
  readonly apiTokens: ApiTokenStore;
  readonly audit: AuditStore;
  /** For other models of this folder. */
  readonly connection: Connection;
  /** Resolves when the first connection is established and the indexes exist; rejects when closed before. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/** How long a close may take. */
const CLOSE_MS = 5_000;

/** Errors: `STORE_UNREACHABLE`. */
export async function connectStore(uri: string, options: StoreOptions = {}): Promise<Store> {
  const connection = mongoose.createConnection();
  // An `error` event without a listener would end the process; callers learn of it when their operations fail.
  connection.on('error', () => undefined);
  const configurations = configurationStore(connection);
  const switchStates = switchStateStore(connection);
  const calls = callStore(connection);
  const search = callSearch(connection);
  const reports = reportStore(connection);
  const mails = mailStore(connection);
  const callbacks = callbackStore(connection);
  const withheld = withheldStore(connection);
  const watching = { notices: noticeStore(connection), problems: problemStore(connection) };
  const secrets = secretStore(connection);
  const access = {
    accounts: accountStore(connection),
    sessions: sessionStore(connection),
    apiTokens: apiTokenStore(connection),
    audit: auditStore(connection),
  };
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
  return {
    configurations,
    switchStates,
    calls,
    callSearch: search,
    callbacks,
    reports,
    mails,
    withheld,
    ...watching,
    controllers: controllerStore(connection),
    secrets,
    ...access,
    connection,
    ready,
    close,
  };
}

async function connecting(
  connection: Connection,
  uri: string,
  options: StoreOptions,
  stop: AbortSignal,
): Promise<void> {
  const { serverSelectionTimeoutMs: serverSelectionTimeoutMS = 3000 } = options;
  let told = '';
  for (;;) {
    try {
      await connection.openUri(uri, {
        serverSelectionTimeoutMS,
        ...boundedWaits(options.waitMs ?? 10_000),
        // An operation without a connection fails instead of waiting: its caller knows what to do then.
        bufferCommands: false,
        // Indexes are built below, where errors are handled.
        autoIndex: false,
        autoCreate: false,
      });
      await makeAllIndexes(uri, connection, serverSelectionTimeoutMS);
      return;
    } catch (error) {
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
