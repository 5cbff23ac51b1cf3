/** The sessions of an account: shown and ended by their owner, and ended by administrators. */
import {
  endOpenSession,
  endOtherSessions,
  openSessions,
  type OpenSession,
  type SessionDesk,
} from '../../http/open-sessions.js';
import { timesOf } from '../../../base/model/times.js';
import type { AccountStore } from '../../../base/store/accounts.js';
import { fill, type Language } from '../language.js';
import type { Pages, Visit } from '../pages.js';
import { browserName } from './browser-name.js';
import { accountsTexts, accountTexts } from '../../words/words.js';

export interface SessionSources extends SessionDesk {
  readonly accounts: AccountStore;
}

export function sessionPages(pages: Pages, sources: SessionSources): void {
  pages.post('/account/sessions/end-others', 'signedIn', async (visit) => {
    const { name } = visit.actor;
    await endOtherSessions(sources, name, name, visit.request);
    visit.redirect('/account', accountTexts[visit.lang].sessionsEnded);
  });
  pages.post('/account/sessions/:id/end', 'signedIn', async (visit) => {
    const t = accountTexts[visit.lang];
    const ended = await endOpenSession(sources, visit.actor.name, visit.param('id'));
    visit.redirect('/account', ended ? t.sessionEnded : t.sessionGone);
  });
  pages.post('/accounts/:name/sessions/end', 'accounts.write', async (visit) => {
    const t = accountsTexts[visit.lang];
    const name = visit.param('name');
    if ((await sources.accounts.get(name)) === undefined) {
      visit.refuse(404, t.unknown);
      return;
    }
    await endOtherSessions(sources, visit.actor.name, name, visit.request);
    visit.redirect(
      '/accounts',
      fill(name === visit.actor.name ? t.sessionsEndedOthers : t.sessionsEnded, { name }),
    );
  });
}

export async function sessionsView(visit: Visit, sources: SessionSources, timezone: string) {
  const sessions = await openSessions(sources, visit.actor.name, visit.request);
  return {
    sessions: sessions.map((session) => sessionView(session, visit.lang, timezone)),
    hasOthers: sessions.some(({ isCurrent }) => !isCurrent),
  };
}

function sessionView(
  { id, begunAt, seenAt, address, agent, isCurrent }: OpenSession,
  lang: Language,
  timezone: string,
) {
  const t = accountTexts[lang];
  const { moment } = timesOf(lang, timezone);
  const facts = [
    ...(address === undefined ? [] : [fill(t.sessionFrom, { address })]),
    fill(t.sessionSince, { time: moment(begunAt) }),
    fill(t.sessionSeen, { time: moment(seenAt) }),
  ];
  return {
    path: `/account/sessions/${id}/end`,
    isCurrent,
    browser: browserText(agent, lang),
    facts: facts.join(' · '),
  };
}

function browserText(agent: string | undefined, lang: Language): string {
  const { browser, system } = browserName(agent ?? '');
  return [browser ?? accountTexts[lang].browserUnknown, system]
    .filter((word) => word !== undefined)
    .join(', ');
}
