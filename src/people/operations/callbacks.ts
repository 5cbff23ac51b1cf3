/** What people may do with the call-back list, for pages and interface. */
import type { DateTime } from 'luxon';
import type { AuditLog } from '../../base/model/audit-event.js';
import { isIn } from '../../base/model/scope.js';
import { isInCharge, scopeOf, type Actor } from '../access/permissions.js';
import { oneLine } from '../../afterwards/mail/one-line.js';
import { noteCallbackChange } from '../../afterwards/missed/audit-entry.js';
import type { CallbackItem } from '../../base/model/callback-item.js';
import type { WantedNumber } from '../../base/model/wanted-caller.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import type { CallbackStore } from '../../base/store/callback-store.js';

export interface CallbackDesk {
  readonly callbacks: CallbackStore;
  readonly snapshot: () => Snapshot | undefined;
  readonly audit: AuditLog;
  /** The name under which others see who acts; default: the name of the actor's user, or else the account's. */
  readonly shownAs?: string;
}

export type DeskResult =
  | { readonly kind: 'done'; readonly item: CallbackItem }
  /** Somebody else has it: `item.taken.who`. */
  | { readonly kind: 'othersHaveIt'; readonly item: CallbackItem }
  /** It is done, or was closed automatically. */
  | { readonly kind: 'ended'; readonly item: CallbackItem }
  /** The caller was missed again, and that newer item waits. */
  | { readonly kind: 'newer'; readonly item: CallbackItem }
  /** It can be given to nobody of this name: only to users of its group. */
  | { readonly kind: 'noUser'; readonly item: CallbackItem }
  /** There is none, or it belongs to a group that the actor may not see. */
  | { readonly kind: 'unknown' };

const NOTE_LENGTH = 500;

/** For a group that is no longer configured. */
const GIVE_BACK_MIN = 60;

/** The most items in one list. */
export const MOST = 500;

/** The name under which others see the actor in the list. */
export function deskName(actor: Actor, snapshot: Snapshot | undefined): string {
  const user = actor.userId === undefined ? undefined : snapshot?.users.get(actor.userId);
  return user?.name ?? actor.name;
}

/** The name under which others see what the actor does. */
export function shownName({ shownAs, snapshot }: CallbackDesk, actor: Actor): string {
  return shownAs ?? deskName(actor, snapshot());
}

export interface Listing {
  readonly group?: string | undefined;
  /** `live`: who is waiting, the longest waiting first; `recent`: including items that have ended, the newest first. */
  readonly which: 'live' | 'recent';
  /** For `live`: continues after the item with this id. */
  readonly after?: string | undefined;
  /** Only those of one caller, as `wantedNumber` reads it; undefined: of all. */
  readonly caller?: WantedNumber | undefined;
  /** Default 500, which is also the maximum. */
  readonly limit?: number;
}

/**
 * Items of the groups that the actor may see. Empty when `after` is given and the actor may not see that item, or
 * there is none.
 */
export async function listCallbacks(
  desk: CallbackDesk,
  actor: Actor,
  listing: Listing,
): Promise<CallbackItem[]> {
  const { callbacks, snapshot } = desk;
  const limit = Math.min(listing.limit ?? MOST, MOST);
  const after = listing.after === undefined ? undefined : await seenCallback(desk, actor, listing.after);
  if (listing.after !== undefined && after === undefined) return [];
  const scope = scopeOf(actor, snapshot());
  const groups =
    listing.group !== undefined
      ? [listing.group].filter((group) => isIn(scope, group))
      : scope === 'all'
        ? [undefined]
        : [...scope];
  const { caller } = listing;
  const read = (group: string | undefined) =>
    listing.which === 'live'
      ? callbacks.live(group, { limit, after, caller })
      : callbacks.recent(limit, group, caller);
  const found = (await Promise.all(groups.map(read))).flat();
  const sorted =
    listing.which === 'live'
      ? found.toSorted(byWaiting)
      : found.toSorted((one, other) => other.lastAt.getTime() - one.lastAt.getTime());
  return sorted.slice(0, limit);
}

/** The order in which the store pages. */
function byWaiting(one: CallbackItem, other: CallbackItem): number {
  const apart = one.firstAt.getTime() - other.firstAt.getTime();
  return apart === 0 ? (one.id < other.id ? -1 : 1) : apart;
}

/** The item; undefined when there is none that the actor may see. */
export async function seenCallback(
  desk: CallbackDesk,
  actor: Actor,
  id: string,
): Promise<CallbackItem | undefined> {
  const item = await desk.callbacks.get(id);
  return item !== undefined && isIn(scopeOf(actor, desk.snapshot()), item.group) ? item : undefined;
}

