/** Wires up the watch over everything that an administrator must know: what is looked at, and who is told. */
import { setTimeout as delay } from 'node:timers/promises';
import { openTransport } from '../afterwards/mail/open-transport.js';
import type { RenderMail } from '../afterwards/mail/templates.js';
import { carryNotices } from '../afterwards/notices/carry.js';
import { keepWatch } from '../afterwards/notices/keep-watch.js';
import { tryWays, waysOf, type TriedWay, type Way } from '../afterwards/notices/ways.js';
import { DatabaseOutage } from '../afterwards/notices/without-database.js';
import type { SnapshotProvider } from '../base/configuration/provider.js';
import type { Log } from '../base/log.js';
import type { Problem } from '../base/model/problem.js';
import type { Store } from '../base/store/connection.js';
import type { RecentCalls } from '../calls/outcome/recent-calls.js';
import type { EventSource } from '../telephony/esl/event-source.js';
import type { Config } from './config.js';
import { watchCertificates, type CertificateWatch } from './freeswitch-certificates.js';
import { gatherFacts } from './watch-facts.js';
import { tellWebhooks } from './webhooks.js';

export interface WatchingParts {
  readonly config: Config;
  readonly log: Log;
  readonly store: Pick<
    Store,
    'problems' | 'notices' | 'mails' | 'configurations' | 'backups' | 'deliveries' | 'webhookStates'
  >;
  readonly snapshots: Pick<SnapshotProvider, 'known'>;
  readonly sources: readonly EventSource[];
  readonly recent: RecentCalls;
  /** Names this instance. */
  readonly controller: string;
  readonly render: RenderMail;
  /** Default 30 s. */
  readonly lookMs?: number;
}

export interface Watching {
  /** Begins to look. @param pagesUrl what links begin with if PUBLIC_URL is not set */
  begin(pagesUrl: string): void;
  /** Problems that have begun, as of the last look; of all controllers. */
  problems(): readonly Problem[];
  /** Sends a notice that says that it is a test; resolves with one entry for each address and the webhook. */
  test(): Promise<readonly TriedWay[]>;
  /** Waits for what is under way, at most `limitMs`. */
  stop(limitMs: number): Promise<void>;
}

const LOOK_MS = 30_000;
const now = (): Date => new Date();

export function startWatching(parts: WatchingParts): Watching {
  const { config, log, store, controller } = parts;
  let pagesUrl = '';
  const transport = openTransport(config.mail, config.dataFolder);
  const statusUrl = () => `${config.publicUrl ?? pagesUrl}status`;
  const ways = (): readonly Way[] => {
    const settings = parts.snapshots.known()?.settings;
    const { render } = parts;
    const use = { render, transport, statusUrl: statusUrl(), webhook: config.webhook, now };
    return settings === undefined ? [] : waysOf({ ...settings, ...use });
  };
  const outage = new DatabaseOutage({ controller, log, now, ways });
  const certificates = watchCertificates(parts);
  let problems: readonly Problem[] = [];
  const look = async (): Promise<void> => {
    try {
      problems = await lookOnce(parts, certificates, statusUrl);
      await outage.look(true);
    } catch (error) {
      const isThere = await answers(store);
      // An outage has lines of its own.
      if (isThere) log.error({ err: error }, 'problems cannot be looked for; trying again');
      await outage.look(isThere);
    }
  };
  const work = repeatedly(look, parts.lookMs ?? LOOK_MS);
  return {
    begin: (url) => {
      pagesUrl = url;
      work.begin();
    },
    problems: () => problems,
    test: () => tryWays(ways(), { controller, at: now() }),
    stop: async (limitMs) => {
      certificates.stop();
      await Promise.race([work.stop(), delay(limitMs, undefined, { ref: false })]);
      transport.close();
    },
  };
}

async function lookOnce(
  parts: WatchingParts,
  certificates: CertificateWatch,
  statusUrl: () => string,
): Promise<readonly Problem[]> {
  const { config, store, controller, render, log } = parts;
  const settings = () => parts.snapshots.known()?.settings;
  const { webhook } = config;
  const { problems, notices, mails } = store;
  const begun = await keepWatch({
    problems,
    notices,
    facts: () => gatherFacts(parts, certificates.seen(), now()),
    limits: () => settings()?.notices,
    hasWebhook: webhook !== undefined,
    onNotice: (notice) => tellWebhooks(notice, { store, snapshot: () => parts.snapshots.known() }),
    controller,
    now,
    log,
  });
  await carryNotices({ notices, mails, settings, render, statusUrl, webhook, now, log });
  return begun;
}

function answers({ configurations }: Pick<Store, 'configurations'>): Promise<boolean> {
  return configurations.head().then(
    () => true,
    () => false,
  );
}

/** Runs `work`, which never rejects, again and again with pauses in between. */
function repeatedly(work: () => Promise<void>, pauseMs: number) {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  let isStopped = false;
  const run = (): void => {
    running = work().then(() => {
      if (!isStopped) timer = setTimeout(run, pauseMs).unref();
    });
  };
  return {
    begin: run,
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
