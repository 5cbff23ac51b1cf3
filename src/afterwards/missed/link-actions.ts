/** What a signed link in a missed-call mail does: viewing changes nothing, acting works once. */
import { dialledText } from '../mail/number-text.js';
import type { DateTime } from 'luxon';
import type { AuditLog } from '../../base/model/audit-event.js';
import { linkReader } from '../../base/model/who.js';
import type { Log } from '../../base/log.js';
import { oneLine } from '../mail/one-line.js';
import type { Group, Snapshot } from '../../base/model/snapshot.js';
import type { CallbackStore, DoneResult, TakeResult } from '../../base/store/callback-store.js';
import { noteCallbackChange } from './audit-entry.js';
import type { CallbackItem } from '../../base/model/callback-item.js';
import { readLink, recipientKey, signLink, type CallbackLink, type ReadLink } from './links.js';

export interface LinkDependencies {
  readonly callbacks: Pick<CallbackStore, 'get' | 'linkUsed' | 'take' | 'done'>;
  readonly snapshot: () => Snapshot | undefined;
  readonly secret: () => Promise<Buffer>;
  readonly now: () => DateTime;
  readonly log: Log;
  readonly audit: AuditLog;
}

/** The item's group, in its language and time zone; a group that is no longer configured is shown by its number. */
export type LinkGroup = Pick<Group, 'name' | 'language' | 'timezone'>;

export interface OpenedLink {
  readonly kind: 'good';
  readonly link: CallbackLink;
  readonly item: CallbackItem;
  readonly group: LinkGroup;
  /** The link has been used before. */
  readonly used: boolean;
  /** Name of the recipient that the mail went to, where the configuration has one. */
  readonly suggestedName: string;
  /** The caller's number for a `tel:` link; null: it must not be dialled. */
  readonly tel: string | null;
}

export type LinkView = OpenedLink | { readonly kind: 'bad' | 'expired' };

export type Acted =
  | { readonly kind: 'bad' | 'expired' }
  | { readonly kind: 'nameMissing'; readonly opened: OpenedLink }
  | {
      readonly kind: Exclude<TakeResult['kind'] | DoneResult['kind'], 'unknown'>;
      readonly opened: OpenedLink;
      /** A fresh link for the person who took the item, to report it as done. */
      readonly doneToken: string | undefined;
    };

/** Names are shown to colleagues and appear in mails. */
const NAME_LENGTH = 60;
const NOTE_LENGTH = 500;

/** Opens the page of the link. It changes nothing, so mail scanners and previews may follow it. */
export async function openLink(token: string, use: LinkDependencies): Promise<LinkView> {
  const read = await readToken(token, use);
  return read.kind === 'good' ? opened(read.link, read.id, use) : { kind: read.kind };
}

/** Takes or finishes the item for `who`. If two people do so at once, exactly one succeeds. */
export async function actOnLink(
  token: string,
  given: { readonly who: string; readonly note: string },
  use: LinkDependencies,
): Promise<Acted> {
  const read = await readToken(token, use);
  if (read.kind !== 'good') return { kind: read.kind };
  const view = await opened(read.link, read.id, use);
  if (view.kind !== 'good') return view;
  const who = oneLine(given.who).slice(0, NAME_LENGTH);
  if (who === '') return { kind: 'nameMissing', opened: view };
  const at = use.now();
  const acting = { id: view.item.id, who, at: at.toJSDate(), link: read.id };
  const result =
    read.link.action === 'take'
      ? await use.callbacks.take({
          ...acting,
          until: at.plus({ minutes: giveBackMin(view, use) }).toJSDate(),
        })
      : await use.callbacks.done({ ...acting, note: oneLine(given.note).slice(0, NOTE_LENGTH) || undefined });
  if (result.kind === 'unknown') return { kind: 'bad' };
  use.log.info({ item: view.item.id, action: read.link.action, result: result.kind }, 'link of a mail used');
  if (result.kind === 'taken' || result.kind === 'done') {
    const event = result.kind === 'taken' ? 'callbackTaken' : 'callbackDone';
    const change = { before: view.item, after: result.item };
    await noteCallbackChange(use.audit, linkReader(who), event, change);
  }
  const doneToken =
    result.kind === 'taken' ? signLink({ ...read.link, action: 'done' }, await use.secret()) : undefined;
  return { kind: result.kind, opened: { ...view, item: result.item }, doneToken };
}

async function readToken(token: string, use: LinkDependencies): Promise<ReadLink> {
  return readLink(token, await use.secret(), use.now().toJSDate());
}

async function opened(link: CallbackLink, id: string, use: LinkDependencies): Promise<LinkView> {
  const item = await use.callbacks.get(link.item);
  if (item === undefined) return { kind: 'bad' };
  const snapshot = use.snapshot();
  const group = snapshot?.groups.get(item.group);
  const recipient = group?.missed.mail?.to.find(({ address }) => recipientKey(address) === link.recipient);
  return {
    kind: 'good',
    link,
    item,
    group: group ?? { name: item.group, language: 'en', timezone: snapshot?.settings.timezone ?? 'utc' },
    used: await use.callbacks.linkUsed(item.id, id),
    suggestedName: recipient?.name ?? '',
    tel: dialledText(item.caller.number, snapshot?.extensions),
  };
}

/** For a group that is no longer configured. */
const GIVE_BACK_MIN = 60;

function giveBackMin({ item }: OpenedLink, use: LinkDependencies): number {
  return use.snapshot()?.groups.get(item.group)?.missed.giveBackMin ?? GIVE_BACK_MIN;
}
