/** The form that turns a switch: its answer when it is done, and the form shown again when its end is refused. */
import { endOf, neverChangesText } from '../../operations/switch-end.js';
import { actOnSwitch, type SwitchAction, type SwitchDesk } from '../../operations/switches.js';
import { fill } from '../language.js';
import { ownPath } from '../login/own-path.js';
import type { Visit } from '../pages.js';
import { switchView } from './outlook.js';
import type { RefusedEnd } from './picker.js';
import { switchTexts } from '../../words/words.js';

/** Longest text that is shown again. */
const MOST_KEPT = 200;

/**
 * `do` is on, off, clear or reset; `end`, `at` and `until` are the choice, the picked and the typed end.
 * @param showAgain shows the page with what was sent, after a refusal
 */
export async function turnSwitch(
  visit: Visit,
  desk: SwitchDesk,
  timezone: string,
  showAgain: (refused: RefusedEnd) => Promise<void>,
): Promise<void> {
  const { lang, now } = visit;
  const t = switchTexts[lang];
  const id = visit.param('id');
  const back = ownPath(visit.field('back'), '/switches');
  const sent = (name: string) => visit.field(name).slice(0, MOST_KEPT);
  const given = { chosen: sent('end'), typed: sent('until'), picked: sent('at') };
  const turn = turnOf(visit.field('do'));
  if (turn === undefined) {
    visit.refuse(422);
    return;
  }
  // Ending an override needs no end.
  const reading = endOf(turn.kind === 'turn' ? given : {}, { now, zone: timezone, lang });
  if (reading.kind === 'refused') {
    await showAgain({ id, ...given, field: reading.field, message: reading.message });
    return;
  }
  const action: SwitchAction = turn.kind === 'turn' ? { ...turn, end: reading.end } : turn;
  const result = await actOnSwitch(desk, id, action, { who: visit.actor.name, at: now.toJSDate() });
  const known = desk.snapshot()?.switches.get(id);
  if (result.kind === 'unknown' || known === undefined) {
    visit.redirect(back, t.gone);
    return;
  }
  const { name, state, until } = switchView(known, { lang, timezone, now });
  const told = [
    fill(t.turned, { name, state, until }),
    ...(result.neverChanges ? [neverChangesText(lang)] : []),
    ...(reading.note === undefined ? [] : [reading.note]),
  ];
  visit.redirect(back, told.join(' '));
}

function turnOf(word: string) {
  if (word === 'on' || word === 'off') return { kind: 'turn', on: word === 'on' } as const;
  return word === 'clear' || word === 'reset' ? ({ kind: word } as const) : undefined;
}
