/**
 * The configuration as the routing decision reads it: parsed, resolved and immutable.
 *
 * The administrator's words (a YAML file, the pages) are checked and turned into this form once, in
 * configuration/. Nothing downstream parses a time of day, looks up a user by id or asks whether a number
 * is valid. A call keeps the snapshot that it began with.
 */
import type { HolidayCalendar, TimeWindow, Weekday } from './calendar.js';
import type { Webhook } from './webhook.js';
import type { DateTime } from 'luxon';
import type { UserAway } from './away.js';
import type { BlockList } from './blocked.js';
import type { Language } from './language.js';
import type { Domains, PhoneAddress } from './phone-address.js';
import type { Settings } from './settings.js';

/** An external number after normalisation: usable, or refused with a reason for the administrator. */
export type ExternalNumber =
  | { readonly kind: 'allowed'; readonly e164: string }
  | { readonly kind: 'refused'; readonly given: string; readonly reason: string };

export interface User {
  readonly id: string;
  readonly name: string;
  /** The desk phone's account; a user may have none (mobile only). */
  readonly extension: PhoneAddress | undefined;
  readonly email: string | undefined;
  readonly mobile: Mobile | undefined;
}

export interface Mobile {
  readonly number: ExternalNumber;
  /** No window means: never. "Always" is written as a window over the whole week. */
  readonly windows: readonly TimeWindow[];
  /** IANA time zone in which the windows are read. */
  readonly timezone: string;
  /** If given, the mobile does not ring on these days; undefined: holidays do not matter. */
  readonly notOn: HolidayCalendar | undefined;
  /** How long the desk phone rings alone, in seconds; 0: not at all. */
  readonly delaySec: number;
  /** The answer counts only after key 1, so that a mobile's voicemail never swallows the call. */
  readonly confirm: boolean;
}

/** When a member rings, in seconds; missing: from the stage's begin, to its end. */
export interface MemberTime {
  /** After the stage's begin. */
  readonly delaySec?: number | undefined;
  /** How long, from then on. */
  readonly ringSec?: number | undefined;
}

export type Member = MemberTime &
  (
    | { readonly kind: 'user'; readonly user: User }
    | { readonly kind: 'extension'; readonly extension: PhoneAddress }
    | {
        readonly kind: 'external';
        readonly number: ExternalNumber;
        readonly label: string | undefined;
        readonly confirm: boolean;
      }
  );

export interface Stage {
  readonly ringSec: number;
  readonly members: readonly Member[];
}

/** Hangup causes that an administrator may choose; each has one SIP status on the wire (freeswitch/README.md). */
export type ReleaseCause =
  | 'NORMAL_CLEARING'
  | 'USER_BUSY'
  | 'NO_ANSWER'
  | 'CALL_REJECTED'
  | 'UNALLOCATED_NUMBER'
  | 'SUBSCRIBER_ABSENT'
  | 'EXCHANGE_ROUTING_ERROR';

export type Destination =
  | { readonly kind: 'extension'; readonly extension: PhoneAddress; readonly ringSec: number }
  | { readonly kind: 'external'; readonly number: ExternalNumber; readonly ringSec: number }
  | { readonly kind: 'group'; readonly group: string }
  /** The box of this phone, whether or not there is one. */
  | { readonly kind: 'voicemail'; readonly box: PhoneAddress }
  | { readonly kind: 'announcement'; readonly file: string }
  | { readonly kind: 'hangup'; readonly cause: ReleaseCause };

export type AnonymousRule =
  | { readonly kind: 'normal' }
  | { readonly kind: 'divert'; readonly to: Destination }
  | { readonly kind: 'reject' };

/** "When switch X is on (or off): send to Y". */
export interface SwitchRule {
  readonly switch: Switch;
  readonly when: 'on' | 'off';
  readonly to: Destination;
}

/** Whose phones may use a code: those of the groups concerned, or these extensions only (none: nobody). */
export type CodeAccess =
  { readonly kind: 'members' } | { readonly kind: 'listed'; readonly extensions: ReadonlySet<PhoneAddress> };

export interface Switch {
  readonly id: string;
  readonly name: string;
  /** Digits that mean this switch behind a code; undefined: no phone can turn it or ask for it. */
  readonly code: string | undefined;
  readonly codeAllowed: CodeAccess;
  /** Says the switch's name; undefined: the digits are spoken. */
  readonly codeSound: string | undefined;
  readonly state: SwitchState;
  /** Takes precedence over `state` while it lasts; `until` undefined: until somebody changes it. */
  readonly override:
    | {
        readonly on: boolean;
        readonly until: DateTime | undefined;
        /** When somebody set it; undefined: not known. */
        readonly since?: DateTime | undefined;
      }
    | undefined;
}

export type SwitchState =
  | { readonly kind: 'manual'; readonly on: boolean }
  | {
      readonly kind: 'schedule';
      /** On inside these windows. */
      readonly windows: readonly TimeWindow[];
      readonly timezone: string;
      readonly holidays: HolidayCalendar | undefined;
      /** What a holiday does: the switch is on, is off, or follows the windows as on any other day. */
      readonly onHolidays: 'on' | 'off' | 'asUsual';
    };

export type Ringback =
  | { readonly kind: 'tone'; readonly country: string }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'music'; readonly stream: string };

/** When desk phones list a missed call: never, only when nobody in the group answered, or always. */
export type MissedOnPhones = 'never' | 'unanswered' | 'always';

