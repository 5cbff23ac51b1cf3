/** Which recording of a call people may have. Pure. */
import type { CallRecord } from '../../base/model/call-record.js';

/**
 * Name of its sound file; null: there is none. Nobody can listen in during the talk: the recording is available
 * when the call is over.
 */
export function recordingOf({
  recording,
  endedAt,
}: Pick<CallRecord, 'recording' | 'endedAt'>): string | null {
  return endedAt === null ? null : recording;
}

/** A part of a recording that is silent because it was paused, in seconds from the begin of the file. */
export interface PausedPart {
  readonly fromSec: number;
  /** null: paused until the end. */
  readonly toSec: number | null;
  /** Who paused it. */
  readonly who: string;
}

/** In order. */
export function pausedParts({ steps }: Pick<CallRecord, 'steps'>): readonly PausedPart[] {
  return steps.reduce<readonly PausedPart[]>((parts, { fact }) => {
    if (fact?.kind === 'recordingPaused')
      return [...parts, { fromSec: fact.atSec, toSec: null, who: fact.who }];
    const last = parts.at(-1);
    if (fact?.kind !== 'recordingResumed' || last === undefined) return parts;
    return [...parts.slice(0, -1), { ...last, toSec: fact.atSec }];
  }, []);
}

/** Who is heard beside the caller. */
export function recordedPeople({
  answeredBy,
  steps,
}: Pick<CallRecord, 'answeredBy' | 'steps'>): readonly string[] {
  const later = steps.flatMap(({ fact }) => (fact?.kind === 'recordedOn' ? [fact.who] : []));
  return [...new Set([answeredBy?.who ?? '', ...later])].filter((who) => who !== '');
}
