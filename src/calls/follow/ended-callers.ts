/** When a caller's channel ends on a FreeSWITCH, makes sure that its calls have records. */
import type { Log } from '../../base/log.js';
import { toldCaller, type Lookup, type ToldCaller } from '../story/read-channel.js';
import type { LateFacts } from './late-facts.js';
import type { Stories } from './stories.js';

export interface EndedCallersUse {
  readonly late: Pick<LateFacts, 'isOurs' | 'take'>;
  readonly stories: Pick<Stories, 'forget'>;
  /** From the end of a channel until another controller's record must be in the database. */
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
    const caller = toldCaller(header);
    if (late.isOurs(call, caller)) return;
    setTimeout(() => {
      this.#look(call, caller).catch((error: unknown) =>
        log.warn({ err: error, call }, 'could not check whether a call has a record'),
      );
    }, waitMs).unref();
  }

  async #look(call: string, caller: ToldCaller): Promise<void> {
    const { late, stories, waitMs } = this.#use;
    // Unless it is `later`, the call has its record.
    if (!this.#isStopped && (await late.take(call, caller, waitMs)) !== 'later') stories.forget(call);
  }

  stop(): void {
    this.#isStopped = true;
  }
}
