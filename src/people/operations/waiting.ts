/**
 * What waits for somebody: open call-backs, failed mails, warnings. Every page shows these counts, so they are read for all
 * visitors together, every few seconds at most, and only while somebody looks.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { isIn } from '../../base/model/scope.js';
import { scopeOf, type Actor } from '../access/permissions.js';
import type { Snapshot } from '../../base/model/snapshot.js';

export interface Waiting {
  /** The group of each call-back that nobody has taken, at most `MOST_OPEN`. */
  readonly openCallbacks: readonly string[];
  readonly failedMails: number;
  /** Warnings for everybody who may see the first page. */
  readonly warnings: number;
  /** Further warnings, for those who look after accounts. */
  readonly accountWarnings: number;
}

/** Undefined: the visitor may not know it, or it is not known yet. */
export interface WaitingFor {
  readonly callbacks: number | undefined;
  readonly mails: number | undefined;
  readonly warnings: number | undefined;
}

export type WaitingKey = keyof WaitingFor;

/** Nobody reads a larger count. */
export const MOST_OPEN = 1000;

const FRESH_MS = 5_000;

/** A page does not wait longer for a slow database. */
const PATIENCE_MS = 300;

export class WaitingCounts {
  readonly #read: () => Promise<Waiting>;
  readonly #nowMs: () => number;
  readonly #patience: () => Promise<unknown>;
  #known: { readonly waiting: Waiting; readonly atMs: number } | undefined;
  #reading: Promise<void> | undefined;
  /** Counts changes, so that what was read before one is not taken for new. */
  #changes = 0;

  constructor(
    read: () => Promise<Waiting>,
    nowMs: () => number,
    patience: () => Promise<unknown> = () => delay(PATIENCE_MS),
  ) {
    this.#read = read;
    this.#nowMs = nowMs;
    this.#patience = patience;
  }

  /** What is known, which may be nothing. */
  get known(): Waiting | undefined {
    return this.#known?.waiting;
  }

  /** Resolves when `known` is new, or it has taken too long. Never rejects. */
  async look(): Promise<void> {
    const known = this.#known;
    if (known !== undefined && this.#nowMs() - known.atMs < FRESH_MS) return;
    this.#reading ??= this.#readNow();
    await Promise.race([this.#reading, this.#patience()]);
  }

  /** Somebody has done something, so what is known may be wrong. */
  changed(): void {
    this.#changes += 1;
    if (this.#known !== undefined) this.#known = { ...this.#known, atMs: -Infinity };
    this.#reading = undefined;
  }

  async #readNow(): Promise<void> {
    const [changes, atMs] = [this.#changes, this.#nowMs()];
    try {
      const waiting = await this.#read();
      if (changes === this.#changes) this.#known = { waiting, atMs };
    } catch {
      // The database is away, which its own warnings say; the last counts stay.
    } finally {
      if (changes === this.#changes) this.#reading = undefined;
    }
  }
}

/** The counts that the visitor may see. */
export function waitingFor(
  actor: Actor,
  waiting: Waiting | undefined,
  snapshot: Snapshot | undefined,
): WaitingFor {
  const may = actor.permissions;
  const scope = scopeOf(actor, snapshot);
  const open = waiting?.openCallbacks.filter((group) => isIn(scope, group)).length;
  const forAccounts = may.has('accounts.write') ? (waiting?.accountWarnings ?? 0) : 0;
  return {
    callbacks: may.has('callbacks.read') ? open : undefined,
    mails: may.has('mails.read') ? waiting?.failedMails : undefined,
    // They are counted for the whole house.
    warnings:
      may.has('live.read') && scope === 'all' && waiting !== undefined
        ? waiting.warnings + forAccounts
        : undefined,
  };
}
