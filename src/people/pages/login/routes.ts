/** Signing in and out, and choosing the language. */
import { rateLimit } from 'express-rate-limit';
import { accountName, isBusy, type Access } from '../../access/accounts.js';
import type { AuditLog } from '../../../base/model/audit-event.js';
import { systemWork } from '../../../base/model/who.js';
import { cookieOptions } from '../../http/cookies.js';
import { isLanguage, LANGUAGE_COOKIE } from '../language.js';
import { firstPage } from '../navigation.js';
import type { Pages, Visit } from '../pages.js';
import { actorOf, beginSession, endSession, setActor } from '../../http/session.js';
import { ownPath } from './own-path.js';
import { loginTexts } from '../../words/words.js';

export interface LoginSources {
  readonly access: Access;
  readonly audit: AuditLog;
  readonly now: () => Date;
}

/** Attempts per address, including successful ones. Guessing hits this limit before it locks the account. */
const ATTEMPTS = 20;
const ATTEMPTS_MS = 5 * 60_000;

const YEAR_MS = 365 * 24 * 60 * 60_000;

export function loginPages(pages: Pages, sources: LoginSources): void {
  pages.router.post(
    '/login',
    rateLimit({
      validate: { xForwardedForHeader: false },
      windowMs: ATTEMPTS_MS,
      limit: ATTEMPTS,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      handler: (request, response) => {
        const visit = pages.visit(request, response);
        form(visit, loginTexts[visit.lang].tooMany, 429);
      },
    }),
  );
  pages.get('/login', 'public', (visit) => {
    if (visit.visitor === undefined) form(visit, null, 200);
    else visit.redirect(firstPage(visit.visitor));
  });
  pages.post('/login', 'public', (visit) => signIn(visit, sources));
  pages.post('/logout', 'signedIn', async (visit) => {
    await sources.audit.note(visit.actor.name, 'signedOut');
    await endSession(visit.request);
    visit.redirect('/login');
  });
  pages.post('/language', 'public', (visit) => {
    const to = visit.field('to');
    if (isLanguage(to)) {
      const options = { ...cookieOptions(visit.request), maxAge: YEAR_MS };
      visit.response.cookie(LANGUAGE_COOKIE, to, options);
    }
    visit.redirect(ownPath(visit.field('back'), visit.visitor === undefined ? '/login' : '/'));
  });
}

async function signIn(visit: Visit, { access, audit, now }: LoginSources): Promise<void> {
  const t = loginTexts[visit.lang];
  const name = visit.field('name');
  try {
    const result = await access.signIn(name, visit.field('password'));
    if (result.kind !== 'good') {
      const address = visit.request.ip ?? '';
      await audit.note(name.slice(0, 60), 'signInRefused', { address });
      if (result.locksUntil !== undefined) {
        const account = accountName(name) ?? name;
        const facts = { account, address, until: result.locksUntil.toISOString() };
        await audit.note(systemWork('sign-in'), 'accountLocked', facts);
      }
      form(visit, t.wrong, 401);
      return;
    }
    await beginSession(visit.request, result.account.name, now());
    if (!(await access.hasSamePassword(result.account))) {
      await endSession(visit.request);
      visit.redirect('/login');
      return;
    }
    await audit.note(result.account.name, 'signedIn', { address: visit.request.ip ?? '' });
    const actor = await access.ofSession(result.account.name, now());
    if (actor !== undefined) setActor(visit.request, actor);
    const first = actorOf(visit.request);
    visit.redirect(ownPath(visit.field('to'), first === undefined ? '/login' : firstPage(first)));
  } catch (error) {
    if (!isBusy(error)) throw error;
    form(visit, t.busy, 503);
  }
}

function form(visit: Visit, fault: string | null, status: number): void {
  const to = visit.request.method === 'GET' ? (visit.query('to') ?? '') : visit.field('to');
  visit.show('login', loginTexts, { fault, name: visit.field('name').slice(0, 60), to }, status);
}
