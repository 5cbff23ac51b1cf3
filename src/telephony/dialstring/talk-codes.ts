/**
 * The codes that whoever talks to the caller presses during the talk. They are bound in FreeSWITCH, on the caller's channel
 * for keys that come from the other side, so that they hold without a controller, for every phone that gets the caller, and
 * never for the caller. Pure.
 */
import type { Settings } from '../../base/model/settings.js';
import type { Group } from '../../base/model/snapshot.js';
import { CALL_VARIABLE, RECORDING_VARIABLE } from './originate.js';
import { isPlainToken, plainToken, UnsafeValueError, variable } from './text.js';

/** Channel variable of a leg that is recorded: when its recording was paused and resumed, by FreeSWITCH's clock. */
export const MARKS_VARIABLE = 'rufgruppe_recording_marks';

/** The event by which FreeSWITCH tells of them at once; it carries the leg's variables. */
export const MARK_EVENT = 'CHANNEL_DATA';

/** An application of FreeSWITCH and its argument. */
export type Application = readonly [name: string, argument: string];

/** The digit parser listens to one realm at a time. */
const REALM = 'rufgruppe';

/** What a code does: FreeSWITCH's word for it, the letter of its mark, and its sounds (freeswitch/sounds/prompts.txt). */
const ACTIONS = {
  pauseRecording: { verb: 'mask', letter: 'p', sound: 'recording-pause' },
  resumeRecording: { verb: 'unmask', letter: 'r', sound: 'recording-resume' },
} as const;

/** Each is a sound file of this name below `codes/LANGUAGE`. */
export const TALK_SOUNDS: readonly string[] = [
  ...Object.values(ACTIONS).flatMap(({ sound }) => [`${sound}-true`, `${sound}-false`]),
  'recording-pause-refused',
];

/** What `bind_digit_action` expands only when the code is pressed. */
const uuid = '\\${uuid}';

/**
 * To be executed on the caller's channel before phones ring; a later group's replace an earlier one's. Empty: no code.
 *
 * @param caller the uuid of that channel.
 * @throws UnsafeValueError when a code is no code.
 */
export function talkCodes(
  {
    recordingPause,
    recordingOnTransfer,
    language,
  }: Pick<Group, 'recordingPause' | 'recordingOnTransfer' | 'language'>,
  { talkCodes: codes }: Pick<Settings, 'talkCodes'>,
  caller: string,
): readonly Application[] {
  const follows = recordingOnTransfer === 'goOn' ? plainToken('the channel', caller) : undefined;
  const bound = Object.entries(ACTIONS).flatMap(([key, action]): Application[] => {
    const code = codes[key as keyof typeof ACTIONS];
    if (code === undefined) return [];
    if (!/^[*#]\d{1,5}$/.test(code)) throw new UnsafeValueError('a code of a talk');
    const what = recordingPause ? marked(action, language, follows) : refused(language);
    // The keys of the other side are heard, and it is the other side that hears the answer.
    return [['bind_digit_action', `${REALM},${code},exec[i]:${what},peer,peer`]];
  });
  return bound.length === 0 ? [] : [...bound, ['digit_action_set_realm', `${REALM},peer`]];
}

/**
 * A recording that follows the caller runs on the caller's channel. Whoever talks to the caller after a transfer is not of this
 * call yet: the mark has to be told as one of it.
 *
 * `uuid_record` says whether there is such a recording, and its answer chooses mark and sound: what is not recorded cannot
 * be paused. It is asked twice, which changes nothing.
 *
 * `displace_session FILE m` mixes the sound into what this phone hears; both go on talking, and the file does not have it. Its
 * space has to survive two readings: `\\s` becomes `\s` in the first.
 */
function marked(
  { verb, letter, sound }: (typeof ACTIONS)[keyof typeof ACTIONS],
  language: string,
  follows: string | undefined,
): string {
  const own = record(uuid, verb);
  const moved = follows === undefined ? '' : record(follows, verb);
  const isDone = `\\\${regex(${own}${moved}|OK)}`;
  const steps = [
    ...(follows === undefined ? [] : [`set:${variable(CALL_VARIABLE, follows)}`]),
    `set:${MARKS_VARIABLE}=\\\${${MARKS_VARIABLE}}${letter}\\\${strepoch()}${isDone}.`,
    `displace_session:${soundPath(language, `${sound}-${isDone}`)}\\\\\\\\sm`,
    `event:Event-Name=${MARK_EVENT}`,
  ];
  return `execute_extension,m:^:${steps.join('^')} inline`;
}

/** `uuid_getvar` says `_undef_` where nothing is recorded; without a file `uuid_record` would say how it is used, with bars. */
function record(channel: string, verb: string): string {
  return `\\\${uuid_record(${channel} ${verb} \\\${uuid_getvar(${channel} ${RECORDING_VARIABLE})})}`;
}

function refused(language: string): string {
  return `displace_session,${soundPath(language, 'recording-pause-refused')} m`;
}

function soundPath(language: string, name: string): string {
  if (!isPlainToken(language)) throw new UnsafeValueError('the language');
  return `codes/${language}/${name}.wav`;
}

/** Begins the recording of the caller's channel with the first connection only; FreeSWITCH reads both before it runs one. */
const BEGINS = 'execute_on_pre_bridge_rufgruppe_1';
const BEGUN = 'execute_on_pre_bridge_rufgruppe_2';

/**
 * What the caller's channel must know of a recording that follows the caller: names and values. The caller is on the left
 * channel, as with the others.
 *
 * @throws UnsafeValueError when the file's name could be read as something else.
 */
export function followedRecording(
  { recordingOnTransfer }: Pick<Group, 'recordingOnTransfer'>,
  recordingFile: string | undefined,
): readonly (readonly [name: string, value: string])[] {
  if (recordingFile === undefined || recordingOnTransfer !== 'goOn') return [];
  const path = plainToken('recordingsFolder', recordingFile);
  return [
    [RECORDING_VARIABLE, path],
    ['RECORD_STEREO', 'true'],
    [BEGINS, `record_session ${path}`],
    [BEGUN, `unset ${BEGINS}`],
  ];
}

/**
 * The same for a caller who is taken by code while phones ring. Without a recording of the own, that of the phones that rang
 * is called off: the configuration may have changed since they began.
 *
 * @throws UnsafeValueError as above.
 */
export function followedInstead(
  group: Pick<Group, 'recordingOnTransfer'>,
  recordingFile: string | undefined,
): ReturnType<typeof followedRecording> {
  const sets = followedRecording(group, recordingFile);
  return sets.length > 0 ? sets : [[BEGINS, '']];
}

/** Of a group before this one, whose recording has not begun. */
export const NOT_FOLLOWED: Application = ['unset', BEGINS];
