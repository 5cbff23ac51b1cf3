/** What a session needs from the outside: the configuration, a clock, ids, somewhere to put records. */
import type { DateTime } from 'luxon';
import type { Log } from '../../base/log.js';
import type { CallerNumbers, Snapshot } from '../../base/model/snapshot.js';
import type { CallLimits } from '../limits/call-limits.js';
import type { CallRecord } from '../../base/model/call-record.js';
import type { Stories } from '../follow/stories.js';
import type { SeenEnd, WhoIs } from '../records/tell.js';

export interface SessionDependencies {
  /** The configuration of this moment; undefined while none was ever loaded. */
  readonly snapshot: () => Snapshot | undefined;
  /** E.164 of a caller's number; undefined where there is none, or nobody can tell which. */
  readonly toE164: (number: string, country: string, style: CallerNumbers) => string | undefined;
  readonly now: () => DateTime;
  readonly newId: () => string;
  /** Takes the newest state of a record; returns at once. */
  readonly keep: (record: CallRecord) => void;
  /** What another controller wrote of this call. Rejects while the database cannot be read. */
  readonly earlier: (recordId: string) => Promise<CallRecord | undefined>;
  /** What FreeSWITCH tells of the call's channels. */
  readonly stories: Stories;
  readonly whoIs: WhoIs;
  /** A session has the call, by its record's id; whoever followed it lets go. */
  readonly begun: (recordId: string) => void;
  /** The session is over; whether the call is, too, and what came of it, is for others to see. */
  readonly follow: (record: CallRecord, seen: SeenEnd) => void;
  /** What callers can do at most; one for all calls of this controller. */
  readonly limits: Pick<CallLimits, 'next' | 'ended'>;
  readonly log: Log;
  readonly logNumbers: 'masked' | 'full';
  /** Names this controller in the records. */
  readonly controller: string;
}
