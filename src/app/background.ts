/**
 * Wires up what happens after calls: the call-back list, its mails, the daily reports and their delivery. Calls wait
 * for none of it.
 */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DateTime } from 'luxon';
import type { AuditLog } from '../base/model/audit-event.js';
import { watchOutgoingCalls } from '../calls/session/outgoing-calls.js';
import { backupJobs } from './backups.js';
import type { Config } from './config.js';
import { hourly, type Hourly } from './hourly.js';
import { recurringJobs } from './recurring.js';
import { webhookWork } from './webhooks.js';
import { dialledE164 } from '../base/configuration/caller-number.js';
import { phoneSeen } from '../base/model/phone-address.js';
import type { EventSource } from '../telephony/esl/event-source.js';
import { coalesced } from '../base/jobs/coalesced.js';
import type { Job, JobState } from '../base/jobs/scheduler.js';
import type { Log } from '../base/log.js';
import { deliverDue } from '../afterwards/mail/deliver.js';
import { openTransport } from '../afterwards/mail/open-transport.js';
import { loadMailTemplates, type RenderMail } from '../afterwards/mail/templates.js';
import { GIVE_BACK, giveBackExpired } from '../afterwards/missed/give-back.js';
import { noteCallsBack } from '../afterwards/missed/called-back.js';
import { FOLLOW_UP, followUpCalls, type FollowUpDependencies } from '../afterwards/missed/follow-up.js';
import type { LinkDependencies } from '../afterwards/missed/link-actions.js';
import { writeNotices, type NoticeDependencies } from '../afterwards/missed/notices.js';
import { writeWithheld } from '../afterwards/missed/withheld.js';
import type { KeptBook } from '../base/contacts/keep-book.js';
import type { MissingNeed } from '../base/model/need.js';
import type { Snapshot } from '../base/model/snapshot.js';
import { DELETE_OLD_CALLS, deleteOldCalls } from '../afterwards/old-calls.js';
import { deleteOldFiles } from '../afterwards/old-files.js';
import { DELETE_OLD_ENTRIES, deleteOldEntries } from '../afterwards/old-entries.js';
import { auditLog } from '../people/operations/audit.js';
import { callbacksNamed, callsNamed, namesNow } from '../people/operations/names-now.js';
import { projectFolder } from '../base/project-folder.js';
import { DELETE_OLD_RECORDINGS, deleteOldRecordings } from '../afterwards/recordings/retention.js';
import { dayCounter } from '../afterwards/reports/count-days.js';
import { liveCallbacks } from '../afterwards/reports/make.js';
import { runReports } from '../afterwards/reports/run.js';
import type { Store } from '../base/store/connection.js';

export interface BackgroundOptions {
  readonly config: Config;
  readonly log: Log;
  readonly store: Store;
  readonly snapshot: () => Snapshot | undefined;
  readonly contacts: Pick<KeptBook, 'book'>;
  /** The event sockets of the FreeSWITCHes. */
  readonly sources: readonly EventSource[];
  /** What the configuration names and a connected FreeSWITCH lacks. */
  readonly missingNeeds: () => readonly MissingNeed[];
  /** Names this instance in the mail queue. */
  readonly instance: string;
  /** Of the database, for backups. */
  readonly uri: string;
}

export interface Background {
  /** What the pages behind the links in mails need. */
  readonly links: LinkDependencies;
  readonly renderMail: RenderMail;
  /** Base of the links in mails; undefined: it is not known yet. */
  readonly pagesUrl: () => string | undefined;
  /** Requests a follow-up, after a call that needs one has been written. */
  followUpSoon(): void;
  /**
   * Starts the recurring jobs as soon as the database can be reached.
   * @param pagesUrl base of the links in mails if PUBLIC_URL is not set.
   */
  begin(pagesUrl: string): void;
  jobs(): readonly JobState[];
  /** Waits for running jobs, at most `limitMs`. */
  stop(limitMs: number): Promise<void>;
}

