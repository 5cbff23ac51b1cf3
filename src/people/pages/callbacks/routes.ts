/** The shared call-back list: who is waiting for a call, and who will make it. */
import { wantedNumber } from '../../../base/configuration/typed-caller.js';
import { seesMasked, visibleGroups } from '../../access/permissions.js';
import {
  deskName,
  finishCallback,
  giveBackCallback,
  listCallbacks,
  noteCallback,
  takeCallback,
  type DeskResult,
} from '../../operations/callbacks.js';
import { callBack, ownExtension, type PlaceDesk } from '../../operations/place-call.js';
import { PICKER_SCRIPTS, PICKER_STYLES } from '../forms/pickers.js';
import { fill } from '../language.js';
import { ownPath } from '../login/own-path.js';
import type { Pages, Visit } from '../pages.js';
import { placedText } from './place.js';
import { listView, momentText, type ListInput } from './view.js';
import { callbackTexts } from '../../words/words.js';

/** Items on one page, which reloads every few seconds. */
const SHOWN = 100;

/** Longest number that can be searched for. */
const MOST_TYPED = 60;

export function callbackPages(pages: Pages, desk: PlaceDesk): void {
  pages.get('/callbacks', 'callbacks.read', async (visit) => {
    const { status, ...view } = await list(visit, desk);
    const page = { scripts: [...PICKER_SCRIPTS, 'refresh.js'], styles: PICKER_STYLES };
    visit.show('callbacks', callbackTexts, { ...view, ...page }, status);
  });
  pages.get('/callbacks/list', 'callbacks.read', async (visit) => {
    visit.part('callback-list', callbackTexts, await list(visit, desk));
  });
  pages.post('/callbacks/:id/take', 'callbacks.write', async (visit) => {
    const result = await takeCallback(desk, visit.actor, visit.param('id'), visit.now);
    const until = result.kind === 'done' ? (result.item.taken?.until ?? visit.now.toJSDate()) : undefined;
    const t = callbackTexts[visit.lang];
    const timezone = desk.snapshot()?.settings.timezone ?? 'utc';
    answer(
      visit,
      result,
      until === undefined
        ? ''
        : fill(t.gotIt, { until: momentText(until, { timezone, now: visit.now, lang: visit.lang }) }),
    );
  });
  pages.post('/callbacks/:id/call', 'calls.place', async (visit) => {
    const result = await callBack(desk, visit.actor, visit.param('id'), visit.now);
    visit.redirect(ownPath(visit.field('back'), '/callbacks'), placedText(result, visit.lang));
  });
  pages.post('/callbacks/:id/give-back', 'callbacks.write', async (visit) => {
    const result = await giveBackCallback(desk, visit.actor, visit.param('id'));
    answer(visit, result, callbackTexts[visit.lang].givenBack);
  });
  pages.post('/callbacks/:id/done', 'callbacks.write', async (visit) => {
    const given = { note: visit.field('note'), now: visit.now };
    const result = await finishCallback(desk, visit.actor, visit.param('id'), given);
    answer(visit, result, callbackTexts[visit.lang].finished);
  });
  pages.post('/callbacks/:id/note', 'callbacks.write', async (visit) => {
    const result = await noteCallback(desk, visit.actor, visit.param('id'), {
      text: visit.field('note'),
      now: visit.now,
    });
    answer(visit, result, callbackTexts[visit.lang].noted);
  });
}

async function list(visit: Visit, desk: PlaceDesk) {
  const { actor, lang, now } = visit;
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
  const visible = visibleGroups(actor, snapshot);
  const groups = [...(snapshot?.groups.values() ?? [])].filter(
    ({ number }) => visible === 'all' || visible.has(number),
  );
  const reader = {
    who: deskName(actor, snapshot),
    isAdmin: actor.role === 'admin',
    lang,
    now,
    snapshot,
    mayWrite: actor.permissions.has('callbacks.write'),
    extension: actor.permissions.has('calls.place') ? ownExtension(actor, snapshot) : undefined,
  };
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

function answer(visit: Visit, result: DeskResult, success: string): void {
  const t = callbackTexts[visit.lang];
  const words = {
    done: success,
    othersHaveIt: 'item' in result ? fill(t.others, { who: result.item.taken?.who ?? '' }) : '',
    ended: t.ended,
    unknown: t.gone,
  };
  visit.redirect(ownPath(visit.field('back'), '/callbacks'), words[result.kind]);
}
