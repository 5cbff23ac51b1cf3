/** FreeSWITCH's answer to `list_users`, which names no passwords. Pure. */
import type { CsvRecord } from './csv.js';
import { columnsOf, tableRowSteps, tableSteps } from './table.js';
import { UnreadableSource, type SourceRow } from './source.js';

const HEAD =
  'userid|context|domain|group|contact|callgroup|effective_caller_id_name|effective_caller_id_number';
const NAME_AT = 6;

export function isListUsers(text: string): boolean {
  return text.trimStart().startsWith('userid|context|');
}

/**
 * In steps. Somebody in several groups is named once. Errors: UnreadableSource (`notListed`): FreeSWITCH cannot list a
 * directory that is made for each question (mod_xml_curl, Lua).
 */
export function* listUsersSteps(file: string, text: string): Generator<undefined, readonly SourceRow[]> {
  const [head = '', ...lines] = text.trimStart().split(/\r?\n/);
  if (head !== HEAD) throw new UnreadableSource('notListed');
  const table = yield* tableSteps(file, records(head, lines));
  const rows = yield* tableRowSteps(table, columnsOf(table, {}));
  const seen = new Set<string>();
  const once = rows.filter(({ extension, domain }) => {
    const key = `${extension}@${domain}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  if (once.length === 0) throw new UnreadableSource('notListed');
  return once;
}

/** A name may contain the separator; everything else has a fixed number of cells. */
function* records(head: string, lines: readonly string[]): Generator<CsvRecord> {
  yield { line: 1, cells: head.split('|') };
  for (const [index, line] of lines.entries()) {
    const cells = line.split('|');
    if (cells.length < HEAD.split('|').length) continue;
    const name = cells.slice(NAME_AT, -1).join('|');
    yield { line: index + 2, cells: [...cells.slice(0, NAME_AT), name, cells.at(-1) ?? ''] };
  }
}
