/** The list of calls: read from what was typed, page by page, and its parts for the script of the page. */
import type { CallRecord } from '../../../base/model/call-record.js';
import type { Snapshot } from '../../../base/model/snapshot.js';
import type { CallFilter, CallKey, CallPage, CallSearch } from '../../../base/store/call-search.js';
import type { CallNoteStore } from '../../../base/store/call-notes.js';
import type { CallStore } from '../../../base/store/calls.js';
import { seesMasked } from '../../access/permissions.js';
import {
  FILTER_FIELDS,
  keyText,
  OUTCOMES,
  PERIOD_NAMES,
  readCallFilter,
  readKey,
  type ReadFilter,
  type TypedFilter,
} from '../../operations/call-filter.js';
import { newestNotes } from '../../operations/call-notes.js';
import { sumCalls } from '../../operations/call-sums.js';
import type { CallViewDesk } from '../../operations/call-views.js';
import { groupsIn, usersIn } from '../../operations/seen.js';
import type { PlaceDesk } from '../../operations/place-call.js';
import { callTexts, commonTexts, outcomeTexts } from '../../words/words.js';
import { CALL_MEMBERS } from '../choices/routes.js';
import { userOptions } from '../configuration/people-choices.js';
import { offered } from '../forms/offers.js';
import { fill, type Language } from '../language.js';
import type { Visit } from '../pages.js';
import { sumsView } from './sums.js';
import { rowView } from './view.js';
import { savedView, type Refused } from './views.js';

export interface CallSources {
  readonly calls: Pick<CallStore, 'seen'>;
  readonly search: CallSearch;
  readonly snapshot: () => Snapshot | undefined;
  readonly timezone: () => string;
  readonly desk: PlaceDesk;
  readonly viewDesk: CallViewDesk;
  readonly notes: CallNoteStore;
  /** The recordings folder as this service sees it. */
  readonly folder: () => string | undefined;
}

const ON_A_PAGE = 50;

/** Fields of the filter that are folded away while nothing is in them, so that a phone shows calls at once. */
const FOLDED: readonly (keyof TypedFilter)[] = ['from', 'to', 'outcome', 'missed', 'member'];

export async function sumsOf({ lang }: Visit, { search, timezone }: CallSources, filter: CallFilter) {
  return sumsView(await sumCalls(search, filter, timezone()), lang);
}

function typedOf({ query }: Visit): TypedFilter {
  return Object.fromEntries(FILTER_FIELDS.map((name) => [name, query(name)]));
}

export function readFilter(visit: Visit, { snapshot }: CallSources) {
  const { scope, now, actor } = visit;
  return readCallFilter(typedOf(visit), { scope, snapshot: snapshot(), now, actor });
}

/** All that is on the page, and whether what was typed can be searched for. */
export async function listView(visit: Visit, sources: CallSources, refused?: Refused) {
  const typed = typedOf(visit);
  const { view, isFaulty } = await foundView(visit, sources);
  const around = {
    ...formView(typed, visit, sources.snapshot()),
    ...(await savedView(visit, sources.viewDesk, typed, refused)),
  };
  return { view: { ...around, ...view }, isFaulty };
}

/** The part of the page that changes while somebody types. */
export async function foundView(visit: Visit, sources: CallSources) {
  const { query, lang } = visit;
  const { search, timezone } = sources;
  const typed = typedOf(visit);
  const { filter, boundedFrom, faults } = readFilter(visit, sources);
  const [after, before] = [readKey(query('after') ?? ''), readKey(query('before') ?? '')];
  const found: CallPage =
    faults.length > 0
      ? { calls: [], more: false }
      : before !== undefined
        ? await search.newer(filter, before, ON_A_PAGE)
        : await search.older(filter, after, ON_A_PAGE);
  const notes = await newestNotes(sources.notes, found.calls);
  const view = {
    calls: found.calls.map((record) => ({
      ...rowView(record, { lang, timezone: timezone() }),
      note: notes.get(record._id) ?? null,
    })),
    ...wordsOf({ boundedFrom, faults }, lang, timezone()),
    count: countText(found, lang),
    narrowed: found.isNarrowed === true ? callTexts[lang].narrowed : null,
    empty: isVeiled(visit, filter)
      ? commonTexts[lang].numbersMasked
      : callTexts[lang][Object.values(typed).every((value) => value === undefined) ? 'noneYet' : 'empty'],
    sums: query('sums') === undefined || faults.length > 0 ? null : await sumsOf(visit, sources, filter),
    sumsPart: pathOf('/calls/sums', typed),
    sumsPage: pathOf('/calls', typed, { sums: '1' }),
    csv: pathOf('/calls.csv', typed),
    paging: pagingOf(found, typed, { after, before }),
  };
  return { view, isFaulty: faults.length > 0 };
}

