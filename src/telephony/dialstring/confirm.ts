/** What a mobile hears when it answers, before key 1 connects it with the caller. Pure. */
import type { Settings } from '../../base/model/settings.js';
import type { Group } from '../../base/model/snapshot.js';
import { quotedVariable, variable } from './text.js';

/**
 * Two tones with pauses around them, played after the prompt. They are the DTMF key A, which telephones do not
 * have: a DTMF key is written without commas, while other tones need them, and a comma ends a value inside `[]`.
 * Durations are milliseconds.
 */
const CONFIRM_TONES = 'tone_stream://d=200;w=200;AA';

/**
 * The sound that asks the owner of a mobile to press 1: the configured one, or the shipped one in the group's
 * language.
 */
export function promptFile(
  { language }: Pick<Group, 'language'>,
  { confirmFile }: Pick<Settings, 'confirmFile'>,
): string {
  return confirmFile ?? `confirm-${language}.wav`;
}

/**
 * What is said before the prompt: the group's name, and the digits of the caller's number.
 * @param digits empty: the number is withheld, unknown, or not to be said.
 */
export function spokenFiles(
  { nameFile, sayCaller, language }: Pick<Group, 'nameFile' | 'sayCaller' | 'language'>,
  digits: string,
): readonly string[] {
  const said = sayCaller ? Array.from(digits, (digit) => `digit-${language}-${digit}.wav`) : [];
  return [...(nameFile === undefined ? [] : [nameFile]), ...said];
}

/**
 * FreeSWITCH ends a leg whose `group_confirm_file` it cannot play (DESTINATION_OUT_OF_ORDER). A `file_string://`
 * leaves out what it cannot open, so that without the sounds the tones remain and key 1 still takes the call.
 */
export function confirmVariables(
  group: Pick<Group, 'nameFile' | 'sayCaller' | 'language'>,
  settings: Pick<Settings, 'confirmFile' | 'confirmSec'>,
  digits: string,
): string[] {
  const sounds = [...spokenFiles(group, digits), promptFile(group, settings), CONFIRM_TONES];
  return [
    variable('group_confirm_key', 1),
    quotedVariable('group_confirm_file', `file_string://${sounds.join('!')}`),
    variable('group_confirm_timeout', settings.confirmSec),
  ];
}
