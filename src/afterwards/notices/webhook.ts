/** Tells a program of the administrators by a signed POST. Nothing that it answers is kept or followed. */
import { createHmac } from 'node:crypto';
import { reasonOf } from '../../base/errors.js';
import type { Language } from '../../base/model/language.js';
import type { Notice } from '../../base/model/problem.js';
import { noticeText } from '../problems/notice-text.js';

export interface Webhook {
  readonly url: string;
  /** Undefined: requests are not signed. */
  readonly secret: string | undefined;
}

export type WebhookResult =
  | { readonly kind: 'taken' }
  /** `words` are for administrators: without address, as that may hold a secret. */
  | { readonly kind: 'refused'; readonly words: string };

export interface WebhookUse {
  readonly webhook: Webhook;
  readonly now: () => Date;
  /** How long the other side may take for its answer. Default 10 s. */
  readonly limitMs?: number;
}

export const SIGNATURE_HEADER = 'rufgruppe-signature';

/** Version of the body; it changes when a field loses its meaning. */
const BODY_VERSION = 1;

/** What is sent, the same bytes at every attempt. `text` is what chat programs show of such a request. */
export function webhookBody(notice: Notice, language: Language, timezone: string): string {
  const { id, phase, told, since, at, controller } = notice;
  const { kind, about, ...values } = told;
  const { subject, course, remedy } = noticeText(notice, language, timezone);
  return JSON.stringify({
    version: BODY_VERSION,
    id,
    phase,
    problem: kind,
    about,
    values,
    since: since.toISOString(),
    at: at.toISOString(),
    controller,
    text: `${subject}. ${course} ${remedy}`,
  });
}

/**
 * `t=1764514800,v1=…`: seconds since 1970 at the time of sending, and HMAC-SHA256 of `t`, a dot and the body in hex. Whoever
 * checks it also compares `t` with the clock, so that nobody can send an old request again.
 */
export function signature(body: string, secret: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  const sum = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${sum}`;
}

/** One attempt; never rejects. Only an answer of 200 to 299 counts, and a redirection is none. */
export async function post(
  id: string,
  body: string,
  { webhook: { url, secret }, now, limitMs = 10_000 }: WebhookUse,
): Promise<WebhookResult> {
  const signed = secret === undefined ? {} : { [SIGNATURE_HEADER]: signature(body, secret, now()) };
  // Header values are ASCII; a folder's name need not be.
  const headers = { 'content-type': 'application/json', 'rufgruppe-notice': encodeURI(id), ...signed };
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(limitMs),
    });
    await response.body?.cancel();
    return response.ok
      ? { kind: 'taken' }
      : { kind: 'refused', words: `The webhook answers ${response.status}` };
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    const why = isLate ? 'no answer in time' : reasonOf(cause);
    return { kind: 'refused', words: `The webhook cannot be reached (${why})` };
  }
}
