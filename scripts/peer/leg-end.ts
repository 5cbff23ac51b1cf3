/** A leg's CHANNEL_HANGUP_COMPLETE, with the headers that a controller reads. */
import type { Leg } from './timeline.js';

/** Times in milliseconds since 1970; undefined for what never happened. */
export interface LegEnd {
  readonly leg: Leg;
  readonly cause: string;
  readonly createdAtMs: number;
  readonly rangAtMs: number | undefined;
  readonly answeredAtMs: number | undefined;
  readonly bridgedAtMs: number | undefined;
  readonly endedAtMs: number;
  /** The status with which the phone itself ended the leg. */
  readonly status: number | undefined;
}

function micro(milliseconds: number | undefined): string {
  return milliseconds === undefined ? '0' : `${milliseconds}000`;
}

/** The message on the wire: a body of URL-encoded headers, preceded by its length. */
export function legEndMessage(end: LegEnd): string {
  const headers: [string, string][] = [
    ['Event-Name', 'CHANNEL_HANGUP_COMPLETE'],
    ['Event-Date-Timestamp', micro(end.endedAtMs)],
    ['Unique-ID', end.leg.uuid],
    ['Call-Direction', 'outbound'],
    ['Caller-Channel-Created-Time', micro(end.createdAtMs)],
    ['Caller-Channel-Progress-Time', micro(end.rangAtMs)],
    ['Caller-Channel-Answered-Time', micro(end.answeredAtMs)],
    ['Caller-Channel-Bridged-Time', micro(end.bridgedAtMs)],
    ['Caller-Channel-Hangup-Time', micro(end.endedAtMs)],
    ['Hangup-Cause', end.cause],
    ...[...end.leg.variables].map(([name, value]): [string, string] => [
      `variable_${name}`,
      encodeURIComponent(value),
    ]),
    ...(end.status === undefined
      ? []
      : [['variable_sip_term_status', String(end.status)] as [string, string]]),
  ];
  const body = `${headers.map(([name, value]) => `${name}: ${value}\n`).join('')}\n`;
  return `Content-Length: ${Buffer.byteLength(body)}\nContent-Type: text/event-plain\n\n${body}`;
}
