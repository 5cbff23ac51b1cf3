/**
 * What a call has been through, kept on the caller's channel in the variable `rufgruppe_state`: when this
 * controller dies, the dialplan's next `socket` action brings the call to another one, which goes on with
 * the next stage instead of ringing the same phones again.
 */
import { assertNever } from '../../base/errors.js';
import type { Attempt, DestinationReason, Place } from '../../base/model/call.js';

/** Name of the channel variable. */
export const STATE_VARIABLE = 'rufgruppe_state';

/** What another controller needs in order to go on. */
export interface Progress {
  /** The dialled group and the channel's profile index: a call that was transferred is a new call. */
  readonly group: string;
  readonly profileIndex: string;
  readonly startedAtMs: number;
  /** How many controllers had the call before the one that wrote this. */
  readonly takeovers: number;
  readonly attempts: readonly Attempt[];
}

type LeftBy = DestinationReason | 'blocked';

const REASON_CODE: Readonly<Record<LeftBy, string>> = {
  anonymous: 'a',
  switch: 'w',
  final: 'f',
  blocked: 'b',
};
const REASON_OF_CODE: Readonly<Record<string, LeftBy>> = {
  b: 'blocked',
  a: 'anonymous',
  w: 'switch',
  f: 'final',
};

/** A greeting has begun; the notice of the recording has been heard to its end. */
const GREETING = 'g';
const NOTICE_HEARD = 'h';

/** At most this many attempts are read back; a call has three stages and a destination for each group it meets. */
const ATTEMPTS_MAX = 200;

/** One token of letters, digits, `.`, `_`, `-` and `:`, safe in any FreeSWITCH command. */
export function encodeProgress(progress: Progress): string {
  const attempts = progress.attempts.map(({ place }) => {
    return `${place.path.join('-')}:${codeOf(place)}`;
  });
  const { group, profileIndex, startedAtMs, takeovers } = progress;
  return ['1', group, profileIndex, String(startedAtMs), String(takeovers), ...attempts].join('.');
}

/** `s2`; `s2u30` when the stage has rung up to its second 30 only. */
function stageCode({ stage, untilSec }: Extract<Place, { part: 'stage' }>): string {
  return untilSec === undefined ? `s${stage}` : `s${stage}u${untilSec}`;
}

function codeOf(place: Place): string {
  switch (place.part) {
    case 'stage':
      return stageCode(place);
    case 'destination':
      return REASON_CODE[place.by];
    case 'greeting':
      return place.isNoticeHeard ? NOTICE_HEARD : GREETING;
    default:
      return assertNever(place);
  }
}

function decodeAttempt(text: string): Attempt | undefined {
  const match = /^(\d+(?:-\d+)*):(?:s([1-3])(?:u(\d{1,3}))?|([awfbgh]))$/.exec(text);
  if (match?.[1] === undefined) return undefined;
  const path = match[1].split('-');
  if (match[2] !== undefined) {
    const until = match[3] === undefined ? {} : { untilSec: Number(match[3]) };
    return { place: { path, part: 'stage', stage: Number(match[2]), ...until } };
  }
  const code = match[4] ?? '';
  if (code === GREETING || code === NOTICE_HEARD)
    return { place: { path, part: 'greeting', isNoticeHeard: code === NOTICE_HEARD } };
  const by = REASON_OF_CODE[code];
  return by === undefined ? undefined : { place: { path, part: 'destination', by } };
}

/** The attempts with one more: of the turns of a stage only the last one is kept, so that they stay short. */
export function withAttempt(attempts: readonly Attempt[], place: Place): readonly Attempt[] {
  const last = attempts.at(-1)?.place;
  const goesOn =
    last?.part === 'stage' &&
    place.part === 'stage' &&
    last.stage === place.stage &&
    last.path.join() === place.path.join();
  return [...(goesOn ? attempts.slice(0, -1) : attempts), { place }];
}

/** The progress in a variable's value; undefined when there is none, or when it is not ours. */
export function decodeProgress(text: string | undefined): Progress | undefined {
  const [version, group, profileIndex, startedAt, before, ...rest] = text?.split('.') ?? [];
  if (version !== '1' || group === undefined || profileIndex === undefined) return undefined;
  const startedAtMs = Number(startedAt);
  const takeovers = Number(before);
  if (!Number.isSafeInteger(startedAtMs) || startedAtMs <= 0 || rest.length > ATTEMPTS_MAX) return undefined;
  if (!Number.isInteger(takeovers) || takeovers < 0 || takeovers > ATTEMPTS_MAX) return undefined;
  const attempts = rest.map(decodeAttempt);
  if (attempts.some((attempt) => attempt === undefined)) return undefined;
  return {
    group,
    profileIndex,
    startedAtMs,
    takeovers,
    attempts: attempts.filter((attempt) => attempt !== undefined),
  };
}
