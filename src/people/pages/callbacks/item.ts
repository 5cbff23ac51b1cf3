/** One call-back with all that is known of it, and the one that is to be done next. */
import { missedText } from '../../../calls/words/words.js';
import { timesOf } from '../../../base/model/times.js';
import type { CallbackItem } from '../../../base/model/callback-item.js';
import { listCallbacks, seenCallback, type CallbackDesk } from '../../operations/callbacks.js';
import { assignable } from '../../operations/pass-on-callback.js';
import type { CallNoteStore } from '../../../base/store/call-notes.js';
import { notesAroundCallback } from '../../operations/call-notes.js';
import { blockPath } from '../blocked/routes.js';
import { callPath } from '../calls/view.js';
import type { Visit } from '../pages.js';
import { shownNotes } from './notes.js';
import { readerOf } from './reader.js';
import { undoOf } from './undo.js';
import { itemView } from './view.js';
import { callbackTexts, callTexts } from '../../words/words.js';

/** So many are looked through for the next one that nobody else has. */
const LOOKED = 500;

const ASSETS = { scripts: ['callbacks.js'], styles: ['callbacks.css'] };

export interface ItemUse {
  readonly desk: CallbackDesk;
  /** On the item's calls. */
  readonly notes: Pick<CallNoteStore, 'of'>;
}

export async function itemPage(visit: Visit, use: ItemUse): Promise<void> {
  const { desk } = use;
  const item = await seenCallback(desk, visit.actor, visit.param('id'));
  if (item === undefined) visit.refuse(404, callbackTexts[visit.lang].gone);
  else
    visit.show('callback-item', callbackTexts, {
      ...(await wholeView(item, visit, use, pathOf(item))),
      skip: null,
    });
}

/** The own call-back that waits longest, or else the open one that does; one after another, for whoever does only this. */
export async function nextPage(visit: Visit, use: ItemUse): Promise<void> {
  const { desk } = use;
  const { actor, now, query, lang } = visit;
  const reader = readerOf(visit, desk.snapshot());
  const waiting = await listCallbacks(desk, actor, { which: 'live', limit: LOOKED });
  const free = ({ taken }: CallbackItem) => taken === null || taken.until.getTime() <= now.toMillis();
  const own = waiting.filter((item) => item.taken?.who === reader.who && !free(item));
  const mine = [...own, ...waiting.filter(free)];
  const at = mine.findIndex(({ id }) => id === query('after')) + 1;
  const item = mine[at] ?? mine[0];
  const following = item === undefined ? undefined : mine[mine.indexOf(item) + 1];
  const undo = await undoOf(visit, desk);
  const title = callbackTexts[lang].nextTitle;
  if (item === undefined) {
    visit.show('callback-item', callbackTexts, {
      ...ASSETS,
      title,
      none: true,
      undo,
      back: '/callbacks/next',
    });
    return;
  }
  const skip =
    following === undefined ? null : `/callbacks/next?${new URLSearchParams({ after: item.id }).toString()}`;
  visit.show('callback-item', callbackTexts, {
    ...(await wholeView(item, visit, use, '/callbacks/next')),
    title,
    undo,
    waiting: callbackTexts[lang].waitingNow(mine.length),
    skip,
  });
}

const pathOf = ({ id }: CallbackItem): string => `/callbacks/${encodeURIComponent(id)}`;

async function wholeView(item: CallbackItem, visit: Visit, { desk, notes }: ItemUse, back: string) {
  const { lang, actor } = visit;
  const snapshot = desk.snapshot();
  const timezone = snapshot?.groups.get(item.group)?.timezone ?? snapshot?.settings.timezone ?? 'utc';
  const times = timesOf(lang, timezone);
  const reader = readerOf(visit, snapshot);
  const view = itemView(item, reader);
  const mayOpenCalls = actor.permissions.has('calls.read');
  const isAdministered = actor.permissions.has('config.write');
  const newest = item.calls.at(-1);
  return {
    ...view,
    title: view.name === null ? view.number : `${view.name}, ${view.number}`,
    back,
    ...ASSETS,
    waiting: null,
    undo: null,
    none: false,
    calls: item.calls.toReversed().map(({ record, at, why }) => ({
      at: times.moment(at),
      why: missedText(why, lang),
      path: mayOpenCalls ? callPath(record) : null,
    })),
    block: isAdministered && newest !== undefined ? blockPath(newest.record) : null,
    blockText: callTexts[lang].block,
    notes: shownNotes(await notesAroundCallback(notes, item), 'callback', lang, timezone),
    people: view.mayAssign
      ? assignable(item, snapshot).map(({ id, name }) => ({ id, name, selected: name === item.taken?.who }))
      : [],
  };
}
