/** Callers' channels that end on a FreeSWITCH: each call has a record by then, or gets one. */
import type { Log } from '../../base/log.js';
import type { Lookup } from '../story/read-channel.js';
import type { LateFacts } from './late-facts.js';

export interface EndedCallersUse {
  readonly late: Pick<LateFacts, 'isOurs' | 'take'>;
  /** From the end of a channel until another controller's record is in the database. */
  readonly waitMs: number;
  readonly log: Log;
}

export class EndedCallers {
  readonly #use: EndedCallersUse;
  #isStopped = false;

  constructor(use: EndedCallersUse) {
    this.#use = use;
  }

  /** @param header of the channel's last event. */
  heard(call: string, header: Lookup): void {
    const { late, waitMs, log } = this.#use;
    if (late.isOurs(call)) return;
    setTimeout(() => {
      if (this.#isStopped) return;
      late
        .take(call, header, waitMs)
        .catch((error: unknown) =>
          log.warn({ err: error, call }, 'whether anybody has recorded a call is not known'),
        );
    }, waitMs).unref();
  }

  stop(): void {
    this.#isStopped = true;
  }
}
