/** Calls: the search, the page of one call, and the search result as CSV. */
import type { Snapshot } from '../../../base/model/snapshot.js';
import {
  keyText,
  OUTCOMES,
  readCallFilter,
  readKey,
  type ReadFilter,
  type TypedFilter,
} from '../../operations/call-filter.js';
import { dialledText } from '../../../afterwards/mail/number-text.js';
import { callCaller, ownExtension, type PlaceDesk } from '../../operations/place-call.js';
import { groupsIn, usersIn } from '../../operations/seen.js';
import { sumCalls } from '../../operations/call-sums.js';
import { writeCallsCsv } from '../../operations/call-export.js';
import type { CallRecord } from '../../../base/model/call-record.js';
import { findRecording } from '../../../afterwards/recordings/files.js';
import { recordingOf } from '../../../afterwards/recordings/of-call.js';
import { spreadsheetCsv } from '../../../afterwards/reports/csv-form.js';
import type { CallFilter, CallKey, CallPage, CallSearch } from '../../../base/store/call-search.js';
import type { CallStore } from '../../../base/store/calls.js';
import { seesMasked } from '../../access/permissions.js';
import { CALL_MEMBERS } from '../choices/routes.js';
import { userOptions } from '../configuration/people-choices.js';
import { offered } from '../forms/offers.js';
import { PICKER_SCRIPTS, PICKER_STYLES } from '../forms/pickers.js';
import { placedText } from '../callbacks/place.js';
import { fill, type Language } from '../language.js';
import { reasonText } from '../reason-text.js';
import type { Pages, Visit } from '../pages.js';
import { legendOf } from './legend.js';
import { sumsView } from './sums.js';
import { callPath, callView, rowView } from './view.js';
import { exportWords } from './words.js';
import { callbackTexts, callTexts, commonTexts, outcomeTexts } from '../../words/words.js';

export interface CallSources {
  readonly calls: Pick<CallStore, 'seen'>;
  readonly search: CallSearch;
  readonly snapshot: () => Snapshot | undefined;
  readonly timezone: () => string;
  readonly desk: PlaceDesk;
  /** The recordings folder as this service sees it. */
  readonly folder: () => string | undefined;
}

const ON_A_PAGE = 50;

const FIELDS = ['from', 'to', 'group', 'caller', 'outcome', 'missed', 'member', 'recorded'] as const;

export function callPages(pages: Pages, sources: CallSources): void {
  const { calls, search, timezone } = sources;
  pages.get('/calls', 'calls.read', (visit) => list(visit, sources));
  pages.get('/calls.csv', 'calls.read', async (visit) => {
    const { filter, faults } = read(visit, sources);
    if (faults.length > 0) {
      visit.refuse(422);
      return;
    }
    const { response, lang } = visit;
    response.attachment(callTexts[lang].csvFile).type('text/csv; charset=utf-8');
    const form = spreadsheetCsv(lang, timezone());
    await writeCallsCsv(search, filter, response, { form, words: exportWords(lang) });
  });
  // Part of the page, asked for by its script when somebody opens it: reading many calls takes longer than a page may.
  pages.get('/calls/sums', 'calls.read', async (visit) => {
    const { filter, faults } = read(visit, sources);
    if (faults.length > 0) visit.refuse(422);
    else visit.part('call-sums', callTexts, { sums: await sumsOf(visit, sources, filter) });
  });
  pages.get('/calls/:id', 'calls.read', (visit) => one(visit, sources));
  pages.post('/calls/:id/call', 'calls.place', async (visit) => {
    const mayRead = visit.actor.permissions.has('calls.read');
    const record = mayRead ? await calls.seen(visit.param('id'), visit.scope) : undefined;
    if (record === undefined) {
      visit.refuse(404);
      return;
    }
    const result = await callCaller(sources.desk, visit.actor, record);
    visit.redirect(callPath(record._id), placedText(result, visit.lang));
  });
}

