/**
 * Finds open records of calls that no session controls: those that an earlier run of this controller left, and
 * those of a controller that no longer reports. Exactly one controller follows each; the database decides which.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../../base/log.js';
import type { CallStore } from '../../base/store/calls.js';
import type { ControllerSign, ControllerStore } from '../../base/store/controllers.js';
import type { Follower } from './follower.js';

export interface OrphansUse {
  readonly calls: Pick<CallStore, 'openOf' | 'claim'>;
  readonly controllers: ControllerStore;
  /** This controller, as records name it. */
  readonly controller: string;
  readonly follower: Pick<Follower, 'follow'>;
  /**
   * Record ids that a session or the follower has, and those whose newest state the database does not have yet.
   * Undefined: not all of them are known now.
   */
  readonly inHand: () => ReadonlySet<string> | undefined;
  readonly nowMs: () => number;
  /** Milliseconds by a clock that nobody sets. */
  readonly elapsedMs: () => number;
  readonly log: Log;
  /** How often this controller reports that it is alive. Default 5 s. */
  readonly signMs?: number;
  /** A controller whose sign has not changed for this long is gone. Default 20 s. */
  readonly silentMs?: number;
}

export class Orphans {
  readonly #use: Required<OrphansUse>;
  readonly #stopping = new AbortController();
  /** The last sign of each other controller, and when it was first read here. */
  readonly #signs = new Map<string, { readonly atMs: number; readonly readMs: number }>();
  #running: Promise<void> = Promise.resolve();

  constructor(use: OrphansUse) {
    this.#use = { signMs: 5_000, silentMs: 20_000, ...use };
  }

  /** @param ready resolves when the database has what an earlier run left on the disk. */
  begin(ready: Promise<void>): void {
    this.#running = ready.then(() => this.#run()).catch(() => undefined);
  }

  /** Reports that this controller is gone, so that the others need not wait. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const { controllers, controller } = this.#use;
    const bye = this.#running.then(() => controllers.gone(controller)).catch(() => undefined);
    await Promise.race([bye, delay(1_000, undefined, { ref: false })]);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    let hasOwn = false;
    let isTold = false;
    while (!signal.aborted) {
      try {
        await this.#sign();
        hasOwn ||= await this.#adopt(this.#use.controller);
        await this.#adoptOthers();
        isTold = false;
      } catch (error) {
        if (!isTold)
          this.#use.log.warn({ err: error }, 'cannot look for open calls of other controllers; retrying');
        isTold = true;
        // While the database is away nobody can report: afterwards everybody has the whole time once more.
        this.#signs.clear();
      }
      await delay(this.#use.signMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  #sign(): Promise<void> {
    return this.#use.controllers.seen(this.#use.controller, new Date(this.#use.nowMs()));
  }

  async #adoptOthers(): Promise<void> {
    const { controllers, controller } = this.#use;
    const signs = (await controllers.signs()).filter(({ name }) => name !== controller);
    for (const sign of signs.filter((one) => this.#isSilent(one))) {
      if (!(await this.#adopt(sign.name))) return;
      await controllers.forget(sign);
      this.#signs.delete(sign.name);
    }
  }

  /** Clocks of two machines differ, and one may be set: only whether a sign changes is looked at, not what it says. */
  #isSilent({ name, atMs }: ControllerSign): boolean {
    if (atMs === 0) return true;
    const nowMs = this.#use.elapsedMs();
    const known = this.#signs.get(name);
    if (known?.atMs === atMs) return nowMs - known.readMs >= this.#use.silentMs;
    this.#signs.set(name, { atMs, readMs: nowMs });
    return false;
  }

  /**
   * Whether a call is of this run is not asked of the clock, which may have been set back since: what is in hand before
   * the question or after it is.
   * @returns false: try again later.
   */
  async #adopt(from: string): Promise<boolean> {
    const { calls, controller, follower, inHand, log } = this.#use;
    const before = inHand();
    if (before === undefined) return false;
    const open = await calls.openOf(from);
    const after = inHand();
    if (after === undefined) return false;
    let adopted = 0;
    for (const record of open) {
      if (before.has(record._id) || after.has(record._id)) continue;
      if (from !== controller && !(await calls.claim(record._id, from, controller))) continue;
      follower.follow({ ...record, controller }, undefined);
      adopted += 1;
    }
    if (adopted > 0)
      log.info({ calls: adopted, controller: from }, 'following the calls of a controller that is gone');
    return true;
  }
}
