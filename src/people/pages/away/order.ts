/** The forms that send somebody away from a group or bring somebody back: read, carried out, and answered. */
import { setAway, type AwayDesk, type AwayOrder, type AwayResult } from '../../operations/away.js';
import { zoneOf } from '../../../calls/routing/user-zone.js';
import { chosenEnd, meantEnd } from '../../operations/meant-end.js';
import type { Permission } from '../../access/permissions.js';
import { fill } from '../language.js';
import type { Visit } from '../pages.js';
import type { AwayAgain } from './section.js';
import { nobodyText, untilText, type AwayReader } from './texts.js';
import { awayTexts } from '../../words/words.js';

/** Longest submitted text that is shown again. */
const MOST_KEPT = 200;

export interface AwayForm {
  /** What whoever sends it must be allowed to besides, because `showAgain` shows it; default: nothing. */
  readonly needs?: Permission;
  /** The path of the page. */
  readonly back: string;
  /** Whom the form is about; `group` undefined: all groups. */
  readonly userId: string;
  readonly group: string | undefined;
  /** Which of both the form lets choose. */
  readonly chosen: 'group' | 'user';
  readonly isOwn: boolean;
  /** The group's zone on its page; undefined: the user's. */
  readonly zone: string | undefined;
  /** Shows the page again with what was submitted. */
  readonly showAgain: (again: AwayAgain) => Promise<void> | void;
}

/**
 * Fields of the form: `do` is away or back. `end`, `at` and `until` are the chosen, picked and typed end; `shownAt` and
 * `zone` are when the form was shown and the time zone of its times.
 */
export async function orderAway(visit: Visit, desk: AwayDesk, form: AwayForm): Promise<void> {
  const { lang, now, actor } = visit;
  const { userId, group, back, isOwn, needs } = form;
  if (needs !== undefined && !actor.permissions.has(needs)) {
    visit.refuse(403);
    return;
  }
  const word = visit.field('do');
  const snapshot = desk.snapshot();
  const user = snapshot?.users.get(userId);
  if (word !== 'away' && word !== 'back') {
    visit.refuse(422);
    return;
  }
  if (snapshot === undefined || user === undefined) {
    visit.redirect(back, awayTexts[lang].unknownUser);
    return;
  }
  const reader = { lang, now, zone: form.zone ?? zoneOf(user, snapshot) };
  const meant = word === 'back' ? BACK : meantByForm(visit, form, reader);
  if (meant.kind === 'again') {
    await form.showAgain(meant.again);
    return;
  }
  const order: AwayOrder = { userId, group, to: meant.to };
  let result: AwayResult;
  try {
    result = await setAway(desk, order, {
      who: actor.name,
      at: now.toJSDate(),
      // Everybody may be away, from whatever group.
      scope: isOwn ? 'all' : visit.scope,
    });
  } catch {
    // Whatever the reason, the state was not stored; calls follow the last one that was.
    visit.refuse(503, awayTexts[lang].notSaved);
    return;
  }
  const notes = meant.note === undefined ? [] : [meant.note];
  visit.redirect(back, [...resultTexts(result, order, isOwn, reader), ...notes].join(' '));
}

type Meant =
  | { readonly kind: 'meant'; readonly to: AwayOrder['to']; readonly note: string | undefined }
  | { readonly kind: 'again'; readonly again: AwayAgain };

const BACK: Meant = { kind: 'meant', to: { kind: 'back' }, note: undefined };

function meantByForm(visit: Visit, form: AwayForm, { lang, now, zone }: AwayReader): Meant {
  const field = (name: string) => visit.field(name).slice(0, MOST_KEPT);
  const fields = { end: field('end'), until: field('until'), at: field('at') };
  const asking = { one: undefined, now, zone, lang };
  const meant = meantEnd({ ...fields, shownAt: field('shownAt'), zone: field('zone') }, asking);
  if (meant.kind === 'meant') {
    const { end, note } = meant;
    return { kind: 'meant', to: { kind: 'away', until: end.kind === 'until' ? end.at : undefined }, note };
  }
  return {
    kind: 'again',
    again: {
      who: form.chosen === 'group' ? (form.group ?? '') : form.userId,
      chosen: chosenEnd(fields, asking),
      typed: fields.until,
      picked: fields.at,
      field: meant.field,
      message: meant.message,
    },
  };
}

/** What is told afterwards: the state, and what callers get where nobody is left. */
function resultTexts(result: AwayResult, order: AwayOrder, isOwn: boolean, reader: AwayReader): string[] {
  const { lang } = reader;
  const t = awayTexts[lang];
  if (result.kind !== 'done') return [t[result.kind]];
  const { affected, now } = result;
  const names = order.group === undefined ? t.inAllGroups : affected.map(({ name }) => name).join(', ');
  const who = { groups: names, name: now.user.name };
  if (order.to.kind === 'back') return [fill(isOwn ? t.ownIsBack : t.isBack, who)];
  const { until } = order.to;
  const [open, ends] = isOwn ? [t.ownIsAway, t.ownIsAwayUntil] : [t.isAway, t.isAwayUntil];
  const at = now.all?.until ?? affected[0]?.away?.until;
  const state =
    until === undefined || at === undefined
      ? fill(open, who)
      : fill(ends, { ...who, until: untilText(at, reader) });
  const alone = affected.flatMap(({ name, nobodyLeft: to }) => nobodyText(name, to, lang) ?? []);
  return [state, ...(isOwn && alone.length > 0 ? [t.last] : []), ...alone];
}
