/** Notes on calls, as call-backs have them: for pages and interface. */
import type { DateTime } from 'luxon';
import type { AuditLog } from '../../base/model/audit-event.js';
import type { CallRecord } from '../../base/model/call-record.js';
import type { CallbackNote } from '../../base/model/callback-item.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import type { CallNoteStore } from '../../base/store/call-notes.js';
import type { CallStore } from '../../base/store/calls.js';
import { scopeOf, type Actor } from '../access/permissions.js';
import { deskName, noteText, seenCallback, type CallbackDesk } from './callbacks.js';

export interface CallNoteDesk {
  readonly calls: Pick<CallStore, 'seen'>;
  readonly notes: CallNoteStore;
  readonly snapshot: () => Snapshot | undefined;
  readonly audit: AuditLog;
}

/** Whoever works the call-back list and sees calls. */
export const mayNoteCalls = ({ permissions }: Pick<Actor, 'permissions'>): boolean =>
  permissions.has('calls.read') && permissions.has('callbacks.write');

/** Of one call, oldest first. Errors: the database's. */
export async function notesOfCall(notes: CallNoteStore, id: string): Promise<readonly CallbackNote[]> {
  return (await notes.of([id]))[0]?.notes ?? [];
}

/** The newest note of each call that has one. */
export async function newestNotes(
  notes: Pick<CallNoteStore, 'of'>,
  calls: readonly Pick<CallRecord, '_id'>[],
): Promise<ReadonlyMap<string, string>> {
  const found = await notes.of(calls.map(({ _id }) => _id));
  return new Map(
    found.flatMap(({ id, notes: all }) => {
      const newest = all.at(-1)?.note ?? '';
      return newest === '' ? [] : [[id, newest] as const];
    }),
  );
}

/**
 * Adds a note; an unchanged text is no new note, an empty one says that the note before does not hold any more. The notes
 * then; undefined: there is no such call in a group that the actor may see, or the actor may not. Errors: the database's.
 */
export async function noteCall(
  desk: CallNoteDesk,
  actor: Actor,
  id: string,
  given: { readonly text: string; readonly now: DateTime },
): Promise<readonly CallbackNote[] | undefined> {
  const record = mayNoteCalls(actor) ? await desk.calls.seen(id, scopeOf(actor, desk.snapshot())) : undefined;
  if (record === undefined) return undefined;
  const before = await notesOfCall(desk.notes, id);
  const text = noteText(given.text);
  if (text === (before.at(-1)?.note ?? '')) return before;
  const who = deskName(actor, desk.snapshot());
  const { notes } = await desk.notes.add(record, { text, who, at: given.now.toJSDate() });
  // Not the text, which is deleted with the call: the audit log is kept for longer.
  const facts = { subject: `call ${id}`, group: record.group.number };
  const told = (all: readonly CallbackNote[]) => ({ note: (all.at(-1)?.note ?? '') !== '' });
  await desk.audit.note(actor.name, 'callNoted', facts, { before: told(before), after: told(notes) });
  return notes;
}

/** A note, and whether it was written on the call-back or on one of its calls. */
export interface PlacedNote {
  readonly at: Date | null;
  readonly who: string;
  readonly note: string;
  readonly on: 'call' | 'callback';
}

/** All notes about a call: its own, and those of the call-back that it is in, if the actor sees it. Oldest first. */
export async function notesAroundCall(
  { notes, callbacks }: { readonly notes: CallNoteStore; readonly callbacks: CallbackDesk },
  actor: Actor,
  { _id, channel }: CallRecord,
): Promise<readonly PlacedNote[]> {
  const maySee = actor.permissions.has('callbacks.read');
  const [own, item] = await Promise.all([
    notesOfCall(notes, _id),
    maySee ? callbackOf(callbacks, actor, channel) : undefined,
  ]);
  return inOrder(own, item === undefined ? [] : notesOfItem(item));
}

/** The call-back in which the call is counted, if the actor may see it: a call is in one at most. */
async function callbackOf(desk: CallbackDesk, actor: Actor, channel: string) {
  const id = await desk.callbacks.ofCall(channel);
  return id === undefined ? undefined : seenCallback(desk, actor, id);
}

/** All notes about a call-back: its own, and those on its calls. Oldest first. */
export async function notesAroundCallback(
  notes: Pick<CallNoteStore, 'of'>,
  item: Parameters<typeof notesOfItem>[0],
): Promise<readonly PlacedNote[]> {
  const own = (await notes.of(item.calls.map(({ record }) => record))).flatMap(({ notes: all }) => all);
  return inOrder(own, notesOfItem(item));
}

interface Noted {
  readonly notes: readonly CallbackNote[];
  readonly note: string | null;
  readonly calls: readonly { readonly record: string }[];
}

/** One from before release 1.1 stands alone, without who and when. */
function notesOfItem({ notes, note }: Noted): readonly Omit<PlacedNote, 'on'>[] {
  if (notes.length > 0) return notes;
  return note === null ? [] : [{ at: null, who: '', note }];
}

function inOrder(
  ofCalls: readonly CallbackNote[],
  ofCallbacks: readonly Omit<PlacedNote, 'on'>[],
): readonly PlacedNote[] {
  return [
    ...ofCalls.map((one): PlacedNote => ({ ...one, on: 'call' })),
    ...ofCallbacks.map((one): PlacedNote => ({ ...one, on: 'callback' })),
  ]
    .filter(({ note }) => note !== '')
    .toSorted((one, other) => (one.at?.getTime() ?? 0) - (other.at?.getTime() ?? 0));
}
