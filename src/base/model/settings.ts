/** The settings of the house, as the call path reads them. Plain values. */
import type { Language } from './language.js';
import type { BlockList } from './blocked.js';

/** How a trunk writes callers' numbers: `030…` or `30…`; `4930…`; or inferred from each number. */
export type CallerNumbers = 'automatic' | 'national' | 'withCountryCode';

/** Limits for one caller, one group and all calls; undefined: no limit. */
export interface Limits {
  /** Calls of one number from outside within a minute. */
  readonly callsPerMinute: number | undefined;
  /** How often one caller may make the same external number ring within an hour. */
  readonly perCaller: number | undefined;
  /** How often one group may make the same external number ring within an hour. */
  readonly perGroup: number | undefined;
  /** External numbers that may ring at the same time, over all calls. */
  readonly atOnce: number | undefined;
}

/** How many days other data is kept. */
export interface KeepDays {
  /** Call-back items, from their end on. */
  readonly callbacks: number;
  /** The notes of those. */
  readonly notes: number;
  /** Mails in the database, from their end on. */
  readonly mails: number;
  readonly audit: number;
  /** Mails as files in the folder outbox. */
  readonly outbox: number;
  /** Events, CDRs and journals that were put aside for a person to look at. */
  readonly putAside: number;
}

export interface Settings {
  /** The house's own name, which pages and mails show; undefined: none. */
  readonly houseName: string | undefined;
  /** ISO 3166 country in which numbers without a country code are read. */
  readonly country: string;
  readonly timezone: string;
  /** SIP domain of the extensions, as in `sofia_contact 1001@domain`. */
  readonly domain: string;
  /** FreeSWITCH gateway for external numbers; undefined: external numbers cannot be rung. */
  readonly gateway: string | undefined;
  /**
   * The format that the gateway expects: +49301234567, 0049301234567 or 0301234567 (national only within the
   * country).
   */
  readonly gatewayFormat: 'e164' | '00' | 'national';
  /** How trunks write callers' numbers without a plus. */
  readonly callerNumbers: CallerNumbers;
  /** Trunks with another format, by the name of their gateway or SIP profile. */
  readonly trunks: ReadonlyMap<string, CallerNumbers>;
  /** Whose name is shown of a caller whom both name: the address book's, or the one that the trunk sent. */
  readonly callerNames: 'contacts' | 'trunk';
  /** Numbers that no group takes. */
  readonly blocked: BlockList;
  /** FreeSWITCH's voicemail profile, as in `voicemail PROFILE DOMAIN BOX`. */
  readonly voicemailProfile: string;
  /** Sound that asks a mobile's owner to press 1; undefined: the shipped one in the group's language. */
  readonly confirmFile: string | undefined;
  /** Seconds for pressing 1. */
  readonly confirmSec: number;
  /** Folder for recordings as FreeSWITCH sees it. */
  readonly recordingsFolder: string;
  /** Calls are deleted this many days after they began. */
  readonly keepCallsDays: number;
  readonly keepDays: KeepDays;
  /** How many groups one call may pass through. */
  readonly maxGroups: number;
  readonly limits: Limits;
  readonly notices: NoticeSettings;
  /** What phones dial; undefined: there is no such code. */
  readonly codes: Readonly<Record<CodeKey, string | undefined>>;
  /** What members press during a talk; undefined: there is no such code. */
  readonly talkCodes: Readonly<Record<TalkCodeKey, string | undefined>>;
  /** Of the house: what is spoken when no group is meant. */
  readonly language: Language;
}

/** What a code is for; meanings: configuration/code-schema.ts. */
export type CodeKey =
  | 'switchToggle'
  | 'switchOn'
  | 'switchOff'
  | 'switchAsk'
  | 'pickup'
  | 'pickupAny'
  | 'callbacks'
  | 'away'
  | 'back';

/** What a code of a talk is for. */
export type TalkCodeKey = 'pauseRecording' | 'resumeRecording';

/** Who is told of problems, and from when on something is one. */
export interface NoticeSettings {
  readonly to: readonly string[];
  /** Of the mails: that of the house. */
  readonly language: Language;
  /** Share of the calls of half an hour that fail; undefined: not told. */
  readonly failedCallsPercent: number | undefined;
  readonly freeDiskPercent: number;
  readonly certificateDays: number;
  /** Somebody who is away without an end for longer is told; undefined: nobody is. */
  readonly awayDays: number | undefined;
}
