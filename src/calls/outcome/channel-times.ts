/** Reads the end of a channel from its hangup event. Pure. */

/** What became of one channel; times on FreeSWITCH's clock, milliseconds since 1970. */
export interface ChannelEnd {
  readonly id: string;
  readonly cause: string;
  readonly createdAtMs: number | undefined;
  readonly rangAtMs: number | undefined;
  readonly answeredAtMs: number | undefined;
  readonly bridgedAtMs: number | undefined;
  readonly endedAtMs: number;
  /** The SIP status with which the phone or the carrier ended it. */
  readonly sipStatus: number | undefined;
}

/** FreeSWITCH writes microseconds, and 0 for "never". */
function milliseconds(text: string | undefined): number | undefined {
  const micro = Number(text);
  return Number.isFinite(micro) && micro > 0 ? Math.floor(micro / 1000) : undefined;
}

/**
 * Reads CHANNEL_HANGUP or CHANNEL_HANGUP_COMPLETE; undefined for every other event.
 *
 * @param header looks up a header of the event.
 */
export function readChannelEnd(header: (name: string) => string | undefined): ChannelEnd | undefined {
  const id = header('Unique-ID');
  const cause = header('Hangup-Cause');
  const eventAtMs = milliseconds(header('Event-Date-Timestamp'));
  if (header('Event-Name')?.startsWith('CHANNEL_HANGUP') !== true) return undefined;
  if (id === undefined || cause === undefined || eventAtMs === undefined) return undefined;
  const status = Number(header('variable_sip_invite_failure_status') ?? header('variable_sip_term_status'));
  return {
    id,
    cause,
    createdAtMs: milliseconds(header('Caller-Channel-Created-Time')),
    rangAtMs:
      milliseconds(header('Caller-Channel-Progress-Time')) ??
      milliseconds(header('Caller-Channel-Progress-Media-Time')),
    answeredAtMs: milliseconds(header('Caller-Channel-Answered-Time')),
    bridgedAtMs: milliseconds(header('Caller-Channel-Bridged-Time')),
    endedAtMs: milliseconds(header('Caller-Channel-Hangup-Time')) ?? eventAtMs,
    sipStatus: Number.isInteger(status) && status >= 100 && status < 700 ? status : undefined,
  };
}
