/** Switches: their state and who changed it, turning and overriding, and their settings. */
import type { DateTime } from 'luxon';
import type { Configuration } from '../../configuration/schema.js';
import { timesOf } from '../../model/times.js';
import { END_CHOICES, endOf, momentOfChoice, type SwitchEnd } from '../../operations/switch-end.js';
import { actOnSwitch, type SwitchAction, type SwitchDesk } from '../../operations/switches.js';
import { readSwitch } from '../../routing/switch-state.js';
import type { StoredSwitchState } from '../../store/switch-states.js';
import { partPages, type PartPagesUse } from '../configuration/part-pages.js';
import { weekPicture } from '../forms/week-picture.js';
import { fill, type Language } from '../language.js';
import { ownPath } from '../login/own-path.js';
import type { Pages, Visit } from '../pages.js';
import { switchWhyText } from '../reason-text.js';
import { BLANK_SWITCH, FRESH_SWITCH, switchSections } from './form.js';
import { switchTexts } from './texts.js';

export function switchPages(pages: Pages, use: PartPagesUse & { readonly desk: SwitchDesk }): void {
  const { desk, timezone } = use;
  pages.get('/switches', 'config.read', async (visit) => {
    const { configuration } = await use.editor.configuration();
    const states = new Map((await desk.switchStates.all()).map((state) => [state.id, state]));
    visit.show(
      'switches',
      switchTexts,
      listView(configuration, states, { visit, desk, timezone: timezone() }),
    );
  });
  pages.post('/switches/:id/state', 'switches.write', (visit) => turn(visit, desk, timezone()));
  partPages(
    pages,
    {
      ...{ kind: 'switch', base: '/switches', texts: switchTexts, sections: switchSections },
      ...{ blank: BLANK_SWITCH, fresh: FRESH_SWITCH },
      picture: (draft, lang) => weekPicture(draft, 'schedule.windows', lang),
    },
    use,
  );
}

interface ListUse {
  readonly visit: Visit;
  readonly desk: SwitchDesk;
  readonly timezone: string;
}

function listView(
  configuration: Configuration,
  states: ReadonlyMap<string, StoredSwitchState>,
  { visit, desk, timezone }: ListUse,
) {
  const { lang, now, actor } = visit;
  const t = switchTexts[lang];
  return {
    mayWrite: actor.permissions.has('config.write'),
    mayTurn: actor.permissions.has('switches.write'),
    newPath: '/switches/_new',
    untilHint: fill(t.untilHint, { zone: timezone }),
    switches: configuration.switches.map(({ id, name }) => {
      const known = desk.snapshot()?.switches.get(id);
      const state = states.get(id);
      const reading = known === undefined ? undefined : readSwitch(known, now);
      return {
        ...{ id, name, path: `/switches/${encodeURIComponent(id)}` },
        ...{ on: reading?.on === true, why: reading === undefined ? '' : switchWhyText(reading.why, lang) },
        kind: known?.state.kind === 'schedule' ? t.bySchedule : t.byHand,
        ends: endOptions(known?.state.kind === 'schedule', { lang, timezone, now }),
        override: overrideText(known?.override, { lang, timezone, now }),
        changed:
          state === undefined
            ? null
            : fill(t.changed, {
                who: state.changedBy,
                at: timesOf(lang, timezone).moment(state.changedAt),
              }),
        usedBy: configuration.groups
          .filter(({ rules }) => rules.some((rule) => rule.switch === id))
          .map((group) => group.name)
          .join(', '),
      };
    }),
  };
}

/** How long a turn may last, the one first that people usually mean. */
function endOptions(hasSchedule: boolean, { lang, timezone, now }: Reader) {
  const t = switchTexts[lang];
  const { time } = timesOf(lang, timezone);
  return END_CHOICES.filter((choice) => hasSchedule || choice !== 'schedule')
    .map((choice) => {
      if (choice === 'schedule') return { value: choice, text: t.endSchedule };
      if (choice === 'changed') return { value: choice, text: t.endChanged };
      const moment = momentOfChoice(choice, now, timezone);
      const isToday = moment.hasSame(now.setZone(timezone), 'day');
      const words = choice === 'hour' ? t.endHour : isToday ? t.endToday : t.endTomorrow;
      return { value: choice, text: fill(words, { time: time(moment.toJSDate()) }) };
    })
    .sort(
      (one, other) =>
        Number(!hasSchedule && other.value === 'changed') - Number(!hasSchedule && one.value === 'changed'),
    );
}

interface Reader {
  readonly lang: Language;
  readonly timezone: string;
  readonly now: DateTime;
}

function overrideText(
  override: { readonly until: DateTime | undefined } | undefined,
  { lang, timezone, now }: Reader,
): string | null {
  const t = switchTexts[lang];
  if (override === undefined || (override.until !== undefined && override.until <= now)) return null;
  return override.until === undefined
    ? t.overriddenOpen
    : fill(t.overridden, { until: timesOf(lang, timezone).moment(override.until.toJSDate()) });
}

/** `do` is on, off, clear or reset. */
async function turn(visit: Visit, desk: SwitchDesk, timezone: string): Promise<void> {
  const t = switchTexts[visit.lang];
  const id = visit.param('id');
  const back = ownPath(visit.field('back'), '/switches');
  const typed = visit.field('until').trim();
  const reader = { now: visit.now, zone: timezone, lang: visit.lang };
  const reading = endOf({ chosen: visit.field('end'), typed }, reader);
  if (reading.kind === 'refused') {
    visit.redirect(back, reading.message);
    return;
  }
  const action = actionOf(visit.field('do'), reading.end);
  if (action === undefined) {
    visit.refuse(422);
    return;
  }
  const who = { who: visit.actor.name, at: visit.now.toJSDate() };
  const done = await actOnSwitch(desk, id, action, who);
  const known = desk.snapshot()?.switches.get(id);
  const state = known !== undefined && readSwitch(known, visit.now).on ? t.on : t.off;
  visit.redirect(back, done ? fill(t.turned, { name: known?.name ?? id, state }) : t.gone);
}

function actionOf(word: string, end: SwitchEnd): SwitchAction | undefined {
  if (word === 'on' || word === 'off') return { kind: 'turn', on: word === 'on', end };
  return word === 'clear' || word === 'reset' ? { kind: word } : undefined;
}