/** Whoever sees masked numbers finds none. */
function isVeiled({ actor }: Visit, { caller }: CallFilter): boolean {
  if (!seesMasked(actor) || caller === undefined) return false;
  return caller.kind === 'typed' ? /\d/.test(caller.text) : caller.kind !== 'withheld';
}

function countText({ calls, more }: CallPage, lang: Language): string {
  const t = callTexts[lang];
  return more ? fill(t.countMore, { count: calls.length }) : t.count(calls.length);
}

function formView(typed: TypedFilter, { lang, scope }: Visit, snapshot: Snapshot | undefined) {
  const choice = (value: string, text: string, name: keyof TypedFilter) => ({
    value,
    text,
    selected: typed[name] === value,
  });
  const { yes, no } = commonTexts[lang];
  const members = { id: 'members', options: userOptions(usersIn(scope, snapshot)) };
  return {
    members: offered(members, CALL_MEMBERS, new Set([typed.member ?? ''])),
    // A link to the calls of one caller: in the field stands whose they are.
    typed: {
      ...Object.fromEntries(FILTER_FIELDS.map((name) => [name, typed[name] ?? ''])),
      q: typed.q ?? typed.caller ?? '',
    },
    hasMore: FOLDED.some((name) => typed[name] !== undefined),
    outcomes: OUTCOMES.map((one) => choice(one, outcomeTexts[lang][one], 'outcome')),
    periods: PERIOD_NAMES.map((one) => choice(one, callTexts[lang].periods[one], 'period')),
    missedChoices: [choice('true', yes, 'missed'), choice('false', no, 'missed')],
    groups: groupsIn(scope, snapshot).map(({ number, name }) =>
      choice(number, `${name} (${number})`, 'group'),
    ),
  };
}

function wordsOf(
  { boundedFrom, faults }: Pick<ReadFilter, 'boundedFrom' | 'faults'>,
  lang: Language,
  timezone: string,
) {
  const t = callTexts[lang];
  const day = boundedFrom?.setZone(timezone).toISODate() ?? '';
  const what = faults.map((name) => (name === 'recorded' ? t.recording : t[name])).join(', ');
  return {
    bounded: boundedFrom === undefined ? null : fill(t.bounded, { day }),
    faulty: faults.length === 0 ? null : fill(t.faulty, { what }),
  };
}

function pathOf(base: string, typed: TypedFilter, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams();
  for (const name of FILTER_FIELDS) if (typed[name] !== undefined) query.set(name, typed[name]);
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  return `${base}?${query.toString()}`;
}

/** Links to the neighbouring pages, from the keys of the first and the last call. */
function pagingOf(
  { calls, more }: CallPage,
  typed: TypedFilter,
  { after, before }: { readonly after: CallKey | undefined; readonly before: CallKey | undefined },
) {
  const [first, last] = [calls.at(0), calls.at(-1)];
  const hasNewer = before === undefined ? after !== undefined : more;
  const hasOlder = before === undefined ? more : true;
  const to = (name: 'before' | 'after', record: CallRecord | undefined) =>
    record === undefined
      ? null
      : pathOf('/calls', typed, { [name]: keyText({ startedAt: record.startedAt, id: record._id }) });
  return {
    text: null,
    before: hasNewer ? to('before', first) : null,
    after: hasOlder ? to('after', last) : null,
  };
}
