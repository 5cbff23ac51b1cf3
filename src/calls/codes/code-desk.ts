/** What a code's call needs from outside; the application puts it together. */
import type { DateTime } from 'luxon';
import type { Log } from '../../base/log.js';
import type { CallRecord } from '../../base/model/call-record.js';
import type { CallerNumbers } from '../../base/model/settings.js';
import type { Snapshot, Switch } from '../../base/model/snapshot.js';

/** The phone on which a code was dialled, as the audit log may name it. */
export interface Dialler {
  /** Undefined: it withholds its number, and nothing about it may be stored. */
  readonly extension: string | undefined;
}

export interface SwitchOrder {
  /** As it was when the code was dialled. */
  readonly one: Switch;
  readonly on: boolean;
  /** Only if the switch is still as it was: two who toggle at once would undo each other. */
  readonly toggles: boolean;
  readonly by: Dialler;
  readonly at: DateTime;
}

export interface PresenceOrder {
  readonly userId: string;
  readonly to: 'away' | 'back';
  /** A group's number; undefined: all groups. */
  readonly group: string | undefined;
  /** Undefined: until back. */
  readonly until: DateTime | undefined;
  readonly by: Dialler;
  readonly at: DateTime;
}

export interface PresenceNow {
  /** The groups of the order in which nobody is left. */
  readonly emptied: readonly string[];
  /** The end that holds: that of another order may be later. Undefined: until back, or back. */
  readonly until: DateTime | undefined;
}

export interface CodeDesk {
  readonly snapshot: () => Snapshot | undefined;
  readonly now: () => DateTime;
  readonly newId: () => string;
  readonly toE164: (number: string, country: string, style: CallerNumbers) => string | undefined;
  /**
   * Turns the switch until its schedule next changes, for all controllers. `overtaken`: somebody else was faster, and
   * nothing was done.
   *
   * @throws whatever the database says: then it is not known that it was saved.
   */
  readonly turnSwitch: (order: SwitchOrder) => Promise<'done' | 'overtaken'>;
  /**
   * Away, or back. `refused`: the user has just been deleted, or has left the group.
   *
   * @throws whatever the database says: then it is not known that it was saved.
   */
  readonly setPresence: (order: PresenceOrder) => Promise<PresenceNow | 'refused'>;
  /** How long a caller waits for the database, in milliseconds; then it is told that nothing is confirmed. */
  readonly patienceMs: number;
  /** How many call-backs of these groups are open. @throws while the database cannot be read. */
  readonly openCallbacks: (groups: readonly string[]) => Promise<number>;
  /** Open calls: those of this controller, and of the others if the database answers soon. Never rejects. */
  readonly calls: () => Promise<readonly CallRecord[]>;
  /** Whether another FreeSWITCH has the channel, which the one with the phone does not have. Never rejects. */
  readonly isElsewhere: (channel: string) => Promise<boolean>;
  /**
   * True for the first who wants to take this caller; of two who dial at the same moment the other gets false. It holds
   * until it is let go, or for some seconds: by then everybody sees that the call is answered.
   */
  readonly claim: (channel: string) => boolean;
  readonly letGo: (channel: string) => void;
  /**
   * Somebody of the house tried what is not allowed; goes to the audit log. Returns at once.
   *
   * @param about `switch night`; undefined: no part of the configuration.
   */
  readonly noteRefused: (by: Dialler, code: string, about: string | undefined) => void;
  readonly log: Log;
}
