/** The status page: what this service is connected to, what it would ring, what it did. */
import type { DateTime } from 'luxon';
import type { Snapshot } from '../../model/snapshot.js';
import type { CallRecord } from '../../records/call-record.js';
import type { MailStore } from '../../store/mails.js';
import type { Pages } from '../pages.js';
import { statusTexts } from './texts.js';
import { statusView, type ServiceFacts } from './view.js';

/** What the page shows; each is asked when the page is. */
export interface StatusSources {
  readonly facts: () => ServiceFacts;
  readonly snapshot: () => Snapshot | undefined;
  readonly liveCalls: () => readonly CallRecord[];
  /** Newest first. Rejects while the database cannot be read. */
  readonly recentCalls: (limit: number) => Promise<readonly CallRecord[]>;
  /** Rejects while the database cannot be read. */
  readonly mailCounts: MailStore['counts'];
  readonly now: () => DateTime;
}

const RECENT_CALLS = 25;

export function statusPages(pages: Pages, sources: StatusSources): void {
  pages.get('/', 'signedIn', ({ visitor, redirect }) => {
    redirect(
      visitor === undefined ? '/login' : visitor.permissions.has('status.read') ? '/status' : '/account',
    );
  });
  pages.get('/status', 'status.read', async ({ show }) => {
    const [recent, mails] = await Promise.all([
      sources.recentCalls(RECENT_CALLS).catch(() => undefined),
      sources.mailCounts().catch(() => undefined),
    ]);
    const view = statusView({
      facts: sources.facts(),
      snapshot: sources.snapshot(),
      live: sources.liveCalls(),
      recent,
      mails,
      now: sources.now(),
    });
    show('status', statusTexts, view);
  });
}
