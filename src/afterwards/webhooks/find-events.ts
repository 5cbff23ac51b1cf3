/**
 * Finds what has happened and nobody reports: what people did, in the audit log, and switches that turned by themselves. How far
 * receivers have been told is in the database, so that it is told once, on whichever controller, and nothing is lost by a crash.
 */
import type { Switch } from '../../base/model/snapshot.js';
import type { Told, WebhookStateStore } from '../../base/store/webhook-states.js';
import { queueEvent } from './queue.js';
import { AuditReader, OVERLAP_MS, type ReadAuditUse } from './read-audit.js';
import { knownAfter, knownOnceTold, turnedSwitches, type Turned } from './turned.js';

export interface FindEventsUse extends ReadAuditUse {
  readonly states: Pick<WebhookStateStore, 'told' | 'setTold' | 'endTold'>;
}

export class EventFinder {
  readonly #use: FindEventsUse;
  readonly #audit: AuditReader;
  #isIdle = false;
  /** Switches that are not as told, and neither time nor the audit log says why; since when. */
  readonly #unexplained = new Map<string, Date>();

  constructor(use: FindEventsUse) {
    this.#use = use;
    this.#audit = new AuditReader(use);
  }

  /** Finds on from where the last time ended. Rejects with the database's error; what was not queued is found again. */
  async find(): Promise<void> {
    const { states, snapshot, now } = this.#use;
    const current = snapshot();
    if (current === undefined) return;
    const { webhooks, switches } = current;
    if (!webhooks.some(({ on, events }) => on && events.some(isFoundHere))) {
      // Whoever wants events later is not told of those before.
      if (!this.#isIdle) await states.endTold();
      this.#isIdle = true;
      return;
    }
    this.#isIdle = false;
    const before = await states.told();
    const upTo = now();
    const { since, switches: told } = before ?? { since: upTo, switches: new Map() };
    const byHand = before === undefined ? [] : await this.#audit.read(before);
    const looked = { from: before?.upTo ?? upTo, now: upTo };
    const known = await this.#tellTurned(knownAfter(told, byHand), [...switches.values()], looked);
    await states.setTold({ since, upTo, switches: known }, before);
  }

  /** Tells of switches that turned by themselves; resolves with how receivers know all of them then. */
  async #tellTurned(
    known: Told['switches'],
    switches: readonly Switch[],
    looked: { readonly from: Date; readonly now: Date },
  ): Promise<Told['switches']> {
    const turned = turnedSwitches(known, switches, looked);
    const due = turned.filter((one) => this.#isDue(one, looked.now)).map(({ event }) => event);
    for (const event of due) await queueEvent(event, this.#use);
    const others = new Set(turned.map(({ event }) => event.data.switch.id));
    for (const id of this.#unexplained.keys()) if (!others.has(id)) this.#unexplained.delete(id);
    return knownOnceTold(known, due, switches, looked.now);
  }

  /** What nothing explains is told when no entry of the audit log can come any more. */
  #isDue({ event, byTime }: Turned, now: Date): boolean {
    if (byTime) return true;
    const { id } = event.data.switch;
    const since = this.#unexplained.get(id) ?? now;
    this.#unexplained.set(id, since);
    return Math.abs(now.getTime() - since.getTime()) >= OVERLAP_MS;
  }
}

function isFoundHere(type: string): boolean {
  return type === 'switch.turned' || type.startsWith('callback.');
}
