/** "Try it": what would happen to a caller now, without a number, at night, and at a moment of one's own. */
import type { DateTime } from 'luxon';
import { callOf, momentOfForm } from '../../../operations/what-if.js';
import type { Group, Snapshot } from '../../../../base/model/snapshot.js';
import { rehearse } from '../../../../calls/routing/check.js';
import { decidingSwitches } from '../../../../calls/routing/week.js';
import { timesOf } from '../../../../base/model/times.js';
import { fill, type Language } from '../../language.js';
import type { Visit } from '../../pages.js';
import { stepView } from '../../what-if/view.js';
import { pictureTexts, whatIfTexts } from '../../../words/words.js';

/** What somebody asks besides the usual cases; all empty: nothing. */
interface Asked {
  readonly date: string;
  readonly time: string;
  readonly caller: string;
}

const LONGEST = 60;

/** An hour at which nearly every house is closed. */
const NIGHT = { hour: 23, minute: 0 };

/** The fields of `Asked`, from the address or from the form that is sent. */
export function askedOf({ query, field }: Visit): Asked {
  const of = (name: string) => (field(name) || (query(name) ?? '')).slice(0, LONGEST);
  return { date: of('try-date'), time: of('try-time'), caller: of('try-caller') };
}

interface Tried {
  readonly snapshot: Snapshot;
  readonly group: Group;
}

/** @param tried undefined: the draft has faults, so nothing can be said */
export function tryView(tried: Tried | undefined, asked: Asked, now: DateTime, lang: Language) {
  const t = pictureTexts[lang];
  const given = { asked, t, faulty: tried === undefined ? t.tryFaulty : null };
  if (tried === undefined) return { ...given, cases: [] };
  const local = now.setZone(tried.group.timezone);
  const night = local.set({ ...NIGHT, second: 0, millisecond: 0 });
  const cases = [
    caseOf(t.tryNow, local, '', tried, lang),
    caseOf(t.tryAnonymous, local, 'anonymous', tried, lang),
    caseOf(t.tryNight, night, '', tried, lang),
  ];
  const isAsked = Object.values(asked).some((text) => text !== '');
  return { ...given, cases: isAsked ? [ownCase(asked, local, tried, lang), ...cases] : cases };
}

function ownCase({ date, time, caller }: Asked, now: DateTime, tried: Tried, lang: Language) {
  const t = pictureTexts[lang];
  const moment = momentOfForm(date, time, now, tried.group.timezone);
  if (moment === undefined)
    return faultyCase(fill(t.tryBadMoment, { given: `${date} ${time}`.trim() }), lang);
  return caseOf(t.tryOwn, moment, caller, tried, lang);
}

function caseOf(title: string, moment: DateTime, caller: string, tried: Tried, lang: Language) {
  const { snapshot, group } = tried;
  const call = callOf({ group: group.number, caller }, snapshot);
  if (call === undefined) return faultyCase(fill(pictureTexts[lang].tryBadCaller, { given: caller }), lang);
  const steps = rehearse(snapshot, call, moment);
  const switches = decidingSwitches(steps);
  return {
    title,
    by: switches.map((name) => fill(whatIfTexts[lang].bySwitch, { name })).join(', '),
    when: timesOf(lang, group.timezone).moment(moment.toJSDate()),
    fault: null,
    rings: steps.some(({ kind }) => kind === 'ring'),
    steps: steps.map((step) => stepLine(stepView(step, call, lang))),
  };
}

function faultyCase(fault: string, lang: Language) {
  return { title: pictureTexts[lang].tryOwn, when: '', by: '', fault, rings: false, steps: [] };
}

/** A step in few words: who rings, each once, or where the call goes. */
function stepLine({ title, rings, targets }: ReturnType<typeof stepView>) {
  const names = [...new Set(targets.map(({ who }) => who))];
  return { title, rings, names: names.join(', ') };
}
