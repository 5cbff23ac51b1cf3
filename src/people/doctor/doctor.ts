/** Keeps what was found last, for the status page. */
import type { Finding } from './checks/finding.js';
import { examine } from './examine.js';
import type { DoctorSetup } from './setup.js';

export interface Checked {
  readonly findings: readonly Finding[];
  /** When; undefined: not yet since this service was started. */
  readonly at: Date | undefined;
}

export interface Doctor {
  last(): Checked;
  /** Looks at everything now. Who asks while it looks waits for the same result. */
  check(): Promise<void>;
}

export function startDoctor(setup: DoctorSetup): Doctor {
  let last: Checked = { findings: [], at: undefined };
  let running: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    try {
      last = { findings: await examine(setup), at: setup.now() };
    } finally {
      running = undefined;
    }
  };
  return {
    last: () => last,
    check: () => (running ??= look()),
  };
}
