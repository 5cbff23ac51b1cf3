/** The live page: today's figures, ringing calls, who would ring now, switches, warnings. */
import { lostAccounts } from '../../operations/accounts.js';
import { forgottenNow } from '../../operations/forgotten.js';
import { TodayDesk } from '../../operations/today.js';
import type { WarningInput } from '../../operations/warnings.js';
import { groupIn } from '../../operations/seen.js';
import { scopeOf, sharedReach } from '../../access/permissions.js';
import type { Scope } from '../../../base/model/scope.js';
import type { SiteParts } from '../../http/parts.js';
import type { Pages, Visit } from '../pages.js';
import { firstPage } from '../navigation.js';
import { LiveStreams } from '../../http/live-stream.js';
import { mayStill } from '../../http/session.js';
import { toggledFavourite } from './favourites.js';
import { figuresView } from './figures.js';
import { firstStep } from './first-step.js';
import { wallPages } from '../wall/routes.js';
import { callsView, groupsView, MOST_CALLS, switchesView } from './view.js';
import { shownWarnings, warningsOf } from './warnings.js';
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
  const today = new TodayDesk(parts.store.calls);
  const figures = (visit: Visit) => figuresOf(visit, pages, parts, today);
  wallPages(pages, async (visit) => ({
    ...(await figures(visit)),
    ...calls(visit, visit.scope, parts),
    timezone: reader(visit, parts).timezone,
  }));
  pages.get('/', 'signedIn', async (visit) => {
    if (!visit.actor.permissions.has('live.read')) {
      visit.redirect(firstPage(visit.actor));
      return;
    }
    const { actor, lang } = visit;
    const [shown, around, first] = await Promise.all([
      figures(visit),
      aroundOf(visit, parts),
      firstStep(actor, parts.snapshot(), parts.store.configurations, lang),
    ]);
    visit.show('now', nowTexts, {
      ...shown,
      ...around,
      first,
      ...calls(visit, visit.scope, parts),
      styles: ['now.css'],
      scripts: ['server-clock.js', 'now.js', 'refresh.js'],
    });
  });
  pages.get('/live/around', 'live.read', async (visit) => {
    visit.part('now-around', nowTexts, await aroundOf(visit, parts));
  });
  pages.get('/live/figures', 'live.read', async (visit) => {
    visit.part('now-figures', nowTexts, await figures(visit));
  });
  pages.get('/live/events', 'live.read', (visit) => {
    const { request, response, lang, actor } = visit;
    // The configuration may change whose groups they are while the stream is open.
    const scope = () => scopeOf(actor, parts.snapshot());
    const text = () =>
      pages.render('now-calls', { ...calls({ lang }, scope(), parts), t: nowTexts[lang] }, 'part');
    const name = `${lang} ${sharedReach(actor)}`;
    streams.serve(request, response, { name, event: 'calls', text }, () =>
      mayStill('live.read', request, parts),
    );
  });
  pages.post('/favourites/:group', 'live.read', async (visit) => {
    const { accounts } = parts.store;
    const account = await accounts.get(visit.actor.name);
    if (account !== undefined && groupIn(visit.scope, parts.snapshot(), visit.param('group')) !== undefined) {
      const favourites = toggledFavourite(account.favourites ?? [], visit.param('group'));
      await accounts.change(account.name, { favourites });
    }
    visit.redirect('/');
  });
}

/** Reads the clock anew each time, because a stream outlives the time of its request. */
function reader({ lang }: Pick<Visit, 'lang'>, { snapshot, now }: NowParts) {
  return { lang, now: now(), timezone: snapshot()?.settings.timezone ?? 'utc' };
}

function calls(visit: Pick<Visit, 'lang'>, scope: Scope, parts: NowParts) {
  const { board } = parts;
  const own = reader(visit, parts);
  const view = callsView(board.calls(scope, MOST_CALLS), board.count(scope), own);
  return { ...view, nowMs: own.now.toMillis() };
}

async function figuresOf(visit: Visit, pages: Pages, parts: NowParts, today: TodayDesk) {
  const { timezone, now } = reader(visit, parts);
  return figuresView(
    {
      today: await today.look(visit.scope, now.setZone(timezone)),
      openCallbacks: pages.waitingFor(visit.actor).callbacks,
      mayReadCalls: visit.actor.permissions.has('calls.read'),
    },
    visit.lang,
  );
}

async function aroundOf(visit: Visit, parts: NowParts) {
  const { board, snapshot, store } = parts;
  const { actor, lang, scope } = visit;
  const [groups, account] = await Promise.all([
    board.groups(scope),
    store.accounts.get(actor.name).catch(() => undefined),
  ]);
  const input = await warningInput(visit, parts, groups);
  const busy = board.calls(scope, MOST_CALLS).map((call) => call.atGroup);
  const marks = {
    calls: new Map(busy.map((number) => [number, busy.filter((one) => one === number).length])),
    warned: new Set(groups.filter(isWarned).map(({ number }) => number)),
    favourites: new Set(account?.favourites),
  };
  return {
    ...groupsView(groups, reader(visit, parts), marks),
    switches: actor.permissions.has('switches.read') ? switchesView(snapshot(), reader(visit, parts)) : null,
    ledNone: scope !== 'all' && scope.size === 0 ? nowTexts[lang].ledNone : null,
    mayOpen: actor.permissions.has('config.read'),
    ...shownWarnings(warningsOf(input, lang, actor.permissions), lang),
    mayTurn: actor.permissions.has('switches.write'),
  };
}

function isWarned({ enabled, stages, nobodyLeft }: WarningInput['groups'][number]): boolean {
  return nobodyLeft !== undefined || (enabled && stages.some(({ ringsNobody }) => ringsNobody));
}

async function warningInput(
  visit: Visit,
  parts: NowParts,
  groups: WarningInput['groups'],
): Promise<WarningInput> {
  const nodes = parts.freeswitches();
  // What is wrong elsewhere in the house names other groups, and callers of theirs.
  if (visit.scope !== 'all') return { ...NO_WARNINGS, groups, nodes };
  const mails = await parts.store.mails.counts().catch(() => undefined);
  return {
    groups,
    nodes,
    missing: parts.missingNeeds(),
    limits: parts.limitsMet(),
    recordsWaiting: parts.facts().recordsWaiting,
    mailsFailed: mails?.failed ?? 0,
    forgotten: forgottenNow(parts.snapshot(), parts.now()),
    lost: await lostNames(visit, parts),
  };
}

const NO_WARNINGS = {
  missing: [],
  limits: [],
  recordsWaiting: 0,
  mailsFailed: 0,
  forgotten: [],
  lost: [],
} as const;

/** Only for visitors who can fix it. */
async function lostNames({ actor }: Visit, { store, snapshot }: NowParts): Promise<string[]> {
  if (!actor.permissions.has('accounts.write')) return [];
  const accounts = await store.accounts.list().catch(() => []);
  return lostAccounts(accounts, snapshot()?.users).map(({ name }) => name);
}
