/**
 * Keeps the lamps of desk phones right: tells each FreeSWITCH what has changed, answers phones that ask, and tells all
 * when a connection or a SIP profile is new. FreeSWITCH knows the phones, also after a restart, and sends the NOTIFYs.
 *
 * With several controllers each does so. Each hears what the others tell, so whoever learns of a change last says nothing more,
 * and answers a phone as the others do. An answer goes to the subscription that asked and to no other, so 500 phones that start
 * together do not get 500 answers each.
 */
import { randomUUID } from 'node:crypto';
import type { DateTime } from 'luxon';
import type { Snapshot } from '../../base/model/snapshot.js';
import type { EventSource } from '../../telephony/esl/event-source.js';
import { PHONES_CAN_BE_TOLD, PROBE, TOLD } from './lamp-event.js';
import { readLamps, type Reading } from './lamp-reading.js';
import { PhonesTold, type Teller } from './phones-told.js';

export interface LampsOptions {
  readonly sources: readonly EventSource[];
  /** Undefined: there is no configuration yet. */
  readonly snapshot: () => Snapshot | undefined;
  /** Called at each change of the configuration or of a switch. Returns the function that removes the listener. */
  readonly onSnapshot: (listener: () => void) => () => void;
  readonly now: () => DateTime;
  /** Calls `work` after `ms`; the result cancels it. Default: a timer. */
  readonly schedule?: (work: () => void, ms: number) => () => void;
}

export interface Lamps {
  stop(): void;
}

/** Between the parts of what a FreeSWITCH is told of a large house. */
const PAUSE_MS = 250;
/** The clock is looked at so often although no change is due, since it can be set. */
const LOOK_MS = 1_000;

export function keepLamps(options: LampsOptions): Lamps {
  const { sources, now, schedule = byTimer } = options;
  const teller: Teller = { id: randomUUID(), now };
  /** Of those that are connected. */
  const told = new Map<EventSource, PhonesTold>();
  let reading: Reading | undefined;
  let cancel = (): void => undefined;
  const read = (): Reading | undefined => {
    const of = options.snapshot();
    return (reading = of === undefined ? undefined : readLamps(of, now(), reading));
  };
  const look = (): void => {
    cancel();
    const current = read();
    const isMore =
      current !== undefined && [...told.values()].map((phones) => phones.tell(current)).includes(true);
    const waitMs = (current?.untilMs ?? Infinity) - now().toMillis();
    cancel = schedule(look, Math.min(isMore ? PAUSE_MS : LOOK_MS, Math.max(1, waitMs)));
  };
  const tellAll = (source: EventSource) => () => {
    told.set(source, new PhonesTold(source, teller));
    look();
  };
  const ends = sources.flatMap((source) => [
    source.onState(({ kind }) => {
      if (kind !== 'connected') told.delete(source);
    }),
    source.watch({ events: [PROBE] }, (event) => {
      const current = read();
      const phones = told.get(source) ?? new PhonesTold(source, teller);
      if (current !== undefined) phones.answer(event, current);
    }),
    source.watch(TOLD, (event) => told.get(source)?.hear(event)),
    ...PHONES_CAN_BE_TOLD.map((said) => source.watch(said, tellAll(source))),
    source.onConnected(tellAll(source)),
  ]);
  ends.push(options.onSnapshot(look));
  look();
  return {
    stop: () => {
      for (const end of ends) end();
      cancel();
    },
  };
}

function byTimer(work: () => void, ms: number): () => void {
  const timer = setTimeout(work, ms).unref();
  return () => clearTimeout(timer);
}
