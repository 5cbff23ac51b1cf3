/** Signatures as the Standard Webhooks specification has them, for which most languages have a library. */
import { createHmac, randomBytes } from 'node:crypto';
import type { Webhook, WebhookFormat } from '../../base/model/webhook.js';
import { isSendable } from '../../base/web-address.js';

const PREFIX = 'whsec_';
const KEY_BYTES = 32;

/** `whsec_…`: the key in base64. */
export function newKey(): string {
  return PREFIX + randomBytes(KEY_BYTES).toString('base64');
}

/** 24 to 64 bytes, as the specification asks. */
function isKey(text: string): boolean {
  if (!text.startsWith(PREFIX)) return false;
  const base64 = text.slice(PREFIX.length);
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length >= 24 && bytes.length <= 64 && bytes.toString('base64') === base64;
}

/** A token as homeservers give it, in one line of a header. */
const TOKEN = /^[\x21-\x7e]{8,500}$/;
const LONGEST_ADDRESS = 2000;

/** Whether it can be the secret of such a webhook: json a key, teams and slack a whole address, matrix an access token. */
export function isSecretFor(format: WebhookFormat, secret: string): boolean {
  if (format === 'json') return isKey(secret);
  if (format === 'matrix') return TOKEN.test(secret);
  return secret.length <= LONGEST_ADDRESS && isSendable(secret);
}

/**
 * What the secret of this webhook is for. It is used for nothing else: whoever gives the webhook another homeserver or format
 * has to know the secret, or the token would go to whom it was never meant for, and a key of signatures out of the house.
 */
export function secretPlace({ format, url = '' }: Pick<Webhook, 'format' | 'url'>): string {
  return format === 'matrix' ? `${format} ${new URL(url).origin}` : format;
}

/**
 * The headers that sign `body`. `webhook-id` is the same at every attempt, the other two are of this one: whoever checks the
 * signature also compares the time with the clock, so that nobody can send an old request again.
 */
export function signed(id: string, body: string, key: string, at: Date): Readonly<Record<string, string>> {
  const seconds = String(Math.floor(at.getTime() / 1000));
  const sum = createHmac('sha256', Buffer.from(key.slice(PREFIX.length), 'base64'));
  return {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': `v1,${sum.update(`${id}.${seconds}.${body}`).digest('base64')}`,
  };
}
