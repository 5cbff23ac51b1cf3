import { randomUUID } from 'node:crypto';
import type { OriginateLeg } from './originate-string.js';
import type { Behaviour, PhoneBook } from './phones.js';
import type { Leg } from './timeline.js';

/** One leg while its bridge is ringing. */
export interface LegState {
  leg: Leg;
  readonly behaviour: Behaviour;
  state: 'delayed' | 'ringing' | 'confirming' | 'down';
  delaySec: number;
  limitSec: number;
  cause: string;
  cancelTimer: () => void;
  /** Milliseconds since 1970; undefined for what has not happened. */
  readonly createdAtMs: number;
  rangAtMs: number | undefined;
  answeredAtMs: number | undefined;
}

export type Created =
  | { readonly kind: 'created'; readonly state: LegState }
  /** It has no channel, and so no entry in `originate_causes`. */
  | { readonly kind: 'notCreated'; readonly cause: string };

export function createLeg(
  phones: PhoneBook,
  { endpoint, data, variables }: OriginateLeg,
  createdAtMs: number,
): Created {
  const phone = phones.find(endpoint, data);
  if (phone === undefined || phone.behaviour.kind === 'unregistered') {
    return { kind: 'notCreated', cause: creationCause(endpoint, data) };
  }
  const uuid = variables.get('origination_uuid') ?? randomUUID();
  const delaySec = numberOf(variables, 'leg_delay_start');
  const limitSec = numberOf(variables, 'leg_timeout');
  const state: LegState = {
    leg: { uuid, dial: `${endpoint}/${data}`, number: phone.number, variables },
    behaviour: phone.behaviour,
    state: 'delayed',
    delaySec,
    limitSec: limitSec === 0 ? 0 : limitSec + delaySec,
    cause: 'NONE',
    cancelTimer: () => undefined,
    createdAtMs,
    rangAtMs: undefined,
    answeredAtMs: undefined,
  };
  return { kind: 'created', state };
}

function creationCause(endpoint: string, data: string): string {
  if (endpoint === 'error')
    return data.toUpperCase() === 'USER_NOT_REGISTERED' ? 'USER_NOT_REGISTERED' : data;
  return endpoint === 'sofia' ? 'USER_NOT_REGISTERED' : 'CHAN_NOT_IMPLEMENTED';
}

/** atoi(): 0 when there is no number. */
export function numberOf(variables: ReadonlyMap<string, string>, name: string): number {
  return Number(/^\s*(\d+)/.exec(variables.get(name) ?? '')?.[1] ?? 0);
}

/** A `file_string://` skips files that do not exist; a prompt with no file left ends the leg (measured: 19 ms). */
export function hasPrompt({ variables }: Leg, missingFiles: readonly string[]): boolean {
  const prompt = variables.get('group_confirm_file') ?? '';
  const [, list] = /^file_string:\/\/(.*)$/.exec(prompt) ?? [];
  return (list?.split('!') ?? [prompt]).some((part) => !missingFiles.includes(part));
}
