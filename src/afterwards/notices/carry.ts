/** Brings stored notices to administrators: as mails into the queue, and to the webhook. */
import type { Log } from '../../base/log.js';
import type { MailQueue } from '../../base/model/mail.js';
import type { NoticeSettings } from '../../base/model/settings.js';
import type { NoticeStore } from '../../base/store/notices.js';
import type { RenderMail } from '../mail/templates.js';
import { noticeMail } from './notice-mail.js';
import { nextAttempt } from './pauses.js';
import { post, webhookBody, type Webhook } from './webhook.js';

export interface CarryUse {
  readonly notices: Pick<NoticeStore, 'batches' | 'mailed' | 'claim' | 'settle'>;
  readonly mails: MailQueue;
  /** Undefined: there is no configuration yet. */
  readonly settings: () => { readonly notices: NoticeSettings; readonly timezone: string } | undefined;
  readonly render: RenderMail;
  readonly statusUrl: () => string;
  readonly webhook: Webhook | undefined;
  readonly now: () => Date;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

const MOST_AT_ONCE = 50;

/** Longer than an attempt lasts: whoever has not said how it ended by then has crashed. */
const LEASE_MS = 60_000;

/** Rejects while the database cannot be reached. Several controllers may do it at once. */
export async function carryNotices(use: CarryUse): Promise<void> {
  await queueMails(use);
  await postDue(use);
}

/** What begins at the same time is one mail. A crash in between repeats it, and the queue knows the mail already. */
async function queueMails({ notices, mails, settings, render, statusUrl, now }: CarryUse): Promise<void> {
  const known = settings();
  if (known === undefined) return;
  const { to, language } = known.notices;
  const making = { render, language, timezone: known.timezone, statusUrl: statusUrl() };
  for (const batch of await notices.batches(now())) {
    for (const address of to) await mails.enqueue(noticeMail(batch, address, making));
    await notices.mailed(batch.id);
  }
}

async function postDue({ notices, settings, webhook, now, log }: CarryUse): Promise<void> {
  const known = settings();
  if (known === undefined || webhook === undefined) return;
  for (let count = 0; count < MOST_AT_ONCE; count++) {
    const held = await notices.claim(now(), LEASE_MS);
    if (held === undefined) return;
    const body = webhookBody(held, known.notices.language, known.timezone);
    const result = await post(held.id, body, { webhook, now });
    const { id: notice, attempts } = held;
    if (result.kind === 'taken') {
      await notices.settle(held, { state: 'sent' });
      log.info({ notice, attempts }, 'the webhook took a notice');
      continue;
    }
    const { words: error } = result;
    const nextAt = nextAttempt(attempts, held.tryingSince, now());
    await notices.settle(
      held,
      nextAt === undefined ? { state: 'failed', error } : { state: 'waiting', error, nextAt },
    );
    if (nextAt === undefined)
      log.warn({ notice, attempts, error }, 'the webhook did not take a notice; given up');
    else log.info({ notice, attempts, error, nextAt }, 'the webhook did not take a notice; trying again');
  }
}
