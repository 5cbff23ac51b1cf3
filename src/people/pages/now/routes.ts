/** The live page: ringing calls, who would ring now, switches, warnings. */
import { lostAccounts } from '../../operations/accounts.js';
import { forgottenNow } from '../../operations/forgotten.js';
import type { SiteParts } from '../../http/parts.js';
import type { Pages, Visit } from '../pages.js';
import { firstPage } from '../navigation.js';
import { LiveStreams } from '../../http/live-stream.js';
import { mayStill } from '../../http/session.js';
import { callsView, groupsView, MOST_CALLS, switchesView, warningsOf } from './view.js';
import { nowTexts } from '../../words/words.js';

type NowParts = Pick<
  SiteParts,
  | 'board'
  | 'snapshot'
  | 'freeswitches'
  | 'missingNeeds'
  | 'limitsMet'
  | 'facts'
  | 'store'
  | 'access'
  | 'now'
  | 'log'
>;

export function nowPages(pages: Pages, parts: NowParts): void {
  const streams = new LiveStreams(parts.board, parts.log);
  pages.get('/', 'signedIn', async (visit) => {
    if (!visit.actor.permissions.has('live.read')) {
      visit.redirect(firstPage(visit.actor));
      return;
    }
    visit.show('now', nowTexts, {
      ...(await around(visit, parts)),
      ...calls(visit, parts),
      scripts: ['now.js', 'refresh.js'],
    });
  });
  pages.get('/live/around', 'live.read', async (visit) => {
    visit.part('now-around', nowTexts, await around(visit, parts));
  });
  pages.get('/live/events', 'live.read', (visit) => {
    const { request, response, lang } = visit;
    const text = () => pages.render('now-calls', { ...calls({ lang }, parts), t: nowTexts[lang] }, 'part');
    streams.serve(request, response, { name: lang, event: 'calls', text }, () =>
      mayStill('live.read', request, parts),
    );
  });
}

/** Reads the clock anew each time, because a stream outlives the time of its request. */
function reader({ lang }: Pick<Visit, 'lang'>, { snapshot, now }: NowParts) {
  return { lang, now: now(), timezone: snapshot()?.settings.timezone ?? 'utc' };
}

function calls(visit: Pick<Visit, 'lang'>, parts: NowParts) {
  const { board } = parts;
  return callsView(board.calls(MOST_CALLS), board.count(), reader(visit, parts));
}

async function around(visit: Visit, parts: NowParts) {
  const { board, snapshot, freeswitches, missingNeeds, limitsMet, facts, store } = parts;
  const groups = await board.groups();
  const mails = await store.mails.counts().catch(() => undefined);
  const warnings = warningsOf(
    {
      groups,
      nodes: freeswitches(),
      missing: missingNeeds(),
      limits: limitsMet(),
      recordsWaiting: facts().recordsWaiting,
      mailsFailed: mails?.failed ?? 0,
      forgotten: forgottenNow(snapshot(), parts.now()),
      lost: await lostNames(visit, parts),
    },
    visit.lang,
  );
  return {
    ...groupsView(groups, reader(visit, parts)),
    switches: switchesView(snapshot(), reader(visit, parts)),
    warnings,
    mayTurn: visit.actor.permissions.has('switches.write'),
  };
}

/** Only for visitors who can fix it. */
async function lostNames({ actor }: Visit, { store, snapshot }: NowParts): Promise<string[]> {
  if (!actor.permissions.has('accounts.write')) return [];
  const accounts = await store.accounts.list().catch(() => []);
  return lostAccounts(accounts, snapshot()?.users).map(({ name }) => name);
}
