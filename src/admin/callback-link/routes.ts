/**
 * Links of missed-call mails. GET shows a page and changes nothing, so that a mail scanner or a preview that follows
 * the link does not take the item; the page's button POSTs. The token is the permission: there is no login, no cookie
 * and so nothing that a foreign page could make a browser send along.
 */
import { Router, urlencoded, type Response } from 'express';
import { actOnLink, openLink, type LinkDependencies } from '../../missed/link-actions.js';
import type { RenderPage } from '../render.js';
import { actedPage, linkPage, type CallbackPage } from './view.js';

export function callbackLinkRoutes(use: LinkDependencies, render: RenderPage): Router {
  const router = Router();
  const show = (page: CallbackPage, response: Response) => {
    // The token in the address must not reach anybody else, nor stay in a shared cache.
    response.set({
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Robots-Tag': 'noindex',
    });
    response.status(page.status).type('html').send(render('callback', page));
  };
  router.get('/callback/:token', async (request, response) => {
    show(linkPage(await openLink(request.params.token, use), use.now()), response);
  });
  router.post(
    '/callback/:token',
    urlencoded({ extended: false, limit: '8kb', parameterLimit: 10 }),
    async (request, response) => {
      const body: unknown = request.body;
      const given = { who: field(body, 'who'), note: field(body, 'note') };
      show(actedPage(await actOnLink(request.params.token, given, use)), response);
    },
  );
  return router;
}

function field(body: unknown, name: string): string {
  const value: unknown =
    typeof body === 'object' && body !== null && Object.hasOwn(body, name)
      ? (body as Record<string, unknown>)[name]
      : undefined;
  return typeof value === 'string' ? value : '';
}
