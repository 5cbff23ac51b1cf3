/** What each permission lets somebody do, in words; the interface knows them by their names. */
import type { Permission } from '../../access/permissions.js';
import type { Language } from '../language.js';

export const PERMISSION_WORDS: Readonly<Record<Language, Readonly<Record<Permission, string>>>> = {
  en: {
    'live.read': 'see what happens now',
    'config.read': 'see groups, users, switches, holidays, settings',
    'config.write': 'change them, delete recordings',
    'switches.write': 'turn switches',
    'calls.read': 'see calls',
    'callbacks.read': 'see call-backs',
    'callbacks.write': 'take and finish call-backs',
    'reports.read': 'see reports',
    'reports.send': 'send reports',
    'recordings.read': 'hear recordings',
    'mails.read': 'see the outbox',
    'mails.write': 'send mails again',
    'audit.read': 'see the audit log',
    'status.read': 'see the status',
    'metrics.read': 'read figures for monitoring',
    'accounts.write': 'add, change and delete accounts',
    'own.write': 'change the own mobile',
  },
  de: {
    'live.read': 'sehen, was gerade geschieht',
    'config.read': 'Gruppen, Benutzer, Schalter, Feiertage, Einstellungen sehen',
    'config.write': 'sie ändern, Aufnahmen löschen',
    'switches.write': 'Schalter stellen',
    'calls.read': 'Anrufe sehen',
    'callbacks.read': 'Rückrufe sehen',
    'callbacks.write': 'Rückrufe übernehmen und erledigen',
    'reports.read': 'Berichte sehen',
    'reports.send': 'Berichte senden',
    'recordings.read': 'Aufnahmen hören',
    'mails.read': 'den Postausgang sehen',
    'mails.write': 'Mails noch einmal senden',
    'audit.read': 'Änderungen sehen',
    'status.read': 'den Status sehen',
    'metrics.read': 'Messwerte lesen',
    'accounts.write': 'Konten anlegen, ändern und löschen',
    'own.write': 'das eigene Handy ändern',
  },
};

/** Scopes of a token as it was made; one that no longer is a permission stays as it is. */
export function scopeWords(scopes: readonly string[], lang: Language): string {
  const words: Readonly<Record<string, string | undefined>> = PERMISSION_WORDS[lang];
  return scopes.map((scope) => words[scope] ?? scope).join('; ');
}
