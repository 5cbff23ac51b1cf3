/** Answers the caller and plays one thing to its end: an announcement, or a voicemail box. */
import type { DateTime } from 'luxon';
import type { CallSocket } from './call-socket.js';

export interface PlayInput {
  readonly socket: CallSocket;
  /** Variables that the caller's channel needs first, for `set_profile_var` and `multiset`. */
  readonly callerProfile: readonly string[];
  readonly channelVariables: readonly string[];
  readonly application: 'playback' | 'voicemail';
  readonly argument: string;
  readonly onAnswered: () => void;
  readonly now: () => DateTime;
}

/** A voicemail box that plays its greeting takes longer than this. */
const SHORTEST_VOICEMAIL_MS = 1_000;

/**
 * True when the caller, who was still there, heard nothing. FreeSWITCH's own reply says `+OK` either way: a playback
 * leaves its result in a variable, and a voicemail box that cannot take the call returns at once.
 *
 * @throws EslClosedError when the event socket ends meanwhile.
 */
export async function playsNothing(input: PlayInput): Promise<boolean> {
  const { socket, application, argument, now } = input;
  const set = Promise.all([
    ...input.callerProfile.map((one) => socket.execute('set_profile_var', one)),
    socket.execute('multiset', input.channelVariables.join(' ')),
  ]);
  let beganAt = now();
  const answered = socket.execute('answer').then(() => {
    beganAt = now();
    input.onAnswered();
  });
  const took = socket.execute(application, argument).then(() => now().diff(beganAt).toMillis());
  // The second one is set as soon as the caller has hung up.
  const result = socket.getVariables(['current_application_response', 'sip_hangup_disposition']);
  const hungUp = socket.execute('hangup', 'NORMAL_CLEARING');
  const [tookMs, [said, gone]] = await Promise.all([took, result, set, answered, hungUp]);
  if (application === 'voicemail') return gone === undefined && tookMs < SHORTEST_VOICEMAIL_MS;
  return said === 'FILE NOT FOUND' || (said === 'PLAYBACK ERROR' && gone === undefined);
}