const now = (): DateTime => DateTime.utc();

function mailTemplates(snapshot: BackgroundOptions['snapshot']): Promise<RenderMail> {
  const folder = path.join(projectFolder(), 'templates');
  return loadMailTemplates(folder, undefined, () => snapshot()?.settings.houseName);
}

export async function startBackground(options: BackgroundOptions): Promise<Background> {
  const { config, log, store, snapshot } = options;
  let ownUrl: string | undefined;
  const pagesUrl = () => config.publicUrl ?? ownUrl;
  const secret = () => store.secrets.get('links');
  const audit = auditOf(options);
  const notices: NoticeDependencies = {
    calls: store.calls,
    callbacks: store.callbacks,
    withheld: store.withheld,
    mails: store.mails,
    snapshot,
    render: await mailTemplates(snapshot),
    secret,
    publicUrl: () => pagesUrl() ?? '',
    log,
  };
  const onWithheld: FollowUpDependencies['onWithheld'] = (record, missed) =>
    writeWithheld(record, missed, notices, now());
  const webhooks = webhookWork({ store, snapshot, pagesUrl, log });
  const followUp = () =>
    followUpCalls({ ...store, snapshot, onWithheld, onMissed: webhooks.missed, now, log, audit });
  const mails = startDelivery(options);
  const soon = coalesced(
    async () => {
      // Links in a mail written before this would have no host.
      if (ownUrl === undefined) return;
      await followUp();
      // A mail without a grace time need not wait for the next run of the job.
      await writeNotices(notices, now(), 'single');
    },
    (error) => log.warn({ err: error }, 'finished calls wait for their follow-up; trying again'),
  );
  const files = filesOf(options, audit);
  const stopListening = listenToSwitches(options, audit);
  const backups = new AbortController();
  const jobs = recurringJobs(options, [
    { name: FOLLOW_UP, everySec: 60, run: followUp },
    { name: GIVE_BACK, everySec: 60, run: () => giveBack(options, audit) },
    { name: 'write missed-call mails', everySec: 15, run: () => writeNotices(notices, now()) },
    { name: 'write daily reports', everySec: 60, run: () => writeReports(options, notices, pagesUrl) },
    { name: 'count days for reports', everySec: 3600, run: countDaysOf(options) },
    ...forgetting(options, audit),
    ...backupsOf(options, backups.signal),
    // One instance at a time, so that delayed mails go out in order.
    { name: 'send mails', everySec: 5, run: mails.deliver },
    { name: 'send to webhooks', everySec: 5, run: webhooks.run },
  ]);
  return {
    renderMail: notices.render,
    pagesUrl,
    links: { callbacks: store.callbacks, snapshot, secret, now, log, audit },
    followUpSoon: () => soon.soon(),
    begin: (url) => {
      ownUrl = url;
      mails.check();
      jobs.begin();
      files.begin();
      soon.soon();
    },
    jobs: jobs.states,
    stop: async (limitMs) => {
      stopListening();
      mails.abort();
      webhooks.abort();
      backups.abort();
      const limit = delay(limitMs, undefined, { ref: false });
      await Promise.all([
        Promise.race([Promise.all([soon.stop(), files.stop()]), limit]),
        jobs.stop(limitMs),
      ]);
      mails.close();
    },
  };
}

function giveBack({ store, log }: BackgroundOptions, audit: AuditLog) {
  return giveBackExpired({ callbacks: store.callbacks, audit, log }, new Date());
}

