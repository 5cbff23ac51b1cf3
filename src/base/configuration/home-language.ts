/** The language of groups that name none. Pure. */
import type { SettingsContent } from './schema.js';

const GERMAN = ['DE', 'AT', 'CH', 'LI'];

/** That of the settings; without one German where most people speak it, English elsewhere. */
export function homeLanguage({
  language,
  country,
}: Pick<SettingsContent, 'language' | 'country'>): 'de' | 'en' {
  return language ?? (GERMAN.includes(country) ? 'de' : 'en');
}
