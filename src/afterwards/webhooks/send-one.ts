/** One attempt to bring one event to one receiver. */
import type { Language } from '../../base/model/language.js';
import type { Delivery, Webhook } from '../../base/model/webhook.js';
import type { Attempted } from '../../base/store/deliveries.js';
import type { WebhookStateStore } from '../../base/store/webhook-states.js';
import { requestOf } from './formats.js';
import { judged, type Judgement } from './judge.js';
import { send } from './request.js';
import { newKey, secretPlace } from './sign.js';

export interface SendUse {
  readonly states: Pick<WebhookStateStore, 'secret' | 'secretOr'>;
  /** Of the texts. */
  readonly house: () => { readonly language: Language; readonly timezone: string };
  readonly pagesUrl: () => string | undefined;
  readonly now: () => Date;
  /** For tests; default 10 s. */
  readonly limitMs?: number | undefined;
}

export interface Tried {
  readonly judgement: Judgement;
  readonly attempted: Attempted;
}

/** Rejects with the database's error only. @param id of the delivery */
export async function sendOne(
  webhook: Webhook,
  delivery: Delivery,
  id: string,
  use: SendUse,
): Promise<Tried> {
  const { states, house, pagesUrl, now } = use;
  const secret = await secretOf(webhook, states, now());
  if (secret === undefined) return unsent(MISSING[webhook.format]);
  const { language: lang, timezone } = house();
  const making = { secret, id, lang, timezone, pagesUrl: pagesUrl(), now: now() };
  const begun = performance.now();
  const answer = await send(requestOf(webhook, delivery, making), use.limitMs);
  const tookMs = Math.round(performance.now() - begun);
  const code = answer.kind === 'answer' ? answer.status : undefined;
  return { judgement: judged(answer, now()), attempted: { code, tookMs } };
}

/** No request of ours is unsigned: a key is made when the first one needs it. */
async function secretOf(webhook: Webhook, states: SendUse['states'], now: Date): Promise<string | undefined> {
  const { id, format } = webhook;
  const place = secretPlace(webhook);
  return format === 'json' ? states.secretOr(id, place, newKey(), now) : states.secret(id, place);
}

const MISSING = {
  json: 'it has no key',
  teams: 'it has no address yet',
  slack: 'it has no address yet',
  matrix: 'it has no access token yet',
} as const;

function unsent(why: string): Tried {
  const words = `The webhook cannot be reached: ${why}`;
  return {
    judgement: { kind: 'later', words, waitMs: undefined },
    attempted: { code: undefined, tookMs: 0 },
  };
}
