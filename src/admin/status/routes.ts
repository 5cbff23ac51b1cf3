/** The status page: what this service is connected to, what waits, what recurs. */
import type { SiteParts } from '../parts.js';
import type { Pages } from '../pages.js';
import { statusTexts } from './texts.js';
import { statusView } from './view.js';

export type StatusParts = Pick<
  SiteParts,
  'store' | 'facts' | 'snapshot' | 'liveCalls' | 'jobs' | 'freeswitches' | 'transport'
>;

export function statusPages(pages: Pages, parts: StatusParts): void {
  pages.get('/status', 'status.read', async ({ show, lang }) => {
    const { store, facts, snapshot, liveCalls, jobs, freeswitches, transport } = parts;
    const [head, mails] = await Promise.all([
      store.configurations.head().catch(() => undefined),
      store.mails.counts().catch(() => undefined),
    ]);
    const view = statusView({
      ...{ facts: facts(), head, mails, lang, transport },
      timezone: snapshot()?.settings.timezone ?? 'utc',
      ...{ liveCalls: liveCalls().length, jobs: jobs(), freeswitches: freeswitches() },
    });
    show('status', statusTexts, view);
  });
}
