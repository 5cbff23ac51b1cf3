/** What the help says of a command, an option or an argument. */
import { machineLanguage } from '../machine-times.js';
import { HELP } from '../words/help.js';

/**
 * @param path `config import`
 * @param of `--merge`, `FILE`; empty: the command itself. What is not said of a command is said of those above it.
 */
export function helpText(path: string, of: string, lang = machineLanguage()): string {
  const words: Readonly<Record<string, string>> = HELP[lang];
  const places = path === '' ? [''] : [path, ...path.split(' ').slice(0, -1), ''];
  return places.map((place) => words[`${place} ${of}`.trim()]).find((text) => text !== undefined) ?? '';
}
