/** Wires up the following of calls that no session controls: events and CDRs, calls left by earlier runs, and their end. */
import { callerE164 } from '../base/configuration/caller-number.js';
import type { SnapshotProvider } from '../base/configuration/provider.js';
import type { Log } from '../base/log.js';
import type { ServiceMetrics } from '../base/metrics/service-metrics.js';
import type { InboundCall } from '../base/model/call.js';
import type { CallRecord } from '../base/model/call-record.js';
import type { Snapshot } from '../base/model/snapshot.js';
import type { Store } from '../base/store/connection.js';
import { CdrFolder } from '../calls/follow/cdr-folder.js';
import { DoneCalls } from '../calls/follow/done-calls.js';
import { EndedCallers } from '../calls/follow/ended-callers.js';
import { Follower } from '../calls/follow/follower.js';
import { LateFacts, takingCdrs } from '../calls/follow/late-facts.js';
import { watchLiveChannels } from '../calls/follow/live-channels.js';
import { Orphans } from '../calls/follow/orphans.js';
import { askChannels, type Presence } from '../calls/follow/presence.js';
import type { Stories } from '../calls/follow/stories.js';
import { watchChannels } from '../calls/follow/watch-channels.js';
import { isFailedCall } from '../calls/outcome/failed-call.js';
import type { RecentCalls } from '../calls/outcome/recent-calls.js';
import type { WhoIs } from '../calls/records/tell.js';
import { inboundCall } from '../calls/session/arrival.js';
import type { LiveCalls } from '../calls/session/live-calls.js';
import type { RecordKeeper } from '../calls/session/record-keeper.js';
import { toldCaller, type Lookup } from '../calls/story/read-channel.js';
import type { EventSource } from '../telephony/esl/event-source.js';
import type { Config } from './config.js';

/** Names of the address book. */
export interface Contacts {
  readonly nameOf: (number: string) => string | undefined;
}

export interface FollowingParts {
  readonly config: Config;
  readonly log: Log;
  readonly keeper: RecordKeeper;
  readonly live: LiveCalls;
  readonly stories: Stories;
  readonly sources: readonly EventSource[];
  readonly snapshots: SnapshotProvider;
  readonly store: Store;
  readonly controller: string;
  readonly metrics: ServiceMetrics;
  readonly recent: RecentCalls;
  readonly contacts: Contacts;
}

export interface Following {
  readonly follower: Follower;
  /** Takes the newest state of a record. */
  readonly keep: (record: CallRecord) => void;
  readonly presence: (channel: string) => Promise<Presence>;
  /** Followed calls stay open in the database. */
  stop(): Promise<void>;
}

/** Until then, a record may still arrive from another controller. */
const UNHEARD_MS = 6_000;

/** A CDR is read by then. It lists each call of its channel, also where the dialplan does not mark them. */
const UNREAD_MS = 12_000;

/** Starts at once; waits for the database and FreeSWITCH in the background. */
export function startFollowing(parts: FollowingParts): Following {
  const { config, log, keeper, live, sources, stories } = parts;
  const keep = (record: CallRecord): void => {
    live.update(record);
    keeper.keep(record);
  };
  const asking = askChannels(sources, stories);
  const done = new DoneCalls();
  const follower = followerOf(parts, keep, asking, done);
  const late = lateFactsOf(parts, follower, done);
  const orphans = orphansOf(parts, follower);
  orphans.begin(parts.store.ready.then(() => keeper.caughtUp));
  const waitMs = config.cdrFolders.length > 0 ? UNREAD_MS : UNHEARD_MS;
  const endedCallers = new EndedCallers({ late, stories, waitMs, log });
  const stopWatching = watchChannels(sources, stories, (call, header) => endedCallers.heard(call, header));
  const stopLooking = watchLiveChannels(sources, {
    log,
    onCaller: (channel, header) => late.take(channel, toldCaller(header), UNHEARD_MS),
    waitMs: UNHEARD_MS,
  });
  const cdrs = config.cdrFolders.map((folder) => cdrFolderOf(folder, parts, late));
  for (const folder of cdrs) folder.begin();
  if (cdrs.length === 0)
    log.info(
      {},
      'no CDRs are read (FREESWITCH_CDRS): a call that ends while this service is away is listed as perhaps missed',
    );
  return {
    follower,
    keep,
    presence: (channel) => asking.presence(channel),
    stop: async () => {
      endedCallers.stop();
      stopWatching();
      stopLooking();
      asking.stop();
      follower.stop();
      await Promise.all([orphans.stop(), ...cdrs.map((folder) => folder.stop())]);
    },
  };
}

function followerOf(
  { config, log, live, stories, snapshots, metrics, recent }: FollowingParts,
  keep: (record: CallRecord) => void,
  asking: ReturnType<typeof askChannels>,
  done: DoneCalls,
): Follower {
  return new Follower({
    stories,
    keep,
    done,
    onEnded: (record) => {
      metrics.callEnded(record, isFailedCall(record));
      recent.ended(record);
    },
    onTaken: (id) => live.forget(id),
    groups: (number) => snapshots.known()?.groups.get(number),
    whoIs: whoIs(snapshots),
    presence: (channel) => asking.presence(channel),
    isTold: () => asking.isConnected(),
    nowMs: () => Date.now(),
    log,
    logNumbers: config.logNumbers,
    readsCdrs: config.cdrFolders.length > 0,
  });
}

function lateFactsOf(
  { live, store, snapshots, controller, contacts }: FollowingParts,
  follower: Follower,
  done: DoneCalls,
): LateFacts {
  return new LateFacts({
    calls: store.calls,
    follower,
    done,
    live: { hasChannel: (channel) => live.hasChannel(channel), has: (id) => live.has(id) },
    nowMs: () => Date.now(),
    snapshot: () => snapshots.known(),
    readCall: readCallWith(contacts),
    controller,
  });
}

function orphansOf({ keeper, live, store, controller, log }: FollowingParts, follower: Follower): Orphans {
  return new Orphans({
    calls: store.calls,
    controllers: store.controllers,
    controller,
    follower,
    inHand: () => {
      const pending = keeper.pending();
      return pending && new Set([...pending, ...live.list().map(({ _id }) => _id)]);
    },
    nowMs: () => Date.now(),
    elapsedMs: () => performance.now(),
    log,
  });
}

function cdrFolderOf(
  folder: string,
  { stories, log, metrics, recent }: FollowingParts,
  late: LateFacts,
): CdrFolder {
  return new CdrFolder({
    folder,
    take: takingCdrs(stories, late),
    onFile: () => {
      metrics.cdrWritten();
      recent.cdrRead();
    },
    nowMs: () => Date.now(),
    log,
  });
}

/** Reads an arriving call from an event or a CDR, which have the same headers as the call's own socket. */
function readCallWith({ nameOf }: Contacts) {
  return (channel: string, header: Lookup, snapshot: Snapshot): InboundCall => {
    const variable = (name: string) => header(`variable_${name}`);
    return inboundCall(channel, { header, variable }, snapshot, { toE164: callerE164, nameOf });
  };
}

/** Tells whose extension a number is, for phones that no stage rang. */
export function whoIs(snapshots: SnapshotProvider): WhoIs {
  return (number) => {
    const snapshot = snapshots.known();
    if (snapshot === undefined || !snapshot.extensions.has(number)) return undefined;
    const user = [...snapshot.users.values()].find(({ extension }) => extension === number);
    return { who: user?.name ?? number, userId: user?.id ?? null, kind: 'desk' };
  };
}
