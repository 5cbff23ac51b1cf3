/** Calls: search, one call, and all that is found as CSV. */
import { DateTime } from 'luxon';
import { toE164 } from '../../configuration/phone-number.js';
import type { Snapshot } from '../../model/snapshot.js';
import {
  keyText,
  OUTCOMES,
  readCallFilter,
  readKey,
  type TypedFilter,
} from '../../operations/call-filter.js';
import { writeCallsCsv } from '../../operations/call-export.js';
import type { CallSearch } from '../../store/call-search.js';
import type { CallStore } from '../../store/calls.js';
import { fill } from '../language.js';
import { reasonText } from '../reason-text.js';
import type { Pages, Visit } from '../pages.js';
import { callTexts } from './texts.js';
import { callView, rowView } from './view.js';
import { OUTCOME_WORDS } from './words.js';

export interface CallSources {
  readonly calls: Pick<CallStore, 'get'>;
  readonly search: CallSearch;
  readonly snapshot: () => Snapshot | undefined;
  readonly timezone: () => string;
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
    visit.response.attachment('calls.csv').type('text/csv; charset=utf-8');
    const separator = visit.lang === 'de' ? ';' : ',';
    await writeCallsCsv(search, filter, visit.response, { timezone: timezone(), separator });
  });
  pages.get('/calls/:id', 'calls.read', async ({ param, show, refuse, lang }) => {
    const record = await calls.get(param('id'));
    if (record === undefined) refuse(404);
    else
      show(
        'call',
        callTexts,
        callView(record, { lang, timezone: timezone() }, ({ text }) => reasonText(text, lang)),
      );
  });
}

function typedOf({ query }: Visit): TypedFilter {
  return Object.fromEntries(FIELDS.map((name) => [name, query(name)]));
}

function read(visit: Visit, { snapshot }: CallSources) {
  return readCallFilter(typedOf(visit), { snapshot: snapshot(), toE164, now: visit.now });
}

async function list(visit: Visit, sources: CallSources): Promise<void> {
  const { query, lang, show } = visit;
  const { search, snapshot, timezone } = sources;
  const t = callTexts[lang];
  const typed = typedOf(visit);
  const { filter, boundedFrom, faults } = read(visit, sources);
  const after = readKey(query('after') ?? '');
  const before = readKey(query('before') ?? '');
  const found =
    faults.length > 0
      ? { calls: [], more: false }
      : before !== undefined
        ? await search.newer(filter, before, ON_A_PAGE)
        : await search.older(filter, after, ON_A_PAGE);
  const given = Object.entries(typed).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const path = (base: string, more: Record<string, string> = {}) =>
    `${base}?${new URLSearchParams({ ...(Object.fromEntries(given) as Record<string, string>), ...more }).toString()}`;
  const [first, last] = [found.calls.at(0), found.calls.at(-1)];
  const hasNewer = before === undefined ? after !== undefined : found.more;
  const hasOlder = before === undefined ? found.more : true;
  const key = (record: typeof first) =>
    record === undefined ? '' : keyText({ startedAt: record.startedAt, id: record._id });
  const choice = (value: string, text: string, name: keyof TypedFilter) => ({
    value,
    text,
    selected: typed[name] === value,
  });
  show(
    'calls',
    callTexts,
    {
      typed: Object.fromEntries(FIELDS.map((name) => [name, typed[name] ?? ''])),
      outcomes: OUTCOMES.map((one) => choice(one, OUTCOME_WORDS[lang][one], 'outcome')),
      missedChoices: [
        choice('true', visitYes(lang, true), 'missed'),
        choice('false', visitYes(lang, false), 'missed'),
      ],
      groups: [...(snapshot()?.groups.values() ?? [])].map(({ number, name }) =>
        choice(number, `${name} (${number})`, 'group'),
      ),
      calls: found.calls.map((record) => rowView(record, { lang, timezone: timezone() })),
      csv: path('/calls.csv'),
      bounded:
        boundedFrom === undefined
          ? null
          : fill(t.bounded, {
              day: DateTime.fromJSDate(boundedFrom.toJSDate()).setZone(timezone()).toISODate() ?? '',
            }),
      faulty:
        faults.length === 0
          ? null
          : fill(t.faulty, { what: faults.map((name) => faultName(name, lang)).join(', ') }),
      paging: {
        ...{ text: null },
        before: hasNewer && first !== undefined ? path('/calls', { before: key(first) }) : null,
        after: hasOlder && last !== undefined ? path('/calls', { after: key(last) }) : null,
      },
    },
    faults.length === 0 ? 200 : 422,
  );
}

function visitYes(lang: Visit['lang'], yes: boolean): string {
  if (lang === 'de') return yes ? 'ja' : 'nein';
  return yes ? 'yes' : 'no';
}

function faultName(name: keyof TypedFilter, lang: Visit['lang']): string {
  const t = callTexts[lang];
  return name === 'recorded' ? t.recording : t[name];
}
