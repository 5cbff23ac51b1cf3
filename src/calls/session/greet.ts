/** Plays what a group's callers hear before phones ring: its greeting, and the notice that talks are recorded. */
import type { GreetStep, InboundCall, Place } from '../../base/model/call.js';
import type { Group } from '../../base/model/snapshot.js';
import type { CallSocket } from './call-socket.js';
import { callerProfile } from './channel-variables.js';
import type { RecordInProgress } from './record-in-progress.js';
import { isSoundMissing } from './sounds.js';

export interface GreetUse {
  readonly socket: CallSocket;
  readonly call: InboundCall;
  readonly record: Pick<RecordInProgress, 'noteMissing'>;
  /** `name=value` pairs for the caller's channel. */
  readonly variables: (group: Group, place: Place) => readonly string[];
}

/** FreeSWITCH's word for a file that was played to its end. */
const PLAYED = 'FILE PLAYED';

/**
 * What does not exist is left out and noted. The channel says that the greeting has begun before it is heard: a controller
 * that takes over in its middle goes on with the phones.
 *
 * @returns where the call is now, with what the caller has heard; undefined: the caller has gone.
 * @throws EslClosedError when the event socket ends meanwhile.
 */
export async function greet(step: GreetStep, use: GreetUse): Promise<GreetStep['place'] | undefined> {
  const { socket } = use;
  const { group, greeting, noticeFile, place } = step;
  const [hasGreeting, hasNotice] = await Promise.all([
    exists(greeting?.file, socket),
    exists(noticeFile, socket),
  ]);
  if (greeting !== undefined && !hasGreeting)
    use.record.noteMissing(group, { kind: 'greetingMissing', file: greeting.file });
  if (noticeFile !== undefined && !hasNotice)
    use.record.noteMissing(group, { kind: 'noticeMissing', file: noticeFile });
  const files = [...(hasGreeting ? [greeting?.file ?? ''] : []), ...(hasNotice ? [noticeFile ?? ''] : [])];
  if (files.length === 0) return socket.isCallerGone ? undefined : place;
  const { last, gone } = await play(files, greeting?.answer === true, step, use);
  if (socket.isCallerGone || gone !== undefined) return undefined;
  return { ...place, isNoticeHeard: hasNotice && last === PLAYED };
}

function exists(file: string | undefined, socket: CallSocket): Promise<boolean> {
  return file === undefined ? Promise.resolve(false) : isSoundMissing(socket, file).then((lacks) => !lacks);
}

/** Any key would end a playback that is to be heard to its end. */
const NO_KEYS = 'playback_terminators=none';

async function play(
  files: readonly string[],
  isAnswered: boolean,
  { group, place }: GreetStep,
  { socket, call, variables }: GreetUse,
): Promise<{ readonly last: string | undefined; readonly gone: string | undefined }> {
  // All in one write: FreeSWITCH answers in order, the values come when the last file has been played.
  const { done, values } = socket.batch(() => ({
    done: [
      ...callerProfile(call, group).map((set) => socket.execute('set_profile_var', set)),
      socket.execute('multiset', [...variables(group, place), NO_KEYS].join(' ')),
      ...(isAnswered ? [socket.execute('answer')] : []),
      ...files.map((file) => socket.execute('playback', file)),
    ],
    values: socket.getVariables(['current_application_response', 'sip_hangup_disposition']),
  }));
  const unset = socket.execute('unset', 'playback_terminators');
  const [[last, gone]] = await Promise.all([values, ...done, unset]);
  return { last, gone };
}
