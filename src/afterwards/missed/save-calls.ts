/**
 * Writes call records, and writes at once that a call needs no follow-up: most callers were answered and had missed
 * nothing. Marking each of these calls, reading it back and taking the mark away would be most of what a call costs the
 * database.
 */
import type { CallRecord } from '../../base/model/call-record.js';
import type { CallbackStore } from '../../base/store/callback-store.js';
import type { CallStore } from '../../base/store/calls.js';
import { callerKey } from './follow-up.js';

export interface SaveDependencies {
  readonly calls: Pick<CallStore, 'saveAll'>;
  readonly callbacks: Pick<CallbackStore, 'waiting'>;
  /** Calls are marked for the follow-up now. */
  readonly followUpSoon: () => void;
}

/**
 * Resolves with those that the database refused, by id; rejects while it cannot be reached.
 *
 * A caller may get an item while the record is written without its mark, from another controller. Therefore the list is
 * asked once more afterwards. An item that is opened later still finds this talk, because its own follow-up looks for
 * one. If the service dies before the second question, the journal still has the record as it was given here.
 */
export async function saveCalls(
  records: readonly CallRecord[],
  { calls, callbacks, followUpSoon }: SaveDependencies,
): Promise<ReadonlyMap<string, Error>> {
  const answered = records.filter(({ followUp, missed }) => followUp === 'pending' && missed === null);
  const before = await haveItems(answered, callbacks);
  const settled = answered.filter((record) => !before.has(record._id));
  const ids = new Set(settled.map(({ _id }) => _id));
  const refused = await calls.saveAll(
    records.map((record) => (ids.has(record._id) ? { ...record, followUp: null } : record)),
  );
  const meanwhile = await haveItems(settled, callbacks);
  const again = settled.filter(({ _id }) => meanwhile.has(_id));
  const refusedAgain = again.length > 0 ? await calls.saveAll(again) : new Map<string, Error>();
  if (records.some(({ _id, followUp }) => followUp === 'pending' && !ids.has(_id)) || again.length > 0)
    followUpSoon();
  return new Map([...refused, ...refusedAgain]);
}

/** Ids of the records whose callers are in the call-back list. */
async function haveItems(
  records: readonly CallRecord[],
  callbacks: SaveDependencies['callbacks'],
): Promise<ReadonlySet<string>> {
  const keys = new Set(records.flatMap(({ caller }) => callerKey(caller) ?? []));
  if (keys.size === 0) return new Set();
  const waiting = await callbacks.waiting([...keys]);
  const isWaiting = ({ caller }: CallRecord) => waiting.has(callerKey(caller) ?? '');
  return new Set(records.filter(isWaiting).map(({ _id }) => _id));
}
