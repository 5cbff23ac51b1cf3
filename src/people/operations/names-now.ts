/**
 * Whoever called without a name and has one in the address book now is shown with it, on calls of before the contact was made
 * too. What is stored stays as it was.
 */
import type { KeptBook } from '../../base/contacts/keep-book.js';
import type { CallbackItem } from '../../base/model/callback-item.js';
import type { CallRecord } from '../../base/model/call-record.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import type { CallbackStore } from '../../base/store/callback-store.js';
import type { CallPage, CallSearch } from '../../base/store/call-search.js';
import type { CallStore } from '../../base/store/calls.js';
import { contactHouse } from './contacts.js';

export interface NamesNow {
  /** @param call a call, or those fields of it that were read */
  call<C extends object>(call: C): C;
  item(item: CallbackItem): CallbackItem;
}

/** As the edge names a call: by the number with its country's code, where there is one, and no phone of the house. */
export function namesNow(contacts: Pick<KeptBook, 'book'>, snapshot: () => Snapshot | undefined): NamesNow {
  const nameOf = (number: string): string | null =>
    contactHouse(snapshot()).isOwn(number) ? null : (contacts.book().nameOf(number) ?? null);
  return {
    call: (call) => {
      const { caller } = call as Partial<Pick<CallRecord, 'caller'>>;
      if (caller === undefined || caller.withheld || caller.name !== null) return call;
      const name = nameOf(caller.e164 ?? caller.number ?? '');
      return name === null ? call : { ...call, caller: { ...caller, name } };
    },
    item: (item) => {
      const { caller } = item;
      const name = caller.name ?? nameOf(caller.number);
      return name === caller.name ? item : { ...item, caller: { ...caller, name } };
    },
  };
}

export function searchNamed(search: CallSearch, names: NamesNow): CallSearch {
  const page = async <C extends object>(reading: Promise<CallPage<C>>): Promise<CallPage<C>> => {
    const read = await reading;
    return { ...read, calls: read.calls.map((call) => names.call(call)) };
  };
  return {
    older: (...given) => page(search.older(...given)),
    olderWith: (...given) => page(search.olderWith(...given)),
    newer: (...given) => page(search.newer(...given)),
  };
}

/** Calls that are read one by one or of a day. */
export function callsNamed<Calls extends Pick<CallStore, 'seen' | 'ofDay'>>(
  calls: Calls,
  names: NamesNow,
): Calls {
  return {
    ...calls,
    seen: async (...given) => {
      const record = await calls.seen(...given);
      return record && names.call(record);
    },
    ofDay: (...given) => eachNamed(calls.ofDay(...given), names),
  };
}

async function* eachNamed<C extends object>(calls: AsyncIterable<C>, names: NamesNow): AsyncGenerator<C> {
  for await (const call of calls) yield names.call(call);
}

/**
 * Whatever its methods answer: an item, a list of them, or what became of one. The store is an object of a class with private
 * methods, so its methods cannot be copied one by one.
 */
export function callbacksNamed(callbacks: CallbackStore, names: NamesNow): CallbackStore {
  const named = (answer: unknown): unknown => {
    if (Array.isArray(answer)) return answer.map(named);
    if (typeof answer !== 'object' || answer === null) return answer;
    if ('caller' in answer) return names.item(answer as CallbackItem);
    return 'item' in answer ? { ...answer, item: named(answer.item) } : answer;
  };
  return new Proxy(callbacks, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return async (...given: unknown[]) => named(await Reflect.apply(member, target, given));
    },
  });
}
