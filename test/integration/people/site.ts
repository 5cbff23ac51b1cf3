/** The pages and the interface on a test's own database, without calls and jobs. */
import { webhookDesk } from '../../../src/app/webhooks.js';
import { randomUUID } from 'node:crypto';
import { Stories } from '../../../src/calls/follow/stories.js';
import path from 'node:path';
import { after, afterEach, before, beforeEach } from 'node:test';
import { DateTime } from 'luxon';
import { FigureDesk } from '../../../src/people/operations/figures.js';
import type { AuditLog } from '../../../src/base/model/audit-event.js';
import { Access } from '../../../src/people/access/accounts.js';
import { PasswordKeeper } from '../../../src/people/access/password.js';
import type { Role } from '../../../src/base/model/role.js';
import type { HealthSources } from '../../../src/people/web/health.js';
import { startAdmin, type AdminServer } from '../../../src/people/web/server.js';
import type { SiteParts } from '../../../src/people/http/parts.js';
import { NO_STOCK } from '../../../src/base/model/stock.js';
import { createLog } from '../../../src/base/log.js';
import { liveBoard } from '../../../src/calls/live/live-board.js';
import { ServiceMetrics } from '../../../src/base/metrics/service-metrics.js';
import { directoriesOf } from '../../../src/people/imports/ask-freeswitch.js';
import { keepBook } from '../../../src/base/contacts/keep-book.js';
import { contactDesk } from '../../../src/people/operations/contacts.js';
import { ConfigurationEditor } from '../../../src/people/operations/configuration-editor.js';
import { projectFolder } from '../../../src/base/project-folder.js';
import type { Store } from '../../../src/base/store/connection.js';
import type { Noted } from '../../fakes/audit.js';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';
import { Browser } from './browser.js';

/** scrypt with little work: the tests are about who gets in. */
const CHEAP = { N: 2 ** 4, r: 8, p: 1 };

export const PASSWORD = 'correct horse battery';

export interface Site extends AdminServer {
  readonly access: Access;
  readonly audited: Noted[];
  /** A browser that has signed in; the account is made when it is not there. */
  signedIn(role: Role, options?: { name?: string; userId?: string; language?: string }): Promise<Browser>;
}

/** Nothing is missing. */
export const READY: HealthSources = {
  ready: () =>
    Promise.resolve({ database: 'ok', configuration: 'ok', socket: 'ok', freeswitch: 'not watched' }),
};

/** What the pages work with; a test replaces what it is about. */
export function siteParts(
  store: Store,
  given: Partial<SiteParts> = {},
  audited: Site['audited'] = [],
): SiteParts {
  const now = given.now ?? (() => DateTime.utc());
  const { accounts, sessions, apiTokens: tokens } = store;
  const passwords = new PasswordKeeper(CHEAP);
  const access = new Access({ accounts, sessions, tokens, passwords, now: () => now().toJSDate() });
  const log = createLog('silent');
  const audit: AuditLog = given.audit ?? {
    note: (who, event, facts = {}, change) => {
      audited.push({ who, event, facts, change });
      return Promise.resolve();
    },
  };
  const refresh = given.refresh ?? (() => Promise.resolve());
  const snapshot = given.snapshot ?? (() => undefined);
  return {
    store,
    access,
    log,
    now,
    snapshot,
    audit,
    refresh,
    editor: new ConfigurationEditor({ configurations: store.configurations, audit, refresh }),
    liveCalls: () => [],
    placed: { place: () => Promise.resolve({ kind: 'noFreeswitch' }), stop: () => undefined },
    jobs: () => [],
    freeswitches: () => [],
    missingNeeds: () => [],
    missingOf: () => [],
    stock: () => NO_STOCK,
    limitsMet: () => [],
    notices: { problems: () => [], test: () => Promise.resolve([]), hasWebhook: false },
    webhooks: webhookDesk({ store, snapshot, pagesUrl: () => 'http://127.0.0.1/' }, audit),
    doctor: { last: () => ({ findings: [], at: undefined }), check: () => Promise.resolve() },
    directories: directoriesOf({ addresses: [], password: '' }),
    metrics: new ServiceMetrics(false),
    board: liveBoard({
      sources: [],
      stories: new Stories(),
      log,
      now,
      snapshot,
      records: () => given.liveCalls?.() ?? [],
      onSnapshot: () => () => undefined,
      onRecords: () => () => undefined,
    }),
    facts: () => ({
      version: '1.2.3',
      socket: '127.0.0.1:8084',
      database: { kind: 'embedded', place: '/data/mongodb' },
      startedAt: DateTime.utc(2026, 11, 23),
      recordsWaiting: 0,
      readsCdrs: false,
    }),
    renderMail: (name) => ({ html: `<p>${name}</p>`, text: name }),
    recordingsFolder: () => undefined,
    sounds: soundDeskFor(store, audit),
    contacts: contactDesk({
      store: store.contacts,
      kept: keepBook({ store: store.contacts, log, pollMs: 3_600_000 }),
      audit,
      snapshot,
    }),
    figures: new FigureDesk({ calls: store.calls, dayFigures: store.dayFigures, newId: randomUUID }),
    transport: { kind: 'server', host: 'mail.example.com' },
    linkWay: { kind: 'ready', publicUrl: 'https://phones.example.com/' },
    privacy: {
      use: () => ({
        store,
        folders: { data: '/nowhere', cdrs: [] },
        recordingsFolder: undefined,
        journals: { kind: 'left' },
      }),
      snapshot,
      audit,
    },
    links: {
      callbacks: store.callbacks,
      snapshot,
      now,
      log,
      audit,
      secret: () => store.secrets.get('links'),
    },
    ...given,
  };
}

