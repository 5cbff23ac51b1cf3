/** Signing in and out, and choosing the language. */
import { rateLimit } from 'express-rate-limit';
import { accountName } from '../../access/account-content.js';
import { isBusy } from '../../access/accounts.js';
import { systemWork } from '../../../base/model/who.js';
import { cookieOptions } from '../../http/cookies.js';
import { isLanguage, LANGUAGE_COOKIE } from '../language.js';
import { firstPage } from '../navigation.js';
import type { Pages, Visit } from '../pages.js';
import { beginSession, endSession } from '../../http/session.js';
import { enter, type LoginSources } from './enter.js';
import { ownPath } from './own-path.js';
import { loginTexts } from '../../words/words.js';

/**
 * Attempts per address, including successful ones, those to set a password by a link and those to ask for one. Guessing hits
 * this limit before it locks the account.
 */
const ATTEMPTS = 20;
const ATTEMPTS_MS = 5 * 60_000;

const YEAR_MS = 365 * 24 * 60 * 60_000;

export interface LoginPageSources extends LoginSources {
  /** Whether a link for a forgotten password can be mailed. */
  readonly mayAsk: boolean;
}

export function loginPages(pages: Pages, sources: LoginPageSources): void {
  const { mayAsk } = sources;
  const limited = rateLimit({
    validate: { xForwardedForHeader: false },
    windowMs: ATTEMPTS_MS,
    limit: ATTEMPTS,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (request, response) => {
      const visit = pages.visit(request, response);
      if (request.path === '/login') form(visit, mayAsk, loginTexts[visit.lang].tooMany, 429);
      else visit.refuse(429, loginTexts[visit.lang].tooMany);
    },
  });
  for (const path of ['/login', '/password', '/password/:secret']) pages.router.post(path, limited);
  pages.get('/login', 'public', (visit) => {
    if (visit.visitor === undefined) form(visit, mayAsk, null, 200);
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

async function signIn(visit: Visit, sources: LoginPageSources): Promise<void> {
  const { access, audit, now, mayAsk } = sources;
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
      form(visit, mayAsk, t.wrong, 401);
      return;
    }
    await beginSession(visit.request, result.account.name, now());
    if (!(await access.hasSamePassword(result.account))) {
      await endSession(visit.request);
      visit.redirect('/login');
      return;
    }
    const first = await enter(visit, sources, result.account.name);
    visit.redirect(ownPath(visit.field('to'), first));
  } catch (error) {
    if (!isBusy(error)) throw error;
    form(visit, mayAsk, t.busy, 503);
  }
}

function form(visit: Visit, mayAsk: boolean, fault: string | null, status: number): void {
  const to = visit.request.method === 'GET' ? (visit.query('to') ?? '') : visit.field('to');
  const name = visit.field('name').slice(0, 60);
  visit.show('login', loginTexts, { fault, name, to, mayAsk }, status);
}