/** How long somebody has an item before it is open again. */
export function holdMinutes({ group }: CallbackItem, snapshot: Snapshot | undefined): number {
  return snapshot?.groups.get(group)?.missed.giveBackMin ?? GIVE_BACK_MIN;
}

/** If two people take it at the same moment, only one gets it. */
export async function takeCallback(
  desk: CallbackDesk,
  actor: Actor,
  id: string,
  now: DateTime,
  minutes?: number,
): Promise<DeskResult> {
  const item = await seenCallback(desk, actor, id);
  if (item === undefined) return { kind: 'unknown' };
  const who = shownName(desk, actor);
  const until = now.plus({ minutes: minutes ?? holdMinutes(item, desk.snapshot()) }).toJSDate();
  const result = await desk.callbacks.take({ id, who, at: now.toJSDate(), until });
  switch (result.kind) {
    case 'taken':
      await noteCallbackChange(desk.audit, actor.name, 'callbackTaken', { before: item, after: result.item });
      return { kind: 'done', item: result.item };
    case 'has':
    case 'used':
      return result.item.taken?.who === who
        ? { kind: 'done', item: result.item }
        : { kind: 'othersHaveIt', item: result.item };
    case 'ended':
      return { kind: 'ended', item: result.item };
    case 'unknown':
      return { kind: 'unknown' };
  }
}

/** Allowed for the person who has the item, and for whoever is in charge. */
export async function giveBackCallback(desk: CallbackDesk, actor: Actor, id: string): Promise<DeskResult> {
  const item = await seenCallback(desk, actor, id);
  if (item === undefined) return { kind: 'unknown' };
  const who = isInCharge(actor) ? undefined : shownName(desk, actor);
  const given = await desk.callbacks.giveBack(id, who);
  if (given !== undefined) {
    await noteCallbackChange(desk.audit, actor.name, 'callbackGivenBack', { before: item, after: given });
    return { kind: 'done', item: given };
  }
  return whyNot(desk, actor, id);
}

/** Allowed for the person who has the item, for anybody if nobody has it, and for whoever is in charge. */
export async function finishCallback(
  desk: CallbackDesk,
  actor: Actor,
  id: string,
  given: { readonly note: string | undefined; readonly now: DateTime },
): Promise<DeskResult> {
  const item = await seenCallback(desk, actor, id);
  if (item === undefined) return { kind: 'unknown' };
  const who = shownName(desk, actor);
  if (isOthers(item, who, given.now) && !isInCharge(actor)) return { kind: 'othersHaveIt', item };
  const note = noteText(given.note ?? '');
  const result = await desk.callbacks.done({
    id,
    who,
    at: given.now.toJSDate(),
    note: note === '' ? undefined : note,
  });
  if (result.kind === 'unknown') return { kind: 'unknown' };
  if (result.kind === 'done') {
    await noteCallbackChange(desk.audit, actor.name, 'callbackDone', { before: item, after: result.item });
  }
  return { kind: result.kind === 'done' ? 'done' : 'ended', item: result.item };
}

/** Adds a note. Two people who write at the same moment both keep theirs; an unchanged text is no new note. */
export async function noteCallback(
  desk: CallbackDesk,
  actor: Actor,
  id: string,
  given: { readonly text: string; readonly now: DateTime },
): Promise<DeskResult> {
  const before = await seenCallback(desk, actor, id);
  if (before === undefined) return { kind: 'unknown' };
  const text = noteText(given.text);
  if (text === (before.note ?? '')) return { kind: 'done', item: before };
  const at = given.now.toJSDate();
  const item = await desk.callbacks.note({ id, text, who: shownName(desk, actor), at });
  if (item === undefined) return { kind: 'unknown' };
  await noteCallbackChange(desk.audit, actor.name, 'callbackNoted', { before, after: item });
  return { kind: 'done', item };
}

/** Somebody else has the item, and their time for it has not run out. */
export function isOthers({ taken }: CallbackItem, who: string, now: DateTime): boolean {
  return taken !== null && taken.who !== who && taken.until.getTime() > now.toMillis();
}

/** In one line, cut to its length. */
export function noteText(given: string): string {
  return oneLine(given).slice(0, NOTE_LENGTH);
}

async function whyNot(desk: CallbackDesk, actor: Actor, id: string): Promise<DeskResult> {
  const item = await seenCallback(desk, actor, id);
  if (item === undefined) return { kind: 'unknown' };
  if (item.state === 'taken') return { kind: 'othersHaveIt', item };
  // Nobody had it any more, so the wanted state is reached.
  return item.state === 'open' ? { kind: 'done', item } : { kind: 'ended', item };
}
