/** All pages of the site: one line each. A page gets what it needs of the parts. */
import type { DateTime } from 'luxon';
import type { Access } from '../access/accounts.js';
import type { AuditLog } from '../access/audit.js';
import type { Log } from '../log.js';
import type { LinkDependencies } from '../missed/link-actions.js';
import type { Snapshot } from '../model/snapshot.js';
import type { CallRecord } from '../records/call-record.js';
import type { Store } from '../store/connection.js';
import { accountPages } from './accounts/routes.js';
import { callbackPages } from './callbacks/routes.js';
import { callbackLinkPages } from './callback-link/routes.js';
import { loginPages } from './login/routes.js';
import { outboxPages } from './outbox/routes.js';
import type { Pages } from './pages.js';
import { statusPages } from './status/routes.js';
import type { ServiceFacts } from './status/view.js';

/** What pages and interface work with. */
export interface SiteParts {
  readonly store: Store;
  readonly access: Access;
  readonly audit: AuditLog;
  readonly snapshot: () => Snapshot | undefined;
  /** Looks at the database now; after one's own write of configuration or switches. */
  readonly refresh: () => Promise<void>;
  readonly liveCalls: () => readonly CallRecord[];
  readonly facts: () => ServiceFacts;
  /** Where mails go, in words and without a password. */
  readonly transport: string;
  readonly links: LinkDependencies;
  readonly now: () => DateTime;
  readonly log: Log;
}

export function sitePages(pages: Pages, parts: SiteParts): void {
  const { store, access, audit, snapshot } = parts;
  const timezone = () => snapshot()?.settings.timezone ?? 'utc';
  const now = () => parts.now().toJSDate();
  loginPages(pages, { access, audit, timezone, now });
  accountPages(pages, {
    access,
    accounts: store.accounts,
    tokens: store.apiTokens,
    audit,
    timezone,
    snapshot,
    now,
  });
  statusPages(pages, {
    facts: parts.facts,
    snapshot,
    liveCalls: parts.liveCalls,
    recentCalls: (limit) => store.calls.recent(limit),
    mailCounts: () => store.mails.counts(),
    now: parts.now,
  });
  callbackPages(pages, { callbacks: store.callbacks, snapshot });
  callbackLinkPages(pages, parts.links);
  outboxPages(pages, { mails: store.mails, transport: parts.transport, timezone, now });
}
