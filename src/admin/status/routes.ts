/** The status page: what this service is connected to, what it would ring, what it did. */
import { Router } from 'express';
import type { DateTime } from 'luxon';
import type { Snapshot } from '../../model/snapshot.js';
import type { CallRecord } from '../../records/call-record.js';
import type { MailStore } from '../../store/mails.js';
import type { RenderPage } from '../render.js';
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

export function statusRoutes(sources: StatusSources, render: RenderPage): Router {
  const router = Router();
  router.get('/', async (_request, response) => {
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
    response.type('html').send(render('status', view));
  });
  router.get('/healthz', (_request, response) => {
    response.type('text').send('ok\n');
  });
  return router;
}
