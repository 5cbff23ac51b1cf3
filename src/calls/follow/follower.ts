/**
 * Finishes the records of calls that no session controls: the caller was transferred, the controller was stopped or
 * killed, or FreeSWITCH was unreachable. A record stays open as long as the caller's channel exists. Then it is
 * finished with what is known, and judged. Facts that arrive later correct it.
 */
import { whoForLog, type Log } from '../../base/log.js';
import type { CallRecord } from '../../base/model/call-record.js';
import type { Group } from '../../base/model/snapshot.js';
import { withJudgement } from '../outcome/missed-call.js';
import { talksWith, type CallStory } from '../story/story.js';
import { endOf, finished, isTakenOver, told, type SeenEnd, type WhoIs } from '../records/tell.js';
import type { DoneCalls } from './done-calls.js';
import type { Presence } from './presence.js';
import type { Stories } from './stories.js';

export interface FollowerUse {
  readonly stories: Stories;
  /** Takes the newest state of a record; returns at once. */
  readonly keep: (record: CallRecord) => void;
  /** The calls that it has finished. */
  readonly done: DoneCalls;
  /** Called once for each call that is over. */
  readonly onEnded: (record: CallRecord) => void;
  /** Another controller has the call now: its record is not ours. */
  readonly onTaken: (recordId: string) => void;
  readonly groups: (number: string) => Group | undefined;
  readonly whoIs: WhoIs;
  readonly presence: (channel: string) => Promise<Presence>;
  /** Whether any source reports channels now. If not, and without CDRs, the record is finished with what the session saw. */
  readonly isTold: () => boolean;
  readonly nowMs: () => number;
  readonly log: Log;
  readonly logNumbers: 'masked' | 'full';
  /** Whether CDRs are read: they can show the end when nothing else does. */
  readonly readsCdrs: boolean;
  /** Delay before the first question whether the caller's channel still exists; later delays grow. Default 1 s. */
  readonly askMs?: number;
  /** How long to wait for the CDR of a channel that is gone. Default 10 s. */
  readonly cdrMs?: number;
  /** How long to wait for a FreeSWITCH that cannot be asked. Default 60 s. */
  readonly lostMs?: number;
}

interface Followed {
  readonly record: CallRecord;
  readonly seen: SeenEnd | undefined;
  readonly sinceMs: number;
  readonly stop: () => void;
  timer: NodeJS.Timeout | undefined;
  /** The caller's channel has ended; only the last events of its phones are awaited. */
  isEnding: boolean;
  asks: number;
  goneSinceMs: number | undefined;
  /** The state written last, so that an unchanged state is not written again. */
  kept: string;
}

/** The last events of the phones come within this time of the caller's own. */
const LAST_EVENTS_MS = 1_500;

/**
 * The CDR of a call whose end the session saw is read within this time, unless the caller was transferred: then the
 * record is finished now and corrected later. Without this wait every record would be written twice.
 */
const CDR_SOON_MS = 2_000;

/** After this time the facts of a finished call are dropped. */
const FORGET_MS = 10_000;

/** Longest delay between two questions. */
const RARELY_MS = 30_000;

/** How many finished records without a known end are kept in case later facts correct them. */
const MOST_OPEN_ENDS = 2_000;

export class Follower {
  readonly #use: Required<FollowerUse>;
  readonly #followed = new Map<string, Followed>();
  readonly #openEnds = new Map<string, Followed>();
  #isStopped = false;

  constructor(use: FollowerUse) {
    this.#use = { askMs: 1_000, cdrMs: 10_000, lostMs: 60_000, ...use };
  }

