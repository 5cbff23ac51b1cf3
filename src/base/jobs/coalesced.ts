/** Merges requests for the same work: however many arrive during a run, one more run serves them all. */

export interface Coalesced {
  /** Requests a run; returns at once. If a run is in progress, another one follows it. */
  soon(): void;
  /** Resolves when no run is in progress; later requests have no effect. */
  stop(): Promise<void>;
}

/** @param onError called when a run rejects; the next request starts it again. */
export function coalesced(work: () => Promise<unknown>, onError: (error: unknown) => void): Coalesced {
  let running: Promise<void> | undefined;
  let isAsked = false;
  let isStopped = false;
  const run = async (): Promise<void> => {
    while (isAsked && !isStopped) {
      isAsked = false;
      await work().catch(onError);
    }
    running = undefined;
  };
  return {
    soon: () => {
      isAsked = true;
      if (!isStopped) running ??= run();
    },
    stop: async () => {
      isStopped = true;
      await running;
    },
  };
}
