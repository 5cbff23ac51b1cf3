/** Builds the mail about missed calls for one recipient. Pure except for the rendering that is passed in. */
import { DateTime } from 'luxon';
import { dialledText, numberText } from '../mail/number-text.js';
import { oneLine } from '../mail/one-line.js';
import type { RenderMail } from '../mail/templates.js';
import type { NewMail } from '../../base/model/mail.js';
import type { Group, Recipient } from '../../base/model/snapshot.js';
import type { RecordedMiss } from '../../base/model/call-record.js';
import type { CallbackItem, WithheldMiss } from '../../base/model/callback-item.js';
import { recipientKey, signLink, type LinkAction } from './links.js';
import { missedText } from '../../calls/words/words.js';
import { missedWords } from '../words/words.js';

/**
 * How many items one mail lists, the longest waiting first, as in the call-back list. Nobody reads 500 to the end,
 * and Gmail cuts mails whose HTML is larger than 100 kB: fifty items with three calls each take 80 kB.
 */
const LISTED = 50;

/**
 * How many of the newest calls are listed for each item when a mail has several items; the item's count gives the
 * number of all.
 */
const CALLS_LISTED = 3;

/** How long the links in a mail work. */
const LINK_DAYS = 14;

export interface MailMaking {
  readonly group: Group;
  readonly render: RenderMail;
  /** Base of the links, with a trailing slash. */
  readonly publicUrl: string;
  readonly secret: Buffer;
  readonly now: DateTime;
  /** From the configuration; undefined: there is none. */
  readonly extensions: ReadonlySet<string> | undefined;
}

/** What the recipient sees of a caller: "Max Muster, +49 30 23125001". */
export function callerText({ name, number }: CallbackItem['caller']): string {
  const written = numberText(oneLine(number));
  const called = oneLine(name ?? '');
  // Some networks send the number as the name.
  return called === '' || called === number ? written : `${called}, ${written}`;
}

/** What one mail reports. */
export interface Told {
  readonly items: readonly CallbackItem[];
  readonly withheld: readonly WithheldMiss[];
}

/** `id` for one item; for the mail after quiet hours the caller passes an id that covers all items. */
export function itemsMail(
  { items, withheld }: Told,
  recipient: Recipient,
  id: string,
  making: MailMaking,
): NewMail {
  const { group, now } = making;
  const texts = missedWords(group.language);
  const calls = items.reduce((sum, { count }) => sum + count, withheld.length);
  const [only] = items;
  const isOne = only !== undefined && items.length === 1 && withheld.length === 0;
  const subject = isOne
    ? texts.subject(callerText(only.caller), only.count, group.name)
    : texts.digestSubject(calls, group.name);
  const until = now.plus({ days: LINK_DAYS });
  const longestWaiting = items.toSorted((one, other) => one.firstAt.getTime() - other.firstAt.getTime());
  const listed = longestWaiting
    .slice(0, LISTED)
    .map((item) => itemView(isOne ? item : shortened(item), recipient, until, making));
  const view = {
    intro: calls === 1 ? texts.intro(group.name) : texts.digestIntro(calls, group.name),
    items: withheld.length === 0 ? listed : [...listed, withheldView(withheld, group)],
    more: moreView(items.length - LISTED, making),
    aboutLinks: items.length === 0 ? null : texts.aboutLinks(texts.moment(until.setZone(group.timezone))),
  };
  const follows = isOne && only.count > 1 ? itemMailId(only.id, 1, recipient) : undefined;
  return mail({ id, subject, view, follows }, recipient, making);
}

/** One mail for each state of an item and each recipient, whichever instance writes it and however often. */
export function itemMailId(item: string, count: number, recipient: Recipient): string {
  return `missed ${item} ${count} ${recipientKey(recipient.address)}`;
}

/** The mail about one caller without a number: nobody can call back. */
export function withheldMail(miss: WithheldMiss, recipient: Recipient, making: MailMaking): NewMail {
  const { group } = making;
  const texts = missedWords(group.language);
  const view = {
    intro: texts.intro(group.name),
    items: [withheldView([miss], group)],
    more: null,
    aboutLinks: null,
  };
  const id = `missed ${miss.record} withheld ${recipientKey(recipient.address)}`;
  const subject = texts.subject(texts.withheld, 1, group.name);
  return mail({ id, subject, view, follows: undefined }, recipient, making);
}

/** All of them as one entry, because they cannot be told apart. */
function withheldView(misses: readonly WithheldMiss[], group: Group) {
  const texts = missedWords(group.language);
  return {
    caller: texts.withheld,
    tel: null,
    state: null,
    links: null,
    note: texts.noCallback,
    count: misses.length > 1 ? texts.calls(misses.length) : null,
    calls: misses.slice(-CALLS_LISTED).map((miss) => callLine(miss, group)),
  };
}

interface Content {
  readonly id: string;
  readonly subject: string;
  readonly view: object;
  readonly follows: string | undefined;
}

function mail({ id, subject: words, view, follows }: Content, to: Recipient, making: MailMaking): NewMail {
  const { group, render, now } = making;
  const subject = oneLine(words);
  const body = render('missed-call', { ...view, subject, language: group.language });
  return {
    id,
    kind: 'missedCall',
    group: group.number,
    to: [to],
    subject,
    ...body,
    attachments: [],
    follows,
    createdAt: now.toJSDate(),
    notBefore: undefined,
  };
}

function itemView(item: CallbackItem, recipient: Recipient, until: DateTime, making: MailMaking) {
  const { group } = making;
  const texts = missedWords(group.language);
  const link = (action: LinkAction) => linkUrl(item.id, action, recipient, until, making);
  return {
    caller: callerText(item.caller),
    tel: dialledText(item.caller.number, making.extensions),
    count: item.count > 1 ? texts.calls(item.count) : null,
    calls: item.calls.map((call) => callLine(call, group)),
    state:
      item.taken === null
        ? null
        : texts.takenBy(oneLine(item.taken.who), moment(item.taken.at, group, texts.moment)),
    links: { take: link('take'), takeText: texts.take, done: link('done'), doneText: texts.done },
    note: null,
  };
}

function shortened(item: CallbackItem): CallbackItem {
  return { ...item, calls: item.calls.slice(-CALLS_LISTED) };
}

/** A link to the items that the mail does not list; the page asks for a login. */
function moreView(items: number, { group, publicUrl }: MailMaking) {
  if (items <= 0) return null;
  const { more, list } = missedWords(group.language);
  return {
    text: more(items),
    list,
    url: `${publicUrl}callbacks?${new URLSearchParams({ group: group.number }).toString()}`,
  };
}

function linkUrl(
  item: string,
  action: LinkAction,
  recipient: Recipient,
  until: DateTime,
  { publicUrl, secret }: MailMaking,
): string {
  const claim = { item, action, recipient: recipientKey(recipient.address), expiresAt: until.toJSDate() };
  return `${publicUrl}callback/${signLink(claim, secret)}`;
}

function callLine({ at, why }: { at: Date; why: RecordedMiss['why'] }, group: Group) {
  const texts = missedWords(group.language);
  return { at: moment(at, group, texts.moment), why: missedText(why, group.language) };
}

/** A moment in the group's own time and language. */
export function moment(at: Date, group: Group, words: (at: DateTime) => string): string {
  return words(DateTime.fromJSDate(at, { zone: group.timezone }));
}
