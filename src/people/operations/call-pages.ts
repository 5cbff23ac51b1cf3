/** All calls of a search, page by page, newest first: for what needs many of them and shows none. */
import { myTurn } from '../../base/in-slices.js';
import type { CallRecord } from '../../base/model/call-record.js';
import type { CallFilter, CallKey, CallPage, CallSearch } from '../../base/store/call-search.js';

/** Calls read at a time: the driver decodes them in one go, and calls in progress wait meanwhile. */
const PAGE = 200;

/** A page for each turn; the reader may stop at any. Errors: the database's. */
export async function* callPages<F extends keyof CallRecord>(
  search: Pick<CallSearch, 'olderWith'>,
  fields: readonly F[],
  filter: CallFilter,
): AsyncGenerator<CallPage<Pick<CallRecord, F | '_id' | 'startedAt'>>> {
  let key: CallKey | undefined;
  for (;;) {
    await myTurn();
    const page = await search.olderWith(fields, filter, key, PAGE);
    yield page;
    const last = page.calls.at(-1);
    if (!page.more || last === undefined) return;
    key = { startedAt: last.startedAt, id: last._id };
  }
}
