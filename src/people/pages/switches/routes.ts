/** Switches: their state and who changed it, turning and overriding them, and their settings. */
import type { Configuration } from '../../../base/configuration/schema.js';
import { timesOf } from '../../../base/model/times.js';
import type { SwitchDesk } from '../../operations/switches.js';
import { lampName, switchLamp } from '../../../calls/lamps/lamp-states.js';
import type { StoredSwitchState } from '../../../base/store/switch-states.js';
import type { Stock } from '../../../base/model/stock.js';
import { switchChoices } from '../configuration/choices.js';
import { partPages } from '../configuration/part-pages.js';
import { type PartPagesUse } from '../configuration/part-form-page.js';
import { weekPicture } from '../forms/week-picture.js';
import { fill } from '../language.js';
import type { Pages, Visit } from '../pages.js';
import { BLANK_SWITCH, FRESH_SWITCH, switchSections } from './form.js';
import { switchLine, switchView } from './outlook.js';
import { pickerView, type AgainShown } from './picker.js';
import { turnSwitch } from './turn.js';
import { switchTexts } from '../../words/words.js';

type SwitchPagesUse = PartPagesUse & { readonly desk: SwitchDesk; readonly stock: () => Stock };

export function switchPages(pages: Pages, use: SwitchPagesUse): void {
  const { desk, timezone } = use;
  pages.get('/switches', 'switches.read', (visit) => showSwitches(visit, use));
  pages.post('/switches/:id/state', 'switches.write', (visit) =>
    turnSwitch(visit, desk, timezone(), (again) => showSwitches(visit, use, again)),
  );
  partPages(
    pages,
    {
      kind: 'switch',
      base: '/switches',
      texts: switchTexts,
      sections: switchSections,
      blank: BLANK_SWITCH,
      fresh: FRESH_SWITCH,
      suggestions: (configuration, lang) => switchChoices(configuration, lang, use.stock()),
      picture: (draft, lang) => weekPicture(draft, 'schedule.windows', lang),
      state: (id, lang, now) => {
        const known = desk.snapshot()?.switches.get(id);
        const reader = { lang, now, timezone: timezone() };
        return known && fill(switchTexts[lang].stateNow, { state: switchLine(known, reader) });
      },
    },
    use,
  );
}

async function showSwitches(visit: Visit, use: SwitchPagesUse, again?: AgainShown): Promise<void> {
  const { configuration } = await use.editor.configuration();
  const states = new Map((await use.desk.switchStates.all()).map((state) => [state.id, state]));
  const view = listView({ configuration, states, visit, use, again });
  visit.show('switches', switchTexts, view, again === undefined ? 200 : STATUS[again.why]);
}

const STATUS = { refused: 422, asked: 422, overtaken: 409 } as const;

interface ListInput {
  readonly configuration: Configuration;
  readonly states: ReadonlyMap<string, StoredSwitchState>;
  readonly visit: Visit;
  readonly use: SwitchPagesUse;
  readonly again: AgainShown | undefined;
}

function listView({ configuration, states, visit, use, again }: ListInput) {
  const { lang, now, actor } = visit;
  const t = switchTexts[lang];
  const timezone = use.timezone();
  const reader = { lang, timezone, now };
  const snapshot = use.desk.snapshot();
  return {
    mayWrite: actor.permissions.has('config.write'),
    mayOpen: actor.permissions.has('config.read'),
    mayTurn: actor.permissions.has('switches.write'),
    newPath: '/switches/_new',
    zoneHint: fill(t.zoneHint, { zone: timezone }),
    zone: timezone,
    told: again === undefined ? null : fill(t[again.why], { name: nameOf(again, configuration) }),
    toldAt: again === undefined ? '' : `#${fieldOf(again)}`,
    isFault: again !== undefined && again.why !== 'asked',
    scripts: ['switches.js'],
    switches: configuration.switches.map(({ id, name }) => {
      const known = snapshot?.switches.get(id);
      const state = states.get(id);
      const { on, why, until, overridden } = known === undefined ? NOT_KNOWN : switchView(known, reader);
      return {
        id,
        name,
        path: `/switches/${encodeURIComponent(id)}`,
        on,
        why,
        until,
        overridden,
        lamp: known && snapshot ? lampName(switchLamp(known, snapshot.settings)[0]) : null,
        // Why it is as it is says `by hand` too.
        kind: known?.state.kind === 'schedule' ? t.bySchedule : overridden ? t.byHand : null,
        ...pickerView(known, reader, again?.id === id ? again : undefined),
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

function nameOf({ id }: AgainShown, { switches }: Configuration): string {
  return switches.find((one) => one.id === id)?.name ?? id;
}

/** Shown for a switch that is saved but that the service has not loaded yet. */
const NOT_KNOWN = { on: false, why: '', until: '', overridden: false };

/** The id of the field in the page. */
function fieldOf({ id, field }: AgainShown): string {
  const names = { chosen: 'end', typed: 'until', picked: 'at', do: 'do' };
  return `${names[field]}-${id}`;
}
