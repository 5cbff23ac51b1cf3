/** The form that turns a switch: what happens on success, and how the form is shown again otherwise. */
import { DateTime } from 'luxon';
import type { Switch } from '../../../base/model/snapshot.js';
import { timesOf } from '../../../base/model/times.js';
import { chosenEnd, meantEnd } from '../../operations/meant-end.js';
import { neverChangesText, type SwitchEnd } from '../../operations/switch-end.js';
import { actOnSwitch, type SwitchAction, type SwitchDesk } from '../../operations/switches.js';
import { fill } from '../language.js';
import { ownPath } from '../login/own-path.js';
import type { Visit } from '../pages.js';
import { switchView, type SwitchReader } from './outlook.js';
import { typedAgain, type AgainShown } from './picker.js';
import { switchTexts } from '../../words/words.js';

/** Longest submitted text that is shown again. */
const MOST_KEPT = 200;

type ShowAgain = (again: AgainShown) => Promise<void>;

/**
 * Fields of the form: `do` is on, off, clear, reset, or ask, which asks for on or off. `end`, `at` and `until` are the
 * chosen, picked and typed end. `seen` and `shownAt` are the state that the form showed, and when. `zone` is the time
 * zone of its times.
 * @param showAgain shows the page with what was submitted if nothing was done
 */
export async function turnSwitch(
  visit: Visit,
  desk: SwitchDesk,
  timezone: string,
  showAgain: ShowAgain,
): Promise<void> {
  const { lang, now } = visit;
  const t = switchTexts[lang];
  const back = ownPath(visit.field('back'), '/switches');
  const order = orderOf(visit.field('do'));
  const known = desk.snapshot()?.switches.get(visit.param('id'));
  if (order === undefined) {
    visit.refuse(422);
    return;
  }
  if (known === undefined) {
    visit.redirect(back, t.gone);
    return;
  }
  const reader = { lang, timezone, now };
  const meant = meantBy(visit, known, order, reader);
  if (meant.kind === 'again') {
    await showAgain(meant.again);
    return;
  }
  const { sent, end, note } = meant;
  if (order.kind === 'ask') {
    await showAgain(asked(sent, meant, reader));
    return;
  }
  const action: SwitchAction = order.kind === 'turn' ? { kind: 'turn', on: order.on, end } : order;
  const seen = visit.field('seen');
  const by = { who: visit.actor.name, at: now.toJSDate(), seen: seen === '' ? undefined : seen };
  const result = await actOnSwitch(desk, known.id, action, by);
  const turned = desk.snapshot()?.switches.get(known.id);
  if (result.kind === 'unknown' || turned === undefined) {
    visit.redirect(back, t.gone);
    return;
  }
  // Pressing twice is not a conflict: the switch already is as wanted.
  if (result.kind === 'overtaken' && !result.asWanted) {
    await showAgain({ ...sent, why: 'overtaken', field: 'do', message: isNow(turned, reader) });
    return;
  }
  const { name, state, until } = switchView(turned, reader);
  const told = [
    fill(t.turned, { name, state, until }),
    ...(result.kind === 'done' && result.neverChanges ? [neverChangesText(lang)] : []),
    ...(note === undefined ? [] : [note]),
  ];
  visit.redirect(back, told.join(' '));
}

type Order =
  | { readonly kind: 'turn'; readonly on: boolean }
  | { readonly kind: 'clear' | 'reset' }
  /** Enter in a text field gives an end but neither on nor off. */
  | { readonly kind: 'ask' };

function orderOf(word: string): Order | undefined {
  if (word === 'on' || word === 'off') return { kind: 'turn', on: word === 'on' };
  return word === 'clear' || word === 'reset' || word === 'ask' ? { kind: word } : undefined;
}

/** What was submitted, to be shown again. */
type Sent = Pick<AgainShown, 'id' | 'wanted' | 'chosen' | 'typed' | 'picked' | 'back'>;

type Meant =
  | {
      readonly kind: 'meant';
      readonly sent: Sent;
      readonly end: SwitchEnd;
      readonly note: string | undefined;
    }
  | { readonly kind: 'again'; readonly again: AgainShown };

/** The end as shown or given. `again`: it cannot be read, or means another time since the form was shown. */
function meantBy(visit: Visit, known: Switch, order: Order, reader: SwitchReader): Meant {
  const { lang, timezone: zone, now } = reader;
  const field = (name: string) => visit.field(name).slice(0, MOST_KEPT);
  const fields = { end: field('end'), until: field('until'), at: field('at') };
  const asking = { one: known, now, zone, lang };
  const given = { chosen: chosenEnd(fields, asking), typed: fields.until, picked: fields.at };
  const wanted = order.kind === 'turn' ? order.on : undefined;
  const sent = { id: known.id, back: field('back'), wanted, ...given };
  // Ending an override needs no end time.
  if (order.kind === 'clear' || order.kind === 'reset') {
    return { kind: 'meant', sent, end: { kind: 'untilScheduleChanges' }, note: undefined };
  }
  const meant = meantEnd({ ...fields, shownAt: field('shownAt'), zone: field('zone') }, asking);
  if (meant.kind === 'meant') return { ...meant, sent };
  const { why, field: about, message, hasMoved } = meant;
  const told = hasMoved ? `${message} ${isNow(known, reader)}` : message;
  return { kind: 'again', again: { ...sent, why, field: about, message: told } };
}

/** `It is on now, until 26 Nov 2026, 08:00, then off: choose again.` */
function isNow(one: Switch, reader: SwitchReader): string {
  const { state, until } = switchView(one, reader);
  return fill(switchTexts[reader.lang].isNow, { state, until });
}

/** Asks for on or off. Shows the end as it was understood, so that it stays the same in the next submission. */
function asked(
  sent: Sent,
  { end, note }: Extract<Meant, { kind: 'meant' }>,
  { lang, timezone, now }: SwitchReader,
): AgainShown {
  const t = switchTexts[lang];
  if (end.kind !== 'until') return { ...sent, why: 'asked', field: 'do', message: t.ask };
  const question = fill(t.askUntil, { at: timesOf(lang, timezone).moment(end.at) });
  const message = [question, ...(note === undefined ? [] : [note])].join(' ');
  const given = typedAgain(DateTime.fromJSDate(end.at, { zone: timezone }), now, lang);
  return { ...sent, ...given, chosen: 'own', why: 'asked', field: 'do', message };
}
