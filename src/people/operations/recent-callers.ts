/** Who called lately, in memory: each caller of the newest calls once, so that a search can look through their names and numbers. */
import { folded } from '../../base/model/contact.js';
import { groupsOfCall } from '../../base/model/scope.js';
import { callsIn, type CallSearch } from '../../base/store/call-search.js';
import type { CallRecord } from '../../base/model/call-record.js';
import { callPages } from './call-pages.js';

/** Of so many calls the callers are known. Older ones are found by their whole number, the address book and users. */
export const KNOWN_CALLS = 20_000;

/** What was read last is looked at again: a call can be recorded some time after it began. */
const AGAIN_MS = 15 * 60_000;

/** Then all is read anew, so that what was deleted or forgotten is gone here too. */
const KEPT_MS = 30 * 60_000;

/** Somebody who types is not answered from the database for each letter. */
const FRESH_MS = 3_000;

export interface RecentCaller {
  readonly number: string;
  readonly e164: string | null;
  /** As its last call showed it, folded; empty: it had none. */
  readonly name: string;
  /** The same for each group that had a call of the caller: whoever sees some groups only knows the callers of these. */
  readonly nameIn: ReadonlyMap<string, string>;
  /** Of the newest call, in milliseconds since 1970. */
  readonly at: number;
}

const FIELDS = ['caller', 'route', 'group'] as const satisfies readonly (keyof CallRecord)[];

export class RecentCallers {
  readonly #search: Pick<CallSearch, 'olderWith'>;
  readonly #clock: () => number;
  #byKey = new Map<string, RecentCaller>();
  #newest: readonly RecentCaller[] = [];
  /** When all was read, and when the last part was. */
  #readAt = -Infinity;
  #freshAt = -Infinity;
  #reading: Promise<void> | undefined;

  /** @param clock in milliseconds; only differences matter */
  constructor(search: Pick<CallSearch, 'olderWith'>, clock: () => number = () => performance.now()) {
    this.#search = search;
    this.#clock = clock;
  }

  /** Errors: the database's. */
  async newestFirst(): Promise<readonly RecentCaller[]> {
    if (this.#clock() - this.#freshAt >= FRESH_MS) {
      this.#reading ??= this.#read().finally(() => {
        this.#reading = undefined;
      });
      await this.#reading;
    }
    return this.#newest;
  }

  async #read(): Promise<void> {
    const begun = this.#clock();
    const isAnew = begun - this.#readAt >= KEPT_MS;
    const callers = isAnew ? new Map<string, RecentCaller>() : this.#byKey;
    const until = isAnew ? -Infinity : (this.#newest[0]?.at ?? -Infinity) - AGAIN_MS;
    let read = 0;
    for await (const { calls } of callPages(this.#search, FIELDS, callsIn('all'))) {
      for (const call of calls) take(callers, call);
      read += calls.length;
      const oldest = calls.at(-1);
      if (read >= KNOWN_CALLS || (oldest !== undefined && oldest.startedAt.getTime() < until)) break;
    }
    this.#byKey = callers;
    this.#newest = [...callers.values()].toSorted((one, other) => other.at - one.at);
    this.#freshAt = begun;
    if (isAnew) this.#readAt = begun;
  }
}

function take(
  callers: Map<string, RecentCaller>,
  call: Pick<CallRecord, (typeof FIELDS)[number] | 'startedAt'>,
): void {
  const { caller, startedAt } = call;
  const { withheld, number, e164, name } = caller;
  if (withheld || number === null) return;
  const key = e164 ?? number;
  const [at, known] = [startedAt.getTime(), callers.get(key)];
  const shown = folded(name ?? '');
  const here = groupsOfCall(call).map((group) => [group, shown] as const);
  if (known !== undefined && known.at > at)
    callers.set(key, { ...known, nameIn: new Map([...here, ...known.nameIn]) });
  else
    callers.set(key, { number, e164, name: shown, nameIn: new Map([...(known?.nameIn ?? []), ...here]), at });
}
