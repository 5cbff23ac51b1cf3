/** The commands' texts in German. */
import type { english } from './en.js';

/** Exactly the same texts as in English. */
type SameWords = {
  readonly [Area in keyof typeof english]: Readonly<Record<keyof (typeof english)[Area], string>>;
};

export const german: SameWords = {
  accounts: {
    usage: `Aufruf: npm run accounts -- BEFEHL
  list                                   alle Konten
  add NAME --role ROLLE [--user ID]      ein neues Konto; zeigt sein Passwort
  role NAME --role ROLLE [--user ID]     ändert, was es darf und wem es gehört; --user "": niemandem
  password NAME                          ein neues Passwort; zeigt es, beendet die Sitzungen, entsperrt
  unlock NAME                            nach zu vielen falschen Passwörtern
  remove NAME                            das Konto, seine Sitzungen und seine Token
ROLLE ist {roles}. --user ist der Kurzname eines Benutzers der Konfiguration: um wessen Gruppen und Handy es geht.`,
    badName: 'Der Name muss 2 bis 60 Zeichen haben: Buchstaben a-z, Ziffern und . _ - @',
    taken: 'Ein Konto dieses Namens gibt es schon.',
    unknown: 'Dieses Konto gibt es nicht.',
    noUser: 'Die Rolle user braucht --user ID: um wessen Gruppen und Handy es geht. {there}',
    unknownUser: 'Die Konfiguration hat keinen Benutzer {user}. {there}',
    noUsers: 'Die Konfiguration hat keine Benutzer.',
    users: 'Benutzer der Konfiguration: {users}.',
    lastAdmin: 'Der letzte Administrator muss einer bleiben.',
    badPassword: 'Das Passwort ist nicht gut genug.',
    unreadable: 'Version {revision} der Konfiguration kann dieses Programm nicht lesen',
    lockedUntil: 'gesperrt bis {at}',
    never: 'nie angemeldet',
    last: 'zuletzt angemeldet {at}',
    nobodys: 'gehört keinem Benutzer der Konfiguration: sieht nichts',
    lost: 'der Benutzer {user} ist nicht mehr in der Konfiguration',
    password: 'Passwort von {name}: {password}',
    noRole: '--role fehlt',
    badRole: 'Eine Rolle {role} gibt es nicht',
    roles: '{why}; es gibt: {roles}',
    loseUser: 'Konten, die ihren Benutzer verlieren: {names}',
  },
  call: {
    usage: `Ruft beim laufenden Dienst an; ein FreeSWITCH ist nicht nötig.

  npm run call -- --to 700 --from 03012345 [Optionen]

  --to NUMMER            die Rufgruppe
  --from NUMMER          der Anrufer
  --name TEXT            der Name, den er mitschickt
  --anonymous            der Anrufer unterdrückt Name und Nummer
  --phone NUMMER=WORT    was ein Telefon tut; auch mehrmals, auch für ein zweites Telefon an einer Nebenstelle
  --hangup-after 12s     der Anrufer gibt 12 s nach dem Beginn auf
  --socket HOST:PORT     der Event-Socket des Dienstes (ESL_HOST und ESL_PORT, wie beim Dienst)
  --cdrs ORDNER          schreibt dorthin CDRs wie mod_json_cdr von FreeSWITCH (FREESWITCH_CDRS des Dienstes)

WORT ist eines von
  {phones}
Telefone, die nicht genannt sind, sind angemeldet und klingeln still.`,
    phones: `answer@4s         nimmt nach 4 s ab (answer@4s+30s: und legt nach 30 s auf, sonst nach 5 s)
  busy              sofort 486 (busy@2s: nach 2 s)
  reject            sofort 603 (reject@2s)
  redirect          sofort 302 (redirect@2s)
  silent            klingelt und klingelt
  unregistered      ist gar nicht da
  confirm@6s        ein Handy: nimmt nach 6 s ab und drückt die Taste, wenn es gefragt wird
  noconfirm@6s      ein Handy: nimmt nach 6 s ab und drückt nichts
  voicemail@5s      ein Handy, dessen Mailbox nach 5 s abnimmt`,
    allowed: '{fault} Erlaubt: {options}',
    missing: '--{option} fehlt: --{option} NUMMER',
    noNumber: '--{option} „{value}“ ist keine Nummer: Ziffern, davor ein +, wenn Sie mögen',
    badPhone: '--phone „{value}“ ist nicht lesbar. Erlaubt ist NUMMER=WORT, WORT eines von\n  {phones}',
    badSeconds: '--hangup-after braucht Sekunden, etwa 12s',
    badSocket: '--socket „{value}“ ist nicht lesbar. Erlaubt ist HOST:PORT, etwa 127.0.0.1:8084',
    showsAll: 'npm run call -- --help zeigt alles.',
    from: 'Anruf von {from} an {to}',
    anonymous: 'einem anonymen Anrufer',
    keepsSocket: 'Der Anruf ist zu Ende, aber der Dienst hält seinen Event-Socket offen.',
    nobody: 'An {address} antwortet niemand. Läuft der Dienst (npm start), und ist das sein Event-Socket?',
    letGo:
      'Der Dienst hat den Anruf vor seinem Ende losgelassen; FreeSWITCH ginge in seinem Dialplan weiter.',
    didNothing:
      'Der Dienst an {address} hat die Verbindung geschlossen, ohne etwas für den Anruf zu tun; siehe sein Log.',
    round: 'Klingelrunde {round}',
    stage: 'Stufe {stage} der Gruppe {group}',
    destination: 'Ziel der Gruppe {group}',
    atMost: ', höchstens {sec} s',
    ends: '{where} endet: {how}',
    called: '{who} wird angerufen{shown}',
    display: ', Display: {display}',
    answers: '{who} nimmt ab',
    asked: '{who} soll drücken: {key}',
    aKey: 'eine Taste',
    pressed: '{who} drückt die Taste',
    refuses: '{who} lehnt ab: {status} ({cause})',
    cannotCall: '{dial} lässt sich nicht anrufen: {cause}',
    hungUp: 'bei {who} wird aufgelegt: {reason}',
    stops: '{who} hört auf zu klingeln: {reason}',
    talks: 'der Anrufer spricht mit {who}',
    hangsUp: '{who} legt auf',
    hears: 'der Anrufer hört: {what}',
    ringing: 'Freiton (180)',
    file: 'die Datei {detail}',
    voicemail: 'die Mailbox {detail}',
    conversation: 'das Gespräch',
    gets200: 'der Anrufer bekommt 200 OK',
    callerHangsUp: 'der Anrufer legt auf',
    callerGets: 'der Anrufer bekommt {status} {phrase} ({cause})',
    ended: 'der Anruf wird beendet ({cause})',
    legApp: 'bei {who}: {app} {arg}',
    recording: 'Aufnahme in {file}',
    unknownApp: '!! FreeSWITCH kennt keine Anwendung „{app}“',
    unknownCommand: '!! FreeSWITCH kennt keinen Befehl „{command}“',
    badOriginate: '!! FreeSWITCH kann den Wählstring nicht lesen ({reason}): {arg}',
    expanded: '!! FreeSWITCH hat {expression} ersetzt',
    takes: 'der Dienst an {socket} nimmt den Anruf',
    noService: 'kein Dienst an {socket}: {reason}',
    lost: 'die Verbindung zum Dienst ist abgerissen',
    noCdr: '!! ein CDR konnte nicht geschrieben werden: {reason}',
  },
  callbacks: {
    usage: `Aufruf: npm run callbacks -- BEFEHL
  list [--group 700] [--all]         wer auf einen Rückruf wartet; --all: die letzten 50 Einträge, auch beendete
  take ID [--as NAME] [--min 60]     Sie rufen zurück; nach so vielen Minuten ist er wieder offen, sonst wie die Gruppe sagt
  give-back ID                       wieder offen
  done ID [--as NAME] [--note TEXT]  jemand hat zurückgerufen
  note ID TEXT                       setzt die Notiz
ID ist die Nummer des Eintrags, wie "list" sie zeigt; die ersten Zeichen genügen.`,
    badMinutes: '--min {given}: muss eine ganze Zahl von Minuten von 1 bis 10080 sein',
    taken: '{who} ruft zurück, bis {at}',
    open: 'offen',
    talked: 'ist durchgekommen',
    calledBack: 'zurückgerufen',
    superseded: 'siehe den neueren Eintrag',
    done: 'erledigt',
    note: 'Notiz: {text}',
    none: 'Es gibt keine Einträge.',
    nobody: 'Niemand wartet auf einen Rückruf.',
    noItem: 'Es gibt keinen Eintrag {id}; siehe: npm run callbacks -- list',
    gone: 'Der Eintrag ist nicht mehr da.',
    several: 'Mehrere Einträge beginnen mit {id}',
    notTaken: 'Nicht übernommen: {state}',
    notHad: 'Niemand hat diesen Eintrag.',
    ended: 'Er war schon zu Ende: {state}',
  },
  common: {
    unknownOption: 'Eine Option {option} gibt es nicht.',
    wantsValue: 'Die Option {option} braucht einen Wert.',
    noValue: 'Die Option {option} hat keinen Wert.',
    tooMany: 'Mit „{word}“ ist nichts anzufangen.',
    warning: 'Warnung',
    note: 'Hinweis',
    fault: 'Fehler',
    noConfiguration: 'In der Datenbank ist noch keine Konfiguration.',
    STORE_UNREACHABLE: 'Die Datenbank ist nicht erreichbar.',
    CONFIGURATION_BROKEN:
      'Die gespeicherte Konfiguration, Version {revision}, kann dieses Programm nicht lesen: {where}',
    CONFIGURATION_CHANGED:
      'Jemand hat die Konfiguration inzwischen gespeichert: Das hier ist aus Version {base} entstanden, die neueste ist {newest}. Nichts wurde gespeichert.',
  },
  config: {
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
  database: {
    usage: `Aufruf: npm run database -- status
        npm run database -- compact
        npm run database -- copy-to URI [--replace]`,
    usageBackup: 'Aufruf: npm run backup -- DATEI',
    usageRestore: 'Aufruf: npm run restore -- DATEI [--replace]',
    status: '{name} ({kind}): {count} Dokumente, {size} auf der Platte',
    collection: 'Sammlung',
    documents: 'Dokumente',
    size: 'Größe',
    oldest: 'ältestes',
    newest: 'neuestes',
    zone: 'Zeiten in {zone}.',
    givenBack: '{size} zurückgegeben',
    copying: '{name} wird nach {target} auf {host} kopiert',
    agree: 'Alle Anzahlen und Prüfsummen stimmen überein.',
    backingUp: '{name} ({kind}) wird in {file} gesichert',
    restoring: '{file} wird in {name} ({kind}) zurückgespielt',
    restored: '  {name}: {count} Dokumente',
    copied: '  {name}: {count} Dokumente, gleiche Prüfsumme',
    occupied: '{name} hat schon Dokumente in {collections}: --replace ersetzt sie',
    targetOccupied: 'Das Ziel hat schon Dokumente in {collections}: --replace ersetzt sie',
    differs: '{collection} hat {count} Dokumente (Prüfsumme {crc}), wo {expected} ({expectedCrc}) hingehören',
    noArchive: 'Das ist kein Archiv von mongodump oder von npm run backup',
    damaged: 'Das Archiv ist beschädigt oder abgeschnitten ({reason})',
    cutOff: 'Das Archiv ist abgeschnitten',
    badLength: 'Das Archiv ist beschädigt: Ein Dokument hat eine unmögliche Länge',
    noHeader: 'Das Archiv ist beschädigt: Ein Block hat keinen Kopf',
    badSum: 'Das Archiv ist beschädigt: Die Prüfsumme von {collection} stimmt nicht',
  },
  doctor: {
    usage: `Aufruf: npm run doctor [-- OPTIONEN]
Sieht nach allem, was ein Anruf braucht, und sagt, was nicht stimmt und was zu tun ist, das Wichtigste zuerst.
  --json                 die Befunde als JSON
  --call GRUPPE          FreeSWITCH ruft die Gruppe an; ihre Telefone klingeln zwei Sekunden lang
  --context KONTEXT      der Kontext des Dialplans für diesen Anruf, sonst "default"
  --mail ADRESSE         eine Probe-E-Mail
Exitcode 0: kein Fehler; 1: ein Fehler; 2: falsche Argumente.`,
    contextAlone: '--context gehört zu --call GRUPPE.',
    badWord: '{given}: nur Buchstaben, Ziffern und . _ - +',
    badMail: '{given} ist keine Mailadresse.',
    mailSubject: 'Rufgruppe: Probe-E-Mail',
    mailText: 'Diese E-Mail hat „rufgruppe doctor“ gesendet. E-Mails kommen an.',
  },
  report: {
    usage: `Zeigt den Tagesbericht einer Gruppe oder sendet ihn.

  npm run report -- --group 700 [Optionen]

  --group NUMMER      die Rufgruppe
  --day 2026-11-22    der Tag, sonst gestern; von heute wird berichtet, so weit er gekommen ist
  --language de|en    sonst für das Gezeigte die der Maschine (LC_ALL, LC_TIME, LANG), für die Mail die der Gruppe
  --html DATEI        wohin der HTML-Teil geschrieben wird
  --send              mailt ihn den Empfängern des Berichts, auch wenn er schon gemailt wurde`,
    noGroup: '--group fehlt: --group NUMMER',
    noDate: '--day {day} ist kein Datum; so wird es geschrieben: 2026-11-22',
    badLanguage: '--language {language} ist nicht bekannt; erlaubt sind de und en',
    unknownGroup: 'Eine Gruppe {group} gibt es nicht; es gibt: {groups}',
    none: 'keine',
    notBegun: '--day {day} hat in {zone} noch nicht begonnen; erlaubt sind Tage bis heute, {today}',
    noReport: 'Gruppe {group} hat in der Konfiguration keinen Bericht, also ist kein Empfänger genannt',
    html: 'Der HTML-Teil steht in {file}',
    sent: 'Übergeben: „{subject}“ an {to}. Der laufende Dienst sendet ihn; die Seite /outbox zeigt, wie.',
  },
  schema: {
    usage: `Aufruf: npm run schema
  schreibt {file}, das JSON-Schema der Konfigurationsdatei`,
  },
  switch: {
    is: 'Schalter {id} ist ',
    zone: 'Zeiten in {zone}',
    here: 'hier: {at}',
    unknown: 'Es gibt keinen Schalter {id}; es gibt: {ids}',
  },
};
