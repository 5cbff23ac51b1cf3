/**
 * What is said about a call, in one language: a table for each kind of fact. A language that lacks an entry does
 * not compile.
 */
import type { MissedWhy, NotMissedWhy, StepFact } from '../../base/model/call-record.js';
import type { LimitIncident } from '../../base/model/limit-incident.js';
import type { NeededThing } from '../../base/model/need.js';
import type {
  DestinationFact,
  NotRungWhy,
  SentTo,
  SwitchNextFact,
  SwitchWhy,
} from '../../base/model/reason.js';
import type { Destination, ReleaseCause } from '../../base/model/snapshot.js';
import type { Wording } from '../../base/model/wording.js';

export interface CallWords {
  /** The steps of a call. */
  readonly facts: Wording<StepFact>;
  /** Completes "switch Night is on (…)". */
  readonly switches: Wording<SwitchWhy>;
  /** Completes "switch Night is on, …". */
  readonly next: Wording<SwitchNextFact>;
  /** Completes "Anna Schmidt: …". */
  readonly notRung: Wording<NotRungWhy>;
  /** Completes "send to …". */
  readonly destinations: Wording<DestinationFact>;
  /** Completes "callers of Sales …" when nobody is left there. */
  readonly callersGo: Wording<SentTo>;
  /** Kinds of destinations, for sentences that do not name the destination itself. */
  readonly kinds: Readonly<Record<Destination['kind'], string>>;
  /** What a hangup tells the caller's phone. */
  readonly causes: Readonly<Record<ReleaseCause, string>>;
  /** "gave up after 14 s in stage 2" */
  readonly missed: Wording<MissedWhy>;
  /** "gave up after 3 s, counts from 5 s on" */
  readonly notMissed: Wording<NotMissedWhy>;
  readonly needs: NeedWords;
  /** A limit that is being met, and what it does. */
  readonly limits: Wording<LimitIncident>;
}

/** What a FreeSWITCH does not have, and what that costs. */
export interface NeedWords {
  /** What is missing: completes "FreeSWITCH … does not have …". */
  readonly what: Wording<NeededThing>;
  readonly costs: Wording<NeededThing>;
  /** The same for extensions; `more`: how many are not named. */
  extensions(names: readonly string[], more: number, domain: string): string;
  missing(freeswitch: string, what: string): string;
  down(freeswitch: string, what: string): string;
  /** The groups that are affected; `more`: how many are not named. */
  concerns(names: readonly string[], more: number): string;
}
