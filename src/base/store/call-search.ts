/**
 * Searches very many calls. Pages are found by key along an index, not by offset. Filters without an index (outcome,
 * member, the prefix of a number) scan the calls of the given period, which the caller must limit.
 */
import type { Connection, Model, QueryFilter } from 'mongoose';
import type { CallOutcome, CallRecord } from '../model/call-record.js';
import { seenBy, type Scope } from '../model/scope.js';
import type { TypedCaller, WantedCaller, WantedNumber, WantedPeople } from '../model/wanted-caller.js';

export interface CallFilter {
  /** Whoever searches sees no other calls, and finds no other recordings. */
  readonly scope: Scope;
  /** Calls that began at this time or later. */
  readonly from: Date | undefined;
  /** Calls that began before this time. */
  readonly to: Date | undefined;
  /** Number of a group that was dialled or that the call passed through. */
  readonly group: string | undefined;
  readonly caller: WantedCaller | TypedCaller | WantedPeople | undefined;
  readonly outcome: CallOutcome | undefined;
  readonly missed: boolean | undefined;
  /** Id of a user, or an extension, whose phone was called. */
  readonly member: { readonly userId: string } | { readonly extension: string } | undefined;
  readonly recorded: boolean | undefined;
}

/** All calls of the scope; to be narrowed by some of the other fields. */
export function callsIn(scope: Scope): CallFilter {
  return {
    scope,
    from: undefined,
    to: undefined,
    group: undefined,
    caller: undefined,
    outcome: undefined,
    missed: undefined,
    member: undefined,
    recorded: undefined,
  };
}

/** A position between two calls: newest first, `_id` orders those of the same moment. */
export interface CallKey {
  readonly startedAt: Date;
  readonly id: string;
}

export interface CallPage<Call = CallRecord> {
  /** Newest first. */
  readonly calls: readonly Call[];
  /** There are more calls in the direction of the search. */
  readonly more: boolean;
  /** More callers fit what was typed than are looked for at once: these are calls of those who called last. */
  readonly isNarrowed?: true;
}

export interface CallSearch {
  /** Calls older than the key; without a key, the newest calls. */
  older(filter: CallFilter, key: CallKey | undefined, limit: number): Promise<CallPage>;
  /** The same with these fields only, which is less to read. */
  olderWith<F extends keyof CallRecord>(
    fields: readonly F[],
    filter: CallFilter,
    key: CallKey | undefined,
    limit: number,
  ): Promise<CallPage<Pick<CallRecord, F | KeyField>>>;
  /** The calls just newer than the key, newest first. */
  newer(filter: CallFilter, key: CallKey, limit: number): Promise<CallPage>;
}

/** What orders calls. */
type KeyField = '_id' | 'startedAt';

type Query = QueryFilter<CallRecord>;

export function callSearch(connection: Connection): CallSearch {
  const model = connection.models['Call'] as Model<CallRecord>;
  return {
    older: (filter, key, limit) => page(model, filter, key && { key, way: 'older' }, limit),
    olderWith: (fields, filter, key, limit) =>
      page(model, filter, key && { key, way: 'older' }, limit, ['startedAt', ...fields]),
    newer: async (filter, key, limit) => {
      const { calls, more } = await page(model, filter, { key, way: 'newer' }, limit);
      return { calls: calls.toReversed(), more };
    },
  };
}

interface From {
  readonly key: CallKey;
  readonly way: 'older' | 'newer';
}

async function page(
  model: Model<CallRecord>,
  filter: CallFilter,
  from: From | undefined,
  limit: number,
  fields: readonly (keyof CallRecord)[] = [],
): Promise<CallPage> {
  const sign = from?.way === 'newer' ? 1 : -1;
  const read = async (part: Query) =>
    model
      .find({
        ...part,
        $and: [rest(filter), ...inScope(filter), ...(from === undefined ? [] : [beyond(from)])],
        startedAt: range(filter, from),
      })
      .sort({ startedAt: sign, _id: sign })
      .limit(limit + 1)
      .select([...fields])
      .lean<CallRecord[]>();
  const all = (await Promise.all(parts(filter).map(read))).flat();
  // A call can be in two parts: those of two groups, or its caller's number as it came and with the country's code.
  const found = [...new Map(all.map((call) => [call._id, call])).values()];
  const sorted = found.toSorted((one, other) => sign * order(one, other));
  const calls = sorted.slice(0, limit).map((call) => seenBy(filter.scope, call));
  return { calls, more: sorted.length > limit };
}

