/**
 * Recurring work, run by Agenda: only one of the instances on a database runs a job at a time. No other file
 * imports Agenda.
 *
 * A job must tolerate being run twice: if an instance dies in the middle of one, its lock expires and another
 * instance starts it again.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda, type Job as AgendaJob } from 'agenda';
import type { Log } from '../log.js';

/** Agenda's parameter: the database handle that mongoose and Agenda share. */
export type JobDatabase = Extract<ConstructorParameters<typeof MongoBackend>[0], { mongo: unknown }>['mongo'];

export interface Job {
  readonly name: string;
  readonly everySec: number;
  /** Rejects on failure; the next run tries again. */
  readonly run: () => Promise<unknown>;
}

export interface JobState {
  readonly name: string;
  readonly lastRunAt: Date | undefined;
  readonly lastError: string | undefined;
}

export interface Scheduler {
  /** The results of this instance's own runs. */
  states(): readonly JobState[];
  /** Starts no new runs and waits for those in progress, at most `limitMs`. */
  stop(limitMs: number): Promise<void>;
}

const COLLECTION = 'jobs';

/** A run that has not renewed its lock for this long counts as dead, and another instance may start it. */
const LOCK_MS = 30_000;

/** A run renews its lock for at most this long; after that it counts as stuck. */
const LONGEST_RUN_MS = 60 * 60_000;

/** How often Agenda looks for jobs that are due. */
const LOOK_MS = 5_000;

export interface SchedulerOptions {
  readonly database: JobDatabase;
  readonly jobs: readonly Job[];
  readonly log: Log;
  /** For tests. Default 5000. */
  readonly lookMs?: number;
  /** For tests. Default 30000. */
  readonly lockMs?: number;
}

/** Rejects when the jobs cannot be written to the database. */
export async function startScheduler({
  database,
  jobs,
  log,
  lookMs = LOOK_MS,
  lockMs = LOCK_MS,
}: SchedulerOptions): Promise<Scheduler> {
  const backend = new MongoBackend({ mongo: database, collection: COLLECTION });
  // Written into the locks that this instance takes.
  const name = randomUUID();
  const agenda = new Agenda({
    backend,
    name,
    processEvery: lookMs,
    defaultLockLifetime: lockMs,
    defaultConcurrency: 1,
    // No limit: Agenda keeps counting a lock that expired before its run, for example while the machine slept.
    // With a limit of 1 it would wait for that lock forever.
    defaultLockLimit: 0,
  });
  const outage = new Outage(log);
  agenda.on('error', (error) => outage.failed(error));
  const states = new Map<string, JobState>();
  const running = new RunningJobs(agenda);
  for (const job of jobs) {
    agenda.define(job.name, (run: AgendaJob) => whileAlive(run, lockMs, () => runJob(job, states, log)));
  }
  await agenda.ready;
  const taking = new TakenJobs(agenda.db, () => outage.over());
  await database.collection(COLLECTION).createIndex({ name: 1 }, { unique: true }, {});
  for (const job of jobs) await schedule(database, agenda, job);
  await agenda.start();
  return {
    states: () => [...states.values()],
    stop: async (limitMs) => {
      // Releases the locks of jobs that have not started, so that a restart need not wait until they expire.
      await agenda
        .stop(false)
        .catch((error: unknown) =>
          log.info(
            { err: error },
            'jobs that have not started could not be unlocked; their locks will expire',
          ),
        );
      await Promise.race([taking.end(), delay(limitMs, undefined, { ref: false })]);
      if (await running.ended(limitMs)) await unlock(database, name, log);
      else log.info({ limitMs }, 'a job is still running; its lock will expire');
    },
  };
}

/**
 * Agenda's own `every` rewrites the whole job each time and so removes the lock under which another instance runs
 * it, so that two would run it at once. A job is therefore written only when it is new or its interval has changed.
 */
async function schedule(database: JobDatabase, agenda: Agenda, { name, everySec }: Job): Promise<void> {
  const interval = `${everySec} seconds`;
  const known = await agenda.queryJobs({ name });
  if (known.jobs.some((job) => job.repeatInterval === interval)) return;
  if (known.jobs.length > 0) {
    await database.collection(COLLECTION).updateOne({ name }, { $set: { repeatInterval: interval } });
    return;
  }
  const job = agenda.create(name).repeatEvery(interval);
  try {
    await job.unique({ name }, { insertOnly: true }).save();
  } catch (error) {
    // Another instance started at the same moment and wrote it first.
    if (!(error instanceof Error && 'code' in error && error.code === DUPLICATE_KEY)) throw error;
  }
}

