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
import type { EslMessage } from '../../telephony/esl/message-decoder.js';
import { lampEvent, PHONES_CAN_BE_TOLD, PROBE, readProbe, readTold, TOLD } from './lamp-event.js';
import { lampKey, lampStates, OWN_KINDS, userLamps, type Lamp, type LampAddress } from './lamp-states.js';

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

/** What the phones of a FreeSWITCH were told, by whomever. */
interface Told {
  /** The last one that was told. */
  readonly reading: Reading;
  readonly said: Map<string, { readonly on: boolean; readonly atMs: number }>;
  /** Of whom they are told next. */
  readonly untold: readonly LampAddress[];
}

/**
 * FreeSWITCH works on 3,000 lamps a second, one behind the other. Of a large house it is told some at a time, so that a
 * turn meanwhile waits for a tenth of a second.
 */
const [AT_ONCE, PAUSE_MS] = [250, 250];

/** The clock is looked at so often although no change is due, since it can be set. */
const LOOK_MS = 1_000;
/** What another controller says counts for so long against what is known here: it may have learnt of a change before. */
const NEWER_MS = 2_000;

export function keepLamps(options: LampsOptions): Lamps {
  const { sources, now, schedule = byTimer } = options;
  const teller = randomUUID();
  const told = new Map<EventSource, Told | undefined>();
  let reading: Reading | undefined;
  let cancel = (): void => undefined;
  const read = (): Reading | undefined => (reading = readingNow(options, reading));

  const tell = (source: EventSource, current: Reading): boolean => {
    const before = told.get(source);
    const here = before?.reading.host === current.host ? before : undefined;
    const untold = toTell(here, current, now());
    const said = here?.said ?? new Map<string, never>();
    const atMs = now().toMillis();
    const lamps = untold.slice(0, AT_ONCE).flatMap((address) => {
      const name = lampKey(address);
      const on = current.lamps.get(name)?.on ?? false;
      if (said.get(name)?.on === on) return [];
      said.set(name, { on, atMs });
      return [lampEvent(address, on, current.host, teller)];
    });
    source.fire(lamps);
    told.set(source, { reading: current, said, untold: untold.slice(AT_ONCE) });
    return untold.length > AT_ONCE;
  };
  const look = (): void => {
    cancel();
    const current = read();
    const isMore =
      current !== undefined && [...told.keys()].map((source) => tell(source, current)).includes(true);
    const waitMs = (current?.untilMs ?? Infinity) - now().toMillis();
    cancel = schedule(look, Math.min(isMore ? PAUSE_MS : LOOK_MS, Math.max(1, waitMs)));
  };
  const tellAll = (source: EventSource) => () => {
    told.set(source, undefined);
    look();
  };
  const hear = (source: EventSource) => (event: EslMessage) => {
    const heard = readTold(event, teller);
    const here = told.get(source);
    if (heard === undefined || here?.reading.host !== heard.host) return;
    here.said.set(heard.name, { on: heard.on, atMs: now().toMillis() });
  };
  const answer = (source: EventSource) => (event: EslMessage) => {
    const current = read();
    if (current === undefined) return;
    const answered = answerTo(event, current, told.get(source), now().toMillis() - NEWER_MS);
    if (answered === undefined) return;
    const { address, on, host, subscription } = answered;
    source.fire([lampEvent(address, on, host, teller, subscription)]);
  };

  const ends = sources.flatMap((source) => [
    source.onState(({ kind }) => {
      if (kind !== 'connected') told.delete(source);
    }),
    source.watch({ events: [PROBE] }, answer(source)),
    source.watch(TOLD, hear(source)),
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

/** Everything where nothing was told yet; else what has changed, and behind it what is left. A lamp that is no more goes out. */
function toTell(before: Told | undefined, { of, lamps }: Reading, now: DateTime): readonly LampAddress[] {
  if (before?.reading.lamps === lamps) return before.untold;
  const all = [...lamps.values()].map(({ address }) => address);
  if (before === undefined) return [...all, ...userLamps(of, now).filter((one) => !lamps.has(lampKey(one)))];
  const known = before.reading.lamps;
  const changed = all.filter((one) => known.get(lampKey(one))?.on !== lamps.get(lampKey(one))?.on);
  const gone = [...known].flatMap(([name, { address, on }]) => (on && !lamps.has(name) ? [address] : []));
  return [...changed, ...gone, ...before.untold];
}

/** Nothing for what belongs to others: a colleague's phone, a conference. */
function answerTo(event: EslMessage, { lamps, host: own }: Reading, told: Told | undefined, newerMs: number) {
  const probe = readProbe(event);
  if (probe === undefined) return undefined;
  const { address, host, subscription } = probe;
  const name = lampKey(address);
  const known = lamps.get(name);
  if (known === undefined && !OWN_KINDS.has(address.kind)) return undefined;
  const said = host === own ? told?.said.get(name) : undefined;
  const on = said !== undefined && said.atMs > newerMs ? said.on : (known?.on ?? false);
  return { address, on, host, subscription };
}

function byTimer(work: () => void, ms: number): () => void {
  const timer = setTimeout(work, ms).unref();
  return () => clearTimeout(timer);
}
