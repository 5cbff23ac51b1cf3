/**
 * One search for everything that the visitor may see. What stands in the snapshot is looked through in memory; numbers of
 * callers are looked up in indexes, so that a letter more costs nobody a scan of all calls.
 */
import { inSlices } from '../../base/in-slices.js';
import { wantedNumber } from '../../base/configuration/typed-caller.js';
import type { CallbackItem } from '../../base/model/callback-item.js';
import type { CallRecord } from '../../base/model/call-record.js';
import type { Contact } from '../../base/model/contact.js';
import type { Group, Snapshot, Switch, User } from '../../base/model/snapshot.js';
import type { WantedNumber } from '../../base/model/wanted-caller.js';
import { callsIn, type CallSearch } from '../../base/store/call-search.js';
import { scopeOf, seesMasked, type Actor } from '../access/permissions.js';
import { listCallbacks, type CallbackDesk } from './callbacks.js';
import type { ContactDesk } from './contacts.js';
import { usersFoundSteps } from './user-search.js';

export interface SearchParts extends CallbackDesk {
  readonly callSearch: CallSearch;
  readonly contacts: Pick<ContactDesk, 'find'>;
}

export interface Found {
  readonly groups: readonly Group[];
  readonly users: readonly User[];
  readonly switches: readonly Switch[];
  readonly contacts: readonly Contact[];
  /** Who waits for a call. */
  readonly callbacks: readonly CallbackItem[];
  /** The newest calls of the number that was typed. */
  readonly calls: readonly CallRecord[];
  /** Undefined: no number was typed. */
  readonly number: WantedNumber | undefined;
}

/** Fewer digits are an extension or a group. */
const FEWEST_DIGITS = 4;

/** Longer texts are cut off. */
export const MOST_TYPED = 60;

/** @param most of each kind */
export async function findEverything(
  parts: SearchParts,
  actor: Actor,
  typed: string,
  most: number,
): Promise<Found> {
  const snapshot = parts.snapshot();
  const wanted = typed.trim().toLowerCase();
  const number = callersNumber(wanted, snapshot);
  const mayRead = actor.permissions.has('config.read') && wanted !== '';
  const named = <T extends { readonly name: string }>(
    all: Iterable<T> | undefined,
    key: (one: T) => string,
  ) =>
    mayRead
      ? [...(all ?? [])].filter(
          (one) => one.name.toLowerCase().includes(wanted) || key(one).startsWith(wanted),
        )
      : [];
  const [users, contacts, callbacks, calls] = await Promise.all([
    mayRead ? usersFound(snapshot, typed) : [],
    contactsFound(parts, actor, typed, most),
    number === undefined ? [] : waitingOf(parts, actor, number, most),
    number?.kind === 'whole' && actor.permissions.has('calls.read')
      ? parts.callSearch
          .older({ ...callsIn(scopeOf(actor, snapshot)), caller: number }, undefined, most)
          .then((page) => page.calls)
      : [],
  ]);
  return {
    groups: named(snapshot?.groups.values(), (group) => group.number).slice(0, most),
    users: users.slice(0, most),
    switches: named(snapshot?.switches.values(), ({ id }) => id).slice(0, most),
    contacts,
    callbacks,
    calls,
    number,
  };
}

function callersNumber(wanted: string, snapshot: Snapshot | undefined): WantedNumber | undefined {
  if (wanted.replaceAll(/\D/g, '').length < FEWEST_DIGITS) return undefined;
  return wantedNumber(wanted, snapshot?.settings.country ?? 'DE');
}

async function usersFound(snapshot: Snapshot | undefined, typed: string): Promise<readonly User[]> {
  const all = [...(snapshot?.users.values() ?? [])].map((user) => ({
    user,
    id: user.id,
    name: user.name,
    extension: user.extension,
    mobile: user.mobile && {
      number: user.mobile.number.kind === 'allowed' ? user.mobile.number.e164 : user.mobile.number.given,
    },
  }));
  const found = await inSlices(usersFoundSteps(all, typed, snapshot?.settings.country ?? 'DE'));
  return found.map(({ user }) => user);
}

async function contactsFound(
  { contacts }: SearchParts,
  actor: Actor,
  typed: string,
  most: number,
): Promise<readonly Contact[]> {
  if (typed.trim() === '' || !actor.permissions.has('contacts.read')) return [];
  const found = await contacts.find({ text: typed, from: 0, most, byNumber: !seesMasked(actor) });
  return found.contacts;
}

/** Whoever waits with a number that begins so. */
function waitingOf(
  parts: SearchParts,
  actor: Actor,
  number: WantedNumber,
  limit: number,
): Promise<readonly CallbackItem[]> {
  if (!actor.permissions.has('callbacks.read')) return Promise.resolve([]);
  return listCallbacks(parts, actor, { which: 'live', caller: { ...number, kind: 'beginning' }, limit });
}
