/** What the status page shows. Pure. */
import { DateTime } from 'luxon';
import type { FreeswitchState } from '../../live/nodes.js';
import type { JobState } from '../../jobs/scheduler.js';
import type { RevisionInfo } from '../../store/configurations.js';
import type { ServiceFacts } from '../parts.js';
import { fill, type Language } from '../language.js';
import { statusTexts } from './texts.js';

export interface StatusInput {
  readonly facts: ServiceFacts;
  /** Undefined: none, or the database cannot be read. */
  readonly head: RevisionInfo | undefined;
  /** Undefined: the database cannot be read. */
  readonly mails: { readonly waiting: number; readonly failed: number } | undefined;
  readonly transport: string;
  readonly liveCalls: number;
  readonly jobs: readonly JobState[];
  readonly freeswitches: readonly FreeswitchState[];
  readonly timezone: string;
  readonly lang: Language;
}

export function statusView(input: StatusInput) {
  const { facts, head, mails, transport, liveCalls, jobs, freeswitches, timezone, lang } = input;
  const t = statusTexts[lang];
  const clock = (at: Date) => DateTime.fromJSDate(at).setZone(timezone).toFormat('yyyy-MM-dd HH:mm:ss');
  return {
    ...{ transport, timezone, liveCalls },
    facts: { ...facts, startedAt: clock(facts.startedAt.toJSDate()) },
    configuration:
      head === undefined
        ? t.noConfiguration
        : fill(t.revision, { revision: head.revision, at: clock(head.createdAt), author: head.author }),
    mails:
      mails === undefined
        ? null
        : {
            waiting: fill(t.mailsWaiting, { count: mails.waiting }),
            failed: mails.failed === 0 ? null : fill(t.mailsFailed, { count: mails.failed }),
          },
    nodes: freeswitches.map(({ name, connected, reason }) => ({
      ...{ name, connected },
      state: connected ? t.connected : reason === undefined ? t.connecting : fill(t.notConnected, { reason }),
    })),
    jobs: jobs.map(({ name, lastRunAt, lastError }) => ({
      ...{ name, failed: lastError !== undefined },
      lastRun: lastRunAt === undefined ? t.notYet : clock(lastRunAt),
      result: lastError ?? (lastRunAt === undefined ? '' : t.good),
    })),
  };
}
