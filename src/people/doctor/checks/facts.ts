/** What is known before anything is judged. Pure. */
import type { MissingNeed, Need } from '../../../base/model/need.js';
import type { LastBackup } from '../../../base/model/last-backup.js';
import type { Snapshot } from '../../../base/model/snapshot.js';

/** What one FreeSWITCH answered, as it wrote it. An empty text: it gave no answer. */
export interface SwitchAnswers {
  readonly name: string;
  /** Its address in `FREESWITCH_EVENTS`, without brackets. */
  readonly host: string;
  /** This machine's end of the connection, and the other one: IP addresses. */
  readonly here: string;
  readonly there: string;
  readonly version: string;
  readonly status: string;
  /** `fsctl pause_check inbound`: `true` or `false`. */
  readonly paused: string;
  /** Modules that it does not have, of those that were asked for. */
  readonly missingModules: readonly string[];
  /** `xml_locate` of these files. */
  readonly sofia: string;
  readonly core: string;
  readonly jsonCdr: string;
  readonly lua: string;
  readonly xmlCurl: string;
  readonly dialplan: string;
  /** The global variable `default_password` of FreeSWITCH's own configuration. */
  readonly defaultPassword: string;
  readonly sofiaStatus: string;
  readonly maxSessions: string;
  readonly sessionsPerSecond: string;
  /** `list_users` of `settings.domain`. */
  readonly users: string;
  /** The same of each other domain that the configuration names. */
  readonly usersElsewhere: ReadonlyMap<string, string>;
  /** Seconds since 1970, and the offset from UTC as `+0100`. */
  readonly epoch: string;
  readonly offset: string;
  /** When the clock was asked for, by our clock: before and after, in milliseconds. */
  readonly clockAskedMs: readonly [number, number];
  readonly missing: readonly MissingNeed[];
  /** Addresses of this service that its dialplan names, and what becomes of a connection to them. */
  readonly ways: ReadonlyMap<string, Way>;
  /** Days until the certificate of a profile's TLS port ends, or why it could not be read. */
  readonly certificates: readonly CertificateFact[];
}

/** From a FreeSWITCH to one `host:port` of its dialplan. */
export interface Way {
  /** Whether FreeSWITCH could open a connection; undefined: it could not try. */
  readonly isOpen: boolean | undefined;
  /** The address from which it comes, and whether `ESL_ALLOW` lets it in. */
  readonly from: string;
  readonly isAllowed: boolean;
}

export interface CertificateFact {
  /** What uses it: `sofia/internal` and its address, or a file. */
  readonly of: string;
  readonly endsAt: Date | undefined;
  /** Why it could not be read. */
  readonly reason: string | undefined;
}

export type SwitchFacts =
  | { readonly kind: 'asked'; readonly answers: SwitchAnswers }
  | { readonly kind: 'away'; readonly name: string; readonly reason: string };

export interface DatabaseFact {
  /** In words, without a password. */
  readonly place: string;
  readonly state: 'reached' | 'away' | 'notBegun' | 'othersFiles';
  readonly reason: string;
}

export type ConfigurationFact =
  | { readonly kind: 'known'; readonly snapshot: Snapshot; readonly needs: readonly Need[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'broken'; readonly reason: string }
  | { readonly kind: 'unknown' };

export interface FolderFact {
  readonly folder: string;
  readonly use: 'data' | 'recordings' | 'cdrs' | 'backups';
  readonly state: 'usable' | 'missing' | 'forbidden';
  /** Bytes; undefined: could not be read. */
  readonly free: number | undefined;
  readonly size: number | undefined;
}

export interface BackupFact {
  /** Where this controller writes them; undefined: it makes none. */
  readonly folder: string | undefined;
  /** What became of the last one, of any controller; `unknown`: the database cannot be asked. */
  readonly last: LastBackup | 'unknown' | undefined;
}

export interface MailFact {
  /** The server's host; undefined: mails become files. */
  readonly server: string | undefined;
  readonly folder: string;
  /** Why mails could not be sent now. */
  readonly trouble: string | undefined;
  readonly publicUrl: string | undefined;
  /** A test mail that was asked for. */
  readonly test: { readonly to: string; readonly trouble: string | undefined } | undefined;
}

export interface ServiceFact {
  /** The address for FreeSWITCH's dialplan, `ESL_HOST` and `ESL_PORT`. */
  readonly host: string;
  readonly port: number;
  readonly allow: readonly string[];
  readonly runs: boolean;
  readonly zone: string;
  readonly offsetMinutes: number;
  readonly now: Date;
}

/** A call to a group that was asked for. */
export interface TestCallFact {
  readonly group: string;
  readonly freeswitch: string;
  readonly result: 'taken' | 'notTaken' | 'noChannel' | 'failed';
  readonly reason: string;
}

export interface Facts {
  readonly service: ServiceFact;
  readonly database: DatabaseFact;
  readonly configuration: ConfigurationFact;
  readonly switches: readonly SwitchFacts[];
  readonly folders: readonly FolderFact[];
  readonly mail: MailFact;
  readonly backup: BackupFact;
  readonly certificates: readonly CertificateFact[];
  readonly testCalls: readonly TestCallFact[];
}
