/** How the record of a call is named. A channel that is transferred to a group again has a record for each call. Pure. */
import type { CallRecord } from '../../base/model/call-record.js';

const FIRST_PROFILE = 1;

/** @param profileIndex one more than the number of transfers that led the channel to the group. */
export function recordId(channel: string, profileIndex: number): string {
  return profileIndex === FIRST_PROFILE ? channel : `${channel}-${profileIndex}`;
}

/** The profile index of the channel in this call. */
export function profileOf({ _id, channel }: Pick<CallRecord, '_id' | 'channel'>): number {
  return _id === channel ? FIRST_PROFILE : Number(_id.slice(channel.length + 1));
}
