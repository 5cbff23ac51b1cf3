/**
 * The state of each phone in live calls, from FreeSWITCH's events: the controller itself learns it only when the
 * stage is over. Only legs marked as part of a controlled call are followed.
 */
import type { EventSource } from '../../telephony/esl/event-source.js';
import type { EslMessage } from '../../telephony/esl/message-decoder.js';

export type PhoneState =
  | { readonly kind: 'ringing'; readonly since: Date }
  /** A mobile that answered is asked for key 1 until it is bridged. */
  | { readonly kind: 'answered'; readonly since: Date }
  | { readonly kind: 'talking'; readonly since: Date }
  | { readonly kind: 'ended'; readonly cause: string; readonly since: Date };

export interface PhoneStates {
  /** By the leg's channel uuid; undefined: no event of it has come. */
  of(legId: string): PhoneState | undefined;
  stop(): void;
}

const MARK = 'variable_rufgruppe_call';
const EVENTS = [
  'CHANNEL_PROGRESS',
  'CHANNEL_PROGRESS_MEDIA',
  'CHANNEL_ANSWER',
  'CHANNEL_BRIDGE',
  'CHANNEL_HANGUP_COMPLETE',
];

/** Legs whose end was never reported are forgotten, the oldest first. */
const MOST = 20_000;

export function watchPhones(
  sources: readonly EventSource[],
  onChange: () => void,
  now: () => Date,
): PhoneStates {
  const states = new Map<string, PhoneState>();
  const set = (leg: string, state: PhoneState): void => {
    states.delete(leg);
    states.set(leg, state);
    const [oldest] = states.keys();
    if (states.size > MOST && oldest !== undefined) states.delete(oldest);
    onChange();
  };
  const ends = sources.flatMap((source) => [
    source.watch({ events: EVENTS, only: { header: MARK } }, (event) => note(event, states, set, now())),
    source.onState(({ kind }) => {
      // Ends may be missed while disconnected; the call records report them later.
      if (kind !== 'connected' && states.size > 0) {
        states.clear();
        onChange();
      }
    }),
  ]);
  return { of: (leg) => states.get(leg), stop: () => ends.forEach((end) => end()) };
}

function note(
  event: EslMessage,
  states: ReadonlyMap<string, PhoneState>,
  set: (leg: string, state: PhoneState) => void,
  since: Date,
): void {
  const { headers, eventName } = event;
  const leg = headers.get('Unique-ID') ?? '';
  const known = states.get(leg);
  switch (eventName) {
    case 'CHANNEL_PROGRESS':
    case 'CHANNEL_PROGRESS_MEDIA':
      if (known === undefined) set(leg, { kind: 'ringing', since });
      return;
    case 'CHANNEL_ANSWER':
      if (known?.kind !== 'talking') set(leg, { kind: 'answered', since });
      return;
    case 'CHANNEL_BRIDGE': {
      // The event is about the caller's channel; the other leg is the phone that won.
      const other = headers.get('Other-Leg-Unique-ID') ?? '';
      for (const channel of [leg, other]) if (channel !== '') set(channel, { kind: 'talking', since });
      return;
    }
    case 'CHANNEL_HANGUP_COMPLETE':
      set(leg, { kind: 'ended', cause: headers.get('Hangup-Cause') ?? '', since });
      return;
    case undefined:
    default:
  }
}
