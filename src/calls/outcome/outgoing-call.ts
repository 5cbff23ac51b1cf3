/** A call from an extension to an external number, read from FreeSWITCH's events. Pure. */

/** The header by which the dialplan marks the outgoing leg (freeswitch/dialplan/default.xml), and its value. */
export const OUTGOING_MARK = { header: 'variable_rufgruppe_leg', value: 'outgoing' } as const;
const CALLED = 'variable_rufgruppe_called';
const CALLING = 'variable_rufgruppe_caller';

const KINDS: ReadonlyMap<string, OutgoingCall['kind']> = new Map([
  ['CHANNEL_ANSWER', 'answered'],
  ['CHANNEL_HANGUP_COMPLETE', 'ended'],
]);

/** The events that are read. */
export const OUTGOING_EVENTS: readonly string[] = [...KINDS.keys()];

export interface OutgoingCall {
  /** Unique-ID of the outgoing leg; the same in both events. */
  readonly id: string;
  /** What the caller dialled: digits, `*`, `#` and `+`, as the dialplan had it; national or international. */
  readonly number: string;
  /** The calling extension, with `@` and its domain if the dialplan says that too; undefined if it did not know it. */
  readonly extension: string | undefined;
  /**
   * `answered` comes once, and only for answered calls: by a person, a voicemail or an announcement that costs
   * money. `ended` comes once for every call.
   */
  readonly kind: 'answered' | 'ended';
  /** When that was, on FreeSWITCH's clock. */
  readonly at: Date;
  /** With `ended`: undefined for a call that nobody answered. Known there too when the `answered` was missed. */
  readonly answeredAt: Date | undefined;
}

/** FreeSWITCH writes microseconds since 1970, and 0 for "never". */
function moment(text: string | undefined): Date | undefined {
  if (text === undefined || !/^[1-9]\d{0,17}$/.test(text)) return undefined;
  const date = new Date(Math.floor(Number(text) / 1000));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/**
 * Phones may send anything. Removes the usual separators; a text with any other character that cannot be dialled is
 * not a number.
 */
function dialledNumber(text: string | undefined): string | undefined {
  const digits = text?.replace(/[\s()/.-]/g, '') ?? '';
  return /^\+?[0-9*#]{1,40}$/.test(digits) ? digits : undefined;
}

/**
 * Reads CHANNEL_ANSWER or CHANNEL_HANGUP_COMPLETE of a marked leg; undefined for every other event, and where
 * the leg's id, the number or the time cannot be read.
 *
 * Number and extension come from the leg's own variables, because the similar headers change with a transfer
 * (measured, freeswitch/README.md).
 *
 * @param header looks up a header of the event, decoded.
 */
export function readOutgoingCall(header: (name: string) => string | undefined): OutgoingCall | undefined {
  const kind = KINDS.get(header('Event-Name') ?? '');
  if (kind === undefined || header(OUTGOING_MARK.header) !== OUTGOING_MARK.value) return undefined;
  const id = header('Unique-ID') ?? '';
  const number = dialledNumber(header(CALLED));
  const answeredAt = moment(header('Caller-Channel-Answered-Time'));
  const eventAt = moment(header('Event-Date-Timestamp'));
  const at = (kind === 'answered' ? answeredAt : moment(header('Caller-Channel-Hangup-Time'))) ?? eventAt;
  if (!/^[\w.-]{1,128}$/.test(id) || number === undefined || at === undefined) return undefined;
  const extension = header(CALLING);
  return {
    id,
    number,
    extension:
      extension !== undefined && /^[\w.+*-]{1,64}(?:@[A-Za-z0-9.-]{1,253})?$/.test(extension)
        ? extension
        : undefined,
    kind,
    at,
    answeredAt: kind === 'answered' ? at : answeredAt,
  };
}
