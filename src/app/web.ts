/** The second half of the composition root: web pages, REST interface and metrics. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { DateTime } from 'luxon';
import { FigureDesk } from '../people/operations/figures.js';
import { Access, FIRST_ACCOUNT } from '../people/access/accounts.js';
import { PasswordKeeper } from '../people/access/password.js';
import type { SiteParts } from '../people/http/parts.js';
import { prefixOf } from '../people/http/prefix.js';
import { startAdmin, type AdminServer } from '../people/web/server.js';
import type { Background } from './background.js';
import type { Calls } from './calls.js';
import type { LiveCalls } from '../calls/session/live-calls.js';
import type { RecordKeeper } from '../calls/session/record-keeper.js';
import type { Config } from './config.js';
import type { KeptBook } from '../base/contacts/keep-book.js';
import type { SnapshotProvider } from '../base/configuration/provider.js';
import type { OpenDatabase } from './database.js';
import { directoriesOf } from '../people/imports/ask-freeswitch.js';
import { doctorOf } from './doctor.js';
import type { EventSource } from '../telephony/esl/event-source.js';
import type { EslServer } from '../telephony/esl/server.js';
import { FIRST_START } from './first-start.js';
import { readyParts } from './ready.js';
import type { PlacedCalls } from '../calls/placed/placed-calls.js';
import type { LiveBoard } from '../calls/live/live-board.js';
import type { CallLimits } from '../calls/limits/call-limits.js';
import type { NeedsWatch } from '../calls/live/needs-watch.js';
import { nodeStates } from '../calls/live/nodes.js';
import type { Log } from '../base/log.js';
import { mailWayOf } from '../afterwards/mail/open-transport.js';
import type { ServiceMetrics } from '../base/metrics/service-metrics.js';
import type { AuditLog } from '../base/model/audit-event.js';
import type { PrivacyDesk } from '../people/operations/privacy.js';
import { linkWayOf } from '../people/operations/account-links.js';
import { auditLog } from '../people/operations/audit.js';
import { contactDesk } from '../people/operations/contacts.js';
import { ConfigurationEditor } from '../people/operations/configuration-editor.js';
import { soundDesk, type SoundKeeper } from './sounds.js';
import { measured } from './watch-facts.js';
import type { Watching } from './watching.js';
import { webhookDesk } from './webhooks.js';
import { reachableHost } from '../base/reachable-host.js';
import { ownVersion, projectFolder } from '../base/project-folder.js';
import type { Store } from '../base/store/connection.js';
import { isStopped } from '../base/store/schema/standing.js';

/** A scrape waits no longer for the database. */
const DATABASE_MS = 1_500;

/** What the pages need. */
export interface WebParts {
  readonly snapshots: SnapshotProvider;
  readonly live: LiveCalls;
  readonly keeper: RecordKeeper;
  readonly store: Store;
  readonly database: OpenDatabase;
  readonly esl: EslServer;
  readonly background: Background;
  readonly board: LiveBoard;
  readonly sources: readonly EventSource[];
  readonly placed: PlacedCalls;
  readonly needs: NeedsWatch;
  readonly limits: CallLimits;
  readonly metrics: ServiceMetrics;
  readonly calls: Pick<Calls, 'renewJournal'>;
  readonly watching: Watching;
  readonly sounds: SoundKeeper;
  readonly contacts: KeptBook;
}

export interface Web {
  readonly admin: AdminServer;
  readonly access: Access;
}

