/** The live board in words. Pure. */
import { DateTime } from 'luxon';
import type {
  BoardCall,
  BoardGroup,
  BoardMember,
  BoardPhone,
  BoardStage,
} from '../../../calls/live/board.js';
import { numberText } from '../../../afterwards/mail/number-text.js';
import type { Snapshot } from '../../../base/model/snapshot.js';
import { timesOf } from '../../../base/model/times.js';
import { fill, type Language } from '../language.js';
import { reasonText } from '../reason-text.js';
import { seenOf } from '../../operations/switch-seen.js';
import { switchView } from '../switches/outlook.js';
import { awayName } from '../away/texts.js';
import { awayTexts, legTexts, nowTexts } from '../../words/words.js';

export interface NowReader {
  readonly lang: Language;
  readonly timezone: string;
  readonly now: DateTime;
}

/** How many calls the page shows. Nobody reads more, and the page is rendered for each reader at each change. */
export const MOST_CALLS = 100;

/** How many groups the page shows at once, if no more of them have something to show. */
const MOST_GROUPS = 12;

/** Names in one line; the stages have all. */
const MOST_NAMES = 4;

/** @param count how many calls there are, shown or not */
export function callsView(calls: readonly BoardCall[], count: number, reader: NowReader) {
  const t = nowTexts[reader.lang];
  return {
    calls: calls.map((call) => callView(call, reader)),
    moreCalls: count > calls.length ? t.moreCalls(count - calls.length) : null,
  };
}

function callView(call: BoardCall, { lang, timezone, now }: NowReader) {
  const t = nowTexts[lang];
  const { clock } = timesOf(lang, timezone);
  const { caller, group, stageEnds, talkingSince, talkingTo } = call;
  const place =
    call.phones.length === 0
      ? t.waits
      : call.stage === null
        ? t.destination
        : fill(t.stage, { stage: call.stage });
  return {
    id: call.id,
    path: `/calls/${encodeURIComponent(call.id)}`,
    caller: caller.withheld ? '–' : numberText(caller.e164 ?? caller.number ?? ''),
    name: caller.withheld ? null : caller.name,
    group: group.name ?? group.number,
    atGroup: call.atGroup === group.number ? null : fill(t.at, { group: call.atGroup }),
    since: fill(t.since, { at: clock(call.since) }),
    state: talkingSince === undefined ? place : fill(t.talks, { who: talkingTo ?? '' }),
    talking: talkingSince !== undefined,
    until: stageEnds === undefined ? null : stageEnds.getTime(),
    left:
      stageEnds === undefined
        ? null
        : fill(t.left, { sec: Math.max(0, Math.ceil((stageEnds.getTime() - now.toMillis()) / 1000)) }),
    phones: call.phones.map((phone) => phoneView(phone, { lang, timezone, now })),
  };
}

function phoneView({ who, kind, to, state, outcome, from }: BoardPhone, { lang, timezone }: NowReader) {
  const t = nowTexts[lang];
  const ended = outcome === 'unknown' ? t.unknownEnd : legTexts[lang][outcome];
  const later = from === undefined ? '' : fill(t.later, { at: timesOf(lang, timezone).clock(from) });
  const words = state === 'later' ? later : state === 'ended' ? ended : t[state];
  const colours = {
    later: 'secondary',
    calling: 'secondary',
    ringing: 'blue',
    answered: 'orange',
    talking: 'green',
    ended: 'secondary',
  };
  return {
    who,
    to: kind === 'desk' ? to : numberText(to),
    words,
    colour: colours[state],
    state,
    icon: kind === 'desk' ? 'phone' : 'device-mobile',
  };
}

/** What brings a group to the top. */
export interface GroupMarks {
  /** How many calls it has now, by its number. */
  readonly calls: ReadonlyMap<string, number>;
  readonly warned: ReadonlySet<string>;
  /** Chosen by the visitor. */
  readonly favourites: ReadonlySet<string>;
}

const NO_MARKS: GroupMarks = { calls: new Map(), warned: new Set(), favourites: new Set() };

