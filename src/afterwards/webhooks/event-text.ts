/** An event in one or two sentences, for chats and for whoever reads the log of a receiver. Pure. */
import { assertNever } from '../../base/errors.js';
import type { Language } from '../../base/model/language.js';
import { timesOf } from '../../base/model/times.js';
import type { EventCaller, WebhookEvent } from '../../base/model/webhook.js';
import { oneLine } from '../mail/one-line.js';
import { webhookWords } from '../words/words.js';

export function eventText(event: WebhookEvent, lang: Language, timezone: string): string {
  return oneLine(sentence(event, lang, timezone));
}

function sentence(event: WebhookEvent, lang: Language, timezone: string): string {
  const words = webhookWords(lang);
  const { moment } = timesOf(lang, timezone);
  const who = (caller: EventCaller) => callerText(caller, words);
  switch (event.type) {
    case 'call.missed': {
      const { caller, group, calledAt } = event.data;
      return words.missed(who(caller), group.name, moment(new Date(calledAt)));
    }
    case 'callback.taken':
      return words.taken(event.data.who, who(event.data.caller), event.data.group.name);
    case 'callback.done': {
      const { because, caller, group, who: by } = event.data;
      return because === null
        ? words.done(by, who(caller), group.name)
        : words.closed(because, who(caller), group.name);
    }
    case 'callback.reopened':
      return words.reopened(who(event.data.caller), event.data.group.name);
    case 'switch.turned': {
      const { on, until, who: by } = event.data;
      return words.turned(event.data.switch.name, on, until === null ? null : moment(new Date(until)), by);
    }
    case 'warning.begun':
      return words.begun(event.data.text, event.data.remedy);
    case 'warning.over':
      return words.over(event.data.text);
    case 'webhook.test':
      return words.test(event.data.who);
    default:
      return assertNever(event);
  }
}

function callerText(
  { number, name, withheld }: EventCaller,
  words: { readonly withheld: string; readonly somebody: string },
): string {
  if (withheld) return words.withheld;
  if (number === null) return words.somebody;
  return name === null || name === '' ? number : `${name} (${number})`;
}

/** The page that shows more, as its path without a slash in front. */
export function pageOf(event: WebhookEvent): string | undefined {
  if ('callback' in event.data) {
    const { callback } = event.data;
    return callback === null ? 'callbacks' : `callbacks/${encodeURIComponent(callback)}`;
  }
  if ('switch' in event.data) return 'switches';
  return 'problem' in event.data ? 'status' : undefined;
}
