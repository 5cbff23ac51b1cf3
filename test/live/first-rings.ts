/** How long callers of a benchmark wait until a desk phone rings for them. */
import { EXTENSIONS, type Rig } from './rig.js';
import { header, uriUser } from './sip/message.js';
import type { OutgoingCall } from './sip/phone.js';

export interface Caller {
  readonly number: string;
  readonly call: OutgoingCall;
}

/** Of the callers whose call rang a phone: the milliseconds until the first one did, the shortest first. */
export function waitsOf(rig: Rig, callers: readonly Caller[]): number[] {
  const invites = EXTENSIONS.flatMap((extension) => rig.phones[extension].calls.map(({ invite }) => invite));
  const first = new Map<string, number>();
  for (const invite of invites.sort((a, b) => a.atMs - b.atMs)) {
    const number = uriUser(header(invite, 'From')) ?? '';
    if (!first.has(number)) first.set(number, invite.atMs);
  }
  return callers
    .flatMap(({ number, call }) => {
      const at = first.get(number);
      return at === undefined ? [] : [at - call.invitedAtMs];
    })
    .sort((a, b) => a - b);
}

/** `340 ms`: how long this share of the callers waited at most; 0.5 is the median, 1 the slowest. */
export const waitAt = (waits: readonly number[], share: number): string =>
  `${(waits[Math.floor((waits.length - 1) * share)] ?? NaN).toFixed(0)} ms`;
