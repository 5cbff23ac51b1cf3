/** What the doctor is given: settings of the service, and where database and mail are. */
import type { MailTransport } from '../../afterwards/mail/transport.js';
import type { EventSocketAddress } from '../../telephony/esl/event-source.js';
import type { LastBackup } from '../../base/model/last-backup.js';
import type { ConfigurationFact, DatabaseFact } from './checks/facts.js';

/** The part of the service's settings that is looked at. */
export interface DoctorSettings {
  readonly esl: { readonly host: string; readonly port: number; readonly allow: readonly string[] };
  readonly freeswitchEvents: {
    readonly addresses: readonly EventSocketAddress[];
    readonly password: string;
  };
  readonly cdrFolders: readonly string[];
  readonly dataFolder: string;
  readonly publicUrl: string | undefined;
}

export interface DoctorSetup {
  readonly settings: DoctorSettings;
  /** Where the service finds the recordings, if `RECORDINGS_DIR` says so. */
  readonly recordingsFolder: string | undefined;
  readonly database: () => Promise<{
    readonly database: DatabaseFact;
    readonly configuration: Exclude<ConfigurationFact, { kind: 'known' }> | KnownConfiguration;
    readonly lastBackup: LastBackup | 'unknown' | undefined;
  }>;
  readonly mail: {
    /** The server's host; undefined: mails become files. */
    readonly server: string | undefined;
    readonly folder: string;
    /** Opened for the check, and closed after it. */
    readonly open: () => MailTransport;
  };
  /** Where backups go; undefined: this controller makes none. */
  readonly backupFolder: string | undefined;
  /** Certificates in PEM files. */
  readonly certificateFiles: readonly string[];
  /** True: this is the service itself. */
  readonly isService: boolean;
  readonly now: () => Date;
}

export type KnownConfiguration = Omit<Extract<ConfigurationFact, { kind: 'known' }>, 'needs'>;

/** What somebody wishes beside the checks: these do something that others notice. */
export interface Wishes {
  /** A group that is called, and the context of the dialplan. */
  readonly call?: { readonly group: string; readonly context: string } | undefined;
  /** Who gets a test mail, in the language of the sender. */
  readonly mail?: { readonly to: string; readonly subject: string; readonly text: string } | undefined;
}