/** Groups with calls, with warnings and favourites come first, as many as there are; of the rest, those that fit beside them. */
export function groupsView(groups: readonly BoardGroup[], reader: NowReader, marks = NO_MARKS) {
  const t = nowTexts[reader.lang];
  const rank = ({ number }: BoardGroup): number =>
    marks.calls.has(number) ? 0 : marks.favourites.has(number) ? 1 : marks.warned.has(number) ? 2 : 3;
  const ordered = groups.toSorted((one, other) => rank(one) - rank(other));
  const first = Math.max(MOST_GROUPS, ordered.filter((group) => rank(group) < 3).length);
  const views = ordered.map((group) => groupView(group, reader, marks));
  return {
    groups: views.slice(0, first),
    otherGroups: views.slice(first),
    more: views.length > first ? t.more(views.length - first) : null,
  };
}

function groupView(group: BoardGroup, reader: NowReader, marks: GroupMarks) {
  const { lang } = reader;
  const t = nowTexts[lang];
  const { number, name, enabled } = group;
  const calls = marks.calls.get(number) ?? 0;
  const stages = group.diverted === undefined ? group.stages : [];
  return {
    number,
    name,
    enabled,
    path: `/groups/${encodeURIComponent(number)}`,
    whatIf: `/what-would-happen?group=${encodeURIComponent(number)}`,
    calls: calls === 0 ? null : t.callsNow(calls),
    isFavourite: marks.favourites.has(number),
    isWarned: marks.warned.has(number),
    favouritePath: `/favourites/${encodeURIComponent(number)}`,
    diverted: divertedText(group, lang),
    away: awayNames(group, reader),
    leadsTo:
      group.leadsTo === undefined
        ? null
        : { ...group.leadsTo, path: `/groups/${encodeURIComponent(group.leadsTo.number)}` },
    stages: stages.map((stage) => ({
      ...stage,
      members: stage.members.map((member) => memberView(member, lang)),
    })),
    line: lineText(stages, lang),
    ringsNobody: stages[0]?.ringsNobody === true,
  };
}

/** `Anna, Bernd and 2 more · 20 s · then 2 more stages`: who would ring first. */
function lineText([first, ...later]: readonly BoardStage[], lang: Language): string | null {
  if (first === undefined) return null;
  const t = nowTexts[lang];
  const names = first.members.slice(0, MOST_NAMES).map(({ who }) => who);
  const others = first.members.length - names.length;
  const who = names.length === 0 ? t.nobody : names.join(', ');
  return [
    others > 0 ? t.andOthers(others, { who }) : who,
    fill(t.seconds, { sec: first.ringSec }),
    ...(later.length > 0 ? [t.thenStages(later.length)] : []),
  ].join(' · ');
}

/** `Away: Anna Schmidt (away until 14:00)`; null: nobody. */
function awayNames({ away }: BoardGroup, { lang, now, timezone }: NowReader): string | null {
  if (away.length === 0) return null;
  const reader = { lang, now, zone: timezone };
  const names = away.map(({ who, until }) => awayName(who, until && DateTime.fromJSDate(until), reader));
  return fill(awayTexts[lang].othersAway, { names: names.join(', ') });
}

/** Why the group itself diverts calls now: the last of its own reasons, before those of other groups. */
function divertedText({ diverted, number }: BoardGroup, lang: Language): string | null {
  if (diverted === undefined) return null;
  const own = diverted.why.filter(({ group }) => group === number);
  return (own.length > 0 ? own : diverted.why).map((reason) => reasonText(reason, lang)).at(-1) ?? '';
}

function memberView({ who, isDesk, registered, isLeftOut, hasMobile }: BoardMember, lang: Language) {
  const t = nowTexts[lang];
  if (isLeftOut) return { who, words: t.talksNow, colour: 'orange' };
  const { words, colour } = phoneStateView(isDesk, registered, lang);
  return { who, words: hasMobile ? `${words}, ${t.andMobile}` : words, colour };
}

function phoneStateView(isDesk: boolean, registered: boolean | undefined, lang: Language) {
  const t = nowTexts[lang];
  if (!isDesk) return { words: t.mobile, colour: 'blue' };
  if (registered === undefined) return { words: t.notKnown, colour: 'secondary' };
  return registered ? { words: t.registered, colour: 'green' } : { words: t.notRegistered, colour: 'red' };
}

/** All switches, each with how long its state lasts and what comes next. */
export function switchesView(snapshot: Snapshot | undefined, reader: NowReader) {
  return [...(snapshot?.switches.values() ?? [])].map((one) => ({
    ...switchView(one, reader),
    path: `/switches/${encodeURIComponent(one.id)}/state`,
    seen: seenOf(one, reader.now),
  }));
}
