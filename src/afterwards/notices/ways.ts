/** Tells administrators at once, past every queue: to try the ways, and while the database is away. */
import { reasonOf } from '../../base/errors.js';
import type { Notice } from '../../base/model/problem.js';
import type { NoticeSettings } from '../../base/model/settings.js';
import type { RenderMail } from '../mail/templates.js';
import type { MailTransport } from '../mail/transport.js';
import { noticeMail } from './notice-mail.js';
import { post, webhookBody, type Webhook } from './webhook.js';

export interface WaysUse {
  readonly notices: NoticeSettings;
  readonly timezone: string;
  readonly render: RenderMail;
  readonly transport: Pick<MailTransport, 'send'>;
  readonly statusUrl: string;
  /** Undefined: there is none. */
  readonly webhook: Webhook | undefined;
  readonly now: () => Date;
}

/** One address, or the webhook. */
export interface Way {
  readonly to: { readonly kind: 'mail'; readonly address: string } | { readonly kind: 'webhook' };
  /** Tries once; resolves with what went wrong, in words for administrators. Never rejects. */
  readonly send: (notice: Notice) => Promise<string | undefined>;
}

/** What became of a test. */
export interface TriedWay {
  readonly to: Way['to'];
  /** Undefined: it was taken. */
  readonly trouble: string | undefined;
}

export function waysOf({
  notices,
  timezone,
  render,
  transport,
  statusUrl,
  webhook,
  now,
}: WaysUse): readonly Way[] {
  const { language, to } = notices;
  const making = { render, language, timezone, statusUrl };
  const mails = to.map((address): Way => ({
    to: { kind: 'mail', address },
    send: (notice) => sendMail(notice, address),
  }));
  async function sendMail(notice: Notice, address: string): Promise<string | undefined> {
    try {
      const sent = await transport.send({
        ...noticeMail({ id: notice.id, notices: [notice] }, address, making),
        addresses: [address],
      });
      if (sent.kind === 'unavailable') return sent.words;
      const [result] = sent.recipients;
      return result === undefined || result.kind === 'accepted' ? undefined : result.words;
    } catch (error) {
      return reasonOf(error);
    }
  }
  if (webhook === undefined) return mails;
  const send = async (notice: Notice): Promise<string | undefined> => {
    const result = await post(notice.id, webhookBody(notice, language, timezone), { webhook, now });
    return result.kind === 'taken' ? undefined : result.words;
  };
  return [...mails, { to: { kind: 'webhook' }, send }];
}

/** Sends a notice that says that it is a test. Empty: nobody is told of problems. */
export async function tryWays(
  ways: readonly Way[],
  { controller, at }: { readonly controller: string; readonly at: Date },
): Promise<readonly TriedWay[]> {
  const notice: Notice = {
    id: `test ${controller} ${at.toISOString()}`,
    phase: 'test',
    told: { kind: 'test', about: '' },
    since: at,
    at,
    controller,
  };
  const tried: TriedWay[] = [];
  for (const { to, send } of ways) tried.push({ to, trouble: await send(notice) });
  return tried;
}
