/** The queries and updates of callbacks.ts. Pure. */
import type { QueryFilter, UpdateQuery } from 'mongoose';
import type { MissedCall } from '../model/callback-item.js';
import type { WantedNumber } from '../model/wanted-caller.js';
import type { CallbackDocument } from './callback-document.js';
import type { CallbackKey, Closing, Noting } from './callback-store.js';

/** How many missed calls an item lists in full; `count` counts all. */
const CALLS_KEPT = 20;

/** How many notes an item keeps. */
const NOTES_KEPT = 50;

/** How many channels an item remembers, so that none is counted twice. */
const CHANNELS_KEPT = 200;

/** Fields that an item has while somebody has it. */
export const NOT_TAKEN = { takenBy: 1, takenAt: 1, takenUntil: 1 } as const;

/** Fields that only an ended item has. */
export const NOT_ENDED = { endedAt: 1, endedBy: 1, endedBecause: 1 } as const;

/** Fields that an item has while somebody is calling the caller. */
export const NOT_CALLING = { callingBy: 1, callingAt: 1, callingUntil: 1 } as const;

/** Fields that an ended item does not have. */
export const NOT_LIVE = { live: 1, noticeAt: 1, noticeHeld: 1, takenUntil: 1, ...NOT_CALLING } as const;

/** The range on `firstAt` comes first so that the index is used; ids decide only between items of the same moment. */
export function behind({ firstAt, id }: CallbackKey): QueryFilter<CallbackDocument> {
  return {
    firstAt: { $gte: firstAt },
    $and: [{ $or: [{ firstAt: { $gt: firstAt } }, { firstAt, _id: { $gt: id } }] }],
  };
}

/** An item's key is the E.164 number, or the number as received. */
function ofCaller(caller: WantedNumber | undefined): QueryFilter<CallbackDocument> {
  if (caller === undefined) return {};
  const numbers = caller.e164 === undefined ? [caller.number] : [caller.e164, caller.number];
  if (caller.kind === 'whole') return { key: { $in: numbers } };
  return { $or: numbers.map((number) => ({ key: { $gte: number, $lt: `${number}\uffff` } })) };
}

/** Of one group, or of all; of one caller, or of all. */
export function listed(
  group: string | undefined,
  caller: WantedNumber | undefined,
): QueryFilter<CallbackDocument> {
  return { ...(group !== undefined && { group }), ...ofCaller(caller) };
}

export function counting(call: MissedCall) {
  return {
    $inc: { count: 1 },
    $max: { lastAt: call.at },
    $push: {
      calls: { $each: [call], $slice: -CALLS_KEPT },
      channels: { $each: [call.channel], $slice: -CHANNELS_KEPT },
    },
  };
}

/** Nobody has it, or not any more. */
export function free(at: Date) {
  return { $or: [{ state: 'open' as const }, { state: 'taken' as const, takenUntil: { $lte: at } }] };
}

/** Adds a note: nobody's note replaces another one. */
export function noting({ text, who, at }: Omit<Noting, 'id'>) {
  return {
    $set: { note: text },
    $push: { notes: { $each: [{ at, who, note: text }], $slice: -NOTES_KEPT } },
  };
}

export function unused(link: string | undefined) {
  return link === undefined ? {} : { usedLinks: { $ne: link } };
}

export function using(link: string | undefined) {
  return { $push: link === undefined ? {} : { usedLinks: link } };
}

export function ended({ because, at, who }: Closing): UpdateQuery<CallbackDocument> {
  return {
    $set: { state: 'closed', endedAt: at, endedBecause: because, ...(who !== null && { endedBy: who }) },
    $unset: NOT_LIVE,
    $inc: { version: 1 },
  };
}

export function hoursBefore(at: Date, hours: number): Date {
  return new Date(at.getTime() - hours * 3_600_000);
}
