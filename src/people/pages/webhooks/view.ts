/** Webhooks as their pages show them. Pure. */
import { timesOf } from '../../../base/model/times.js';
import type { Webhook } from '../../../base/model/webhook.js';
import type { StoredDelivery } from '../../../base/store/deliveries.js';
import { hostOf } from '../../../base/web-address.js';
import type { WebhookTest } from '../../../afterwards/webhooks/try-webhook.js';
import type { SeenWebhook } from '../../operations/webhooks.js';
import { fill, type Language } from '../language.js';
import { troubleText } from '../trouble-text.js';
import { webhookTexts } from '../../words/words.js';

interface Reader {
  readonly lang: Language;
  readonly timezone: string;
  readonly now: Date;
}

const COLOURS = { waiting: 'blue', sending: 'blue', sent: 'green', failed: 'red' } as const;

/** How a webhook stands, in a word and a colour. */
function standing({ webhook, state, waiting, last }: SeenWebhook, { lang, timezone, now }: Reader) {
  const t = webhookTexts[lang];
  if (!webhook.on) return { state: t.isOff, colour: 'secondary' };
  if (state.isGone) return { state: t.isGone, colour: 'red' };
  if (!state.hasSecret && webhook.format !== 'json') return { state: t.noSecretYet, colour: 'yellow' };
  const { pausedUntil, failures } = state;
  const more = waiting === 0 ? '' : ` ${t.waitingCount(waiting)}`;
  if (pausedUntil !== undefined && pausedUntil > now) {
    const until = timesOf(lang, timezone).time(pausedUntil);
    return { state: fill(t.isPaused, { until }) + more, colour: 'red' };
  }
  // A test that failed is no failure of the receiver's, but nobody should read that all is well.
  if (failures > 0 || last?.state === 'failed') return { state: t.isFailing + more, colour: 'yellow' };
  if (last === undefined || (state.lastAt === undefined && last.state !== 'sent'))
    return { state: t.isUntried + more, colour: 'secondary' };
  return { state: t.works + more, colour: 'green' };
}

/** Where it goes: a host, as the rest of an address may be a secret. */
function placeOf({ url, format }: Webhook, lang: Language): string {
  const name = webhookTexts[lang].formats[format];
  return url === undefined ? name : `${name} · ${hostOf(url)}`;
}

export function webhookPath(id: string): string {
  return `/webhooks/${encodeURIComponent(id)}`;
}

/** Everything that templates/admin/webhooks.hbs shows. */
export function listView(all: readonly SeenWebhook[], reader: Reader) {
  const t = webhookTexts[reader.lang];
  return {
    webhooks: all.map((one) => ({
      name: one.webhook.name,
      path: webhookPath(one.webhook.id),
      place: placeOf(one.webhook, reader.lang),
      events: one.webhook.events.map((event) => t.event[event]).join(', '),
      ...standing(one, reader),
      last: one.last === undefined ? t.never : rowView(one.last, reader).line,
    })),
  };
}

function rowView(stored: StoredDelivery, { lang, timezone }: Reader) {
  const t = webhookTexts[lang];
  const { exact } = timesOf(lang, timezone);
  const { id, delivery, state, attempts, nextAt, code, tookMs, error } = stored;
  const answer = code === undefined ? '' : fill(t.answer, { code, ms: tookMs ?? 0 });
  const at = exact(delivery.at);
  return {
    id,
    at,
    event: t.event[delivery.type],
    state: t.states[state],
    colour: COLOURS[state],
    answer,
    attempts: t.attempts(attempts),
    next: state === 'waiting' && nextAt !== undefined ? fill(t.nextAt, { at: exact(nextAt) }) : '',
    error: error === undefined ? '' : troubleText(error, lang),
    mayRepeat: (state === 'failed' || state === 'sent') && delivery.type !== 'webhook.test',
    line: `${at}: ${t.states[state]}`,
  };
}

/** Everything that templates/admin/webhook.hbs shows. */
export function webhookView(one: SeenWebhook, log: readonly StoredDelivery[], reader: Reader) {
  const { lang, timezone } = reader;
  const t = webhookTexts[lang];
  const { webhook, state } = one;
  const { secretSet } = state;
  const at = secretSet === undefined ? '' : timesOf(lang, timezone).moment(secretSet.at);
  const by = secretSet?.by ?? '';
  return {
    title: webhook.name,
    path: webhookPath(webhook.id),
    ...standing(one, reader),
    place: placeOf(webhook, lang),
    lastError: state.lastError === undefined ? '' : troubleText(state.lastError, lang),
    secret: {
      ...t.secrets[webhook.format],
      isKey: webhook.format === 'json',
      state:
        secretSet === undefined
          ? t.secretNone
          : by === ''
            ? fill(t.secretMade, { at })
            : fill(t.secretSet, { at, who: by }),
    },
    logHint: fill(t.logHint, { timezone }),
    log: log.map((stored) => rowView(stored, reader)),
  };
}

/** What became of a test, in a sentence. */
export function testText({ trouble, code, tookMs }: WebhookTest, lang: Language): string {
  const t = webhookTexts[lang];
  const why = trouble === undefined ? '' : troubleText(trouble, lang);
  return trouble === undefined
    ? fill(t.testArrived, { code: code ?? '', ms: tookMs })
    : fill(t.testFailed, { why });
}
