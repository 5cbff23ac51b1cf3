/** Times in the machine's language (LC_ALL, LC_TIME, LANG) and zone (TZ), with the name of the zone. */
import { timesOf } from '../src/base/model/times.js';

export function machineLanguage(env: NodeJS.ProcessEnv = process.env): 'de' | 'en' {
  // In POSIX order of precedence; an empty variable counts as unset.
  const given = [env['LC_ALL'], env['LC_TIME'], env['LANG']].find(
    (value) => value !== undefined && value !== '',
  );
  return given?.startsWith('de') === true ? 'de' : 'en';
}

/** The time zone from TZ, or the system's. */
export function machineZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** `27.11.2026, 13:55 (Europe/Berlin)` */
export function machineMoment(at: Date, lang = machineLanguage(), timezone = machineZone()): string {
  return `${timesOf(lang, timezone).moment(at)} (${timezone})`;
}
