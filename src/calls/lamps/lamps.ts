/**
 * Keeps the lamps of desk phones right: tells each FreeSWITCH what has changed, answers phones that ask, and tells all
 * when a connection or a SIP profile is new. FreeSWITCH knows the phones, also after a restart, and sends the NOTIFYs.
 *
 * With several controllers each does so: whoever learns of a change last says the same once more. An answer goes to the
 * subscription that asked and to no other, so 500 phones that start together do not get 500 answers each.
 */
import type { DateTime } from 'luxon';
import type { Snapshot } from '../../base/model/snapshot.js';
import type { EventSource, FiredEvent } from '../../telephony/esl/event-source.js';
import type { EslMessage } from '../../telephony/esl/message-decoder.js';
import { lampEvent, PHONES_CAN_BE_TOLD, PROBE, readProbe } from './lamp-event.js';
import { lampKey, lampStates, OWN_KINDS, restingLamps, type Lamp, type LampAddress } from './lamp-states.js';

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

interface LampNow {
  readonly address: LampAddress;
  readonly on: boolean;
}

/** By the name that phones subscribe to. */
type LampsNow = ReadonlyMap<string, LampNow>;

/** What is true, and for how long. */
interface Reading {
  readonly of: Snapshot;
  readonly host: string;
  readonly lamps: LampsNow;
  readonly atMs: number;
  readonly untilMs: number;
}

/** What the phones of a FreeSWITCH were told last. */
interface Told {
  readonly host: string;
  readonly lamps: LampsNow;
}

/** The clock is looked at so often although no change is due, since it can be set. */
const LOOK_MS = 1_000;

export function keepLamps(options: LampsOptions): Lamps {
  const { sources, now, schedule = byTimer } = options;
  const told = new Map<EventSource, Told | undefined>();
  let reading: Reading | undefined;
  let cancel = (): void => undefined;
  const read = (): Reading | undefined => (reading = readingNow(options, reading));

  const look = (): void => {
    cancel();
    const current = read();
    if (current !== undefined) {
      for (const [source, before] of told) {
        source.fire(changes(before ?? unknownTo(current), current));
        told.set(source, current);
      }
    }
    const waitMs = (current?.untilMs ?? Infinity) - now().toMillis();
    cancel = schedule(look, Math.min(LOOK_MS, Math.max(1, waitMs)));
  };

  const tellAll = (source: EventSource) => () => {
    told.set(source, undefined);
    look();
  };
  const ends = sources.flatMap((source) => [
    source.onState(({ kind }) => {
      if (kind !== 'connected') told.delete(source);
    }),
    source.watch({ events: [PROBE] }, (event) => source.fire(answerTo(event, read()))),
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

/** The same object while nothing can have changed. */
function readingNow({ snapshot, now }: LampsOptions, last: Reading | undefined): Reading | undefined {
  const of = snapshot();
  if (of === undefined) return undefined;
  const moment = now();
  const atMs = moment.toMillis();
  if (last !== undefined && last.of === of && atMs >= last.atMs && atMs < last.untilMs) return last;
  const { lamps, nextChange = Infinity } = lampStates(of, moment);
  return { of, host: of.settings.domain, lamps: named(lamps), atMs, untilMs: nextChange };
}

function named(lamps: readonly Lamp[]): LampsNow {
  return new Map(
    lamps.flatMap(({ addresses, on }) =>
      addresses.map((address): [string, LampNow] => [lampKey(address), { address, on }]),
    ),
  );
}

/** As if the other way round of everything had been told, so that everything is told. */
function unknownTo({ of, host, lamps }: Reading): Told {
  const all = [...named(restingLamps(of)), ...lamps];
  return { host, lamps: new Map(all.map(([name, { address, on }]) => [name, { address, on: !on }])) };
}

/** What has changed since then; a lamp that is no more goes out. */
function changes(before: Told, reading: Reading): FiredEvent[] {
  const { host, lamps } = reading;
  const { lamps: known } = before.host === host ? before : unknownTo(reading);
  const changed = [...lamps].filter(([name, { on }]) => known.get(name)?.on !== on);
  const gone = [...known].filter(([name, { on }]) => on && !lamps.has(name));
  return [
    ...changed.map(([, { address, on }]) => lampEvent(address, on, host)),
    ...gone.map(([, { address }]) => lampEvent(address, false, host)),
  ];
}

/** Nothing for what belongs to others: a colleague's phone, a conference. */
function answerTo(event: EslMessage, reading: Reading | undefined): readonly FiredEvent[] {
  const probe = readProbe(event);
  if (probe === undefined || reading === undefined) return [];
  const { address, host, subscription } = probe;
  const known = reading.lamps.get(lampKey(address));
  if (known === undefined && !OWN_KINDS.has(address.kind)) return [];
  return [lampEvent(address, known?.on ?? false, host, subscription)];
}

function byTimer(work: () => void, ms: number): () => void {
  const timer = setTimeout(work, ms).unref();
  return () => clearTimeout(timer);
}
