/** Which recording of a call people can have. Pure. */
import type { CallRecord } from '../../base/model/call-record.js';

/**
 * Name of its sound file; null: there is none. While a talk goes on nobody can listen in: its recording is there when
 * the call is over.
 */
export function recordingOf({
  recording,
  endedAt,
}: Pick<CallRecord, 'recording' | 'endedAt'>): string | null {
  return endedAt === null ? null : recording;
}
