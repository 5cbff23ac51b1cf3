/** The call-back list as the page shows it. Pure. */
import { DateTime } from 'luxon';
import { timesOf } from '../../../base/model/times.js';
import { dialledText, numberText } from '../../../afterwards/mail/number-text.js';
import type { CallbackItem, ClosedBecause } from '../../../base/model/callback-item.js';
import { missedText } from '../../../calls/words/words.js';
import type { Snapshot } from '../../../base/model/snapshot.js';
import { isOthers } from '../../operations/callbacks.js';
import { fill, type Language } from '../language.js';
import { callbackTexts, commonTexts } from '../../words/words.js';

export interface Reader {
  /** The reader's own name as it is in the list. */
  readonly who: string;
  readonly isInCharge: boolean;
  readonly mayWrite: boolean;
  /** The reader's own phone, if the reader may call back by a click. */
  readonly extension: string | undefined;
  readonly lang: Language;
  readonly now: DateTime;
  readonly snapshot: Snapshot | undefined;
}

const CLOSED = {
  talked: 'closedTalked',
  calledBack: 'closedCalledBack',
  superseded: 'closedSuperseded',
} as const satisfies Record<ClosedBecause, string>;

/** One item: the caller, why, who has taken it, and its buttons. */
export function itemView(item: CallbackItem, reader: Reader) {
  const { who, isInCharge, mayWrite, extension, lang, now, snapshot } = reader;
  const group = snapshot?.groups.get(item.group);
  const clock = (at: Date) =>
    momentText(at, { timezone: group?.timezone ?? snapshot?.settings.timezone ?? 'utc', now, lang });
  const last = item.calls.at(-1);
  const isLive = item.state === 'open' || item.state === 'taken';
  const others = isOthers(item, who, now);
  const has = item.taken !== null && (!others || isInCharge) && item.taken.until.getTime() > now.toMillis();
  const number = numberText(item.caller.number);
  const tel = dialledText(item.caller.number, snapshot?.extensions);
  const mayCall = extension !== undefined && tel !== null && isLive && !others;
  return {
    id: item.id,
    path: `/callbacks/${encodeURIComponent(item.id)}`,
    number,
    tel,
    dial: mayCall ? fill(callbackTexts[lang].dialHint, { extension, number }) : null,
    calling: callingText(item, reader, clock),
    name: item.caller.name,
    group: group === undefined ? item.group : `${group.name} (${item.group})`,
    lastAt: clock(item.lastAt),
    times: item.count > 1 ? callbackTexts[lang].times(item.count, { since: clock(item.firstAt) }) : null,
    why: last === undefined ? '' : missedText(last.why, lang),
    state: stateText(item, reader, clock),
    colour: item.state === 'open' ? 'red' : item.state === 'taken' ? 'blue' : 'green',
    waits: isLive ? fill(callbackTexts[lang].waits, { ago: agoText(item.firstAt, now, lang) }) : null,
    note: item.note ?? '',
    mayTake: mayWrite && isLive && !has && !others,
    mayGiveBack: mayWrite && isLive && has,
    mayFinish: mayWrite && isLive && (!others || isInCharge),
    mayNote: mayWrite,
    mayAssign: mayWrite && isLive && (!others || isInCharge),
    mayReopen: mayWrite && !isLive,
  };
}

function stateText(
  { state, taken, ended }: CallbackItem,
  reader: Reader,
  clock: (at: Date) => string,
): string {
  const t = callbackTexts[reader.lang];
  if (ended !== null) {
    if (ended.because !== null) return fill(t[CLOSED[ended.because]], { at: clock(ended.at) });
    return fill(t.done, { who: ended.who ?? '', at: clock(ended.at) });
  }
  // The hold has run out, so the item is free, even if the job that reopens it has not run yet.
  if (state === 'open' || taken === null || taken.until.getTime() <= reader.now.toMillis()) return t.open;
  const until = clock(taken.until);
  return taken.who === reader.who ? fill(t.mine, { until }) : fill(t.taken, { who: taken.who, until });
}

/** `2 hours ago`, rounded down. */
function agoText(at: Date, now: DateTime, lang: Language): string {
  const minutes = Math.max(0, Math.floor((now.toMillis() - at.getTime()) / 60_000));
  const [count, unit] =
    minutes < 60
      ? ([minutes, 'minute'] as const)
      : minutes < 48 * 60
        ? ([Math.floor(minutes / 60), 'hour'] as const)
        : ([Math.floor(minutes / 1440), 'day'] as const);
  return new Intl.RelativeTimeFormat(lang).format(-count, unit);
}

/** Who is calling the caller at this moment; null: nobody. */
function callingText({ calling }: CallbackItem, { lang, now }: Reader, clock: (at: Date) => string) {
  if (calling === null || calling.until.getTime() <= now.toMillis()) return null;
  return fill(callbackTexts[lang].calling, { who: calling.who, at: clock(calling.at) });
}

/** Only the time if it is today. */
export function momentText(
  at: Date,
  { timezone, now, lang }: Pick<Reader, 'now' | 'lang'> & { readonly timezone: string },
): string {
  const moment = DateTime.fromJSDate(at).setZone(timezone);
  const times = timesOf(lang, timezone);
  return moment.hasSame(now.setZone(timezone), 'day') ? times.time(at) : times.moment(at);
}

export interface ListInput {
  readonly items: readonly CallbackItem[];
  readonly group: string | undefined;
  readonly which: 'live' | 'recent';
  readonly groups: readonly { readonly number: string; readonly name: string }[];
  /** The next page starts after this item. */
  readonly after: string | undefined;
  /** The search as it was typed; empty: all callers. */
  readonly caller: string;
  /** The text that was typed is not a phone number. */
  readonly isFaulty: boolean;
  /** The reader sees masked numbers, and finds none. */
  readonly isMasked: boolean;
  readonly most: number;
}

export function listView(input: ListInput, reader: Reader) {
  const { items, group, which, groups, after, caller, isFaulty, isMasked, most } = input;
  const t = callbackTexts[reader.lang];
  const queryOf = (behind: string | undefined) =>
    new URLSearchParams({
      ...(group !== undefined && { group }),
      ...(caller !== '' && { caller }),
      ...(which === 'recent' && { which }),
      ...(behind !== undefined && { after: behind }),
    });
  const query = queryOf(after);
  const last = items.at(-1);
  const isCut = items.length >= most;
  const ofCaller = isMasked ? commonTexts[reader.lang].numbersMasked : t.emptyOfCaller;
  const hasNext = isCut && which === 'live' && last !== undefined;
  return {
    items: items.map((item) => itemView(item, reader)),
    caller,
    faulty: isFaulty ? fill(t.faulty, { what: caller }) : null,
    empty: caller !== '' ? ofCaller : which === 'live' ? t.empty : t.emptyRecent,
    cut: isCut && which === 'recent' ? fill(t.cut, { most }) : null,
    next: hasNext ? `/callbacks?${queryOf(last.id).toString()}` : null,
    first: after === undefined ? null : `/callbacks?${queryOf(undefined).toString()}`,
    isRecent: which === 'recent',
    groups: groups.map(({ number, name }) => ({ number, name, selected: number === group })),
    refresh: `/callbacks/list?${query.toString()}`,
    back: query.size === 0 ? '/callbacks' : `/callbacks?${query.toString()}`,
  };
}
