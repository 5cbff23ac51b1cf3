/** What a session needs from outside: the configuration, a clock, ids, somewhere to put records. */
import type { DateTime } from 'luxon';
import type { Log } from '../../base/log.js';
import type { CallerNumbers } from '../../base/model/settings.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import type { CallLimits } from '../limits/call-limits.js';
import type { CallRecord } from '../../base/model/call-record.js';
import type { Stories } from '../follow/stories.js';
import type { SeenEnd, WhoIs } from '../records/tell.js';

export interface SessionDependencies {
  /** The current configuration; undefined until one has been loaded. */
  readonly snapshot: () => Snapshot | undefined;
  /** E.164 of a caller's number; undefined where there is none, or where the number is ambiguous. */
  readonly toE164: (number: string, country: string, style: CallerNumbers) => string | undefined;
  /** The address book's name for a number; answers from memory. */
  readonly nameOf: (number: string) => string | undefined;
  readonly now: () => DateTime;
  readonly newId: () => string;
  /** Takes the newest state of a record; returns at once. */
  readonly keep: (record: CallRecord) => void;
  /** What another controller recorded about this call. Rejects while the database cannot be read. */
  readonly earlier: (recordId: string) => Promise<CallRecord | undefined>;
  /** Whether an extension's phone is in use, of all that is known; answers from memory. */
  readonly isTalking: (extension: string) => boolean;
  /** What FreeSWITCH reports about the call's channels. */
  readonly stories: Stories;
  readonly whoIs: WhoIs;
  /** A session has the call with this record id; the follower lets go of it. */
  readonly begun: (recordId: string) => void;
  /** The session is over. The follower finds out whether the call is over too, and how it ended. */
  readonly follow: (record: CallRecord, seen: SeenEnd) => void;
  /** Limits on what callers can use; shared by all calls of this controller. */
  readonly limits: Pick<CallLimits, 'next' | 'ended'>;
  readonly log: Log;
  readonly logNumbers: 'masked' | 'full';
  /** Names this controller in the records. */
  readonly controller: string;
}
