/** The state of each FreeSWITCH's event connection. Pure. */
import type { EventSource } from '../../telephony/esl/event-source.js';

/** One FreeSWITCH and the state of its event connection. */
export interface FreeswitchState {
  readonly name: string;
  readonly connected: boolean;
  /** Why the last attempt failed. */
  readonly reason: string | undefined;
}

export function nodeStates(sources: readonly EventSource[]): readonly FreeswitchState[] {
  return sources.map(({ name, state }) => ({
    name,
    connected: state.kind === 'connected',
    reason: state.kind === 'refused' ? state.reason : undefined,
  }));
}