/** What callers hear before phones ring, once for each call. */
export interface Greeting {
  readonly file: string;
  /** The call is answered for it; otherwise it is heard without being charged. */
  readonly answer: boolean;
  /** Also where a switch sends the call elsewhere. */
  readonly whenDiverted: boolean;
}

/** Says that the talk is recorded. */
export interface RecordingNotice {
  /** For the caller: without having heard it to its end nobody is recorded. */
  readonly file: string;
  /** For the member who has answered, before the talk; undefined: nothing. */
  readonly memberFile: string | undefined;
}

export type RecordingPolicy = 'never' | 'outside' | 'always';

/** Somebody who gets mails; without a name, the address is shown. */
export interface Recipient {
  readonly name: string | undefined;
  readonly address: string;
}

/** What a group counts as a missed call (outcome/missed-call.ts judges by it), and what follows. */
export interface MissedPolicy {
  /** A caller who gave up counts from this waiting time on, in seconds; undefined: never. */
  readonly gaveUpAfterSec: number | undefined;
  /** Kinds of final destination that leave a call missed when they take it. */
  readonly final: readonly Destination['kind'][];
  /**
   * Calls that the anonymous rule or a switch sent elsewhere. `unanswered`: only when phones rang there and nobody
   * talked; `always`: whenever nobody talked, also with an announcement, a voicemail box or a hangup.
   */
  readonly diverted: 'never' | 'unanswered' | 'always';
  /** Withheld callers count. */
  readonly anonymous: boolean;
  /** Missed calls of one caller within this time are one item of the call-back list. */
  readonly mergeHours: number;
  /** An item that somebody took and did not finish is open again after this time. */
  readonly giveBackMin: number;
  readonly mail: MissedMailPolicy | undefined;
}

export interface MissedMailPolicy {
  readonly to: readonly Recipient[];
  /** No mail when the caller gets through within this time. */
  readonly graceMin: number;
  /** Quiet hours on the group's wall clock; mails wait until they are over. */
  readonly quiet: readonly TimeWindow[];
}

export interface ReportPolicy {
  readonly to: readonly Recipient[];
  /** Minute of the day, in the group's zone, at which the previous day's report is sent. */
  readonly atMinute: number;
  /** The days that are reported on, not the days on which the mail goes out. */
  readonly days: readonly Weekday[];
  readonly callList: boolean;
  readonly csv: boolean;
  /** Show figures and names of the members who answered. If false, nothing in the mail says who answered. */
  readonly perPerson: boolean;
}

export interface Group {
  readonly number: string;
  readonly name: string;
  readonly enabled: boolean;
  /** Ids of the users who lead it. */
  readonly leaders: ReadonlySet<string>;
  /** IANA zone of the group's own day. */
  readonly timezone: string;
  readonly language: Language;
  readonly blocked: BlockList;
  /** What a blocked caller hears; undefined: the call is refused. */
  readonly blockedAnnouncement: string | undefined;
  readonly anonymous: AnonymousRule;
  readonly rules: readonly SwitchRule[];
  /** At most three. */
  readonly stages: readonly Stage[];
  readonly final: Destination;
  /** Members' mobiles ring too. */
  readonly mobiles: boolean;
  /** Members who talk on the phone: their phones ring all the same, or are left out. */
  readonly busy: 'ring' | 'skip';
  /** Sound with the group's name, for mobiles that are asked for key 1; undefined: none. */
  readonly nameFile: string | undefined;
  /** They hear the caller's number too, digit by digit. */
  readonly sayCaller: boolean;
  /** Display template with {group}, {caller}, {name}, {number}. */
  readonly display: string;
  /** Alert-Info header value for desk phones; undefined: none is sent. */
  readonly alertInfo: string | undefined;
  /** Whose number external phones see. */
  readonly externalCallerId: 'caller' | 'group';
  /** The group's own public number (E.164); undefined: none. */
  readonly publicNumber: string | undefined;
  readonly ringback: Ringback;
  /** Undefined: phones ring at once. */
  readonly greeting: Greeting | undefined;
  /** Undefined: talks are recorded without a notice from here. */
  readonly recordingNotice: RecordingNotice | undefined;
  readonly missedOnPhones: MissedOnPhones;
  readonly recording: RecordingPolicy;
  /** When the member hands the caller on, the recording ends, or goes on with whoever takes over. */
  readonly recordingOnTransfer: 'end' | 'goOn';
  /** Members may pause the recording of their talk by code. */
  readonly recordingPause: boolean;
  /** Recordings that are older are deleted. */
  readonly recordingKeepDays: number;
  readonly missed: MissedPolicy;
  /** Undefined: no daily activity e-mail. */
  readonly report: ReportPolicy | undefined;
  /** Who may take a call that rings in this group by code. */
  readonly pickup: CodeAccess;
}

export interface Snapshot {
  readonly revision: number;
  readonly settings: Settings;
  readonly users: ReadonlyMap<string, User>;
  /** All desk phones of users and members. */
  readonly extensions: ReadonlySet<PhoneAddress>;
  readonly domains: Domains;
  /** By number. */
  readonly groups: ReadonlyMap<string, Group>;
  readonly switches: ReadonlyMap<string, Switch>;
  /** Users who are away from groups, by id; see calls/routing/away.ts. */
  readonly away: ReadonlyMap<string, UserAway>;
  /** Other systems that are told of events. */
  readonly webhooks: readonly Webhook[];
}
