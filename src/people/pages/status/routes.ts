/** The status page: connections, queues and recurring jobs of this service. */
import { lostAccounts } from '../../operations/accounts.js';
import { checkAll } from '../../operations/check-all.js';
import { forgottenOverrides } from '../../operations/forgotten-overrides.js';
import type { SiteParts } from '../../http/parts.js';
import type { Pages } from '../pages.js';
import { doctorView } from './doctor-view.js';
import { statusView } from './view.js';
import { doctorTexts, statusTexts } from '../../words/words.js';

export type StatusParts = Pick<
  SiteParts,
  | 'store'
  | 'facts'
  | 'snapshot'
  | 'liveCalls'
  | 'jobs'
  | 'freeswitches'
  | 'missingNeeds'
  | 'limitsMet'
  | 'transport'
  | 'doctor'
  | 'audit'
>;

export function statusPages(pages: Pages, parts: StatusParts): void {
  pages.get('/status', 'status.read', async ({ show, lang, now, actor }) => {
    const { store, facts, snapshot, liveCalls, jobs, freeswitches, missingNeeds, limitsMet, transport } =
      parts;
    const timezone = snapshot()?.settings.timezone ?? 'utc';
    const mayKnow = actor.permissions.has('accounts.write');
    const [head, mails, backup, accounts] = await Promise.all([
      store.configurations.head().catch(() => undefined),
      store.mails.counts().catch(() => undefined),
      store.backups.last().catch(() => null),
      mayKnow ? store.accounts.list().catch(() => []) : [],
    ]);
    const view = statusView({
      facts: facts(),
      head,
      mails,
      backup,
      lang,
      transport,
      lost: lostAccounts(accounts, snapshot()?.users),
      timezone,
      liveCalls: liveCalls().length,
      jobs: jobs(),
      freeswitches: freeswitches(),
      missing: missingNeeds(),
      limits: limitsMet(),
      switches: snapshot()?.switches ?? new Map(),
      forgotten: forgottenOverrides(snapshot(), now),
      now,
    });
    const mayCheck = actor.permissions.has('status.check');
    const doctor = { t: doctorTexts[lang], mayCheck, ...doctorView(parts.doctor.last(), lang, timezone) };
    show('status', statusTexts, { ...view, doctor });
  });
  pages.post('/status/check', 'status.check', async ({ redirect, actor }) => {
    await checkAll(parts, actor.name);
    redirect('/status#check');
  });
}