  /** @param seen how the session saw the call end; undefined: the session ended earlier. */
  follow(record: CallRecord, seen: SeenEnd | undefined): void {
    this.release(record._id);
    if (this.#isStopped) return;
    const entry = this.#entry(record, seen);
    this.#followed.set(record._id, entry);
    const { isTold, readsCdrs } = this.#use;
    if (isSeen(seen) && !isTold() && !readsCdrs) {
      this.#finish(entry);
      return;
    }
    // The session has already written who talked; the next state to write is the end.
    if (isSeen(seen)) entry.kept = saidOf(this.#told(entry));
    this.#look(entry);
  }

  /** Rewrites the record of a call without a known end when new facts arrive. */
  correct(record: CallRecord): void {
    if (this.#isStopped || this.#followed.has(record._id) || this.#openEnds.has(record._id)) return;
    const entry = this.#entry(reopened(record), undefined);
    this.#openEnds.set(record._id, entry);
    this.#look(entry);
  }

  /** Lets go of a call that a session has again. */
  release(recordId: string): void {
    for (const entries of [this.#followed, this.#openEnds]) {
      const entry = entries.get(recordId);
      if (entry === undefined) continue;
      clearTimeout(entry.timer);
      entry.stop();
      entries.delete(recordId);
    }
  }

  /** Calls that are followed stay open; the next run, or another controller, continues. */
  stop(): void {
    this.#isStopped = true;
    for (const id of [...this.#followed.keys(), ...this.#openEnds.keys()]) this.release(id);
  }

  #entry(record: CallRecord, seen: SeenEnd | undefined): Followed {
    const entry: Followed = {
      record,
      seen,
      sinceMs: this.#use.nowMs(),
      stop: this.#use.stories.onChange(record.channel, () => this.#look(entry)),
      timer: undefined,
      isEnding: false,
      asks: 0,
      goneSinceMs: undefined,
      kept: '',
    };
    return entry;
  }

  #look(entry: Followed): void {
    const { record } = entry;
    const story = this.#use.stories.of(record.channel);
    const isOpenEnd = this.#openEnds.has(record._id);
    // A record without a known end is not left to another controller: nothing newer will be written over the
    // correction.
    if (!isOpenEnd && isTakenOver(record, story)) {
      this.release(record._id);
      this.#use.onTaken(record._id);
      return;
    }
    if (endOf(record, story) === undefined) {
      if (isOpenEnd) return;
      this.#keepTold(entry);
      this.#askLater(entry);
      return;
    }
    if (haveAllEnded(record, story)) this.#finish(entry);
    else this.#finishSoon(entry);
  }

  /** Starts the wait only once: a CDR that is still needed is read again and again, and must not extend it. */
  #finishSoon(entry: Followed): void {
    if (entry.isEnding) return;
    entry.isEnding = true;
    this.#wait(entry, LAST_EVENTS_MS, () => this.#finish(entry));
  }

  #keepTold(entry: Followed): void {
    const known = this.#told(entry);
    const said = saidOf(known);
    if (entry.kept === said) return;
    entry.kept = said;
    this.#use.keep(known);
  }

  #told({ record }: Followed): CallRecord {
    const { stories, whoIs } = this.#use;
    return told(record, stories.of(record.channel), whoIs);
  }

  #askLater(entry: Followed): void {
    if (entry.timer !== undefined) return;
    const delayMs = Math.min(RARELY_MS, this.#use.askMs * 2 ** Math.min(entry.asks, 10));
    this.#wait(entry, delayMs, () => void this.#ask(entry));
  }

  async #ask(entry: Followed): Promise<void> {
    entry.asks += 1;
    const presence = await this.#use.presence(entry.record.channel);
    if (this.#followed.get(entry.record._id) !== entry || entry.timer !== undefined) return;
    const nowMs = this.#use.nowMs();
    if (presence === 'there') entry.goneSinceMs = undefined;
    else entry.goneSinceMs ??= nowMs;
    if (entry.goneSinceMs !== undefined && nowMs - entry.goneSinceMs >= this.#patienceMs(presence, entry)) {
      this.#finish(entry);
      return;
    }
    // Facts may be about to arrive, so the next question comes soon.
    if (presence !== 'there') entry.asks = Math.min(entry.asks, 1);
    this.#askLater(entry);
  }

  /** How long to wait after the channel was first not found. */
  #patienceMs(presence: Presence, { seen }: Followed): number {
    const { askMs, cdrMs, lostMs, readsCdrs } = this.#use;
    // The session saw who talked; only a transferred caller may have talked longer.
    if (isSeen(seen)) return presence === 'gone' ? askMs : readsCdrs ? CDR_SOON_MS : 0;
    if (presence === 'unknown') return lostMs;
    return readsCdrs ? cdrMs : askMs;
  }

  #wait(entry: Followed, ms: number, work: () => void): void {
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => {
      entry.timer = undefined;
      work();
    }, ms).unref();
  }

  #finish(entry: Followed): void {
    const { record, seen } = entry;
    const { stories, groups, keep, onEnded, whoIs, log, logNumbers } = this.#use;
    const story = stories.of(record.channel);
    const isCorrection = this.#openEnds.has(record._id);
    const done = finished(record, story, whoIs, seen, Math.max(entry.sinceMs, record.startedAt.getTime()));
    const judged = withJudgement(done, groups);
    keep(judged);
    this.release(record._id);
    if (endOf(record, story) === undefined) this.#keepOpenEnd(entry);
    else this.#noteDone(record);
    if (!isCorrection) onEnded(judged);
    const { waitingSec, talkingSec, hangupCause, answeredBy, outcome } = judged;
    const by = answeredBy === null ? undefined : whoForLog(answeredBy.who, logNumbers);
    const facts = { call: record._id, outcome, by, waitingSec, talkingSec, hangupCause };
    log.info(facts, isCorrection ? 'call ended; FreeSWITCH reported it late' : 'call ended');
  }

  #noteDone(record: CallRecord): void {
    this.#use.done.note(record, this.#use.nowMs());
    // The channel's other calls may still need it.
    setTimeout(() => this.#use.stories.forget(record.channel), FORGET_MS).unref();
  }

  #keepOpenEnd({ record, seen }: Followed): void {
    this.#openEnds.set(record._id, this.#entry(record, seen));
    const [oldest] = this.#openEnds.keys();
    if (this.#openEnds.size > MOST_OPEN_ENDS && oldest !== undefined) this.release(oldest);
  }
}

/**
 * Whether the call's phones and everybody else who talked to the caller have ended: their own CDRs may show who
 * that was.
 */
function haveAllEnded({ channel, legs }: CallRecord, story: CallStory): boolean {
  const partners = talksWith(channel, story).map((talk) => talk.with);
  return [...legs.map(({ id }) => id), ...partners].every(
    (id) => id === null || id === '' || story.get(id)?.endedAtMs !== undefined,
  );
}

/** The part of a record that is written when it changes during the call. */
function saidOf({ answeredAt, answeredBy, steps }: CallRecord): string {
  return JSON.stringify([answeredAt, answeredBy, steps.length]);
}

/** Whether the session saw the call's end. */
function isSeen(seen: SeenEnd | undefined): boolean {
  return seen !== undefined && seen.outcome !== 'handedBack';
}

/** The record without the end that had been guessed. */
function reopened(record: CallRecord): CallRecord {
  const guessed = new Set(['endUnknown', 'missed', 'notMissed']);
  const steps = record.steps.filter(({ fact }) => fact === undefined || !guessed.has(fact.kind));
  return { ...record, outcome: 'open', endedAt: null, missed: null, followUp: null, steps };
}
