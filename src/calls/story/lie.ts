/** Recognises an event that cannot be true, so that nothing of it gets into a record. Pure. */
import { CALL_HEADER, milliseconds, UUID, type Lookup } from './read-channel.js';

/** Threads of one FreeSWITCH note the same moment a little apart. */
const THREADS_MS = 2_000;

const TIMES = [
  'Caller-Channel-Created-Time',
  'Caller-Channel-Progress-Time',
  'Caller-Channel-Progress-Media-Time',
  'Caller-Channel-Answered-Time',
  'Caller-Channel-Bridged-Time',
  'Caller-Channel-Hangup-Time',
  'Other-Leg-Channel-Answered-Time',
];

/** What identifies the event in FreeSWITCH's own log, and what it is about; no names and numbers of people. */
const ABOUT = [
  'Event-Name',
  'Event-Sequence',
  'Event-Date-Timestamp',
  'FreeSWITCH-Hostname',
  'Unique-ID',
  'Other-Leg-Unique-ID',
  'Hangup-Cause',
  CALL_HEADER,
  ...TIMES,
];

/** Why an event of a call cannot be true; undefined: it can. Its times are compared with its own, whatever the clock here says. */
export function lieOf(header: Lookup): string | undefined {
  if (!UUID.test(header('Unique-ID') ?? '')) return 'it names no channel';
  const call = header(CALL_HEADER);
  if (call !== undefined && !UUID.test(call)) return 'it names no call';
  const toldMs = milliseconds(header('Event-Date-Timestamp'));
  if (toldMs === undefined) return undefined;
  const isAhead = TIMES.some((name) => (milliseconds(header(name)) ?? 0) > toldMs + THREADS_MS);
  return isAhead ? 'it tells of a time that was still to come' : undefined;
}

/** The headers of such an event that a person needs, without those that are missing. */
export function aboutLie(header: Lookup): Readonly<Record<string, string>> {
  return Object.fromEntries(
    ABOUT.flatMap((name) => {
      const value = header(name);
      return value === undefined ? [] : [[name, value.slice(0, 256)] as const];
    }),
  );
}
