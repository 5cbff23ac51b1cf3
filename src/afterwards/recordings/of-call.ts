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
