/** Calls as CSV, row by row: never more than one page of them in memory, and no faster than the reader reads. */
import type { Writable } from 'node:stream';
import { once } from 'node:events';
import { DateTime } from 'luxon';
import { oneLine } from '../mail/one-line.js';
import type { CallRecord } from '../records/call-record.js';
import { csvCell } from '../reports/csv.js';
import type { CallFilter, CallKey, CallSearch } from '../store/call-search.js';

const PAGE = 500;

/** Excel reads UTF-8 only with it. */
const BYTE_ORDER_MARK = '\ufeff';

export interface CsvOptions {
  readonly timezone: string;
  /** `;` where the decimal sign is a comma. */
  readonly separator: ';' | ',';
}

const COLUMNS: readonly (readonly [string, (record: CallRecord, timezone: string) => string])[] = [
  [
    'startedAt',
    ({ startedAt }, timezone) =>
      DateTime.fromJSDate(startedAt).setZone(timezone).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ"),
  ],
  ['group', ({ group }) => group.number],
  ['groupName', ({ group }) => group.name ?? ''],
  ['caller', ({ caller }) => (caller.withheld ? '' : (caller.e164 ?? caller.number ?? ''))],
  ['callerName', ({ caller }) => (caller.withheld ? '' : (caller.name ?? ''))],
  ['withheld', ({ caller }) => String(caller.withheld)],
  ['outcome', ({ outcome }) => outcome],
  ['missed', ({ missed }) => String(missed !== null)],
  ['answeredBy', ({ answeredBy }) => answeredBy?.who ?? ''],
  [
    'stage',
    ({ answeredBy }) => (answeredBy?.stage === null || answeredBy === null ? '' : String(answeredBy.stage)),
  ],
  ['waitingSec', ({ waitingSec }) => (waitingSec === null ? '' : String(waitingSec))],
  ['talkingSec', ({ talkingSec }) => (talkingSec === null ? '' : String(talkingSec))],
  ['id', ({ _id }) => _id],
];

/** Ends when all is written, or when the reader has gone. Errors: the database's, before or after the first row. */
export async function writeCallsCsv(
  search: CallSearch,
  filter: CallFilter,
  to: Writable,
  { timezone, separator }: CsvOptions,
): Promise<void> {
  const line = (cells: readonly string[]) =>
    `${cells.map((cell) => csvCell(oneLine(cell), separator)).join(separator)}\r\n`;
  let key: CallKey | undefined;
  let text = BYTE_ORDER_MARK + line(COLUMNS.map(([name]) => name));
  for (;;) {
    const { calls, more } = await search.older(filter, key, PAGE);
    text += calls.map((record) => line(COLUMNS.map(([, cell]) => cell(record, timezone)))).join('');
    if (to.destroyed) return;
    if (!to.write(text)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
    text = '';
    const last = calls.at(-1);
    if (!more || last === undefined) break;
    key = { startedAt: last.startedAt, id: last._id };
  }
  to.end();
}
