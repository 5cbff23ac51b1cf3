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
 * FreeSWITCH ends a leg whose `group_confirm_file` it cannot play (DESTINATION_OUT_OF_ORDER). A `file_string://`
 * leaves out what it cannot open, so that without the sound the tones remain and key 1 still takes the call.
 */
export function confirmVariables(
  group: Pick<Group, 'language'>,
  settings: Pick<Settings, 'confirmFile' | 'confirmSec'>,
): string[] {
  const prompt = promptFile(group, settings);
  return [
    variable('group_confirm_key', 1),
    quotedVariable('group_confirm_file', `file_string://${prompt}!${CONFIRM_TONES}`),
    variable('group_confirm_timeout', settings.confirmSec),
  ];
}
