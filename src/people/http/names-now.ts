/**
 * Whoever called without a name and has one in the address book now is shown with it, on calls of before the contact was made
 * too. All that pages and interface read of callers goes through these parts; what is stored stays as it was.
 */
import type { CallbackItem } from '../../base/model/callback-item.js';
import type { CallRecord } from '../../base/model/call-record.js';
import type { CallbackStore } from '../../base/store/callback-store.js';
import type { CallPage, CallSearch } from '../../base/store/call-search.js';
import { contactHouse } from '../operations/contacts.js';
import type { SiteParts } from './parts.js';

interface Names {
  /** @param call a call, or those fields of it that were read */
  call<C extends object>(call: C): C;
  item(item: CallbackItem): CallbackItem;
}

export function withNamesNow(parts: SiteParts): SiteParts {
  const { store, board, links } = parts;
  const names = namesOf(parts);
  const callbacks = callbacksWith(store.callbacks, names);
  return {
    ...parts,
    links: { ...links, callbacks },
    board: { ...board, calls: (...given) => board.calls(...given).map((call) => names.call(call)) },
    store: {
      ...store,
      callbacks,
      callSearch: searchWith(store.callSearch, names),
      calls: callsWith(store.calls, names),
    },
  };
}

/** As the edge names a call: by the number with its country's code, where there is one, and no phone of the house. */
function namesOf({ contacts, snapshot }: SiteParts): Names {
  const nameOf = (number: string): string | null =>
    contactHouse(snapshot()).isOwn(number) ? null : (contacts.kept.book().nameOf(number) ?? null);
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

function searchWith(search: CallSearch, names: Names): CallSearch {
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

type Calls = SiteParts['store']['calls'];

function callsWith(calls: Calls, names: Names): Calls {
  return {
    ...calls,
    seen: async (...given) => {
      const record = await calls.seen(...given);
      return record && names.call(record);
    },
    ofDay: (...given) => eachNamed(calls.ofDay(...given), names),
  };
}

async function* eachNamed<C extends object>(calls: AsyncIterable<C>, names: Names): AsyncGenerator<C> {
  for await (const call of calls) yield names.call(call);
}

/** Whatever its methods answer: an item, a list of them, or what became of one. */
function callbacksWith(callbacks: CallbackStore, names: Names): CallbackStore {
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
