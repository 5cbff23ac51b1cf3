/** Switches: their state and who changed it, turning and overriding, and their settings. */
import { DateTime } from 'luxon';
import type { Configuration } from '../../configuration/schema.js';
import { actOnSwitch, momentOf, type SwitchAction, type SwitchDesk } from '../../operations/switches.js';
import { readSwitch } from '../../routing/switch-state.js';
import type { StoredSwitchState } from '../../store/switch-states.js';
import { partPages, type PartPagesUse } from '../configuration/part-pages.js';
import { weekPicture } from '../forms/week-picture.js';
import { TIMEZONES } from '../groups/form.js';
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
      suggestions: () => [
        { id: 'timezones', options: TIMEZONES.map((zone) => ({ value: zone, text: zone })) },
      ],
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
  const tomorrow = now.setZone(timezone).plus({ days: 1 }).set({ hour: 8, minute: 0 });
  return {
    mayWrite: actor.permissions.has('config.write'),
    mayTurn: actor.permissions.has('switches.write'),
    newPath: '/switches/_new',
    untilHint: fill(t.untilHint, { zone: timezone }),
    tomorrow: { value: tomorrow.toFormat('yyyy-MM-dd HH:mm'), text: fill(t.tomorrow, { time: '08:00' }) },
    switches: configuration.switches.map(({ id, name }) => {
      const known = desk.snapshot()?.switches.get(id);
      const state = states.get(id);
      const reading = known === undefined ? undefined : readSwitch(known, now);
      return {
        ...{ id, name, path: `/switches/${encodeURIComponent(id)}` },
        ...{ on: reading?.on === true, why: reading === undefined ? '' : switchWhyText(reading.why, lang) },
        kind: known?.state.kind === 'schedule' ? t.bySchedule : t.byHand,
        override: overrideText(known?.override, { lang, timezone, now }),
        changed:
          state === undefined
            ? null
            : fill(t.changed, {
                who: state.changedBy,
                at: clock(DateTime.fromJSDate(state.changedAt), timezone),
              }),
        usedBy: configuration.groups
          .filter(({ rules }) => rules.some((rule) => rule.switch === id))
          .map((group) => group.name)
          .join(', '),
      };
    }),
  };
}

function clock(at: DateTime, timezone: string): string {
  return at.setZone(timezone).toFormat('yyyy-MM-dd HH:mm');
}

function overrideText(
  override: { readonly until: DateTime | undefined } | undefined,
  { lang, timezone, now }: { lang: Language; timezone: string; now: DateTime },
): string | null {
  const t = switchTexts[lang];
  if (override === undefined || (override.until !== undefined && override.until <= now)) return null;
  return override.until === undefined
    ? t.overriddenOpen
    : fill(t.overridden, { until: clock(override.until, timezone) });
}

/** `do` is on, off, clear or reset. */
async function turn(visit: Visit, desk: SwitchDesk, timezone: string): Promise<void> {
  const t = switchTexts[visit.lang];
  const id = visit.param('id');
  const back = ownPath(visit.field('back'), '/switches');
  const typed = visit.field('until').trim();
  const until = typed === '' ? undefined : momentOf(typed, visit.now, timezone);
  if (typed !== '' && until === undefined) {
    visit.redirect(back, fill(t.badUntil, { given: typed.slice(0, 40) }));
    return;
  }
  const action = actionOf(visit.field('do'), until?.toJSDate());
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

function actionOf(word: string, until: Date | undefined): SwitchAction | undefined {
  if (word === 'on' || word === 'off') return { kind: 'turn', on: word === 'on', until };
  return word === 'clear' || word === 'reset' ? { kind: word } : undefined;
}
