/** What the audit log keeps about a change in the call-back list. */
import type { AuditEvent, AuditLog } from '../../base/model/audit-event.js';
import type { CallbackItem } from '../../base/model/callback-item.js';

export type CallbackEvent = Extract<AuditEvent, `callback${string}`>;

/**
 * The item's state and who had it, before and after. Not the caller and not the text of a note: those are deleted
 * with the call, and the audit log is kept for longer.
 */
export function noteCallbackChange(
  audit: AuditLog,
  who: string,
  event: CallbackEvent,
  { before, after }: { readonly before: CallbackItem | undefined; readonly after: CallbackItem },
): Promise<void> {
  const because = after.ended?.because ?? undefined;
  const facts = {
    subject: `callback ${after.id}`,
    group: after.group,
    ...(event === 'callbackClosed' && because !== undefined && { because }),
  };
  const change = { before: before && shown(before), after: shown(after) };
  return audit.note(who, event, facts, change);
}

function shown({ state, taken, ended, note, count }: CallbackItem) {
  return { state, who: taken?.who ?? ended?.who ?? null, note: note !== null, calls: count };
}

/** A missed call has opened an item, or was added to one. */
export function noteMissed(audit: AuditLog, who: string, item: CallbackItem): Promise<void> {
  const isNew = item.count === 1;
  const before = isNew ? undefined : { ...item, count: item.count - 1 };
  return noteCallbackChange(audit, who, isNew ? 'callbackOpened' : 'callbackMissedAgain', {
    before,
    after: item,
  });
}
