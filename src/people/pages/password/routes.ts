/**
 * A forgotten password, and the page behind a link that sets one. Opening a link changes nothing, because mail scanners open
 * links too: only the form uses it up.
 */
import type { Log } from '../../../base/log.js';
import type { AuditLog } from '../../../base/model/audit-event.js';
import { timesOf } from '../../../base/model/times.js';
import type { ClosedLink, OpenedLink } from '../../access/password-links.js';
import { SHORTEST_PASSWORD } from '../../access/password.js';
import { isBusy } from '../../access/accounts.js';
import { beginSession } from '../../http/session.js';
import { accountsMeant, mailForgotten, type LinkDesk } from '../../operations/account-links.js';
import { passwordTexts } from '../../words/words.js';
import { fill } from '../language.js';
import { enter } from '../login/enter.js';
import { firstPage } from '../navigation.js';
import type { Pages, Visit } from '../pages.js';

export interface PasswordSources {
  readonly desk: LinkDesk;
  readonly log: Pick<Log, 'error'>;
}

export function passwordPages(pages: Pages, { desk, log }: PasswordSources): void {
  pages.get('/password', 'public', (visit) => {
    if (visit.visitor !== undefined) visit.redirect(firstPage(visit.visitor));
    else showForgotten(visit, desk, null);
  });
  pages.post('/password', 'public', (visit) => ask(visit, desk, log));
  pages.get('/password/:secret', 'public', async (visit) => {
    show(visit, desk, await opened(visit, desk), null, 200);
  });
  pages.post('/password/:secret', 'public', (visit) => setPassword(visit, desk));
}

function showForgotten(visit: Visit, { way }: LinkDesk, asked: string | null): void {
  const title = passwordTexts[visit.lang].titleForgotten;
  visit.show('password-forgotten', passwordTexts, { title, mayAsk: way.kind === 'ready', asked });
}

/**
 * The answer is the same whether or not there is such an account, and it is given before anything is done about one: neither
 * its words nor its time tell.
 */
async function ask(visit: Visit, desk: LinkDesk, log: Pick<Log, 'error'>): Promise<void> {
  const given = visit.field('name').slice(0, 254);
  if (visit.visitor !== undefined || desk.way.kind !== 'ready' || given.trim() === '') {
    visit.redirect('/password');
    return;
  }
  const accounts = await accountsMeant(desk, given);
  showForgotten(visit, desk, passwordTexts[visit.lang].asked);
  const from = { address: visit.request.ip ?? '', language: visit.lang };
  await mailForgotten(desk, accounts, from).catch((error: unknown) =>
    log.error({ err: error }, 'a link for a forgotten password could not be mailed'),
  );
}

/** Neither the address that tells the secret nor the page is kept anywhere. */
function keepToBrowser({ response }: Visit): void {
  // Not no-referrer, with which browsers would send no origin with the form either.
  response.set({ 'Referrer-Policy': 'strict-origin', 'X-Robots-Tag': 'noindex' });
}

const SECRET = /^[A-Za-z0-9_-]{43}$/;

async function opened(visit: Visit, { access }: LinkDesk): Promise<OpenedLink> {
  const secret = visit.param('secret');
  return SECRET.test(secret) ? access.links.open(secret) : { kind: 'unknown' };
}

function show(visit: Visit, desk: LinkDesk, link: OpenedLink, fault: string | null, status: number): void {
  keepToBrowser(visit);
  const t = passwordTexts[visit.lang];
  if (link.kind !== 'good') {
    closed(visit, desk, link);
    return;
  }
  const { timezone } = desk.house();
  const { name } = link.account;
  const until = fill(t.until, { until: timesOf(visit.lang, timezone).moment(link.link.until) });
  const { purpose } = link.link;
  const title = purpose === 'invitation' ? t.titleInvitation : t.titleReset;
  const intro = fill(purpose === 'invitation' ? t.introInvitation : t.introReset, { name });
  const view = { title, name, intro, until, fault, closed: null, shortest: SHORTEST_PASSWORD };
  visit.show('password', passwordTexts, view, status);
}

/** What to do when a link opens nothing. */
function closed(visit: Visit, desk: LinkDesk, { kind }: ClosedLink): void {
  const t = passwordTexts[visit.lang];
  const view = { closed: t[kind], mayAsk: desk.way.kind === 'ready' };
  visit.show('password', passwordTexts, view, kind === 'unknown' ? 404 : 410);
}

async function setPassword(visit: Visit, desk: LinkDesk): Promise<void> {
  const t = passwordTexts[visit.lang];
  const { access, audit, now } = desk;
  const link = await opened(visit, desk);
  if (link.kind !== 'good') {
    show(visit, desk, link, null, 410);
    return;
  }
  try {
    const result = await access.links.setPassword(visit.param('secret'), visit.field('password'));
    if (result.kind === 'badPassword') show(visit, desk, link, t[result.fault], 422);
    else if (result.kind !== 'done') show(visit, desk, result, null, 410);
    else {
      await noteChange(audit, result.account.name, result.link.purpose);
      keepToBrowser(visit);
      // Whoever was invited had no sessions that could have ended.
      const said = result.link.purpose === 'invitation' ? t.setInvitation : t.set;
      await beginSession(visit.request, result.account.name, now());
      visit.redirect(await enter(visit, { access, audit, now }, result.account.name), said);
    }
  } catch (error) {
    if (!isBusy(error)) throw error;
    show(visit, desk, link, t.busy, 503);
  }
}

function noteChange(audit: AuditLog, name: string, link: string): Promise<void> {
  return audit.note(name, 'passwordChanged', { account: name, link });
}
