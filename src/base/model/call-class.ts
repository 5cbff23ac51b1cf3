/** How one call counts for one group: exactly one of four classes. */
import type { DestinationReason } from './call.js';
import type { MissedWhy } from './call-record.js';
import type { Destination } from './snapshot.js';

export type CallClass = 'answered' | 'missed' | 'diverted' | 'other';

/** Why a call is none of the three: the caller left too early to count, it was refused, or its end is not known. */
export type OtherReason = 'gaveUp' | 'refused' | 'handedBack' | 'open';

export type Verdict =
  /** `stage` 1-3, or null at the group's final destination. */
  | { readonly kind: 'answered'; readonly stage: number | null }
  | { readonly kind: 'missed'; readonly why: MissedWhy }
  | { readonly kind: 'diverted'; readonly by: DestinationReason; readonly to: Destination['kind'] }
  | { readonly kind: 'other'; readonly reason: OtherReason };
