/** The status page: connections, queues and recurring jobs of this service. */
import type { TriedWay } from '../../../afterwards/notices/ways.js';
import { lostAccounts } from '../../operations/accounts.js';
import { checkAll } from '../../operations/check-all.js';
import { forgottenNow } from '../../operations/forgotten.js';
import { forgottenText } from '../forgotten.js';
import { tryNotices } from '../../operations/notices.js';
import type { SiteParts } from '../../http/parts.js';
import type { Pages } from '../pages.js';
import { doctorView } from './doctor-view.js';
import { noticesView } from './notices-view.js';
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
  | 'notices'
  | 'audit'
>;

export function statusPages(pages: Pages, parts: StatusParts): void {
  let tried: readonly TriedWay[] | undefined;
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
      mayReadMails: actor.permissions.has('mails.read'),
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
      forgotten: forgottenNow(snapshot(), now).map((one) => forgottenText(one, lang)),
      now,
    });
    const mayCheck = actor.permissions.has('status.check');
    const doctor = { t: doctorTexts[lang], mayCheck, ...doctorView(parts.doctor.last(), lang, timezone) };
    const notices = noticesView({
      problems: parts.notices.problems(),
      settings: snapshot()?.settings.notices,
      hasWebhook: parts.notices.hasWebhook,
      mayTry: actor.permissions.has('mails.write'),
      tried,
      timezone,
      lang,
    });
    show('status', statusTexts, { ...view, doctor, notices });
  });
  pages.post('/status/notices', 'mails.write', async ({ actor, redirect }) => {
    tried = await tryNotices(parts.notices, parts.audit, actor.name);
    redirect('/status#notices');
  });
  pages.post('/status/check', 'status.check', async ({ redirect, actor }) => {
    await checkAll(parts, actor.name);
    redirect('/status#check');
  });
}
