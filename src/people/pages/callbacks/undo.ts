/** What a person has just done to a call-back can be undone by one click on the page behind it. */
import { seenCallback, shownName, type CallbackDesk } from '../../operations/callbacks.js';
import type { Visit } from '../pages.js';

const PARAMETER = 'undo';

const UNDOING = { take: 'give-back', done: 'reopen' } as const;

type Undoable = keyof typeof UNDOING;

/** The path of the page, which then offers to undo it. */
export function withUndo(path: string, act: Undoable, id: string): string {
  const [page = '', query = ''] = path.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set(PARAMETER, `${act}:${id}`);
  return `${page}?${parameters.toString()}`;
}

/** Where the form leads that undoes it; null: there is nothing to undo, or not any more. */
export async function undoOf(visit: Visit, desk: CallbackDesk): Promise<{ readonly path: string } | null> {
  const [act = '', id = ''] = visit.query(PARAMETER)?.split(':', 2) ?? [];
  if (!Object.hasOwn(UNDOING, act) || !visit.actor.permissions.has('callbacks.write')) return null;
  const item = await seenCallback(desk, visit.actor, id);
  if (item === undefined) return null;
  // Somebody else may have taken or done it since: an administrator would take that back.
  const { state, taken, ended } = item;
  const doneBy = act === 'take' ? state === 'taken' && taken?.who : state === 'done' && ended?.who;
  if (doneBy !== shownName(desk, visit.actor)) return null;
  return { path: `/callbacks/${encodeURIComponent(id)}/${UNDOING[act as Undoable]}` };
}
