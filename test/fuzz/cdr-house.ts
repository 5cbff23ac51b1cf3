/** What follows calls by CDRs, put together as the service does it, with a database in memory and a clock of the test. */
import { mock } from 'node:test';
import type { CallRecord } from '../../src/base/model/call-record.js';
import { createLog } from '../../src/base/log.js';
import { callerE164 } from '../../src/base/configuration/caller-number.js';
import { CdrFolder } from '../../src/calls/follow/cdr-folder.js';
import { DoneCalls } from '../../src/calls/follow/done-calls.js';
import { Follower } from '../../src/calls/follow/follower.js';
import { LateFacts, takingCdrs } from '../../src/calls/follow/late-facts.js';
import { Stories } from '../../src/calls/follow/stories.js';
import { inboundCall } from '../../src/calls/session/arrival.js';
import { LiveCalls } from '../../src/calls/session/live-calls.js';
import type { WhoIs } from '../../src/calls/records/tell.js';
import type { Lookup } from '../../src/calls/story/read-channel.js';
import { aGroup, aSnapshot } from '../factories.js';

/** With the groups of the recorded calls. */
export const SNAPSHOT = aSnapshot({
  groups: ['700', '703', '713', '718', '722'].map((number) => aGroup({ number })),
});
export const WHO_IS: WhoIs = (number) =>
  SNAPSHOT.extensions.has(number) ? { who: `phone ${number}`, userId: null, kind: 'desk' } : undefined;

/** As an event or a CDR tells of an arrival. */
export function arrivalOf(channel: string, header: Lookup): ReturnType<typeof inboundCall> {
  const variable = (name: string) => header(`variable_${name}`);
  return inboundCall(channel, { header, variable }, SNAPSHOT, {
    toE164: callerE164,
    nameOf: () => undefined,
  });
}

export interface CdrHouse {
  /** As the database has them, by id. */
  readonly records: Map<string, CallRecord>;
  readonly stories: Stories;
  readonly follower: Follower;
  /** What the log says of files. */
  readonly lines: string[];
  readonly failures: unknown[];
  look(): Promise<unknown>;
  /** Lets time pass, in steps, with all that is done meanwhile. */
  pass(ms: number): Promise<void>;
  nowMs(): number;
}

/**
 * Timers of the process are the test's until `mock.timers.reset()`.
 * @param inHand callers' channels that a session has.
 */
export function cdrHouse(folder: string, startMs: number, inHand: ReadonlySet<string>): CdrHouse {
  mock.timers.enable({ apis: ['setTimeout'] });
  let now = startMs;
  const nowMs = (): number => now;
  const records = new Map<string, CallRecord>();
  const stories = new Stories();
  const lines: string[] = [];
  const failures: unknown[] = [];
  const note = (facts: unknown, message?: string): void => {
    lines.push(message ?? '');
    if (facts !== null && typeof facts === 'object' && 'err' in facts) failures.push(facts.err);
  };
  const live = new LiveCalls();
  const done = new DoneCalls();
  const follower = aFollower(stories, done, nowMs, (record) => {
    live.update(record);
    const known = records.get(record._id);
    if (known === undefined || known.outcome === 'open' || record.outcome !== 'open')
      records.set(record._id, record);
  });
  const late = new LateFacts({
    calls: {
      ofChannel: (channel) =>
        Promise.resolve([...records.values()].filter((record) => record.channel === channel)),
      addMissing: (record) => {
        const isNew = !records.has(record._id);
        if (isNew) records.set(record._id, record);
        return Promise.resolve(isNew);
      },
    },
    follower,
    done,
    live: {
      hasChannel: (call) => inHand.has(call) || live.hasChannel(call),
      has: (id) => inHand.has(id) || live.has(id),
    },
    nowMs,
    snapshot: () => SNAPSHOT,
    readCall: arrivalOf,
    controller: 'here',
  });
  const cdrs = new CdrFolder({
    folder,
    take: takingCdrs(stories, late),
    nowMs,
    log: Object.assign(createLog('silent'), { info: note, warn: note, error: note }),
  });
  return {
    records,
    stories,
    follower,
    lines,
    failures,
    nowMs,
    look: () => cdrs.look(),
    pass: async (ms) => {
      for (let done = 0; done < ms; done += 1_000) {
        now += 1_000;
        mock.timers.tick(1_000);
        await new Promise(setImmediate);
      }
    },
  };
}

function aFollower(
  stories: Stories,
  done: DoneCalls,
  nowMs: () => number,
  keep: (record: CallRecord) => void,
): Follower {
  return new Follower({
    stories,
    done,
    keep,
    onEnded: () => undefined,
    onTaken: () => undefined,
    groups: (number) => SNAPSHOT.groups.get(number),
    whoIs: WHO_IS,
    presence: () => Promise.resolve('gone'),
    isTold: () => true,
    nowMs,
    log: createLog('silent'),
    logNumbers: 'masked',
    readsCdrs: true,
  });
}