async function one(visit: Visit, sources: CallSources): Promise<void> {
  const { param, show, refuse, lang, actor, scope } = visit;
  const { calls, snapshot, timezone } = sources;
  const record = await calls.seen(param('id'), scope);
  if (record === undefined) {
    refuse(404);
    return;
  }
  const view = callView(record, { lang, timezone: timezone() }, (step) => reasonText(step, lang));
  const { withheld, e164, number: given, name } = record.caller;
  const unknown = withheld || (name ?? '') !== '' ? null : e164;
  const tel = withheld ? null : dialledText(e164 ?? given ?? '', snapshot()?.extensions);
  const extension = actor.permissions.has('calls.place') ? ownExtension(actor, snapshot()) : undefined;
  const mayCall = tel !== null && extension !== undefined;
  const hint = { extension: extension ?? '', number: view.caller.number };
  show('call', callTexts, {
    ...view,
    tel,
    keep:
      unknown !== null && actor.permissions.has('contacts.write')
        ? `/contacts/_new?${new URLSearchParams({ number: unknown }).toString()}`
        : null,
    dial: mayCall ? fill(callbackTexts[lang].dialHint, hint) : null,
    dialText: callbackTexts[lang].dial,
    sound: actor.permissions.has('recordings.read') ? await soundOf(record, sources) : null,
    recording: actor.permissions.has('recordings.read') ? view.recording : null,
    legend: legendOf(record, lang),
    path: callPath(record._id),
    styles: ['calls.css'],
  });
}

/** Played on the page of the call, in the ranges that the player asks for. */
async function soundOf(record: CallRecord, { folder }: CallSources): Promise<string | null> {
  const [root, name] = [folder(), recordingOf(record)];
  if (root === undefined || name === null) return null;
  const found = await findRecording(root, name).catch(() => undefined);
  return found === undefined ? null : `/recordings/${encodeURIComponent(record._id)}/sound`;
}

async function sumsOf({ lang }: Visit, { search, timezone }: CallSources, filter: CallFilter) {
  return sumsView(await sumCalls(search, filter, timezone()), lang);
}

function typedOf({ query }: Visit): TypedFilter {
  return Object.fromEntries(FIELDS.map((name) => [name, query(name)]));
}

function read(visit: Visit, { snapshot }: CallSources) {
  return readCallFilter(typedOf(visit), { scope: visit.scope, snapshot: snapshot(), now: visit.now });
}

async function list(visit: Visit, sources: CallSources): Promise<void> {
  const { query, lang, show } = visit;
  const { search, snapshot, timezone } = sources;
  const typed = typedOf(visit);
  const { filter, boundedFrom, faults } = read(visit, sources);
  const [after, before] = [readKey(query('after') ?? ''), readKey(query('before') ?? '')];
  const found =
    faults.length > 0
      ? { calls: [], more: false }
      : before !== undefined
        ? await search.newer(filter, before, ON_A_PAGE)
        : await search.older(filter, after, ON_A_PAGE);
  const view = {
    ...formView(typed, visit, snapshot()),
    calls: found.calls.map((record) => rowView(record, { lang, timezone: timezone() })),
    ...wordsOf({ boundedFrom, faults }, lang, timezone()),
    empty: isVeiled(visit, filter) ? commonTexts[lang].numbersMasked : callTexts[lang].empty,
    sums: query('sums') === undefined || faults.length > 0 ? null : await sumsOf(visit, sources, filter),
    sumsPart: pathOf('/calls/sums', typed),
    sumsPage: pathOf('/calls', typed, { sums: '1' }),
    scripts: [...PICKER_SCRIPTS, 'calls.js'],
    styles: [...PICKER_STYLES, 'calls.css'],
    paging: pagingOf(found, typed, { after, before }),
  };
  show('calls', callTexts, view, faults.length === 0 ? 200 : 422);
}

/** Whoever sees masked numbers finds none. */
function isVeiled({ actor }: Visit, { caller }: CallFilter): boolean {
  return seesMasked(actor) && caller !== undefined && caller.kind !== 'withheld';
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
    typed: Object.fromEntries(FIELDS.map((name) => [name, typed[name] ?? ''])),
    outcomes: OUTCOMES.map((one) => choice(one, outcomeTexts[lang][one], 'outcome')),
    missedChoices: [choice('true', yes, 'missed'), choice('false', no, 'missed')],
    groups: groupsIn(scope, snapshot).map(({ number, name }) =>
      choice(number, `${name} (${number})`, 'group'),
    ),
    csv: pathOf('/calls.csv', typed),
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
  for (const name of FIELDS) if (typed[name] !== undefined) query.set(name, typed[name]);
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
