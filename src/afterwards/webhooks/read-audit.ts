/**
 * Finds what people did in the audit log: it has what pages, interface, commands, links and phones do, of every controller
 * and every process. So nobody who takes an item has to know of webhooks, and a crash loses nothing.
 */
import type { Snapshot } from '../../base/model/snapshot.js';
import type { WebhookEvent } from '../../base/model/webhook.js';
import type { AuditEntry, AuditStore } from '../../base/store/audit.js';
import type { CallbackStore } from '../../base/store/callback-store.js';
import type { WebhookStateStore } from '../../base/store/webhook-states.js';
import { EVENTS_OF_AUDIT, itemEvent, subjectOf, switchEvent } from './events.js';
import { queueEvent, type QueueUse } from './queue.js';

export interface ReadAuditUse extends QueueUse {
  readonly audit: Pick<AuditStore, 'following'>;
  readonly callbacks: Pick<CallbackStore, 'get'>;
  readonly states: Pick<WebhookStateStore, 'readUpTo' | 'setReadUpTo'>;
  readonly snapshot: () => Snapshot | undefined;
}

/** Clocks of controllers differ by less, and no write takes longer. */
const OVERLAP_MS = 60_000;
const PAGE = 200;
const MOST_SEEN = 20_000;

/** Reads on from where the last reading ended, on whichever controller. */
export class AuditReader {
  readonly #use: ReadAuditUse;
  /** Read before, within the overlap: they would only be refused by the queue. */
  readonly #seen = new Set<string>();
  #isIdle = false;

  constructor(use: ReadAuditUse) {
    this.#use = use;
  }

  /** Rejects with the database's error; what was not queued is read again. */
  async read(): Promise<void> {
    const { states, webhooks, now } = this.#use;
    const isWanted = webhooks().some(({ on, events }) => on && events.some(isOfAudit));
    if (!isWanted) {
      // Whoever wants events later is not told of those before.
      if (!this.#isIdle) await states.setReadUpTo(undefined);
      this.#isIdle = true;
      return;
    }
    this.#isIdle = false;
    const from = await states.readUpTo();
    const begun = now();
    if (from !== undefined) await this.#readFrom(new Date(from.getTime() - OVERLAP_MS));
    await states.setReadUpTo(begun);
  }

  async #readFrom(start: Date): Promise<void> {
    const { audit } = this.#use;
    let after: string | Date = start;
    for (;;) {
      const page: readonly AuditEntry[] = await audit.following(EVENTS_OF_AUDIT, after, PAGE);
      for (const entry of page) await this.#take(entry);
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return;
      after = last.id;
    }
  }

  async #take(entry: AuditEntry): Promise<void> {
    if (this.#seen.has(entry.id)) return;
    const event = await this.#eventOf(entry);
    if (event !== undefined) await queueEvent(event, this.#use);
    if (this.#seen.size >= MOST_SEEN) this.#seen.clear();
    this.#seen.add(entry.id);
  }

  async #eventOf(entry: AuditEntry): Promise<WebhookEvent | undefined> {
    const { callbacks, snapshot } = this.#use;
    const { kind, id } = subjectOf(entry);
    if (kind !== 'callback') return switchEvent(entry, snapshot());
    const item = await callbacks.get(id);
    return item && itemEvent(entry, item, snapshot());
  }
}

function isOfAudit(type: string): boolean {
  return type === 'switch.turned' || type.startsWith('callback.');
}