function order(one: CallRecord, other: CallRecord): number {
  const apart = one.startedAt.getTime() - other.startedAt.getTime();
  return apart === 0 ? (one._id < other._id ? -1 : 1) : apart;
}

/**
 * Each part has an index of its own. A group's calls are those that it had, and those that it did not take because
 * it was unknown or disabled at the time. One caller's calls are fewer than those of groups.
 */
function parts({ scope, group, caller }: CallFilter): Query[] {
  const callers = callersOf(caller);
  const isFew = caller?.kind === 'whole' || caller?.kind === 'people';
  const groups = group !== undefined ? [group] : isFew || scope === 'all' ? null : [...scope];
  if (groups === null) return callers;
  return groups.flatMap((number) =>
    callers.flatMap((who) => [
      { ...who, route: { $elemMatch: { group: number } } },
      { ...who, 'group.number': number, refused: true },
    ]),
  );
}

/** The same rules as `hasCall` and `seenBy`. */
function inScope({ scope, recorded }: CallFilter): Query[] {
  if (scope === 'all') return [];
  const $in = [...scope];
  return [
    { $or: [{ 'route.group': { $in } }, { 'group.number': { $in }, refused: true }] },
    ...(recorded === true ? [{ 'answeredBy.group': { $in } }] : []),
  ];
}

/** Errors: TypeError for what was typed, which somebody must have looked up before. */
function callersOf(caller: CallFilter['caller']): Query[] {
  switch (caller?.kind) {
    case 'typed':
      throw new TypeError('what was typed must be looked up before the search');
    case 'people': {
      const ways = [
        ...caller.callers.flatMap(partsOf),
        ...caller.answeredBy.map((userId): Query => ({ 'answeredBy.userId': userId })),
      ];
      // Each way has an index in the order of the calls, so that the database merges them and stops behind the page.
      return ways.length === 0 ? [] : [{ $or: ways }];
    }
    case 'whole':
      return partsOf(caller);
    case 'beginning':
    case 'withheld':
    case undefined:
      return [{}];
  }
}

/** A number that could be read in two ways was stored as received and is found only that way. */
function partsOf({ number, e164 }: Pick<WantedNumber, 'number' | 'e164'>): Query[] {
  const asItCame: Query = { 'caller.number': number, 'caller.withheld': false };
  return e164 === undefined ? [asItCame] : [{ 'caller.e164': e164, 'caller.withheld': false }, asItCame];
}

function beginning({ number, e164 }: WantedNumber): Query {
  const from = (text: string) => ({ $gte: text, $lt: `${text}\uffff` });
  const ways: Query[] = [{ 'caller.number': from(number) }];
  if (e164 !== undefined) ways.push({ 'caller.e164': from(e164) });
  return { 'caller.withheld': false, $or: ways };
}

function range({ from, to }: CallFilter, place: From | undefined) {
  const { key, way } = place ?? {};
  return {
    $gte: way === 'newer' && key !== undefined ? key.startedAt : (from ?? new Date(0)),
    ...(way === 'older' && key !== undefined ? { $lte: key.startedAt } : to !== undefined && { $lt: to }),
  };
}

function beyond({ key, way }: From): Query {
  const { startedAt, id } = key;
  return way === 'older'
    ? { $or: [{ startedAt: { $lt: startedAt } }, { startedAt, _id: { $lt: id } }] }
    : { $or: [{ startedAt: { $gt: startedAt } }, { startedAt, _id: { $gt: id } }] };
}

/** Filters that are checked on each call. Includes the time limits, because in the index range a key replaces one of them. */
function rest({ from, to, caller, outcome, missed, member, recorded }: CallFilter): Query {
  return {
    startedAt: { $gte: from ?? new Date(0), ...(to !== undefined && { $lt: to }) },
    ...(caller?.kind === 'withheld' && { 'caller.withheld': true }),
    ...(caller?.kind === 'beginning' && beginning(caller)),
    ...(outcome !== undefined && { outcome }),
    ...(missed !== undefined && (missed ? { 'missed.group': { $exists: true } } : { missed: null })),
    ...(recorded !== undefined && { recording: recorded ? { $gt: '' } : null }),
    ...(member !== undefined &&
      ('userId' in member
        ? { legs: { $elemMatch: { userId: member.userId } } }
        : { legs: { $elemMatch: { to: member.extension, kind: 'desk' } } })),
  };
}
