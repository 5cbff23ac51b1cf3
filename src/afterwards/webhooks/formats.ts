/** An event as each kind of receiver understands it: one HTTP request. Pure except for the signature. */
import type { Language } from '../../base/model/language.js';
import type { Delivery, EventType, Webhook } from '../../base/model/webhook.js';
import { webhookWords } from '../words/words.js';
import { eventText, pageOf } from './event-text.js';
import { signed } from './sign.js';

export interface HttpRequest {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface FormatUse {
  /** json: the key; teams, slack: the address; matrix: the access token. */
  readonly secret: string;
  /** Of the delivery, the same at every attempt. */
  readonly id: string;
  readonly lang: Language;
  readonly timezone: string;
  /** Base of the pages, with a slash at its end; undefined: it is not known. */
  readonly pagesUrl: string | undefined;
  readonly now: Date;
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Rufgruppe' };

export function requestOf(webhook: Webhook, delivery: Delivery, use: FormatUse): HttpRequest {
  const { secret, id, now } = use;
  const { format, url = '', room = '' } = webhook;
  if (format === 'json') {
    const body = jsonBody(delivery, use);
    return { method: 'POST', url, headers: { ...JSON_TYPE, ...signed(id, body, secret, now) }, body };
  }
  const text = eventText(delivery, use.lang, use.timezone);
  const link = linkOf(delivery, use);
  if (format === 'matrix') {
    const path = `_matrix/client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/${id}`;
    return {
      method: 'PUT',
      url: `${url.replace(/\/+$/, '')}/${path}`,
      headers: { ...JSON_TYPE, authorization: `Bearer ${secret}` },
      body: JSON.stringify({ msgtype: 'm.text', body: link === undefined ? text : `${text}\n${link}` }),
    };
  }
  const message =
    format === 'slack' ? slackMessage(text, link, use.lang) : teamsMessage(text, link, use.lang);
  return { method: 'POST', url: secret, headers: JSON_TYPE, body: JSON.stringify(message) };
}

function linkOf(delivery: Delivery, { pagesUrl }: FormatUse): string | undefined {
  const page = pageOf(delivery);
  return pagesUrl === undefined || page === undefined ? undefined : `${pagesUrl}${page}`;
}

/** Version of the body; it changes when a field loses its meaning. */
const BODY_VERSION = 1;

/** What docs/webhooks.md describes. */
export interface JsonBody {
  readonly version: number;
  readonly type: EventType;
  readonly timestamp: string;
  readonly text: string;
  /** The page that shows more; null: there is none. */
  readonly url: string | null;
  readonly data: object;
}

/** The same bytes at every attempt, as long as nobody changes language, time zone or address of the pages. */
function jsonBody(delivery: Delivery, use: FormatUse): string {
  const { type, at, data } = delivery;
  const body: JsonBody = {
    version: BODY_VERSION,
    type,
    timestamp: at.toISOString(),
    text: eventText(delivery, use.lang, use.timezone),
    url: linkOf(delivery, use) ?? null,
    data,
  };
  return JSON.stringify(body);
}

/** Slack reads `<!channel>` and links out of a text that has its three characters unescaped. */
function slackEscaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function slackMessage(text: string, link: string | undefined, lang: Language): object {
  const shown = slackEscaped(text);
  const section = (words: string) => ({ type: 'section', text: { type: 'mrkdwn', text: words } });
  const more = link === undefined ? [] : [section(`<${slackEscaped(link)}|${webhookWords(lang).open}>`)];
  return { text: shown, blocks: [section(shown), ...more] };
}

/** A text block of a card reads a little Markdown. */
function cardEscaped(text: string): string {
  return text.replaceAll(/[\\`*_[\]#]/g, (sign) => `\\${sign}`);
}

function teamsMessage(text: string, link: string | undefined, lang: Language): object {
  const actions =
    link === undefined ? [] : [{ type: 'Action.OpenUrl', title: webhookWords(lang).open, url: link }];
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [{ type: 'TextBlock', text: cardEscaped(text), wrap: true }],
          actions,
        },
      },
    ],
  };
}
