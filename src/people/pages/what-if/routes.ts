/** The what-if page: for one moment, and for the week starting on that day. */
import type { MissingNeed } from '../../../base/model/need.js';
import type { Snapshot } from '../../../base/model/snapshot.js';
import { timesOf } from '../../../base/model/times.js';
import { missingNeedTexts } from '../../../calls/words/words.js';
import { callOf, momentOfForm, switchesAsked, whatIf } from '../../operations/what-if.js';
import { CALLERS } from '../choices/routes.js';
import { extensionOptions } from '../configuration/people-choices.js';
import type { Option } from '../forms/fields.js';
import { offered } from '../forms/offers.js';
import { PICKER_SCRIPTS, PICKER_STYLES } from '../forms/pickers.js';
import { firstGroup } from '../first-group.js';
import { fill } from '../language.js';
import type { Pages, Visit } from '../pages.js';
import { switchView } from '../switches/outlook.js';
import { stepView, weekView } from './view.js';
import { whatIfTexts } from '../../words/words.js';

export interface WhatIfUse {
  readonly snapshot: () => Snapshot | undefined;
  /** What a group needs and a FreeSWITCH does not have. */
  readonly missingOf: (group: string) => readonly MissingNeed[];
}

export function whatIfPages(pages: Pages, use: WhatIfUse): void {
  pages.get('/what-would-happen', 'config.read', async (visit) => {
    const page = { scripts: PICKER_SCRIPTS, styles: PICKER_STYLES };
    visit.show('what-if', whatIfTexts, { ...(await view(visit, use)), ...page });
  });
}

const callersOfSnapshot = new WeakMap<Snapshot, readonly Option[]>();

/** Made once for each snapshot: thousands of users take as long as the picture of the week. */
function callersOf(snapshot: Snapshot | undefined): readonly Option[] {
  if (snapshot === undefined) return [];
  const known = callersOfSnapshot.get(snapshot) ?? extensionOptions(snapshot.users.values());
  callersOfSnapshot.set(snapshot, known);
  return known;
}

async function view({ query, lang, now, actor }: Visit, use: WhatIfUse) {
  const snapshot = use.snapshot();
  const t = whatIfTexts[lang];
  const groups = [...(snapshot?.groups.values() ?? [])];
  const number = query('group') ?? groups[0]?.number ?? '';
  const caller = (query('caller') ?? '').slice(0, 60);
  const [date, time] = [(query('date') ?? '').slice(0, 20), (query('time') ?? '').slice(0, 20)];
  const zone = snapshot?.groups.get(number)?.timezone ?? snapshot?.settings.timezone ?? 'utc';
  const moment = momentOfForm(date, time, now, zone);
  const form = {
    caller,
    callers: offered({ id: 'callers', options: callersOf(snapshot) }, CALLERS, new Set([caller])),
    date: date || (moment?.toISODate() ?? ''),
    time: time || (moment?.toFormat('HH:mm') ?? ''),
    groups: groups.map(({ number: value, name }) => ({
      value,
      text: `${name} (${value})`,
      selected: value === number,
    })),
  };
  const call = snapshot === undefined ? undefined : callOf({ group: number, caller }, snapshot);
  if (snapshot === undefined || number === '' || moment === undefined || call === undefined) {
    const given = moment === undefined ? `${date} ${time}` : caller;
    const text = number === '' ? t.noGroup : moment === undefined ? t.badMoment : t.badCaller;
    const first = groups.length === 0 ? firstGroup(actor, lang) : null;
    const fault = first === null ? fill(text, { given }) : null;
    return { form, first, fault, lacks: [], steps: [], switches: [], week: null };
  }
  const { steps, week } = await whatIf(call, moment, snapshot);
  const of = (days: number) => {
    const other = moment.plus({ days }).toISODate() ?? '';
    return `/what-would-happen?${new URLSearchParams({ group: number, caller, date: other, time: form.time }).toString()}`;
  };
  return {
    form,
    first: null,
    fault: null,
    lacks: missingNeedTexts(use.missingOf(number), lang),
    steps: steps.map((step) => stepView(step, call, lang)),
    switches: switchesAsked(snapshot, number, steps).map((one) =>
      switchView(one, { lang, timezone: zone, now: moment }),
    ),
    week: {
      ...weekView(week, lang),
      before: of(-7),
      after: of(7),
      hint: fill(t.weekHint, { zone }),
      title: fill(t.week, { day: timesOf(lang, zone).date(moment.toJSDate()) }),
    },
  };
}
