/** Lets the doctor look at everything, for pages and interface. */
import type { AuditLog } from '../../base/model/audit-event.js';

/** What is known of the last check. */
interface Checked {
  readonly findings: readonly { readonly state: string }[];
}

export interface CheckUse {
  readonly doctor: { last(): Checked; check(): Promise<void> };
  readonly audit: AuditLog;
}

/** Takes some seconds; who asks while it looks waits for the same result. The audit log says who asked, and the sums. */
export async function checkAll({ doctor, audit }: CheckUse, who: string): Promise<void> {
  await doctor.check();
  const { findings } = doctor.last();
  const count = (wanted: string) => String(findings.filter(({ state }) => state === wanted).length);
  await audit.note(who, 'everythingChecked', { faults: count('fault'), warnings: count('warning') });
}
