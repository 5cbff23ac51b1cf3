/** Makes FreeSWITCH call a group, and looks whether the service took the call. */
import { randomUUID } from 'node:crypto';
import { STATE_VARIABLE } from '../../../calls/story/progress.js';
import { testCallCommand } from '../../../telephony/dialstring/test-call.js';
import type { SwitchApi } from '../../../telephony/esl/event-source.js';
import type { EslMessage } from '../../../telephony/esl/message-decoder.js';
import type { EventSubscription } from '../../../telephony/esl/subscription.js';
import type { TestCallFact } from '../checks/facts.js';
import type { Wishes } from '../setup.js';

export type EventListener = (event: EslMessage) => void;

export const TEST_CALL_EVENTS: EventSubscription = { events: ['CHANNEL_HANGUP_COMPLETE'] };

/** So long phones may ring; a call that has not come to the service by then waits for something else. */
const RING_MS = 2_000;
/** So long the end may take to be told. */
const END_MS = 5_000;

export interface TestCall {
  readonly api: SwitchApi;
  readonly call: NonNullable<Wishes['call']>;
  readonly freeswitch: string;
  /** Hears the events of the connection, which is subscribed to `TEST_CALL_EVENTS`. */
  readonly listeners: Set<EventListener>;
}

/** Phones of the group ring for two seconds. Rejects when the connection ends. */
export async function placeTestCall({ api, call, freeswitch, listeners }: TestCall): Promise<TestCallFact> {
  const { group, context } = call;
  const uuid = randomUUID();
  const ended = hangupOf(uuid, listeners);
  try {
    const said = await api(testCallCommand(group, context, uuid));
    if (!said.startsWith('+OK')) return { group, freeswitch, result: 'failed', reason: said.trim() };
    const early = await within(RING_MS, ended.event);
    if (early === undefined) await api(`uuid_kill ${uuid}`);
    return { group, freeswitch, ...judged(early ?? (await within(END_MS, ended.event))) };
  } finally {
    ended.forget();
  }
}

/** Undefined: it did not come in time. */
function within<T>(ms: number, event: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), ms);
    void event.then((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}

function judged(end: EslMessage | undefined): Pick<TestCallFact, 'result' | 'reason'> {
  if (end === undefined) return { result: 'failed', reason: 'CHANNEL_HANGUP_COMPLETE?' };
  if (wasTaken((name) => end.headers.get(`variable_${name}`))) return { result: 'taken', reason: '' };
  const cause = end.headers.get('Hangup-Cause') ?? '';
  return { result: cause === 'NO_ROUTE_DESTINATION' ? 'noChannel' : 'notTaken', reason: cause };
}

/**
 * The service leaves its state on a call that it sends on. A call that it refuses at once gets a cause that no phone's
 * own may replace, and nothing of what the static lines set before they ring somebody.
 */
function wasTaken(variable: (name: string) => string | undefined): boolean {
  if (variable(STATE_VARIABLE) !== undefined) return true;
  const isRefused =
    variable('current_application') === 'hangup' && variable('continue_on_fail') === undefined;
  return isRefused && variable('sip_ignore_remote_cause') === 'true';
}

/** The end of the half that goes through the dialplan; it names the other half. */
function hangupOf(uuid: string, listeners: Set<EventListener>) {
  let hear: (event: EslMessage) => void = () => undefined;
  const event = new Promise<EslMessage>((resolve) => (hear = resolve));
  const listener: EventListener = (one) => {
    if (one.headers.get('variable_other_loopback_leg_uuid') === uuid) hear(one);
  };
  listeners.add(listener);
  return { event, forget: () => listeners.delete(listener) };
}
