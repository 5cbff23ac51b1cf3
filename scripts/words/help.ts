/** The texts of the help, by language. The keys are commands with their options and arguments: `config import --merge`. */
import { germanHelp } from './help-de.js';
import { englishHelp } from './help-en.js';

export const HELP = { en: englishHelp, de: germanHelp } as const;
