/** The shared call-back list: who is waiting for a call, and who will make it. */
import type { CallbackItem } from '../../../base/model/callback-item.js';
import { wantedNumber } from '../../../base/configuration/typed-caller.js';
import { seesMasked } from '../../access/permissions.js';
import {
  finishCallback,
  giveBackCallback,
  listCallbacks,
  noteCallback,
  takeCallback,
  type DeskResult,
} from '../../operations/callbacks.js';
import { assignCallback, reopenCallback } from '../../operations/pass-on-callback.js';
import { callBack, type PlaceDesk } from '../../operations/place-call.js';
import { PICKER_SCRIPTS, PICKER_STYLES } from '../forms/pickers.js';
import { fill, type Language } from '../language.js';
import { ownPath } from '../login/own-path.js';
import { groupsIn } from '../../operations/seen.js';
import type { Pages, Visit } from '../pages.js';
import { itemPage, nextPage, type ItemUse } from './item.js';
import { placedText } from './place.js';
import { readerOf } from './reader.js';
import { undoOf, withUndo } from './undo.js';
import { listView, momentText, type ListInput } from './view.js';
import { callbackTexts } from '../../words/words.js';

/** Items on one page, which reloads every few seconds. */
const SHOWN = 100;

/** Longest number that can be searched for. */
const MOST_TYPED = 60;

export function callbackPages(pages: Pages, desk: PlaceDesk, notes: ItemUse['notes']): void {
  pages.get('/callbacks', 'callbacks.read', async (visit) => {
    const { status, ...view } = await list(visit, desk);
    const scripts = [...PICKER_SCRIPTS, 'refresh.js', 'callbacks.js'];
    const undo = await undoOf(visit, desk);
    visit.show(
      'callbacks',
      callbackTexts,
      { ...view, undo, scripts, styles: [...PICKER_STYLES, 'callbacks.css'] },
      status,
    );
  });
  pages.get('/callbacks/list', 'callbacks.read', async (visit) => {
    visit.part('callback-list', callbackTexts, await list(visit, desk));
  });
  pages.get('/callbacks/next', 'callbacks.read', (visit) => nextPage(visit, { desk, notes }));
  pages.get('/callbacks/:id', 'callbacks.read', (visit) => itemPage(visit, { desk, notes }));
  pages.post('/callbacks/:id/call', 'calls.place', async (visit) => {
    const result = await callBack(desk, visit.actor, visit.param('id'), visit.now);
    visit.redirect(ownPath(visit.field('back'), '/callbacks'), placedText(result, visit.lang));
  });
  changes(pages, desk);
}

/** What changes an item, each on its own path. */
function changes(pages: Pages, desk: PlaceDesk): void {
  const change = (act: string, work: (visit: Visit, id: string) => Promise<DeskResult>, success: Success) =>
    pages.post(`/callbacks/:id/${act}`, 'callbacks.write', async (visit) =>
      answer(visit, act, await work(visit, visit.param('id')), success),
    );
  change(
    'take',
    ({ actor, now }, id) => takeCallback(desk, actor, id, now),
    (t, item, visit) => {
      const timezone = desk.snapshot()?.settings.timezone ?? 'utc';
      const until = item.taken?.until ?? visit.now.toJSDate();
      return fill(t.gotIt, { until: momentText(until, { timezone, now: visit.now, lang: visit.lang }) });
    },
  );
  change(
    'give-back',
    ({ actor }, id) => giveBackCallback(desk, actor, id),
    (t) => t.givenBack,
  );
  change(
    'reopen',
    ({ actor }, id) => reopenCallback(desk, actor, id),
    (t) => t.givenBack,
  );
  change(
    'assign',
    ({ actor, now, field }, id) => assignCallback(desk, actor, id, { userId: field('user'), now }),
    (t, item) => fill(t.givenTo, { who: item.taken?.who ?? '' }),
  );
  change(
    'done',
    ({ actor, now, field }, id) => finishCallback(desk, actor, id, { note: field('note'), now }),
    (t) => t.finished,
  );
  change(
    'note',
    ({ actor, now, field }, id) => noteCallback(desk, actor, id, { text: field('note'), now }),
    (t) => t.noted,
  );
}

type Success = (t: (typeof callbackTexts)[Language], item: CallbackItem, visit: Visit) => string;

async function list(visit: Visit, desk: PlaceDesk) {
  const { actor } = visit;
  const snapshot = desk.snapshot();
  const which = visit.query('which') === 'recent' ? 'recent' : 'live';
  const group = visit.query('group');
  const after = which === 'live' ? visit.query('after') : undefined;
  const typed = visit.query('caller')?.trim().slice(0, MOST_TYPED) ?? '';
  const caller = wantedNumber(typed, snapshot?.settings.country ?? 'DE');
  const isFaulty = typed !== '' && caller === undefined;
  const items = isFaulty
    ? []
    : await listCallbacks(desk, actor, { group, which, after, caller, limit: SHOWN });
  const groups = groupsIn(visit.scope, snapshot);
  const reader = readerOf(visit, snapshot);
  const isMasked = seesMasked(actor);
  const listing: ListInput = {
    items,
    group,
    which,
    groups,
    after,
    caller: typed,
    isFaulty,
    isMasked,
    most: SHOWN,
  };
  return { ...listView(listing, reader), status: isFaulty ? 422 : 200 };
}

/** Goes back to the page of the form, which offers to undo what was done. */
function answer(visit: Visit, act: string, result: DeskResult, success: Success): void {
  const t = callbackTexts[visit.lang];
  const back = ownPath(visit.field('back'), '/callbacks');
  if (result.kind === 'done') {
    const { item } = result;
    const isUndoable = act === 'take' || act === 'done';
    visit.redirect(isUndoable ? withUndo(back, act, item.id) : back, success(t, item, visit));
    return;
  }
  const words = {
    othersHaveIt: 'item' in result ? fill(t.others, { who: result.item.taken?.who ?? '' }) : '',
    ended: t.ended,
    newer: t.newer,
    noUser: t.noUser,
    unknown: t.gone,
  };
  visit.redirect(back, words[result.kind]);
}
