/** What somebody hears who picks up, before the caller: a mobile the question for key 1, anybody a notice. Pure. */
import type { Settings } from '../../base/model/settings.js';
import type { Group } from '../../base/model/snapshot.js';
import { plainToken, quotedVariable, variable } from './text.js';

/**
 * Two tones with pauses around them, played after the prompt. They are the DTMF key A, which telephones do not
 * have: a DTMF key is written without commas, while other tones need them, and a comma ends a value inside `[]`.
 * Durations are milliseconds.
 */
const CONFIRM_TONES = 'tone_stream://d=200;w=200;AA';

export interface BeforeTalk {
  readonly group: Pick<Group, 'language'>;
  readonly settings: Pick<Settings, 'confirmFile' | 'confirmSec'>;
  /** Undefined: there is no notice. */
  readonly noticeFile?: string | undefined;
}

/**
 * The sound that asks the owner of a mobile to press 1: the configured one, or the shipped one in the group's
 * language.
 */
export function promptFile(
  { language }: BeforeTalk['group'],
  { confirmFile }: Pick<Settings, 'confirmFile'>,
): string {
  return confirmFile ?? `confirm-${language}.wav`;
}

/**
 * FreeSWITCH ends a leg whose `group_confirm_file` it cannot play (DESTINATION_OUT_OF_ORDER). A `file_string://`
 * leaves out what it cannot open, so that without the sound the tones remain and key 1 still takes the call.
 *
 * `rtp_liberal_dtmf` also hears a key that comes as SIP INFO; otherwise FreeSWITCH ignores it on a profile for RFC 4733.
 *
 * @throws UnsafeValueError when a file's name could be read as something else.
 */
export function confirmVariables({ group, settings, noticeFile }: BeforeTalk): string[] {
  const files = [...noticeOf(noticeFile), promptFile(group, settings), CONFIRM_TONES];
  return [
    variable('group_confirm_key', 1),
    quotedVariable('group_confirm_file', `file_string://${files.join('!')}`),
    variable('group_confirm_timeout', settings.confirmSec),
    variable('rtp_liberal_dtmf', true),
  ];
}

/**
 * The notice counts as confirmed when it has been played: until then the caller hears the ringing, and other phones go on.
 * All play the same file, so whoever picks up first is connected.
 *
 * @throws UnsafeValueError when the file's name could be read as something else.
 */
export function noticeVariables({ noticeFile }: Pick<BeforeTalk, 'noticeFile'>): string[] {
  return noticeOf(noticeFile).flatMap((file) => [
    variable('group_confirm_key', 'exec'),
    quotedVariable('group_confirm_file', `playback ${file}`),
  ]);
}

function noticeOf(file: string | undefined): readonly string[] {
  return file === undefined ? [] : [plainToken('recordingNotice.memberFile', file)];
}
