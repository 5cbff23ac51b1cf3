/**
 * The search for calls by what somebody types: part of a name or of a number. Callers are found in memory, among those of
 * the newest calls, the address book and the users; their calls then in the database, by an index. So no letter more costs
 * a scan of all calls, and the database needs no regular expressions.
 */
import { wantedNumber } from '../../base/configuration/typed-caller.js';
import { isOfNumber } from '../../base/contacts/book.js';
import { inSlices } from '../../base/in-slices.js';
import { folded, shownName, type Contact } from '../../base/model/contact.js';
import type { Scope } from '../../base/model/scope.js';
import type { Snapshot, User } from '../../base/model/snapshot.js';
import type { TypedCaller, WantedPeople } from '../../base/model/wanted-caller.js';
import type { CallFilter, CallPage, CallSearch } from '../../base/store/call-search.js';
import type { ContactDesk } from './contacts.js';
import { RecentCallers, type RecentCaller } from './recent-callers.js';
import { usersIn } from './seen.js';

/** So many callers are looked for at once; of more, those who called last. */
export const MOST_CALLERS = 100;

const MOST_USERS = 20;
const MOST_FOUND = 500;

/** Fewer digits are part of nearly every number. */
const FEWEST_DIGITS = 3;

export interface TypedCallersUse {
  readonly search: CallSearch;
  readonly contacts: Pick<ContactDesk, 'find'>;
  readonly snapshot: () => Snapshot | undefined;
}

interface Resolved {
  readonly caller: WantedPeople;
  readonly isNarrowed: boolean;
}

/** The same search, which also understands filters with a caller as typed. */
export function withTypedCallers(use: TypedCallersUse): CallSearch {
  const { search } = use;
  const recent = new RecentCallers(search);
  // Whoever reads page by page hands in the same filter: it is looked up once.
  const known = new WeakMap<CallFilter, Promise<Resolved>>();
  const asked = async <Page extends CallPage<unknown>>(
    filter: CallFilter,
    read: (filter: CallFilter) => Promise<Page>,
  ): Promise<Page> => {
    const { caller } = filter;
    if (caller?.kind !== 'typed') return read(filter);
    const resolving = known.get(filter) ?? peopleOf(use, recent, { ...caller, scope: filter.scope });
    known.set(filter, resolving);
    const { isNarrowed, ...people } = await resolving;
    const page = await read({ ...filter, ...people });
    return isNarrowed ? { ...page, isNarrowed } : page;
  };
  return {
    older: (filter, ...rest) => asked(filter, (one) => search.older(one, ...rest)),
    olderWith: (fields, filter, ...rest) => asked(filter, (one) => search.olderWith(fields, one, ...rest)),
    newer: (filter, ...rest) => asked(filter, (one) => search.newer(one, ...rest)),
  };
}

/** What was typed, read for comparing. */
interface Words {
  readonly words: readonly string[];
  /** Without zeros in front; empty: no part of a number was typed. */
  readonly digits: string;
}

function wordsOf({ text, byNumber }: TypedCaller): Words {
  const words = folded(text).split(/\s+/).filter(Boolean);
  const digits = text.replaceAll(/\D/g, '').replace(/^0+/, '');
  const isNumber = byNumber && digits.length >= FEWEST_DIGITS && /^[\d\s()+/.*-]+$/.test(text.trim());
  return { words, digits: isNumber ? digits : '' };
}