const DUPLICATE_KEY = 11000;

/** Renews the lock during a long run, so that no second run starts in parallel. */
async function whileAlive(run: AgendaJob, lockMs: number, work: () => Promise<void>): Promise<void> {
  const begunAt = performance.now();
  const renewing = setInterval(() => {
    if (performance.now() - begunAt > LONGEST_RUN_MS) clearInterval(renewing);
    // Without the database the lock may expire; jobs tolerate being run twice.
    else run.touch().catch(() => undefined);
  }, lockMs / 4);
  await work().finally(() => clearInterval(renewing));
}

/**
 * Agenda leaves behind a lock that it was taking when it stopped; without this, the next start would wait until
 * that lock expires.
 */
async function unlock(database: JobDatabase, name: string, log: Log): Promise<void> {
  await database
    .collection(COLLECTION)
    .updateMany({ lastModifiedBy: name }, { $unset: { lockedAt: 1 } })
    .catch((error: unknown) =>
      log.info({ err: error }, 'the jobs could not be unlocked; their locks will expire'),
    );
}

type Repository = Pick<Agenda['db'], 'getNextJobToRun' | 'lockJob'>;

/** Polls that take a job's lock. Agenda's stop does not wait for a poll in progress, which would leave its lock behind. */
class TakenJobs {
  readonly #underWay = new Set<Promise<unknown>>();
  #ended = false;

  /** @param onAnswer the database has answered */
  constructor(
    repository: Repository,
    readonly onAnswer: () => void,
  ) {
    const next = repository.getNextJobToRun.bind(repository);
    const lock = repository.lockJob.bind(repository);
    repository.getNextJobToRun = (...given) => this.#take(() => next(...given));
    repository.lockJob = (...given) => this.#take(() => lock(...given));
  }

  /** Starts no more polls and waits for those in progress. */
  async end(): Promise<void> {
    this.#ended = true;
    await Promise.allSettled(this.#underWay);
  }

  #take<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
    if (this.#ended) return Promise.resolve(undefined);
    const taking = look();
    const forget = () => this.#underWay.delete(taking);
    this.#underWay.add(taking);
    taking.then(() => {
      forget();
      this.onAnswer();
    }, forget);
    return taking;
  }
}

/** Every job is looked for every few seconds: one line when that begins to fail, and one when it works again. */
class Outage {
  #isTold = false;

  constructor(readonly log: Pick<Log, 'error' | 'info'>) {}

  failed(error: unknown): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.log.error({ err: error }, 'cannot look for due jobs; retrying');
  }

  over(): void {
    if (this.#isTold) this.log.info('due jobs are looked for again');
    this.#isTold = false;
  }
}

/** Runs in progress in this instance, until Agenda has recorded their end. */
class RunningJobs {
  readonly #running = new Set<unknown>();
  #onIdle: (() => void) | undefined;

  constructor(agenda: Agenda) {
    agenda.on('start', (job) => this.#running.add(job));
    agenda.on('complete', (job) => {
      this.#running.delete(job);
      if (this.#running.size === 0) this.#onIdle?.();
    });
  }

  /** False when some are still running after `limitMs`. */
  async ended(limitMs: number): Promise<boolean> {
    if (this.#running.size === 0) return true;
    let timer: NodeJS.Timeout | undefined;
    const idle = new Promise<true>((resolve) => (this.#onIdle = () => resolve(true)));
    const limit = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), limitMs)));
    const over = await Promise.race([idle, limit]);
    clearTimeout(timer);
    return over;
  }
}

/** Logs a failed run, but only when the reason differs from the last one. Agenda itself would only count the failure. */
async function runJob({ name, run }: Job, states: Map<string, JobState>, log: Log): Promise<void> {
  const before = states.get(name)?.lastError;
  try {
    await run();
    if (before !== undefined) log.info({ job: name }, 'the job works again');
    states.set(name, { name, lastRunAt: new Date(), lastError: undefined });
  } catch (error) {
    const lastError = error instanceof Error ? error.message : String(error);
    if (lastError !== before) log.error({ err: error, job: name }, 'a job failed; it is tried again');
    states.set(name, { name, lastRunAt: new Date(), lastError });
  }
}
