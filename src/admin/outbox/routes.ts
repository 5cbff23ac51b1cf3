/** The outbox pages: what was sent, what waits and why, and each mail as its reader sees it. */
import { Router, type Response } from 'express';
import type { MailStore } from '../../store/mails.js';
import type { RenderPage } from '../render.js';
import { sameOriginOnly } from '../same-origin.js';
import { mailPath, mailView, outboxView } from './view.js';

export interface OutboxSources {
  readonly mails: Pick<MailStore, 'list' | 'get' | 'retry'>;
  /** Where mails go, in words and without a password. */
  readonly transport: string;
  readonly timezone: () => string;
  readonly now: () => Date;
}

const SHOWN = 100;

/**
 * For a mail's HTML alone: no script, no form, no picture from elsewhere, an origin of its own even when it is opened
 * outside its frame. Mails style themselves inline, which the other pages may not.
 */
const MAIL_POLICY = [
  'sandbox',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

export function outboxRoutes(sources: OutboxSources, render: RenderPage): Router {
  const { mails, timezone, now } = sources;
  const router = Router();
  router.use('/outbox', (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  router.get('/outbox', async (_request, response) => {
    const listed = await mails.list(SHOWN).catch(() => undefined);
    const { transport } = sources;
    const view = outboxView({ mails: listed, transport, most: SHOWN, timezone: timezone() });
    response.type('html').send(render('outbox', view));
  });
  router.get('/outbox/:id', async (request, response) => {
    const mail = await mails.get(request.params.id);
    if (mail === undefined) unknown(response);
    else response.type('html').send(render('outbox-mail', mailView(mail, timezone())));
  });
  router.get('/outbox/:id/html', async (request, response) => {
    const mail = await mails.get(request.params.id);
    if (mail === undefined) unknown(response);
    else response.set('Content-Security-Policy', MAIL_POLICY).type('html').send(mail.html);
  });
  router.get('/outbox/:id/attachments/:index', async (request, response) => {
    const { id, index } = request.params;
    const mail = await mails.get(id);
    const attachment = /^\d{1,3}$/.test(index) ? mail?.attachments[Number(index)] : undefined;
    if (attachment === undefined) {
      unknown(response);
      return;
    }
    response.attachment(attachment.filename === '' ? 'attachment' : attachment.filename);
    // Whatever it says it is: it is saved, never shown.
    response.type('application/octet-stream').send(Buffer.from(attachment.content, 'utf8'));
  });
  router.post<{ id: string }>('/outbox/:id/retry', sameOriginOnly, async (request, response) => {
    const { id } = request.params;
    const again = await mails.retry(id, now());
    if (again || (await mails.get(id)) !== undefined) response.redirect(303, mailPath(id));
    else unknown(response);
  });
  return router;
}

function unknown(response: Response): void {
  response.status(404).type('text').send('There is no such mail.\n');
}
