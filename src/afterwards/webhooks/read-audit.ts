/**
 * Finds what people did in the audit log: it has what pages, interface, commands, links and phones do, of every controller
 * and every process. So nobody who takes an item has to know of webhooks, and a crash loses nothing.
 */
import type { Snapshot } from '../../base/model/snapshot.js';
import type { WebhookEvent } from '../../base/model/webhook.js';
import type { AuditEntry, AuditStore } from '../../base/store/audit.js';
import type { CallbackStore } from '../../base/store/callback-store.js';
import type { Told } from '../../base/store/webhook-states.js';
import { EVENTS_OF_AUDIT, itemEvent, subjectOf, switchEvent, type SwitchEvent } from './events.js';
import { queueEvent, type QueueUse } from './queue.js';

export interface ReadAuditUse extends QueueUse {
  readonly audit: Pick<AuditStore, 'following'>;
  readonly callbacks: Pick<CallbackStore, 'get'>;
  readonly snapshot: () => Snapshot | undefined;
}

/** Clocks of controllers differ by less, and no write takes longer. */
export const OVERLAP_MS = 60_000;
const PAGE = 200;
const MOST_SEEN = 20_000;

export class AuditReader {
  readonly #use: ReadAuditUse;
  /** Read before, within the overlap, with how they turned a switch: they would only be refused by the queue. */
  readonly #seen = new Map<string, SwitchEvent | undefined>();

  constructor(use: ReadAuditUse) {
    this.#use = use;
  }

  /**
   * Queues what has been done since `upTo`, but nothing of before `since`; resolves with how switches were turned, the oldest
   * first. Rejects with the database's error; what was not queued is found again.
   */
  async read({ since, upTo }: Pick<Told, 'since' | 'upTo'>): Promise<readonly SwitchEvent[]> {
    const { audit } = this.#use;
    const turned: SwitchEvent[] = [];
    let after: string | Date = new Date(Math.max(since.getTime(), upTo.getTime() - OVERLAP_MS));
    for (;;) {
      const page: readonly AuditEntry[] = await audit.following(EVENTS_OF_AUDIT, after, PAGE);
      for (const entry of page) {
        const event = await this.#take(entry);
        if (event !== undefined) turned.push(event);
      }
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return turned;
      after = last.id;
    }
  }

  /** How it turned a switch, each time: what came of it may not have been noted. */
  async #take(entry: AuditEntry): Promise<SwitchEvent | undefined> {
    if (this.#seen.has(entry.id)) return this.#seen.get(entry.id);
    const event = await this.#eventOf(entry);
    if (event !== undefined) await queueEvent(event, this.#use);
    if (this.#seen.size >= MOST_SEEN) this.#seen.clear();
    const turned = event?.type === 'switch.turned' ? event : undefined;
    this.#seen.set(entry.id, turned);
    return turned;
  }

  async #eventOf(entry: AuditEntry): Promise<WebhookEvent | undefined> {
    const { callbacks, snapshot } = this.#use;
    const { kind, id } = subjectOf(entry);
    if (kind !== 'callback') return switchEvent(entry, snapshot());
    const item = await callbacks.get(id);
    return item && itemEvent(entry, item, snapshot());
  }
}