/** Listens to outgoing calls: an answered call closes the call-back items of its number. */
function listenToSwitches({ log, store, snapshot, sources }: BackgroundOptions, audit: AuditLog): () => void {
  const dialled = (number: string) => dialledE164(number, snapshot()?.settings.country ?? 'DE');
  const noting = noteCallsBack({ callbacks: store.callbacks, toE164: dialled, log, audit });
  const stopWatching = watchOutgoingCalls(sources, (call) => {
    const [user = '', host] = call.extension?.split('@', 2) ?? [];
    const domains = snapshot()?.domains;
    const isKnown = user !== '' && domains !== undefined;
    noting.heard(isKnown ? { ...call, extension: phoneSeen(user, host, domains) } : call);
  });
  return () => {
    stopWatching();
    noting.stop();
  };
}

function filesOf({ config, snapshot, log }: BackgroundOptions, audit: AuditLog): Hourly {
  const { dataFolder, cdrFolders } = config;
  return hourly(() => deleteOldFiles({ dataFolder, cdrFolders, snapshot, log, audit }, now()), log);
}

function auditOf({ store, log }: BackgroundOptions): AuditLog {
  return auditLog({ audit: store.audit, now: () => new Date(), log });
}

function startDelivery({ config, log, store, instance }: BackgroundOptions) {
  const transport = openTransport(config.mail, config.dataFolder);
  const stopping = new AbortController();
  const use = {
    mails: store.mails,
    accounts: store.accounts,
    transport,
    log,
    owner: instance,
    signal: stopping.signal,
  };
  return {
    deliver: () => deliverDue(use),
    /** Tests the mail server at startup, so that the operator learns of a fault before the first mail. Mails wait. */
    check: () => {
      transport
        .verify()
        .then(
          (trouble) => trouble !== undefined && log.warn({ reason: trouble }, 'mails could not be sent now'),
        )
        .catch((error: unknown) => log.warn({ err: error }, 'could not check whether mails can be sent'));
    },
    abort: () => {
      stopping.abort();
    },
    close: () => {
      transport.close();
    },
  };
}

function backupsOf({ config, store, uri, log }: BackgroundOptions, signal: AbortSignal): readonly Job[] {
  const { backups } = store;
  return backupJobs({ settings: config.backup, uri, backups, log, now: () => DateTime.local(), signal });
}

/** What is deleted when its retention time is over. */
function forgetting({ config, store, snapshot, log }: BackgroundOptions, audit: AuditLog): readonly Job[] {
  const { calls, callNotes, callbacks, dayFigures, mails, withheld, notices, deliveries } = store;
  const { audit: entries, awayStates: away } = store;
  const folder = () => config.recordingsFolder ?? snapshot()?.settings.recordingsFolder;
  const recordings = () => deleteOldRecordings({ calls, snapshot, folder, log, audit }, now());
  return [
    { name: DELETE_OLD_RECORDINGS, everySec: 3600, run: recordings },
    {
      name: DELETE_OLD_CALLS,
      everySec: 3600,
      run: () => deleteOldCalls({ calls, callNotes, callbacks, dayFigures, snapshot, log, audit }, now()),
    },
    {
      name: DELETE_OLD_ENTRIES,
      everySec: 3600,
      run: () =>
        deleteOldEntries(
          { mails, withheld, notices, deliveries, entries, away, snapshot, log, audit },
          now(),
        ),
    },
  ];
}

function countDaysOf({ store, snapshot, log }: BackgroundOptions): () => Promise<number> {
  const { calls, dayFigures } = store;
  const count = dayCounter({ calls, dayFigures, snapshot, newId: randomUUID, log });
  return () => count(now());
}

function writeReports(
  { snapshot, store, log, missingNeeds, contacts }: BackgroundOptions,
  { render }: NoticeDependencies,
  pagesUrl: () => string | undefined,
): Promise<number> {
  const names = namesNow(contacts, snapshot);
  return runReports(
    {
      snapshot,
      reports: store.reports,
      calls: callsNamed(store.calls, names),
      callbacks: liveCallbacks(callbacksNamed(store.callbacks, names)),
      missing: missingNeeds,
      mails: store.mails,
      render,
      pagesUrl,
      log,
    },
    now(),
  );
}