/** Starts the pages and the interface. Errors: `ADMIN_LISTEN`. */
export async function startWeb(config: Config, log: Log, parts: WebParts): Promise<Web> {
  const { store, snapshots, live, background } = parts;
  const access = accessTo(store);
  watchQueues(config, parts);
  const version = await ownVersion();
  const audit = auditLog({ audit: store.audit, now: () => new Date(), log });
  const refresh = () => snapshots.refresh();
  const editor = new ConfigurationEditor({ configurations: store.configurations, audit, refresh });
  const admin = await startAdmin({
    host: config.admin.host,
    port: config.admin.port,
    trustProxy: config.admin.trustProxy,
    tls: config.admin.tls,
    prefix: prefixOf(config.publicUrl),
    log,
    templatesFolder: path.join(projectFolder(), 'templates'),
    health: { ready: (limitMs) => readyParts(parts, limitMs) },
    parts: {
      store,
      access,
      log,
      links: background.links,
      privacy: privacyOf(config, parts, audit),
      renderMail: background.renderMail,
      pagesUrl: background.pagesUrl,
      recordingsFolder: () => config.recordingsFolder ?? snapshots.known()?.settings.recordingsFolder,
      sounds: soundDesk({
        store: store.sounds,
        keeper: parts.sounds,
        needs: parts.needs,
        audit,
        configuration: async () => (await editor.configuration()).configuration,
      }),
      contacts: contactDesk({
        store: store.contacts,
        kept: parts.contacts,
        audit,
        snapshot: () => snapshots.known(),
      }),
      now: () => DateTime.utc(),
      snapshot: () => snapshots.known(),
      liveCalls: () => live.list(),
      facts: factsOf(config, parts, version),
      metrics: parts.metrics,
      jobs: () => background.jobs(),
      freeswitches: () => nodeStates(parts.sources),
      missingNeeds: () => parts.needs.missing(),
      missingOf: (group) => parts.needs.missingOf(group),
      stock: () => parts.needs.stock(),
      limitsMet: () => parts.limits.incidents(Date.now()),
      webhooks: webhookDesk(
        { store, snapshot: () => snapshots.known(), pagesUrl: background.pagesUrl },
        audit,
      ),
      notices: { ...parts.watching, hasWebhook: config.webhook !== undefined },
      doctor: doctorOf(config, parts),
      directories: directoriesOf(config.freeswitchEvents),
      placed: parts.placed,
      board: parts.board,
      figures: figuresOf(parts.store),
      ...mailParts(config),
      audit,
      refresh,
      editor,
    },
  });
  return { admin, access };
}

function factsOf(
  { cdrFolders }: Config,
  { esl, database, keeper }: WebParts,
  version: string,
): SiteParts['facts'] {
  const startedAt = DateTime.utc();
  return () => ({
    version,
    socket: `${reachableHost(esl.address)}:${esl.port}`,
    database: { kind: database.kind === 'server' ? 'server' : 'embedded', place: database.place },
    startedAt,
    recordsWaiting: keeper.waiting,
    readsCdrs: cdrFolders.length > 0,
  });
}

/** Where mails go, and whether they can have links that set a password. */
function mailParts({ mail, dataFolder, publicUrl }: Config): Pick<SiteParts, 'transport' | 'linkWay'> {
  const transport = mailWayOf(mail, dataFolder);
  return { transport, linkWay: linkWayOf(transport, publicUrl) };
}

/** What metrics read of the parts. */
function watchQueues(config: Config, parts: WebParts): void {
  const { metrics, live, keeper, store, sources, needs, limits, watching } = parts;
  metrics.watch({
    liveCalls: () => live.list().length,
    recordsWaiting: () => keeper.waiting,
    mails: () => store.mails.counts(),
    openCallbacks: () => store.callbacks.liveCount(),
    freeswitches: () => nodeStates(sources),
    missingNeeds: () => needs.missing(),
    limitsMet: () => limits.incidents(Date.now()),
    mostCalls: config.esl.maxCalls,
    databaseAnswers: async () => (await readyParts(parts, DATABASE_MS)).database === 'ok',
    ...measured(config),
    problems: () => watching.problems().map(({ sighting }) => sighting),
    lastBackup: () => store.backups.last(),
  });
}

/** What is kept about a number, and how it is forgotten. */
function privacyOf(config: Config, { store, snapshots, calls }: WebParts, audit: AuditLog): PrivacyDesk {
  return {
    use: () => ({
      store,
      folders: { data: config.dataFolder, cdrs: config.cdrFolders },
      recordingsFolder: config.recordingsFolder ?? snapshots.known()?.settings.recordingsFolder,
      journals: { kind: 'renewed', renew: () => calls.renewJournal() },
    }),
    snapshot: () => snapshots.known(),
    audit,
  };
}

function figuresOf({ calls, dayFigures }: Store): FigureDesk {
  return new FigureDesk({ calls, dayFigures, newId: randomUUID });
}

function accessTo({ accounts, sessions, apiTokens: tokens }: Store): Access {
  return new Access({ accounts, sessions, tokens, passwords: new PasswordKeeper(), now: () => new Date() });
}

/** Creates the first administrator as soon as the database can be reached. */
export async function firstPassword(
  { ready, audit }: Store,
  access: Access,
  log: Log,
): Promise<string | undefined> {
  try {
    await ready;
    const password = await access.begin();
    if (password !== undefined) {
      const after = { role: 'admin', user: null };
      const noted = auditLog({ audit, now: () => new Date(), log });
      await noted.note(FIRST_START, 'accountAdded', { account: FIRST_ACCOUNT }, { before: undefined, after });
    }
    return password;
  } catch (error) {
    if (!isStopped(error))
      log.error({ err: error }, 'could not check whether there is an account to sign in with');
    return undefined;
  }
}
