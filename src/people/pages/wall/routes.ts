/**
 * The wallboard: today's figures and the calls as they ring, large, for a screen that nobody touches. It is opened by an
 * account, or by the address with a token that may read the live view, which does not end after days as a sign-in does.
 */
import type { RequestHandler } from 'express';
import type { Access } from '../../access/accounts.js';
import { setActor } from '../../http/session.js';
import type { Pages, Visit } from '../pages.js';
import { nowTexts, wallTexts } from '../../words/words.js';

/** @param content what the live page shows of figures and calls */
export function wallPages(pages: Pages, content: (visit: Visit) => Promise<object>): void {
  const view = async (visit: Visit) => ({
    ...(await content(visit)),
    n: nowTexts[visit.lang],
    refresh: visit.query('token') === undefined ? '/live/wall' : `/live/wall?token=${tokenOf(visit)}`,
    styles: ['now.css', 'wall.css'],
    scripts: ['server-clock.js', 'wall.js'],
    isBare: true,
  });
  pages.get('/wall', 'live.read', async (visit) => {
    visit.show('wall', wallTexts, await view(visit));
  });
  pages.get('/live/wall', 'live.read', async (visit) => {
    visit.part('wall-view', wallTexts, await view(visit));
  });
}

function tokenOf(visit: Visit): string {
  return encodeURIComponent(visit.query('token') ?? '');
}

/** For these two addresses alone: the account of the token in the address, instead of that of a sign-in. */
export function wallTokens(access: Access): RequestHandler {
  return async (request, _response, next) => {
    const token = request.query['token'];
    const actor = typeof token === 'string' ? await access.ofToken(token) : undefined;
    if (actor !== undefined) setActor(request, actor);
    next();
  };
}
