/** The live board in words. Pure. */
import { DateTime } from 'luxon';
import { assertNever } from '../../../base/errors.js';
import { idsInShort } from '../../access/users-of-accounts.js';
import type { BoardCall, BoardGroup, BoardMember, BoardPhone } from '../../../calls/live/board.js';
import { limitText, missingNeedText } from '../../../calls/words/words.js';
import { numberText } from '../../../afterwards/mail/number-text.js';
import type { Snapshot } from '../../../base/model/snapshot.js';
import { timesOf } from '../../../base/model/times.js';
import { fill, type Language } from '../language.js';
import { forgottenText } from '../forgotten.js';
import { troubleText } from '../trouble-text.js';
import { reasonText } from '../reason-text.js';
import { warningsNow, type Warning, type WarningInput } from '../../operations/warnings.js';
import { seenOf } from '../../operations/switch-seen.js';
import { switchView } from '../switches/outlook.js';
import { awayName, nobodyText } from '../away/texts.js';
import { awayTexts, legTexts, nowTexts } from '../../words/words.js';

export interface NowReader {
  readonly lang: Language;
  readonly timezone: string;
  readonly now: DateTime;
}

/** How many calls the page shows. Nobody reads more, and the page is rendered for each reader at each change. */
export const MOST_CALLS = 100;

/** How many groups the page shows in full. */
const MOST_GROUPS = 60;

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
  return { who, to: kind === 'desk' ? to : numberText(to), words, colour: colours[state] };
}

export function groupsView(groups: readonly BoardGroup[], reader: NowReader) {
  const { lang } = reader;
  const t = nowTexts[lang];
  return {
    groups: groups.slice(0, MOST_GROUPS).map((group) => ({
      number: group.number,
      name: group.name,
      enabled: group.enabled,
      path: `/groups/${encodeURIComponent(group.number)}`,
      whatIf: `/what-would-happen?group=${encodeURIComponent(group.number)}`,
      diverted: divertedText(group, lang),
      away: awayNames(group, reader),
      leadsTo:
        group.leadsTo === undefined
          ? null
          : { ...group.leadsTo, path: `/groups/${encodeURIComponent(group.leadsTo.number)}` },
      stages:
        group.diverted === undefined
          ? group.stages.map((stage) => ({
              ...stage,
              members: stage.members.map((member) => memberView(member, lang)),
            }))
          : [],
      count: t.stagesInAll(group.stages.length),
      isLong: group.diverted === undefined && group.stages.length > 1,
    })),
    more: groups.length > MOST_GROUPS ? t.more(groups.length - MOST_GROUPS) : null,
  };
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

const MOST_WARNINGS = 20;

/** In words, of each kind at most so many; limits and needs say how many more there are. */
export function warningsOf(input: WarningInput, lang: Language): string[] {
  const t = nowTexts[lang];
  const all = warningsNow(input);
  const kinds = [...new Set(all.map(({ kind }) => kind))];
  return kinds.flatMap((wanted) => {
    const of = all.filter(({ kind }) => kind === wanted);
    const more = of.length - MOST_WARNINGS;
    const words = of.slice(0, MOST_WARNINGS).map((one) => warningText(one, lang));
    if (more > 0 && wanted === 'limit') return [...words, t.warnLimits(more)];
    if (more > 0 && wanted === 'lack') return [...words, t.warnMissing(more)];
    return words;
  });
}

function warningText(warning: Warning, lang: Language): string {
  const t = nowTexts[lang];
  switch (warning.kind) {
    case 'node':
      return warning.reason === undefined
        ? fill(t.warnNodeConnecting, { name: warning.name })
        : fill(t.warnNode, { name: warning.name, reason: troubleText(warning.reason, lang) });
    case 'limit':
      return limitText(warning.limit, lang, numberText);
    case 'lack':
      return missingNeedText(warning.needs, lang);
    case 'forgotten':
      return forgottenText(warning.what, lang);
    case 'records':
      return t.warnRecords(warning.count);
    case 'mails':
      return t.warnMails(warning.count);
    case 'accounts':
      return fill(t.warnAccounts, { names: idsInShort(warning.names) });
    case 'alone':
      return nobodyText(warning.group.name, warning.group.nobodyLeft, lang) ?? '';
    case 'stage':
      return fill(warning.hasAway ? t.warnStageAway : t.warnStage, {
        stage: warning.stage,
        group: warning.group.name,
      });
    default:
      return assertNever(warning);
  }
}

/** All switches, each with how long its state lasts and what comes next. */
export function switchesView(snapshot: Snapshot | undefined, reader: NowReader) {
  return [...(snapshot?.switches.values() ?? [])].map((one) => ({
    ...switchView(one, reader),
    path: `/switches/${encodeURIComponent(one.id)}/state`,
    seen: seenOf(one, reader.now),
  }));
}
