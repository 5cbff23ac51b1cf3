/** What the status page shows. Pure. */
import type { DateTime } from 'luxon';
import { numberText } from '../../../afterwards/mail/number-text.js';
import type { MailWay } from '../../../afterwards/mail/open-transport.js';
import type { Switch } from '../../../base/model/snapshot.js';
import { timesOf } from '../../../base/model/times.js';
import type { FreeswitchState } from '../../../calls/live/nodes.js';
import type { JobState } from '../../../base/jobs/scheduler.js';
import type { RevisionInfo } from '../../../base/store/configurations.js';
import type { LostAccount } from '../../operations/accounts.js';
import type { ServiceFacts } from '../../http/parts.js';
import type { LimitIncident } from '../../../base/model/limit-incident.js';
import type { LastBackup } from '../../../base/model/last-backup.js';
import type { MissingNeed } from '../../../base/model/need.js';
import { limitText, missingNeedTexts } from '../../../calls/words/words.js';
import { fill, type Language } from '../language.js';
import { troubleText } from '../trouble-text.js';
import { lostText } from '../accounts/view.js';
import { mailWayText } from '../outbox/texts.js';
import { switchView } from '../switches/outlook.js';
import { backupView } from './backup-view.js';
import { jobText } from './texts.js';
import { statusTexts } from '../../words/words.js';

export interface StatusInput {
  readonly facts: ServiceFacts;
  /** Undefined: there is none, or the database cannot be read. */
  readonly head: RevisionInfo | undefined;
  /** Undefined: the database cannot be read. */
  readonly mails: { readonly waiting: number; readonly failed: number } | undefined;
  /** Whether the visitor may open the mails. */
  readonly mayReadMails: boolean;
  readonly transport: MailWay;
  /** Undefined: nobody makes backups; null: the database cannot be read. */
  readonly backup: LastBackup | undefined | null;
  readonly liveCalls: number;
  readonly jobs: readonly JobState[];
  readonly freeswitches: readonly FreeswitchState[];
  /** Accounts that have lost their user; empty for visitors who may not know about accounts. */
  readonly lost: readonly LostAccount[];
  readonly missing: readonly MissingNeed[];
  /** Limits that callers are hitting now. */
  readonly limits: readonly LimitIncident[];
  readonly switches: ReadonlyMap<string, Switch>;
  /** See forgotten.ts. */
  readonly forgotten: readonly string[];
  readonly now: DateTime;
  readonly timezone: string;
  readonly lang: Language;
}

export function statusView(input: StatusInput) {
  const { facts, head, mails, transport, liveCalls, jobs, freeswitches, missing, timezone, lang } = input;
  const { switches, limits, forgotten, now } = input;
  const t = statusTexts[lang];
  const { exact: clock } = timesOf(lang, timezone);
  return {
    transport: mailWayText(transport, lang),
    timezone,
    liveCalls,
    lost: input.lost.map((account) => ({ name: account.name, why: lostText(account, lang) })),
    warnings: [...limits.map((one) => limitText(one, lang, numberText)), ...forgotten],
    switches: [...switches.values()].map((one) => switchView(one, { lang, timezone, now })),
    facts: {
      ...facts,
      startedAt: clock(facts.startedAt.toJSDate()),
      database: fill(t[`database_${facts.database.kind}`], { place: facts.database.place }),
    },
    configuration:
      head === undefined
        ? t.noConfiguration
        : fill(t.revision, { revision: head.revision, at: clock(head.createdAt), author: head.author }),
    backup: input.backup === null ? null : backupView(input.backup, now.toJSDate(), lang, timezone),
    mails:
      mails === undefined
        ? null
        : {
            path: input.mayReadMails ? '/outbox' : null,
            waiting: t.mailsWaiting(mails.waiting),
            failed: mails.failed === 0 ? null : t.mailsFailed(mails.failed),
          },
    nodes: freeswitches.map(({ name, connected, reason }) => ({
      name,
      connected,
      state: connected
        ? t.connected
        : reason === undefined
          ? t.connecting
          : fill(t.notConnected, { reason: troubleText(reason, lang) }),
    })),
    missing: missingNeedTexts(missing, lang),
    jobs: jobs.map(({ name, lastRunAt, lastError }) => ({
      name: jobText(name, lang),
      failed: lastError !== undefined,
      lastRun: lastRunAt === undefined ? t.notYet : clock(lastRunAt),
      result:
        lastError === undefined ? (lastRunAt === undefined ? '' : t.good) : troubleText(lastError, lang),
    })),
  };
}
