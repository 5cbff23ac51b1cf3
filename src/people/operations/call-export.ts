/** Calls as CSV, row by row: never more than one page of them in memory, and no faster than the reader reads. */
import type { Writable } from 'node:stream';
import { inSlices } from '../../base/in-slices.js';
import { oneLine } from '../../afterwards/mail/one-line.js';
import { shownNumberOf, type CallOutcome, type CallRecord } from '../../base/model/call-record.js';
import { BYTE_ORDER_MARK, type CsvForm } from '../../afterwards/reports/csv-form.js';
import type { CallFilter, CallSearch } from '../../base/store/call-search.js';
import type { CallNoteStore } from '../../base/store/call-notes.js';
import { newestNotes } from './call-notes.js';
import { callPages } from './call-pages.js';

const COLUMNS = [
  'startedAt',
  'group',
  'groupName',
  'caller',
  'callerName',
  'withheld',
  'outcome',
  'missed',
  'answeredBy',
  'stage',
  'waitingSec',
  'talkingSec',
  'note',
  'id',
] as const;

export type CallColumn = (typeof COLUMNS)[number];

/** The words in a file. */
export interface ExportWords {
  readonly titles: Readonly<Record<CallColumn, string>>;
  readonly outcome: (outcome: CallOutcome) => string;
  readonly yesNo: (value: boolean) => string;
}

/** Names of columns and values as in the interface. */
export const PROGRAM_WORDS: ExportWords = {
  titles: Object.fromEntries(COLUMNS.map((name) => [name, name])) as ExportWords['titles'],
  outcome: (outcome) => outcome,
  yesNo: String,
};

/** The fields of the columns. */
const FIELDS = [
  'group',
  'caller',
  'answeredBy',
  'missed',
  'waitingSec',
  'talkingSec',
  'outcome',
  'startedAt',
] as const satisfies readonly (keyof CallRecord)[];

type ExportedCall = Pick<CallRecord, (typeof FIELDS)[number] | '_id'>;

function cellsOf(
  record: ExportedCall,
  note: string | undefined,
  form: CsvForm,
  { outcome, yesNo }: ExportWords,
): readonly string[] {
  const { group, caller, answeredBy, missed, waitingSec, talkingSec } = record;
  const cells: Readonly<Record<CallColumn, string>> = {
    startedAt: form.moment(record.startedAt),
    group: group.number,
    groupName: group.name ?? '',
    caller: form.number(shownNumberOf(caller) ?? ''),
    callerName: caller.withheld ? '' : (caller.name ?? ''),
    withheld: yesNo(caller.withheld),
    outcome: outcome(record.outcome),
    missed: yesNo(missed !== null),
    answeredBy: answeredBy?.who ?? '',
    stage: String(answeredBy?.stage ?? ''),
    waitingSec: String(waitingSec ?? ''),
    talkingSec: String(talkingSec ?? ''),
    note: note ?? '',
    id: record._id,
  };
  return COLUMNS.map((name) => oneLine(cells[name]));
}

function titlesOf({ titles }: ExportWords, form: CsvForm): readonly string[] {
  return COLUMNS.map((name) => (name === 'startedAt' ? form.momentTitle(titles[name]) : titles[name]));
}

function* lineSteps(
  calls: readonly ExportedCall[],
  notes: ReadonlyMap<string, string>,
  form: CsvForm,
  words: ExportWords,
): Generator<undefined, string> {
  const lines: string[] = [];
  for (const record of calls) {
    lines.push(form.line(cellsOf(record, notes.get(record._id), form, words)));
    yield;
  }
  return lines.join('');
}

/** Waits until a slow reader has caught up or left. */
function backpressure(to: Writable): () => Promise<void> {
  let wake = (): void => undefined;
  // One listener for all waits: the compression of responses keeps every listener that is added.
  for (const event of ['drain', 'close']) to.on(event, () => wake());
  return () =>
    new Promise((resolve) => {
      if (to.destroyed) resolve();
      else wake = resolve;
    });
}

/** Resolves when all is written, or when the reader has left. Errors: the database's, before or after the first row. */
export async function writeCallsCsv(
  {
    search,
    notes,
  }: { readonly search: Pick<CallSearch, 'olderWith'>; readonly notes: Pick<CallNoteStore, 'of'> },
  filter: CallFilter,
  to: Writable,
  { form, words }: { readonly form: CsvForm; readonly words: ExportWords },
): Promise<void> {
  const drained = backpressure(to);
  let text = BYTE_ORDER_MARK + form.line(titlesOf(words, form));
  for await (const { calls } of callPages(search, FIELDS, filter)) {
    text += await inSlices(lineSteps(calls, await newestNotes(notes, calls), form, words));
    if (to.destroyed) return;
    if (!to.write(text)) await drained();
    text = '';
  }
  to.end();
}