/** Sounds of the store and no folder: nothing is written. */
export function soundDeskFor(store: Store, audit: AuditLog): SiteParts['sounds'] {
  const editor = new ConfigurationEditor({
    configurations: store.configurations,
    audit,
    refresh: () => Promise.resolve(),
  });
  return {
    store: store.sounds,
    audit,
    configuration: async () => (await editor.configuration()).configuration,
    folder: '/var/lib/rufgruppe/sounds',
    isInFolder: () => Promise.resolve(false),
    keep: () => Promise.resolve(),
    trouble: () => undefined,
    switches: () => [],
    ask: () => Promise.resolve(),
    brought: () => Promise.resolve([]),
    broughtContent: () => Promise.resolve(undefined),
  };
}

/**
 * A database deletes sessions once a minute by its own clock. To that, those of a test whose clock stands in the past
 * are over: after a minute its browser would be sent to the login.
 */
async function keepSessions({ connection }: Store): Promise<void> {
  const sessions = connection.collection('sessions');
  for (const { name, expireAfterSeconds } of await sessions.indexes())
    if (name !== undefined && expireAfterSeconds !== undefined) await sessions.dropIndex(name);
}

export interface SiteOptions {
  readonly trustProxy?: readonly string[];
  /** Before the path of every page: `/rufgruppe`. */
  readonly prefix?: string;
  readonly port?: number;
}

export async function startSite(
  store: Store,
  given: Partial<SiteParts> = {},
  { trustProxy = [], prefix = '', port = 0 }: SiteOptions = {},
): Promise<Site> {
  await keepSessions(store);
  const audited: Site['audited'] = [];
  const parts = siteParts(store, given, audited);
  const { access, log } = parts;
  const admin = await startAdmin({
    host: '127.0.0.1',
    port,
    trustProxy,
    prefix,
    log,
    parts,
    templatesFolder: path.join(projectFolder(), 'templates'),
    health: READY,
  });
  return {
    ...admin,
    access,
    audited,
    signedIn: async (role, { name = role, userId, language = 'en' } = {}) => {
      await access.add({
        name,
        role,
        userId: userId ?? (role === 'user' ? 'anna' : null),
        password: PASSWORD,
      });
      const browser = new Browser(admin.url, language);
      await browser.signIn(name, PASSWORD);
      return browser;
    },
  };
}

/** Before each test of the file: `start` on an empty store, of one database server for all. What it gives is closed afterwards. */
export function onOwnStores(start: (store: Store) => Promise<Site>): void {
  let database: TestDatabase;
  let site: Site;
  before(async () => {
    database = await startDatabase();
  });
  after(() => database.close());
  beforeEach(async () => {
    site = await start(await database.store());
  });
  afterEach(() => site.close());
}
