/** The caller's own phones: a call must never ring where it comes from. */
import type { InboundCall } from '../../base/model/call.js';
import type { NotRungWhy } from '../../base/model/reason.js';
import type { Snapshot } from '../../base/model/snapshot.js';

export interface OwnPhones {
  readonly extensions: ReadonlySet<string>;
  isNumber(e164: string): boolean;
  /** Why such a phone is not rung. For a withheld caller it does not say that it is the caller's. */
  readonly why: Extract<NotRungWhy, { kind: 'callersOwn' | 'leftOut' }>;
}

/**
 * If a colleague calls the group, their desk phone and mobile are left out. An external number proves little and may
 * be a line that several people share, so only that number is left out, not its owner's desk phone. An external number
 * that looks like an extension is not treated as one.
 */
export function ownPhones(snapshot: Snapshot, call: InboundCall): OwnPhones {
  const { caller, callerExtension, fromOutside } = call;
  const extensions = new Set<string>();
  const e164s = new Set<string>();
  if (callerExtension !== undefined) extensions.add(callerExtension);
  if (caller.kind === 'known') {
    if (!fromOutside) extensions.add(caller.number);
    if (caller.e164 !== undefined) e164s.add(caller.e164);
  }
  for (const mobile of mobilesOf(extensions, snapshot)) e164s.add(mobile);
  return {
    extensions,
    isNumber: (e164) => e164s.has(e164) || (fromOutside && couldBe(caller, e164)),
    why: { kind: caller.kind === 'withheld' ? 'leftOut' : 'callersOwn' },
  };
}

/** An ambiguous caller number matches both readings: `15731234567` may be a mobile in +49 or a line in +1. */
function couldBe(caller: InboundCall['caller'], e164: string): boolean {
  if (caller.kind !== 'known' || caller.e164 !== undefined) return false;
  return /^[1-9]\d{7,14}$/.test(caller.number) && e164.endsWith(caller.number);
}

function mobilesOf(extensions: ReadonlySet<string>, snapshot: Snapshot): string[] {
  if (extensions.size === 0) return [];
  return [...snapshot.users.values()].flatMap(({ extension, mobile }) => {
    if (extension === undefined || !extensions.has(extension)) return [];
    return mobile?.number.kind === 'allowed' ? [mobile.number.e164] : [];
  });
}
