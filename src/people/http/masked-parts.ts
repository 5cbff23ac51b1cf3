/**
 * The parts of the site for accounts that see masked numbers. Whatever pages and interface read through them is masked
 * before they get it, so nothing that they make of it can hold a whole number.
 */
import type { Snapshot } from '../../base/model/snapshot.js';
import type { CallFilter, CallSearch } from '../../base/store/call-search.js';
import type { CallbackStore } from '../../base/store/callback-store.js';
import type { Looked } from '../operations/configuration-editor.js';
import { maskerOf, type Masker } from '../access/masking.js';
import type { SiteParts } from './parts.js';

/** These tell pages nothing about callers. Everything else is masked, what is added to the parts later too. */
const AS_THEY_ARE: ReadonlySet<string> = new Set([
  'access',
  'audit',
  'log',
  'metrics',
  'now',
  'pagesUrl',
  'renderMail',
  'sounds',
]);

export function maskedParts(parts: SiteParts): SiteParts {
  const masker = maskers(parts.snapshot);
  const entries = Object.entries(parts).map(([name, part]) => [
    name,
    AS_THEY_ARE.has(name) ? (part as unknown) : veiled(part, masker),
  ]);
  const all = Object.fromEntries(entries) as SiteParts;
  const { callSearch, callbacks } = all.store;
  const searches = { callSearch: withoutNumbers(callSearch), callbacks: withoutCallers(callbacks) };
  return {
    ...all,
    snapshot: snapshots(parts.snapshot, masker),
    editor: editors(parts.editor, all.editor, masker),
    // What a session holds is its own; read as text, it would lose the time at which it began. A logo is a picture.
    store: { ...storesOf(all), ...searches, sessions: parts.store.sessions, logo: parts.store.logo },
  };
}

/** The configuration is masked once for each revision: with thousands of users that takes a while. */
function editors(
  plain: SiteParts['editor'],
  veil: SiteParts['editor'],
  masker: () => Masker,
): SiteParts['editor'] {
  const made = new WeakMap<Looked, Looked>();
  const configuration = async (): Promise<Looked> => {
    const looked = await plain.configuration();
    const known = made.get(looked) ?? masker().of(looked);
    made.set(looked, known);
    return known;
  };
  return new Proxy(veil, {
    get: (target, name) =>
      name === 'configuration' ? configuration : (Reflect.get(target, name, target) as unknown),
  });
}

/** The veil answers for each of its properties; a copy needs their names. */
function storesOf({ store }: SiteParts): SiteParts['store'] {
  const all = store as unknown as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.keys(all).map((name) => [name, all[name]])) as never;
}

/** One masker for each snapshot: it knows the house's own numbers. */
function maskers(snapshot: SiteParts['snapshot']): () => Masker {
  let [of, masker] = [snapshot(), maskerOf(snapshot())];
  return () => {
    const now = snapshot();
    if (now !== of) [of, masker] = [now, maskerOf(now)];
    return masker;
  };
}

/** The same masked snapshot for the same snapshot: pages keep what they have made of one. */
function snapshots(snapshot: SiteParts['snapshot'], masker: () => Masker): SiteParts['snapshot'] {
  const made = new WeakMap<Snapshot, Snapshot>();
  return () => {
    const now = snapshot();
    if (now === undefined) return undefined;
    const known = made.get(now) ?? masker().of(now);
    made.set(now, known);
    return known;
  };
}

/** Masks what a function returns or an object's methods return, also later and piece by piece. */
function veiled(part: unknown, masker: () => Masker): unknown {
  if (typeof part === 'function')
    return (...given: unknown[]) => shown((part as (...all: unknown[]) => unknown)(...given), masker);
  if (typeof part !== 'object' || part === null) return masker().of(part);
  return new Proxy(part, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member === 'function')
        return (...given: unknown[]) => shown(Reflect.apply(member, target, given), masker);
      return typeof member === 'object' ? veiled(member, masker) : masker().of(member);
    },
  });
}

function shown(result: unknown, masker: () => Masker): unknown {
  if (result instanceof Promise) return result.then((value) => shown(value, masker));
  if (typeof result === 'object' && result !== null && Symbol.asyncIterator in result)
    return eachShown(result as AsyncIterable<unknown>, masker);
  return masker().of(result);
}

async function* eachShown(values: AsyncIterable<unknown>, masker: () => Masker): AsyncGenerator {
  for await (const value of values) yield masker().of(value);
}

const names = ({ caller }: CallFilter): boolean => caller?.kind === 'whole' || caller?.kind === 'beginning';

const NONE = { calls: [], more: false } as const;

/** What was typed finds nobody by digits. The same object for the same filter: whoever reads pages hands it in for each. */
function unnumbered(): (filter: CallFilter) => CallFilter {
  const made = new WeakMap<CallFilter, CallFilter>();
  return (filter) => {
    const { caller } = filter;
    if (caller?.kind !== 'typed') return filter;
    const known = made.get(filter) ?? { ...filter, caller: { ...caller, byNumber: false } };
    made.set(filter, known);
    return known;
  };
}

/** A search for a number would tell whose calls those with the masked number are. */
function withoutNumbers(search: CallSearch): CallSearch {
  const of = unnumbered();
  return {
    older: (filter, ...rest) => (names(filter) ? Promise.resolve(NONE) : search.older(of(filter), ...rest)),
    olderWith: (fields, filter, ...rest) =>
      names(filter) ? Promise.resolve(NONE) : search.olderWith(fields, of(filter), ...rest),
    newer: (filter, ...rest) => (names(filter) ? Promise.resolve(NONE) : search.newer(of(filter), ...rest)),
  };
}

function withoutCallers(callbacks: CallbackStore): CallbackStore {
  return new Proxy(callbacks, {
    get: (target, name) => {
      if (name === 'live')
        return (group?: string, page?: Parameters<CallbackStore['live']>[1]) =>
          page?.caller === undefined ? target.live(group, page) : Promise.resolve([]);
      if (name === 'recent')
        return (limit: number, group?: string, caller?: Parameters<CallbackStore['recent']>[2]) =>
          caller === undefined ? target.recent(limit, group) : Promise.resolve([]);
      return Reflect.get(target, name, target) as unknown;
    },
  });
}
