/**
 * The codes that whoever talks to the caller presses during the talk. They are bound in FreeSWITCH, on the caller's channel
 * for keys that come from the other side, so that they hold without a controller, for every phone that gets the caller, and
 * never for the caller. Pure.
 */
import type { Settings } from '../../base/model/settings.js';
import type { Group } from '../../base/model/snapshot.js';
import { RECORDING_VARIABLE } from './originate.js';
import { isPlainToken, UnsafeValueError } from './text.js';

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
const file = `\\\${${RECORDING_VARIABLE}}`;

/**
 * To be executed on the caller's channel before phones ring; a later group's replace an earlier one's. Empty: no code.
 *
 * @throws UnsafeValueError when a code is no code.
 */
export function talkCodes(
  { recordingPause, language }: Pick<Group, 'recordingPause' | 'language'>,
  { talkCodes: codes }: Pick<Settings, 'talkCodes'>,
): readonly Application[] {
  const bound = Object.entries(ACTIONS).flatMap(([key, action]): Application[] => {
    const code = codes[key as keyof typeof ACTIONS];
    if (code === undefined) return [];
    if (!/^[*#]\d{1,5}$/.test(code)) throw new UnsafeValueError('a code of a talk');
    const what = recordingPause ? marked(action, language) : refused(language);
    // The keys of the other side are heard, and it is the other side that hears the answer.
    return [['bind_digit_action', `${REALM},${code},exec[i]:${what},peer,peer`]];
  });
  return bound.length === 0 ? [] : [...bound, ['digit_action_set_realm', `${REALM},peer`]];
}

/**
 * `uuid_record` says whether there is such a recording, and its answer chooses mark and sound: what is not recorded cannot
 * be paused. It is asked twice, which changes nothing.
 *
 * `displace_session FILE m` mixes the sound into what this phone hears; both go on talking, and the file does not have it. Its
 * space has to survive two readings: `\\s` becomes `\s` in the first.
 */
function marked({ verb, letter, sound }: (typeof ACTIONS)[keyof typeof ACTIONS], language: string): string {
  const isDone = `\\\${regex(\\\${uuid_record(${uuid} ${verb} ${file})}|OK)}`;
  const steps = [
    `set:${MARKS_VARIABLE}=\\\${${MARKS_VARIABLE}}${letter}\\\${strepoch()}${isDone}.`,
    `displace_session:${soundPath(language, `${sound}-${isDone}`)}\\\\\\\\sm`,
    `event:Event-Name=${MARK_EVENT}`,
  ];
  return `execute_extension,m:^:${steps.join('^')} inline`;
}

function refused(language: string): string {
  return `displace_session,${soundPath(language, 'recording-pause-refused')} m`;
}

function soundPath(language: string, name: string): string {
  if (!isPlainToken(language)) throw new UnsafeValueError('the language');
  return `codes/${language}/${name}.wav`;
}
