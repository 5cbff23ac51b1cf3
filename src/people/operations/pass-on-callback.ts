/** Call-backs that somebody else is to do, or that are to be done after all. */
import type { DateTime } from 'luxon';
import { noteCallbackChange } from '../../afterwards/missed/audit-entry.js';
import { isMember } from '../../base/model/member.js';
import type { CallbackItem } from '../../base/model/callback-item.js';
import type { Snapshot, User } from '../../base/model/snapshot.js';
import { isInCharge, type Actor } from '../access/permissions.js';
import { holdMinutes, seenCallback, shownName, type CallbackDesk, type DeskResult } from './callbacks.js';

/** Undoes an end, whoever or whatever ended the item. It belongs to nobody then. */
export async function reopenCallback(desk: CallbackDesk, actor: Actor, id: string): Promise<DeskResult> {
  const before = await seenCallback(desk, actor, id);
  if (before === undefined) return { kind: 'unknown' };
  const result = await desk.callbacks.reopen(id);
  switch (result.kind) {
    case 'open':
      await noteCallbackChange(desk.audit, actor.name, 'callbackReopened', { before, after: result.item });
      return { kind: 'done', item: result.item };
    case 'live':
      return { kind: 'done', item: result.item };
    case 'newer':
      return { kind: 'newer', item: before };
    case 'unknown':
      return { kind: 'unknown' };
  }
}

/** Who can be given a call-back: the users of its group. */
export function assignable({ group }: CallbackItem, snapshot: Snapshot | undefined): readonly User[] {
  const of = snapshot?.groups.get(group);
  return of === undefined ? [] : [...(snapshot?.users.values() ?? [])].filter((user) => isMember(of, user));
}

/** Allowed for the person who has the item, for anybody if nobody has it, and for whoever is in charge. */
export async function assignCallback(
  desk: CallbackDesk,
  actor: Actor,
  id: string,
  { userId, now }: { readonly userId: string; readonly now: DateTime },
): Promise<DeskResult> {
  const before = await seenCallback(desk, actor, id);
  if (before === undefined) return { kind: 'unknown' };
  const user = assignable(before, desk.snapshot()).find((one) => one.id === userId);
  if (user === undefined) return { kind: 'noUser', item: before };
  const result = await desk.callbacks.assign({
    id,
    to: user.name,
    from: isInCharge(actor) ? undefined : shownName(desk, actor),
    at: now.toJSDate(),
    until: now.plus({ minutes: holdMinutes(before, desk.snapshot()) }).toJSDate(),
  });
  switch (result.kind) {
    case 'taken':
      await noteCallbackChange(desk.audit, actor.name, 'callbackAssigned', { before, after: result.item });
      return { kind: 'done', item: result.item };
    case 'has':
    case 'used':
      return { kind: 'othersHaveIt', item: result.item };
    case 'ended':
      return { kind: 'ended', item: result.item };
    case 'unknown':
      return { kind: 'unknown' };
  }
}
