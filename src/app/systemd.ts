/** Tells systemd that the service is ready, stops, and is alive (sd_notify). */
import { execFile } from 'node:child_process';

/** What a unit of `Type=notify` puts into the environment. */
export interface SystemdSettings {
  /** Whether systemd waits to be told. */
  readonly isNotified: boolean;
  /** It restarts a service that says nothing for so long; undefined: it does not watch. */
  readonly watchdogMs: number | undefined;
}

export interface Systemd {
  ready(): void;
  stopping(): void;
}

interface Means {
  /** One message, as `READY=1`. */
  readonly send: (message: string) => void;
  /** Repeats `work` as long as the process lives. */
  readonly every: (work: () => void, ms: number) => void;
}

/**
 * Without systemd nothing happens. The sign of life comes from the event loop that also handles calls, so one that hangs
 * is noticed.
 */
export function tellSystemd({ isNotified, watchdogMs }: SystemdSettings, means: Means = MEANS): Systemd {
  const tell = (message: string): void => {
    if (isNotified) means.send(message);
  };
  return {
    ready: () => {
      tell('READY=1');
      // Half of the time, as sd_watchdog_enabled(3) recommends.
      if (isNotified && watchdogMs !== undefined) means.every(() => tell('WATCHDOG=1'), watchdogMs / 2);
    },
    stopping: () => tell('STOPPING=1'),
  };
}

/** Node.js has no datagram sockets of the Unix kind, so systemd's own program sends the message. */
const MEANS: Means = {
  send: (message) => void execFile('systemd-notify', [message], () => undefined),
  every: (work, ms) => void setInterval(work, ms).unref(),
};