async function peopleOf(
  { contacts, snapshot }: TypedCallersUse,
  recent: RecentCallers,
  typed: TypedCaller & { readonly scope: Scope },
): Promise<Resolved> {
  const { words, digits } = wordsOf(typed);
  const none = words.length === 0 || (!typed.byNumber && words.some(isOfNumber));
  if (none) return { caller: { kind: 'people', callers: [], answeredBy: [] }, isNarrowed: false };
  const { text, byNumber, byBook, scope } = typed;
  const found = await contacts.find({ text, from: 0, most: MOST_FOUND, byNumber });
  const isShown = (contact: Contact) => hasAll(folded(shownName(contact)), words);
  const numbers = found.contacts.filter((one) => byBook || isShown(one)).flatMap((one) => one.numbers);
  const people = await inSlices(usersSteps(usersIn(scope, snapshot()), { words, digits }));
  const users = people.slice(0, MOST_USERS);
  const wanted: Wanted = {
    words,
    digits,
    scope,
    whole: new Set(numbers.map(({ number }) => number)),
    trunks: numbers.filter(({ withExtensions }) => withExtensions === true).map(({ number }) => number),
  };
  const recently = await inSlices(foundSteps(await recent.newestFirst(), wanted));
  const exact = digits === '' ? undefined : wantedNumber(text, snapshot()?.settings.country ?? 'DE');
  const all: WantedPeople['callers'][number][] = [
    ...(exact?.kind === 'whole' ? [exact] : []),
    ...recently.map(({ number, e164 }) => ({ number, e164: e164 ?? undefined })),
    ...users.flatMap(phonesOf),
    ...numbers.map(({ number }) => ({ number, e164: number })),
  ];
  const callers = [...new Map(all.map((one) => [one.e164 ?? one.number, one])).values()];
  return {
    caller: {
      kind: 'people',
      callers: callers.slice(0, MOST_CALLERS),
      answeredBy: users.map(({ id }) => id),
    },
    isNarrowed: callers.length > MOST_CALLERS || people.length > MOST_USERS,
  };
}

interface Wanted extends Words {
  readonly scope: Scope;
  /** Numbers of the contacts that were found. */
  readonly whole: ReadonlySet<string>;
  /** Companies' numbers, with all their extensions. */
  readonly trunks: readonly string[];
}

function* foundSteps(
  callers: readonly RecentCaller[],
  { words, digits, scope, whole, trunks }: Wanted,
): Generator<undefined, readonly RecentCaller[]> {
  const found: RecentCaller[] = [];
  for (const [index, caller] of callers.entries()) {
    if (index % 500 === 0) yield;
    const key = caller.e164 ?? caller.number;
    const names = namesIn(scope, caller);
    if (names.length === 0) continue;
    const isWanted =
      names.some((name) => name !== '' && hasAll(name, words)) ||
      (digits !== '' && (key.includes(digits) || caller.number.includes(digits))) ||
      whole.has(key) ||
      trunks.some((trunk) => key.startsWith(trunk));
    if (isWanted) found.push(caller);
    if (found.length > MOST_CALLERS) break;
  }
  return found;
}

/** As calls of the scope showed it; none: there was no such call. */
function namesIn(scope: Scope, { name, nameIn }: RecentCaller): readonly string[] {
  if (scope === 'all') return [name];
  return [...nameIn].flatMap(([group, shown]) => (scope.has(group) ? [shown] : []));
}

const hasAll = (text: string, words: readonly string[]): boolean =>
  words.every((word) => text.includes(word));

/** Those who fit, one more than are looked for at most. */
function* usersSteps(
  users: readonly User[],
  { words, digits }: Words,
): Generator<undefined, readonly User[]> {
  const found: User[] = [];
  for (const [index, user] of users.entries()) {
    if (index % 100 === 0) yield;
    if (isFound(user, words, digits)) found.push(user);
    if (found.length > MOST_USERS) break;
  }
  return found;
}

function isFound({ name, extension, mobile }: User, words: readonly string[], digits: string): boolean {
  const own = folded(name);
  if (hasAll(own, words)) return true;
  const number = mobile?.number;
  const written = number?.kind === 'allowed' ? number.e164 : '';
  return digits !== '' && (extension === digits || written.includes(digits));
}

function phonesOf({ extension, mobile }: User): WantedPeople['callers'] {
  const number = mobile?.number;
  return [
    ...(extension === undefined ? [] : [{ number: extension, e164: undefined }]),
    ...(number?.kind === 'allowed' ? [{ number: number.e164, e164: number.e164 }] : []),
  ];
}
