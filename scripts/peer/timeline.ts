/** What happened in one simulated call, as the caller, the phones and FreeSWITCH saw it. */

/** One leg of a bridge: one phone that is rung. */
export interface Leg {
  readonly uuid: string;
  /** `sofia/internal/sip:1001@127.0.0.1:6001` */
  readonly dial: string;
  /** Extension or external number of the phone. */
  readonly number: string;
  readonly variables: ReadonlyMap<string, string>;
}

export type TimelineFact =
  | { readonly kind: 'dialplan'; readonly app: string; readonly arg: string }
  | { readonly kind: 'connected'; readonly socket: string }
  | { readonly kind: 'notConnected'; readonly socket: string; readonly reason: string }
  /** exit: the controller said so; closed: it closed; lost: a reset. */
  | { readonly kind: 'socketEnded'; readonly socket: string; readonly how: 'exit' | 'closed' | 'lost' }
  | { readonly kind: 'execute'; readonly app: string; readonly arg: string }
  | { readonly kind: 'api'; readonly command: string; readonly reply: string }
  /** A string made FreeSWITCH look up or run something. */
  | { readonly kind: 'expanded'; readonly expression: string }
  | { readonly kind: 'unknownCommand'; readonly command: string }
  | { readonly kind: 'unknownApp'; readonly app: string }
  | { readonly kind: 'refusedOriginate'; readonly reason: string; readonly arg: string }
  | { readonly kind: 'notCreated'; readonly dial: string; readonly cause: string }
  | { readonly kind: 'invite'; readonly leg: Leg }
  | { readonly kind: 'failed'; readonly leg: Leg; readonly status: number; readonly cause: string }
  | { readonly kind: 'answered'; readonly leg: Leg }
  | { readonly kind: 'legApp'; readonly leg: Leg; readonly app: string; readonly arg: string }
  | { readonly kind: 'confirmAsked'; readonly leg: Leg }
  | { readonly kind: 'confirmed'; readonly leg: Leg }
  | {
      readonly kind: 'cancelled';
      readonly leg: Leg;
      readonly cause: string;
      /** CANCEL while it rang, BYE once it had answered. */
      readonly method: 'CANCEL' | 'BYE';
      /** Value of the Reason header. */
      readonly reason: string;
    }
  | { readonly kind: 'bridged'; readonly leg: Leg }
  | { readonly kind: 'phoneHungUp'; readonly leg: Leg }
  | { readonly kind: 'bridgeReturned'; readonly disposition: string }
  | {
      readonly kind: 'callerHears';
      readonly what: 'ringing' | 'ringback' | 'file' | 'voicemail' | 'conversation';
      readonly detail: string;
    }
  | { readonly kind: 'recording'; readonly file: string }
  | { readonly kind: 'callerAnswered' }
  | { readonly kind: 'callerHungUp' }
  /** The final answer to the caller's INVITE. */
  | { readonly kind: 'callerGets'; readonly status: number; readonly phrase: string; readonly cause: string }
  | { readonly kind: 'noCdr'; readonly reason: string }
  /** FreeSWITCH ended the answered call. */
  | { readonly kind: 'callerBye'; readonly cause: string };

export type TimelineEvent = { readonly atMs: number } & TimelineFact;
export type Report = (fact: TimelineFact) => void;
