/** Work that many ask for and that is done once for all of them. */

export interface Coalesced {
  /** Asks for a run; returns at once. A run that is under way is followed by another one. */
  soon(): void;
  /** Resolves when nothing is under way; asking afterwards has no effect. */
  stop(): Promise<void>;
}

/** @param onError told when a run rejects; the next request runs it again. */
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
