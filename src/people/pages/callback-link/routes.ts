/**
 * Links in missed-call mails. GET only shows a page, so that a mail scanner or preview that follows the link does not
 * take the item; the button on the page sends a POST. The token in the link is the permission. There is no sign-in and
 * no cookie, so there is nothing that another site could make a browser send.
 */
import type { Response } from 'express';
import { actOnLink, openLink, type LinkDependencies } from '../../../afterwards/missed/link-actions.js';
import type { Pages } from '../pages.js';
import { actedPage, linkPage, type CallbackPage } from './view.js';

export function callbackLinkPages(pages: Pages, use: LinkDependencies): void {
  const show = (page: CallbackPage, response: Response) => {
    // Keeps the token in the address out of other sites and shared caches.
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
