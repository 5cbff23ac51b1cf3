/** Words of `npm run config`. */
import { sayer, texts } from './words.js';

export const configTexts = texts({
  en: {
    usage: `Usage: npm run config -- COMMAND
  check FILE.yaml                          faults and warnings of a file, and what FreeSWITCH
                                           (FREESWITCH_EVENTS) does not have; needs no database
  import FILE.yaml [--reason TEXT]         make the file the configuration, all or nothing; says what changes;
                                           refused when somebody changed what the file does not know:
                                           --merge keeps both, --replace undoes theirs; --dry-run only says;
                                           --yes: users, groups or switches may be removed
  export [FILE.yaml] [--revision N]        write the configuration to the file, or to the screen
  history                                  the revisions that are kept; the page Revisions shows what each changed
  switch ID on|off|auto [--until END]      turn a switch, one with a schedule until that changes;
                                           auto: as configured; END: schedule, changed, hour, evening
                                           (18:00), morning (tomorrow 08:00), or a time: 1h,
                                           "tomorrow 8 am", "24.12. 8 Uhr"
FILE.yaml can be - for the standard input or output.`,
    noOption: '{command} has no option --{option}.',
    exportDryRun: 'export changes nothing, so it has no --dry-run: without a file it writes to the screen.',
    oneOf: 'Give --replace or --merge, not both.',
    badRevision: '--revision {given}: must be the number of a revision; see: npm run config -- history',
    noRevision: 'There is no revision {revision}; see: npm run config -- history',
    exported: '# Revision {revision} of the configuration',
    cannotRead: '{path} cannot be read: {reason}',
    faults: '{path}: {count} fault(s)',
    good: '{path}: good, {count} warning(s)',
    understood: 'number: {place}: {given} is understood as {shown}',
    notAsked: 'FreeSWITCH {name} was not asked whether it has what the file names: {reason}',
    nothing: 'nothing',
    more: 'and {count} more',
    dryRun: 'Nothing was saved (--dry-run).',
    wouldNot: 'Nothing would change. Nothing was saved (--dry-run).',
    unchanged: 'Nothing changed; revision {revision} stays.',
    saved: 'Revision {revision} is saved.',
    revision: 'revision {revision}, {at}, {who}, {from}',
    takenBackFrom: 'taken back from revision {revision}',
    collision:
      'Not merged: {parts} changed in the file and, in another way, since revision {from}. Nothing was saved.',
    notTogether: 'Not merged: the file and what others changed do not go together. Nothing was saved.',
    unreadable:
      'The configuration that runs now, revision {newest}, cannot be read by this program. Give --replace to put the file in its place. Nothing was saved.',
    ahead:
      'The file is of revision {from}, and the newest one here is {newest}: the file comes from another database, or this one from a backup. Nobody can tell what it would undo. Export first, or give --replace. Nothing was saved.',
    noBase:
      'The file does not say which revision it was exported from, so nobody can tell what it would undo. Export first, or give --replace. Nothing was saved.',
    oldBase:
      'Revision {from} is not kept any more, so nobody can tell what it would undo. Export first, or give --replace. Nothing was saved.',
    behind: 'The file is of revision {from}; since then somebody changed what it does not know:',
    behindHow: 'Give --merge to keep both, or --replace to undo theirs. Nothing was saved.',
    removes: 'This removes {count}: {names}',
    needsYes: '{removes}. Give --yes if it is meant. Nothing was saved.',
    ask: '{removes}. Is it meant? (yes/no) ',
    yes: 'yes',
    notSaved: 'Nothing was saved.',
  },
  de: {
    usage: `Aufruf: npm run config -- BEFEHL
  check DATEI.yaml                         Fehler und Warnungen einer Datei, und was FreeSWITCH
                                           (FREESWITCH_EVENTS) nicht hat; braucht keine Datenbank
  import DATEI.yaml [--reason TEXT]        macht die Datei zur Konfiguration, ganz oder gar nicht; sagt, was sich
                                           ändert; verweigert, wenn jemand geändert hat, was die Datei nicht kennt:
                                           --merge behält beides, --replace macht das andere rückgängig;
                                           --dry-run sagt nur; --yes: Benutzer, Gruppen, Schalter dürfen wegfallen
  export [DATEI.yaml] [--revision N]       schreibt die Konfiguration in die Datei oder auf den Bildschirm
  history                                  die Versionen, die noch da sind; die Seite Versionen zeigt ihre Änderungen
  switch ID on|off|auto [--until ENDE]     schaltet einen Schalter, einen mit Plan, bis der sich ändert;
                                           auto: wie konfiguriert; ENDE: schedule, changed, hour, evening
                                           (18:00), morning (morgen 08:00) oder eine Zeit: 1h,
                                           "morgen 8 Uhr", "24.12. 8 Uhr"
DATEI.yaml kann - sein: die Standardeingabe oder -ausgabe.`,
    noOption: '{command} hat keine Option --{option}.',
    exportDryRun:
      'export ändert nichts und hat deshalb kein --dry-run: Ohne Datei schreibt es auf den Bildschirm.',
    oneOf: 'Nur eines von --replace und --merge.',
    badRevision: '--revision {given}: muss die Nummer einer Version sein; siehe: npm run config -- history',
    noRevision: 'Eine Version {revision} gibt es nicht; siehe: npm run config -- history',
    exported: '# Version {revision} der Konfiguration',
    cannotRead: '{path} lässt sich nicht lesen: {reason}',
    faults: '{path}: {count} Fehler',
    good: '{path}: in Ordnung, {count} Warnung(en)',
    understood: 'Nummer: {place}: {given} wird verstanden als {shown}',
    notAsked: 'FreeSWITCH {name} wurde nicht gefragt, ob es hat, was die Datei nennt: {reason}',
    nothing: 'nichts',
    more: 'und {count} weitere',
    dryRun: 'Nichts wurde gespeichert (--dry-run).',
    wouldNot: 'Nichts würde sich ändern. Nichts wurde gespeichert (--dry-run).',
    unchanged: 'Nichts hat sich geändert; Version {revision} bleibt.',
    saved: 'Version {revision} ist gespeichert.',
    revision: 'Version {revision}, {at}, {who}, {from}',
    takenBackFrom: 'zurückgeholt aus Version {revision}',
    collision:
      'Nicht zusammengeführt: {parts} hat sich in der Datei und, anders, seit Version {from} geändert. Nichts wurde gespeichert.',
    notTogether:
      'Nicht zusammengeführt: Die Datei und was andere geändert haben, passen nicht zusammen. Nichts wurde gespeichert.',
    unreadable:
      'Die Konfiguration, die jetzt gilt, Version {newest}, kann dieses Programm nicht lesen. --replace setzt die Datei an ihre Stelle. Nichts wurde gespeichert.',
    ahead:
      'Die Datei ist aus Version {from}, und die neueste hier ist {newest}: Die Datei kommt aus einer anderen Datenbank, oder diese aus einer Sicherung. Niemand kann sagen, was sie rückgängig machen würde. Erst exportieren, oder --replace. Nichts wurde gespeichert.',
    noBase:
      'Die Datei sagt nicht, aus welcher Version sie exportiert ist; niemand kann sagen, was sie rückgängig machen würde. Erst exportieren, oder --replace. Nichts wurde gespeichert.',
    oldBase:
      'Version {from} ist nicht mehr da; niemand kann sagen, was die Datei rückgängig machen würde. Erst exportieren, oder --replace. Nichts wurde gespeichert.',
    behind: 'Die Datei ist aus Version {from}; seitdem hat jemand geändert, was sie nicht kennt:',
    behindHow: '--merge behält beides, --replace macht das andere rückgängig. Nichts wurde gespeichert.',
    removes: 'Das entfernt {count}: {names}',
    needsYes: '{removes}. Wenn es so gemeint ist: --yes. Nichts wurde gespeichert.',
    ask: '{removes}. Ist das so gemeint? (ja/nein) ',
    yes: 'ja',
    notSaved: 'Nichts wurde gespeichert.',
  },
});

export const say = sayer(configTexts);
