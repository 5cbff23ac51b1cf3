/** Which calls ring now, and which of them a phone may take. Pure. */
import type { CallRecord, RecordedLeg } from '../../../base/model/call-record.js';
import { dialledFrom, type PhoneAddress } from '../../../base/model/phone-address.js';
import type { Group, Snapshot } from '../../../base/model/snapshot.js';
import { mayPickUp } from './rights.js';

/** A call that rings in a group, as the newest record says. */
export interface RingingCall {
  /** The caller's channel. */
  readonly channel: string;
  /** The group whose phones ring; a call passes from one to another. */
  readonly group: Group;
  readonly fromOutside: boolean;
}

export interface PickUpQuestion {
  /** Open calls, in any order. */
  readonly calls: readonly CallRecord[];
  /** Of the phone that wants one. */
  readonly extension: PhoneAddress;
  /** The number of a group, or of a phone of the same domain, at which it is to ring; undefined: any. */
  readonly wanted: string | undefined;
  readonly snapshot: Pick<Snapshot, 'groups'>;
}

/** Those that the phone may take, the longest waiting first. */
export function callsToPickUp({
  calls,
  extension,
  wanted,
  snapshot,
}: PickUpQuestion): readonly RingingCall[] {
  return calls
    .toSorted((one, other) => one.startedAt.getTime() - other.startedAt.getTime())
    .flatMap((call) => {
      if (call.endedAt !== null || call.answeredBy !== null || call.answeredAt !== null) return [];
      const ringing = call.legs.filter(isRinging);
      const group = snapshot.groups.get(ringing[0]?.group ?? '');
      if (group === undefined || !mayPickUp(extension, group)) return [];
      const isMeant =
        wanted === undefined ||
        isGroup(wanted, call, group) ||
        rings(dialledFrom(extension, wanted), ringing);
      return isMeant ? [{ channel: call.channel, group, fromOutside: call.fromOutside }] : [];
    });
}

function isRinging({ outcome, endedAt }: RecordedLeg): boolean {
  return outcome === 'ringing' && endedAt === null;
}

/** The group that was dialled counts too, when it has sent the caller on to another one. */
function isGroup(wanted: string, { group: dialled }: CallRecord, group: Group): boolean {
  return wanted === group.number || wanted === dialled.number;
}

function rings(wanted: PhoneAddress, ringing: readonly RecordedLeg[]): boolean {
  return ringing.some(({ kind, to }) => kind === 'desk' && to === wanted);
}
