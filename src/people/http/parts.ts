/** What pages and interface work with; put together at the composition root. */
import type { MailWay } from '../../afterwards/mail/open-transport.js';
import type { DateTime } from 'luxon';
import type { Access } from '../access/accounts.js';
import type { AuditLog } from '../../base/model/audit-event.js';
import type { FreeswitchState } from '../../calls/live/nodes.js';
import type { JobState } from '../../base/jobs/scheduler.js';
import type { LiveBoard } from '../../calls/live/live-board.js';
import type { Log } from '../../base/log.js';
import type { ServiceMetrics } from '../../base/metrics/service-metrics.js';
import type { RenderMail } from '../../afterwards/mail/templates.js';
import type { LinkDependencies } from '../../afterwards/missed/link-actions.js';
import type { ConfigurationEditor } from '../operations/configuration-editor.js';
import type { LimitIncident } from '../../base/model/limit-incident.js';
import type { MissingNeed } from '../../base/model/need.js';
import type { Stock } from '../../base/model/stock.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import type { CallRecord } from '../../base/model/call-record.js';
import type { Store } from '../../base/store/connection.js';

export interface DatabaseFact {
  readonly kind: 'server' | 'embedded';
  /** Hosts of the server, without a password, or the folder of the embedded one. */
  readonly place: string;
}

export interface ServiceFacts {
  readonly version: string;
  /** Where FreeSWITCH connects, as the dialplan writes it. */
  readonly socket: string;
  readonly database: DatabaseFact;
  readonly startedAt: DateTime;
  readonly recordsWaiting: number;
  /** Whether CDRs tell of calls that ended while nothing watched. */
  readonly readsCdrs: boolean;
}

export interface SiteParts {
  readonly store: Store;
  readonly access: Access;
  readonly audit: AuditLog;
  readonly snapshot: () => Snapshot | undefined;
  /** Reads the database now, after an own write of configuration or switches. */
  readonly refresh: () => Promise<void>;
  readonly liveCalls: () => readonly CallRecord[];
  readonly facts: () => ServiceFacts;
  readonly jobs: () => readonly JobState[];
  readonly freeswitches: () => readonly FreeswitchState[];
  /** What the configuration names and a connected FreeSWITCH does not have. */
  readonly missingNeeds: () => readonly MissingNeed[];
  /** The same of one group, which may be disabled. */
  readonly missingOf: (group: string) => readonly MissingNeed[];
  /** What the connected ones have that can be named. */
  readonly stock: () => Stock;
  /** Limits that callers of this instance meet now. */
  readonly limitsMet: () => readonly LimitIncident[];
  readonly board: LiveBoard;
  readonly metrics: ServiceMetrics;
  /** Where mails go, in words and without a password. */
  readonly transport: MailWay;
  readonly editor: ConfigurationEditor;
  readonly links: LinkDependencies;
  readonly renderMail: RenderMail;
  /** Where this service finds the recordings. */
  readonly recordingsFolder: () => string | undefined;
  readonly now: () => DateTime;
  readonly log: Log;
}
