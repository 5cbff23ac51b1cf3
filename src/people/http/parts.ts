/** What pages and REST interface are built on; assembled in the composition root. */
import type { MailWay } from '../../afterwards/mail/open-transport.js';
import type { DateTime } from 'luxon';
import type { Access } from '../access/accounts.js';
import type { AuditLog } from '../../base/model/audit-event.js';
import type { Doctor } from '../doctor/doctor.js';
import type { FreeswitchState } from '../../calls/live/nodes.js';
import type { JobState } from '../../base/jobs/scheduler.js';
import type { PlacedCalls } from '../../calls/placed/placed-calls.js';
import type { LiveBoard } from '../../calls/live/live-board.js';
import type { Log } from '../../base/log.js';
import type { ServiceMetrics } from '../../base/metrics/service-metrics.js';
import type { RenderMail } from '../../afterwards/mail/templates.js';
import type { LinkDependencies } from '../../afterwards/missed/link-actions.js';
import type { Directories } from '../imports/ask-freeswitch.js';
import type { FigureDesk } from '../operations/figures.js';
import type { LinkWay } from '../operations/account-links.js';
import type { SoundDesk } from '../operations/sounds.js';
import type { ContactDesk } from '../operations/contacts.js';
import type { PrivacyDesk } from '../operations/privacy.js';
import type { ConfigurationEditor } from '../operations/configuration-editor.js';
import type { NoticeDesk } from '../operations/notices.js';
import type { WebhookDesk } from '../operations/webhooks.js';
import type { LimitIncident } from '../../base/model/limit-incident.js';
import type { MissingNeed } from '../../base/model/need.js';
import type { Stock } from '../../base/model/stock.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import type { CallRecord } from '../../base/model/call-record.js';
import type { Store } from '../../base/store/connection.js';

export interface DatabaseFact {
  readonly kind: 'server' | 'embedded';
  /** Database hosts without a password, or the folder of the embedded database. */
  readonly place: string;
}

export interface ServiceFacts {
  readonly version: string;
  /** The address FreeSWITCH connects to, as written in the dialplan. */
  readonly socket: string;
  readonly database: DatabaseFact;
  readonly startedAt: DateTime;
  readonly recordsWaiting: number;
  /** Whether CDRs are read for calls that ended while the service was not watching. */
  readonly readsCdrs: boolean;
}

export interface SiteParts {
  readonly store: Store;
  readonly access: Access;
  readonly audit: AuditLog;
  readonly snapshot: () => Snapshot | undefined;
  /** Reads the database at once, after this service has written configuration or switches. */
  readonly refresh: () => Promise<void>;
  readonly liveCalls: () => readonly CallRecord[];
  readonly facts: () => ServiceFacts;
  readonly jobs: () => readonly JobState[];
  readonly freeswitches: () => readonly FreeswitchState[];
  /** What the configuration names but a connected FreeSWITCH lacks. */
  readonly missingNeeds: () => readonly MissingNeed[];
  /** The same for one group, even a disabled one. */
  readonly missingOf: (group: string) => readonly MissingNeed[];
  /** What the connected FreeSWITCHes have to choose from. */
  readonly stock: () => Stock;
  /** Limits that callers of this instance are hitting now. */
  readonly limitsMet: () => readonly LimitIncident[];
  /** What administrators are told of. */
  readonly notices: NoticeDesk;
  /** Other systems that are told of events. */
  readonly webhooks: WebhookDesk;
  /** Looks at everything that a call needs, when somebody asks for it. */
  readonly doctor: Doctor;
  /** The FreeSWITCHes that can be asked who has an extension. */
  readonly directories: Directories;
  /** Calls that people place by a click. */
  readonly placed: PlacedCalls;
  readonly board: LiveBoard;
  readonly metrics: ServiceMetrics;
  /** Where mails go, described without a password. */
  readonly transport: MailWay;
  /** Whether links that set a password can be mailed, and what they begin with. */
  readonly linkWay: LinkWay;
  readonly editor: ConfigurationEditor;
  readonly links: LinkDependencies;
  readonly contacts: ContactDesk;
  /** Calls of days, weeks and months, counted. */
  readonly figures: FigureDesk;
  /** What is kept about a number. */
  readonly privacy: PrivacyDesk;
  readonly renderMail: RenderMail;
  /** Base of the links in mails, with a slash at its end; undefined: it is not known. */
  readonly pagesUrl?: (() => string | undefined) | undefined;
  /** The recordings folder as this service sees it. */
  readonly recordingsFolder: () => string | undefined;
  /** Uploaded sounds, and those of FreeSWITCH. */
  readonly sounds: SoundDesk;
  readonly now: () => DateTime;
  readonly log: Log;
}
