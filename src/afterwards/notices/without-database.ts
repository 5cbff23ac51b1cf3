/**
 * Tells that the database is away. Nothing can be claimed in it then, so each controller tells what it sees itself; it is
 * kept in memory and sent at once, past the queue, which is in the database too.
 */
import type { Log } from '../../base/log.js';
import type { Notice, Problem } from '../../base/model/problem.js';
import { firstSeen, nextStep } from '../problems/course.js';
import { noticeOf } from './keep-watch.js';
import { nextAttempt } from './pauses.js';
import type { Way } from './ways.js';

export interface OutageUse {
  /** Names this instance. */
  readonly controller: string;
  readonly ways: () => readonly Way[];
  readonly now: () => Date;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
}

interface Waiting {
  readonly notice: Notice;
  readonly way: Way;
  attempts: number;
  nextAt: Date;
}

export class DatabaseOutage {
  readonly #use: OutageUse;
  #problem: Problem | undefined;
  #waiting: readonly Waiting[] = [];

  constructor(use: OutageUse) {
    this.#use = use;
  }

  /** Whether it has been told and is not over. */
  get isTold(): boolean {
    return this.#problem?.state === 'told';
  }

  /** To be called regularly. @param answers whether the database does now */
  async look(answers: boolean): Promise<void> {
    const now = this.#use.now();
    if (!answers) {
      const sighting = { kind: 'databaseAway', about: this.#use.controller } as const;
      this.#problem = { ...(this.#problem ?? firstSeen(sighting, now)), lastSeenAt: now };
    }
    if (this.#problem !== undefined) this.#advance(this.#problem, now);
    await this.#send(now);
  }

  #advance(problem: Problem, at: Date): void {
    const { controller, ways, log } = this.#use;
    const step = nextStep(problem, at);
    if (step.kind === 'nothing') return;
    this.#problem = step.kind === 'forget' ? undefined : step.becomes;
    if (step.kind !== 'tell') return;
    const notice = noticeOf(step.becomes, step.phase, { controller, at });
    const facts = { problem: problem.sighting.kind };
    if (step.phase === 'over') log.info(facts, 'a problem is over');
    else log.warn(facts, 'there is a problem; administrators are told');
    const told = ways().map((way) => ({ notice, way, attempts: 0, nextAt: at }));
    this.#waiting = [...this.#waiting, ...told];
  }

  async #send(now: Date): Promise<void> {
    for (const one of this.#waiting.filter(({ nextAt }) => nextAt <= now)) {
      if ((await one.way.send(one.notice)) === undefined) this.#forget(one);
      else {
        one.attempts += 1;
        const nextAt = nextAttempt(one.attempts, one.notice.at, this.#use.now());
        if (nextAt === undefined) this.#forget(one);
        else one.nextAt = nextAt;
      }
    }
  }

  #forget(one: Waiting): void {
    this.#waiting = this.#waiting.filter((other) => other !== one);
  }
}
