/** One call: who calls, what was tried so far and what to do next. Plain values, no behaviour. */
import type { DestinationReason, Fact, NotRungWhy } from './reason.js';
import type { Destination, Greeting, Group, ReleaseCause } from './snapshot.js';

/**
 * The caller, parsed once on arrival. For a withheld caller, number and name are never kept anywhere in the program,
 * so they cannot leak.
 */
export type Caller =
  | { readonly kind: 'withheld' }
  | {
      readonly kind: 'known';
      /** As received, printable characters only; may be an extension, a national or an E.164 number. */
      readonly number: string;
      /** Undefined for extensions and for numbers that are no valid phone number. */
      readonly e164: string | undefined;
      readonly name: string | undefined;
      /** The name is the house's own, of its address book: nobody outside is told. */
      readonly isNamedHere?: true;
    };

export interface InboundCall {
  /** The caller's channel uuid; stays the same when another controller takes the call over. */
  readonly id: string;
  /** The dialled group. */
  readonly groupNumber: string;
  readonly caller: Caller;
  /** The calling extension if the call comes from a phone of this system; known even when the number is withheld. */
  readonly callerExtension: string | undefined;
  readonly fromOutside: boolean;
}

/**
 * Where a step belongs: the groups that the call went through (the first one dialled, the last one deciding) and
 * the part of that last group's plan. Stages count from 1.
 */
export type Place =
  | {
      readonly path: readonly string[];
      readonly part: 'stage';
      readonly stage: number;
      /**
       * Members who ring one after another do so in turns. The step is a turn that ends at this second of the stage, and
       * others follow; missing: it is the whole stage, or its last turn.
       */
      readonly untilSec?: number;
    }
  | {
      readonly path: readonly string[];
      readonly part: 'destination';
      readonly by: DestinationReason | 'blocked';
    }
  /** Before anything rings. `isNoticeHeard`: the caller has heard to its end that talks are recorded. */
  | { readonly path: readonly string[]; readonly part: 'greeting'; readonly isNoticeHeard: boolean };

export type { DestinationReason } from './reason.js';

/**
 * One thing that was tried and did not end the call. Attempts are kept on the caller's channel too, so that
 * another controller can go on; they must stay small and free of personal data.
 */
export interface Attempt {
  readonly place: Place;
}

/** When a phone may ring, in seconds after the begin of its step. */
export interface RingTime {
  readonly fromSec: number;
  readonly untilSec: number;
}

/** Somebody or something that could ring. */
export type Target = {
  /** Missing: as long as the step lasts. */
  readonly rings?: RingTime;
} & (
  | {
      readonly kind: 'extension';
      readonly extension: string;
      /** Shown to the administrator: a name, or the extension itself. */
      readonly who: string;
      readonly userId: string | undefined;
      /** The same phone goes on ringing in the next step, so the change must not show a missed call. */
      readonly ringsOn: boolean;
    }
  | {
      readonly kind: 'external';
      readonly e164: string;
      readonly who: string;
      readonly userId: string | undefined;
      /** A member's mobile, an external member, or an external destination. */
      readonly purpose: 'mobile' | 'member' | 'destination';
      /** How much later than the own desk phone a mobile begins. */
      readonly delaySec: number;
      /** The desk phone that rings alone during the delay; if it cannot ring, there is no delay. */
      readonly delayFor: string | undefined;
      readonly confirm: boolean;
    }
);

/** Somebody who was not rung, and why. `reason` is in English: "outside 08:00-18:00". */
export interface Skipped {
  readonly who: string;
  readonly userId: string | undefined;
  readonly what: 'desk' | 'mobile' | 'external';
  readonly reason: string;
  readonly why: NotRungWhy;
}

/**
 * One decision as the administrator sees it: which rule applied, which stage is next. `text` is the fact in
 * English.
 */
export interface Reason {
  readonly group: string;
  readonly text: string;
  readonly fact: Fact;
  /** Set where the call leaves the group's stages: to what kind of destination, and by which rule. */
  readonly sends?: { readonly by: DestinationReason; readonly to: Destination['kind'] };
  /** The group did not take the call at all: unknown, disabled, or the groups send it in a circle. */
  readonly refused?: true;
}

/** The next thing to do for a call; `why` lists the decisions that led to it, in order. */
export type Step = { readonly why: readonly Reason[] } & (
  | {
      readonly kind: 'ring';
      readonly place: Place;
      /** The group whose display name, melody and policies apply. */
      readonly group: Group;
      readonly targets: readonly Target[];
      readonly skipped: readonly Skipped[];
      readonly ringSec: number;
    }
  | GreetStep
  | { readonly kind: 'voicemail'; readonly place: Place; readonly group: Group; readonly box: string }
  | { readonly kind: 'announce'; readonly place: Place; readonly group: Group; readonly file: string }
  | { readonly kind: 'release'; readonly cause: ReleaseCause; readonly sipStatus: SipStatus | undefined }
);

/** Sounds for the caller before anything rings. */
export interface GreetStep {
  readonly kind: 'greet';
  readonly why: readonly Reason[];
  /** Where the call is while they are played. */
  readonly place: Extract<Place, { part: 'greeting' }>;
  readonly group: Group;
  /** Undefined: only the notice. */
  readonly greeting: Greeting | undefined;
  /** The file that says that the talk is recorded; undefined: it is not, or has been said. */
  readonly noticeFile: string | undefined;
}

/** A SIP status that no hangup cause maps to. */
export interface SipStatus {
  readonly code: number;
  readonly phrase: string;
}

/** An unknown external caller for examples. The regulator reserves such numbers for use in fiction. */
export const SOMEBODY = {
  kind: 'known',
  number: '03023125001',
  e164: '+493023125001',
  name: undefined,
} as const satisfies Caller;
