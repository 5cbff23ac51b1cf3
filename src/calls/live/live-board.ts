/** Puts the live view together and reports when it changes, a few times a second at most. */
import type { DateTime } from 'luxon';
import type { EventSource } from '../../telephony/esl/event-source.js';
import type { Domains, PhoneAddress } from '../../base/model/phone-address.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import { hasCall, isIn, type Scope } from '../../base/model/scope.js';
import type { CallRecord } from '../../base/model/call-record.js';
import { inSlices } from '../../base/in-slices.js';
import { boardCalls, boardGroupSteps, type BoardCall, type BoardGroup } from './board.js';
import type { Stories } from '../follow/stories.js';
import { watchTalking } from './talking.js';
import { watchRegistrations, type RegistrationLog } from './registrations.js';

export interface LiveBoardOptions {
  readonly sources: readonly EventSource[];
  readonly snapshot: () => Snapshot | undefined;
  /** Called at each new snapshot. Returns the function that removes the listener. */
  readonly onSnapshot: (listener: () => void) => () => void;
  readonly stories: Stories;
  /** Calls of this instance that are not over. */
  readonly records: () => readonly CallRecord[];
  /** Called at each change of `records`. Returns the function that removes the listener. */
  readonly onRecords: (listener: () => void) => () => void;
  readonly now: () => DateTime;
  readonly log: RegistrationLog;
}

export interface LiveBoard {
  /** @param most how many calls, the oldest first; default: all. */
  calls(scope: Scope, most?: number): readonly BoardCall[];
  /** How many calls there are. */
  count(scope: Scope): number;
  /** The groups, as they would be called within the last seconds. */
  groups(scope: Scope): Promise<readonly BoardGroup[]>;
  isRegistered(phone: PhoneAddress): boolean | undefined;
  /** Whether its phone is in use; false also where it is not known, or no group wants to know. */
  isTalking(phone: PhoneAddress): boolean;
  /**
   * Called at most four times a second when something has changed. Returns the function that removes the
   * listener.
   */
  onChange(listener: () => void): () => void;
  stop(): void;
}

/** Before there is a configuration nobody asks for a phone of it. */
const NO_DOMAINS: Domains = { home: '', others: new Set() };

const QUIET_MS = 250;

/** What the groups would do changes with the clock, so it is worked out again after this time. */
const GROUPS_MS = 3000;

export function liveBoard(options: LiveBoardOptions): LiveBoard {
  const { sources, snapshot, onSnapshot, stories, records, onRecords, now, log } = options;
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  const changed = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      for (const listener of listeners) listener();
    }, QUIET_MS).unref();
  };
  const registrations = watchRegistrations(sources, changed, log);
  const talking = watchTalking({
    sources,
    isWanted: () => wantsTalking(snapshot()),
    domainsOf: (profile) => registrations.domainsOf(profile),
    onChange: changed,
    log,
  });
  const stopSnapshots = onSnapshot(() => talking.check());
  const stopStories = stories.onAny(changed);
  const stopRecords = onRecords(changed);
  let groups:
    | {
        readonly at: number;
        readonly of: Snapshot | undefined;
        readonly list: Promise<readonly BoardGroup[]>;
      }
    | undefined;
  const domains = () => snapshot()?.domains ?? NO_DOMAINS;
  const isRegistered = (phone: PhoneAddress) => registrations.isRegistered(phone, domains());
  const isTalking = (phone: PhoneAddress) => talking.isTalking(phone, domains());
  const recordsIn = (scope: Scope) =>
    scope === 'all' ? records() : records().filter((record) => hasCall(scope, record));
  return {
    count: (scope) => recordsIn(scope).length,
    calls: (scope, most) =>
      boardCalls({
        snapshot: snapshot(),
        records: recordsIn(scope).slice(0, most),
        story: (call) => stories.of(call),
        isRegistered,
        isTalking,
        now: now(),
      }),
    groups: async (scope) => {
      const [at, of] = [now().toMillis(), snapshot()];
      if (groups === undefined || groups.of !== of || at - groups.at > GROUPS_MS) {
        groups = {
          at,
          of,
          list: inSlices(boardGroupSteps({ snapshot: of, isRegistered, isTalking, now: now() })),
        };
      }
      const all = await groups.list;
      return scope === 'all' ? all : all.filter(({ number }) => isIn(scope, number));
    },
    isRegistered,
    isTalking,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => {
      clearTimeout(timer);
      listeners.clear();
      stopRecords();
      stopSnapshots();
      talking.stop();
      registrations.stop();
      stopStories();
    },
  };
}

function wantsTalking(snapshot: Snapshot | undefined): boolean {
  return [...(snapshot?.groups.values() ?? [])].some(({ busy }) => busy === 'skip');
}
