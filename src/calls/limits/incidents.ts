/** Which limits callers are hitting. Each incident is reported once when it begins and once when it is over. */
import type { LimitIncident, LimitMet } from '../../base/model/limit-incident.js';

/** An incident is over when nothing was refused or left out for this long. */
const QUIET_MS: Readonly<Record<LimitMet['kind'], number>> = {
  callerFloods: 60_000,
  withheldFlood: 60_000,
  callerRings: 600_000,
  withheldRings: 600_000,
  groupRings: 600_000,
  ringAtOnce: 60_000,
};

/** Beyond this many at once, callers are limited but not reported one by one. */
const MOST_INCIDENTS = 1000;

export interface IncidentListener {
  readonly begun: (incident: LimitIncident) => void;
  readonly over: (incident: LimitIncident) => void;
}

export class Incidents {
  readonly #tell: IncidentListener;
  readonly #current = new Map<string, LimitIncident>();

  constructor(tell: IncidentListener) {
    this.#tell = tell;
  }

  /** Notes that a call was refused or a phone left out. */
  add(met: LimitMet, most: number, atMs: number): void {
    this.#end(atMs);
    const key = JSON.stringify(met);
    const known = this.#current.get(key);
    if (known === undefined && this.#current.size >= MOST_INCIDENTS) return;
    const { count = 0, sinceMs = atMs } = known ?? {};
    const incident: LimitIncident = { ...met, most, count: count + 1, sinceMs, lastMs: atMs };
    this.#current.set(key, incident);
    if (known === undefined) this.#tell.begun(incident);
  }

  /** The current incidents, oldest first. */
  list(atMs: number): readonly LimitIncident[] {
    this.#end(atMs);
    return [...this.#current.values()];
  }

  #end(atMs: number): void {
    for (const [key, incident] of this.#current) {
      if (atMs - incident.lastMs < QUIET_MS[incident.kind]) continue;
      this.#current.delete(key);
      this.#tell.over(incident);
    }
  }
}
