/** The outbox pages: what was sent, what is waiting and why, and each mail as its recipient sees it. */
import { noteMail } from '../../operations/mails.js';
import type { MailWay } from '../../../afterwards/mail/open-transport.js';
import type { AuditLog } from '../../../base/model/audit-event.js';
import type { MailStore } from '../../../base/store/mails.js';
import type { Pages } from '../pages.js';
import { mailPath, mailView, outboxView } from './view.js';
import { outboxTexts } from '../../words/words.js';

export interface OutboxSources {
  readonly mails: Pick<MailStore, 'list' | 'get' | 'retry' | 'dismiss'>;
  /** Where mails go, described without a password. */
  readonly transport: MailWay;
  readonly timezone: () => string;
  readonly audit: AuditLog;
  readonly now: () => Date;
}

const SHOWN = 100;

/**
 * Content security policy for the HTML of a mail: no scripts, no forms, no remote images, and a separate origin even if
 * it is opened outside its frame. Mails use inline styles, which other pages may not.
 */
export const MAIL_POLICY = [
  'sandbox',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

export function outboxPages(pages: Pages, sources: OutboxSources): void {
  const { mails, timezone, now } = sources;
  pages.get('/outbox', 'mails.read', async ({ show, lang }) => {
    const listed = await mails.list(SHOWN).catch(() => undefined);
    const { transport } = sources;
    show(
      'outbox',
      outboxTexts,
      outboxView({ mails: listed, transport, most: SHOWN, timezone: timezone(), lang }),
    );
  });
  pages.get('/outbox/:id', 'mails.read', async ({ param, lang, show, refuse }) => {
    const mail = await mails.get(param('id'));
    if (mail === undefined) refuse(404);
    else show('outbox-mail', outboxTexts, mailView(mail, timezone(), lang));
  });
  pages.get('/outbox/:id/html', 'mails.read', async ({ param, response, refuse }) => {
    const mail = await mails.get(param('id'));
    if (mail === undefined) refuse(404);
    else {
      response.set({ 'Content-Security-Policy': MAIL_POLICY, 'Cache-Control': 'no-store' });
      response.type('html').send(mail.html);
    }
  });
  pages.get('/outbox/:id/attachments/:index', 'mails.read', async ({ param, response, refuse }) => {
    const mail = await mails.get(param('id'));
    const attachment = /^\d{1,3}$/.test(param('index'))
      ? mail?.attachments[Number(param('index'))]
      : undefined;
    if (attachment === undefined) {
      refuse(404);
      return;
    }
    response.attachment(attachment.filename === '' ? 'attachment' : attachment.filename);
    // Whatever its declared type, an attachment is downloaded and never displayed.
    response.type('application/octet-stream').send(Buffer.from(attachment.content, 'utf8'));
  });
  pages.post('/outbox/:id/retry', 'mails.write', async ({ param, actor, redirect, refuse }) => {
    const again = await mails.retry(param('id'), now());
    if (again) await noteMail(sources.audit, actor.name, 'mailRetried', param('id'));
    if (again || (await mails.get(param('id'))) !== undefined) redirect(mailPath(param('id')));
    else refuse(404);
  });
  pages.post('/outbox/:id/dismiss', 'mails.write', async ({ param, actor, redirect, refuse }) => {
    const dismissed = await mails.dismiss(param('id'));
    if (dismissed) await noteMail(sources.audit, actor.name, 'mailDismissed', param('id'));
    if (dismissed || (await mails.get(param('id'))) !== undefined) redirect(mailPath(param('id')));
    else refuse(404);
  });
}
