/**
 * Links of missed-call mails. GET shows a page and changes nothing, so that a mail scanner or a preview that follows
 * the link does not take the item; the page's button POSTs. The token is the permission: there is no login, no cookie
 * and so nothing that a foreign page could make a browser send along.
 */
import type { Response } from 'express';
import { actOnLink, openLink, type LinkDependencies } from '../../../afterwards/missed/link-actions.js';
import type { Pages } from '../pages.js';
import { actedPage, linkPage, type CallbackPage } from './view.js';

export function callbackLinkPages(pages: Pages, use: LinkDependencies): void {
  const show = (page: CallbackPage, response: Response) => {
    // The token in the address must not reach anybody else, nor stay in a shared cache.
    response.set({
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Robots-Tag': 'noindex',
    });
    response.status(page.status).type('html').send(pages.render('callback', page));
  };
  pages.get('/callback/:token', 'public', async ({ request, response }) => {
    show(linkPage(await openLink(tokenOf(request.params), use), use.now()), response);
  });
  pages.post(
    '/callback/:token',
    'public',
    async ({ request, response, field }) => {
      const given = { who: field('who'), note: field('note') };
      show(actedPage(await actOnLink(tokenOf(request.params), given, use)), response);
    },
    { token: false, limit: '8kb' },
  );
}

function tokenOf(params: Readonly<Record<string, string | string[] | undefined>>): string {
  const { token } = params;
  return typeof token === 'string' ? token : '';
}
