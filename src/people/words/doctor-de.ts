/**
 * What `rufgruppe doctor` and the status page say about a check, in German. In one file, however long: it has no logic, and
 * whoever translates reads it from top to bottom.
 */
import type { PeopleWords } from './people-words.js';

export const doctor: PeopleWords['doctor'] = {
  title: 'Alles prüfen',
  intro:
    'Sieht nach allem, was ein Anruf braucht, in der Reihenfolge, in der es wichtig ist. Das dauert einige Sekunden; Anrufe warten nicht darauf.',
  notYet: 'Seit dieser Dienst läuft, wurde noch nichts geprüft. Ein Administrator kann das tun.',
  again: 'Noch einmal prüfen',
  begin: 'Jetzt prüfen',
  checkedAt: 'Geprüft um {at} ({zone})',
  check: 'Was',
  found: 'Befund',
  mend: 'Was zu tun ist',
  states: { ok: 'in Ordnung', warning: 'Warnung', fault: 'Fehler', skipped: 'ausgelassen' },
  sum: 'Fehler: {faults}. Warnungen: {warnings}. Ausgelassen: {skipped}. In Ordnung: {good}.',
  checks: {
    database: 'Datenbank',
    configuration: 'Konfiguration',
    service: 'Dienst',
    eventSocket: 'Event-Socket',
    version: 'FreeSWITCH',
    modules: 'Module',
    profiles: 'SIP-Profile',
    dialplan: 'Dialplan',
    testCall: 'Probeanruf',
    domain: 'SIP-Domain',
    extensions: 'Nebenstellen',
    registrations: 'Angemeldete Telefone',
    gateways: 'Gateways',
    boxes: 'Voicemail',
    sounds: 'Tondateien',
    music: 'Musik und Töne',
    recordings: 'Aufnahmen',
    capacity: 'Sitzungen und Ports',
    codecs: 'Codecs',
    lamps: 'Lampen',
    clock: 'Uhr',
    zone: 'Zeitzone',
    cdrs: 'CDRs',
    mail: 'E-Mail',
    backup: 'Sicherung',
    disk: 'Festplatte',
    certificates: 'Zertifikate',
  },
  said: {
    databaseReached: { why: 'Sie antwortet: {place}.' },
    databaseAway: {
      why: 'Sie antwortet nicht ({place}): {reason}',
      remedy:
        'Die Datenbank starten oder MONGODB_URI berichtigen. Bis dahin gilt für Anrufe die Konfiguration, die der Dienst kennt.',
    },
    databaseNotBegun: {
      why: 'In {place} gibt es noch keine: Der Dienst wurde hier noch nicht gestartet.',
      remedy: 'Den Dienst einmal starten, oder DATA_DIR auf den Ordner des Dienstes setzen.',
    },
    databaseOthers: {
      why: 'Die Dateien in {place} gehören dem Benutzer {owner}. Öffnet sie ein anderer, könnte er ihn aussperren.',
      remedy: 'Den Dienst starten, oder diesen Befehl als {owner} ausführen.',
    },
    configurationRead: { why: 'Version {revision} gilt; eingeschaltete Gruppen: {groups}.' },
    configurationUnknown: {
      why: 'Die Datenbank konnte nicht gelesen werden.',
      remedy: 'Zuerst die Datenbank in Ordnung bringen.',
    },
    configurationNone: {
      why: 'Es gibt keine: Alle Anrufe bleiben dem Dialplan überlassen.',
      remedy: 'Eine einlesen, oder den Dienst starten, der in eine leere Datenbank das Beispiel schreibt.',
    },
    configurationBroken: {
      why: 'Dieses Programm kann sie nicht lesen: {reason}',
      remedy:
        'Eine Konfiguration einlesen, die „config check“ gut findet, oder eine frühere Version zurückholen.',
    },
    configurationEmpty: {
      why: 'In Version {revision} ist keine Gruppe eingeschaltet; jeder Anruf einer Gruppe wird abgelehnt.',
      remedy: 'Eine Gruppe einschalten.',
    },
    serviceRuns: { why: 'Er nimmt Anrufe an auf {address}.' },
    serviceAway: {
      why: 'Auf {address} (ESL_HOST, ESL_PORT) antwortet niemand: FreeSWITCH fährt mit den nächsten Zeilen seines Dialplans fort.',
      remedy: 'Den Dienst starten, und in sein Protokoll sehen, falls er nicht bleibt.',
    },
    noFreeswitch: {
      why: 'Es ist kein FreeSWITCH genannt (FREESWITCH_EVENTS=none), also kann keines geprüft werden.',
      remedy: 'FREESWITCH_EVENTS auf die Adresse von mod_event_socket setzen, etwa 127.0.0.1:8021.',
    },
    switchConnected: { why: 'Der Dienst kann es fragen und hört seine Ereignisse.' },
    switchPassword: {
      why: 'Es nimmt das Passwort nicht an.',
      remedy: 'FREESWITCH_EVENTS_PASSWORD auf das Passwort in event_socket.conf.xml setzen.',
    },
    switchAcl: {
      why: 'Es lässt diese Adresse nicht herein.',
      remedy:
        'Diese Maschine in die Liste aufnehmen, die apply-inbound-acl in event_socket.conf.xml nennt, dann „reloadacl“.',
    },
    switchAway: {
      why: 'Es antwortet nicht: {reason}',
      remedy:
        'FreeSWITCH starten, mod_event_socket laden, und listen-ip und listen-port in event_socket.conf.xml mit FREESWITCH_EVENTS vergleichen.',
    },
    versionGood: { why: 'Version {version}, bereit für Anrufe.' },
    versionUnknown: { why: 'Es hat seine Version nicht genannt.' },
    versionOld: {
      why: 'Version {version} ist älter als 1.10.',
      remedy: 'FreeSWITCH 1.10 oder neuer installieren.',
    },
    switchPaused: { why: 'Es ist angehalten und lehnt jeden Anruf ab.', remedy: 'fs_cli -x "fsctl resume"' },
    modulesThere: { why: 'Alle, die eine Gruppe braucht, sind geladen.' },
    modulesMissing: {
      why: 'Nicht geladen: {modules}.',
      remedy: 'In modules.conf.xml aufnehmen; sofort: fs_cli -x "load {first}".',
    },
    profilesGood: { why: 'In Betrieb, mit den Einstellungen, die Gruppen brauchen: {profiles}.' },
    profilesUnknown: { why: 'FreeSWITCH zeigt sofia.conf nicht.' },
    profilesStopped: {
      why: 'Keines ist in Betrieb: {profiles}.',
      remedy: 'Sehen, was „sofia profile NAME start“ sagt; oft ist der Port belegt.',
    },
    profilesSomeStopped: {
      why: 'Nicht in Betrieb: {profiles}.',
      remedy: 'Starten („sofia profile NAME start“) oder ihre Dateien entfernen.',
    },
    profilesUntimed: {
      why: 'In {profiles} fehlt rtp-timer-name: Anrufer, die vor dem Abheben keine Sprache senden, hören nichts, und eine Stufe endet nie.',
      remedy: 'rtp-timer-name auf soft setzen, dann „sofia profile NAME restart“.',
    },
    profilesUnauthenticated: {
      why: 'Kein Profil prüft, wer anruft ({profiles}): Wer seine Nummer unterdrückt, bei dem könnte das eigene Telefon klingeln.',
      remedy: 'Im Profil der Telefone auth-calls auf true setzen.',
    },
    profilesSingle: {
      why: 'In {profiles} fehlt multiple-registrations: Von mehreren Telefonen einer Nebenstelle klingelt nur das letzte.',
      remedy: 'multiple-registrations auf contact setzen, dann „sofia profile NAME restart“.',
    },
    dialplanGood: { why: 'Er schickt Gruppen zu {address}. Kontexte: {contexts}.' },
    dialplanHidden: {
      why: 'Er entsteht für jeden Anruf neu (Lua oder mod_xml_curl) und kann nicht als Ganzes gelesen werden.',
      remedy: 'Mit einem Anruf ausprobieren: rufgruppe doctor --call GRUPPE.',
    },
    dialplanNone: {
      why: 'Kein Eintrag hat eine Aktion „socket“; kein Anruf kommt zum Dienst.',
      remedy:
        'Die Zeilen aus freeswitch/dialplan-snippet.xml mit „socket {address} full“ aufnehmen, dann „reloadxml“.',
    },
    dialplanElsewhere: {
      why: 'Seine Aktionen „socket“ führen zu {named}, und der Dienst ist auf {address}.',
      remedy: 'Die Adresse im Dialplan berichtigen, oder ESL_HOST und ESL_PORT des Dienstes.',
    },
    dialplanGroups: {
      why: 'Zu den Gruppen {groups} passt kein Eintrag des Dialplans: Ihre Anrufe kommen nicht zum Dienst.',
      remedy: 'Den Ausdruck für destination_number erweitern, oder den Gruppen andere Nummern geben.',
    },
    dialplanCodes: {
      why: 'Kein Eintrag des Dialplans gibt die Codes {codes} so an den Dienst weiter, wie sie gewählt werden: Telefone, die sie wählen, erreichen niemanden.',
      remedy:
        'Den Eintrag „codes“ aus freeswitch/dialplan-snippet.xml in den Kontext der Telefone aufnehmen, oder Codes, die niemand braucht, auf „off“ setzen (settings.codes).',
    },
    dialplanLoopback: {
      why: '{address} ist die Maschine von FreeSWITCH selbst, und der Dienst läuft auf einer anderen.',
      remedy:
        'Die Adresse dieser Maschine ({here}) in den Dialplan schreiben, und ESL_HOST und ESL_ALLOW setzen.',
    },
    dialplanNotAllowed: {
      why: 'FreeSWITCH kommt von {from}, und ESL_ALLOW lässt diese Adresse nicht herein.',
      remedy: '{from} in ESL_ALLOW aufnehmen und den Dienst neu starten.',
    },
    dialplanUnreachable: {
      why: 'FreeSWITCH konnte keine Verbindung zu {address} öffnen.',
      remedy:
        'Den Dienst starten; auf einer anderen Maschine den Port in der Firewall öffnen und ESL_HOST setzen.',
    },
    dialplanNotFull: {
      why: 'Der Aktion „socket“ von {extension} (Kontext {context}) fehlt das Wort „full“: Der Dienst könnte FreeSWITCH nichts fragen.',
      remedy: '„full“ hinter die Adresse schreiben.',
    },
    dialplanAsync: {
      why: 'Die Aktion „socket“ von {extension} (Kontext {context}) enthält „async“: Telefone klingeln später, und ein Gespräch endet mit dem Dienst.',
      remedy: 'Das Wort „async“ entfernen.',
    },
    dialplanResume: {
      why: '{extension} (Kontext {context}) setzt socket_resume: Ein Anruf, dessen Dienst weg ist, hinge für immer.',
      remedy: 'socket_resume entfernen.',
    },
    dialplanNoFallback: {
      why: '{extension} (Kontext {context}) endet mit „socket“: Ohne den Dienst klingelt niemand.',
      remedy: 'Zeilen anfügen, die jemanden anrufen, wie in freeswitch/dialplan-snippet.xml.',
    },
    dialplanNoArrival: {
      why: '{extension} (Kontext {context}) setzt „rufgruppe_arrival“ nicht: Wo keine CDRs gelesen werden, bekommt ein zweiter Anruf eines Kanals, den niemand gesehen hat, keinen Eintrag.',
      remedy: 'Setzen wie in freeswitch/dialplan-snippet.xml.',
    },
    testCallTaken: {
      why: 'Der Dienst nahm einen Anruf der Gruppe {group} an; der Anruf wurde beendet.',
    },
    testCallNotTaken: {
      why: 'Ein Anruf der Gruppe {group} kam binnen zwei Sekunden nicht zum Dienst.',
      remedy: 'Im Protokoll von FreeSWITCH steht, was sein Dialplan mit dem Anruf tat.',
    },
    testCallNoChannel: {
      why: 'Ein Anruf der Gruppe {group} fand keinen Eintrag im Dialplan.',
      remedy:
        'Die Nummer der Gruppe in den Dialplan aufnehmen; --context nennt einen anderen Kontext als „default“.',
    },
    testCallFailed: {
      why: 'Ein Anruf der Gruppe {group} war nicht möglich: {reason}',
      remedy: 'mod_loopback laden.',
    },
    domainThere: { why: 'Benutzer in {domain}: {users}.' },
    domainUnlisted: {
      why: 'Das Verzeichnis lässt sich nicht auflisten (Lua oder mod_xml_curl); Nebenstellen wurden einzeln gesucht.',
    },
    domainEmpty: {
      why: 'Das Verzeichnis hat keinen Benutzer in der Domain {domain} (settings.domain).',
      remedy: 'settings.domain auf die Domain des Verzeichnisses setzen, wie „list_users“ sie zeigt.',
    },
    domainForced: {
      why: 'Das Profil {profile} meldet alle Telefone in {forced} an (force-register-domain), und settings.domain ist {domain}: Kein Telefon wird gefunden.',
      remedy: 'Beide gleich setzen.',
    },
    nothingNamed: { why: 'Keine eingeschaltete Gruppe braucht etwas davon.' },
    allThere: { why: 'Alles ist da, was die Konfiguration nennt: {count}.' },
    extensionsMissing: {
      remedy:
        'In das Verzeichnis von FreeSWITCH aufnehmen, oder die Nebenstellen oder settings.domain berichtigen.',
    },
    extensionsDefaultPassword: {
      why: 'Sie haben das allgemein bekannte Passwort 1234 von FreeSWITCH: Jeder kann auf Ihre Kosten telefonieren. Und sein eigener Dialplan lässt jeden Anruf zehn Sekunden warten.',
      remedy: 'default_password in vars.xml ändern, dann „reloadxml“, und den Telefonen mitteilen.',
    },
    gatewaysMissing: {
      remedy: '„sofia status“ listet Gateways und Profile auf; den Namen in den Einstellungen berichtigen.',
    },
    gatewayDown: {
      remedy:
        '„sofia status gateway {name}“ sagt, warum; oft sind es Passwort, Adresse oder der Weg dorthin.',
    },
    boxesMissing: {
      remedy: 'Die Box in das Verzeichnis aufnehmen, oder ein anderes letztes Ziel wählen.',
    },
    soundsMissing: {
      remedy: '{name} in den Ordner der Tondateien von FreeSWITCH kopieren, oder eine andere wählen.',
    },
    musicMissing: { remedy: '{name} in FreeSWITCH einrichten, oder einen anderen Rufton wählen.' },
    recordingsMissing: { remedy: '{name} anlegen und dem Benutzer von FreeSWITCH geben.' },
    registrationsAll: { why: 'Jede Nebenstelle hat ein Telefon: {count}.' },
    registrationsSome: {
      why: 'Von {count} Nebenstellen haben diese jetzt kein Telefon: {extensions}.',
      remedy: 'Die Telefone einschalten, und sehen, was sie über ihre Anmeldung sagen.',
    },
    registrationsNobody: {
      why: 'Keine von {count} Nebenstellen hat ein Telefon: Kein Tischtelefon klingelt.',
      remedy:
        'Server, Benutzer und Passwort der Telefone mit dem Verzeichnis vergleichen; log-auth-failures zeigt, wer abgewiesen wird.',
    },
    registrationsUnlisted: { why: 'Das Verzeichnis lässt sich nicht auflisten.' },
    registrationsNone: { why: 'Keine eingeschaltete Gruppe ruft eine Nebenstelle.' },
    capacityGood: {
      why: 'Sitzungen: {sessions}, neue je Sekunde: {pace}, Ports für Sprache: {ports}.',
    },
    capacityUnknown: { why: 'Es hat seine Grenzen nicht genannt.' },
    portsTooFew: {
      why: '{ports} Ports für Sprache sind zu wenige für {sessions} Sitzungen. Gehen sie aus, kann FreeSWITCH mit allen Gesprächen abbrechen.',
      remedy:
        'rtp-start-port und rtp-end-port in switch.conf.xml auf mindestens {needed} Ports setzen, oder max-sessions senken.',
    },
    sessionsTooFew: {
      why: 'Eine Stufe ruft {phones} Telefone, und FreeSWITCH erlaubt {sessions} Sitzungen.',
      remedy: 'max-sessions in switch.conf.xml erhöhen.',
    },
    paceTooSlow: {
      why: 'Eine Stufe ruft {phones} Telefone, und FreeSWITCH erlaubt {pace} neue Sitzungen je Sekunde: Ein zweiter Anruf in derselben Sekunde wird abgelehnt.',
      remedy: 'sessions-per-second in switch.conf.xml auf mindestens {wanted} setzen.',
    },
    codecsGood: { why: 'Jedes Profil spricht G.711.' },
    codecsUnknown: { why: 'Kein Profil konnte angesehen werden.' },
    codecsOdd: {
      why: 'Ohne G.711 (PCMA, PCMU): {profiles}. Telefone, die nichts anderes können, klingeln nicht.',
      remedy: 'PCMA,PCMU in inbound-codec-prefs und outbound-codec-prefs aufnehmen.',
    },
    codecsFixed: {
      why: 'In {profiles} ist disable-transcoding gesetzt: Ein Telefon, das den Codec des Anrufers nicht spricht, klingelt nicht.',
      remedy: 'disable-transcoding entfernen, dann „sofia profile NAME restart“.',
    },
    lampsGood: { why: 'Tischtelefone können die Schalter anzeigen ({count}).' },
    lampsUnknown: { why: 'Kein Profil von Telefonen konnte angesehen werden.' },
    lampsOff: {
      why: 'In {profiles} ist manage-presence nicht gesetzt: Tasten mit Lampen für Schalter bleiben dunkel.',
      remedy: 'manage-presence auf true setzen, dann „sofia profile NAME restart“.',
    },
    lampsElsewhere: {
      why: 'In {profile} abonnieren Telefone Lampen von {forced} (force-subscription-domain), und die SIP-Domain ist {domain}: Die Lampen folgen den Schaltern nicht.',
      remedy: 'force-subscription-domain auf {domain} setzen, dann „sofia profile NAME restart“.',
    },
    lampsOpen: {
      why: 'In {profiles} ist auth-subscriptions nicht gesetzt: Wer den Port erreicht, sieht, wer telefoniert und welche Schalter an sind.',
      remedy: 'auth-subscriptions auf true setzen, dann „sofia profile NAME restart“.',
    },
    clockGood: { why: 'Geht wie die hiesige.' },
    clockUnknown: { why: 'Es hat die Zeit nicht genannt.' },
    clockOff: {
      why: 'Sie weicht um {seconds} s von der hiesigen ab: Die Zeiten von Anrufen passen nicht zueinander.',
      remedy: 'Auf beiden Maschinen einen NTP-Dienst betreiben.',
    },
    clockWrong: {
      why: 'Sie weicht um {seconds} s von der hiesigen ab: Die Zeiten von Anrufen sind falsch.',
      remedy: 'Auf beiden Maschinen einen NTP-Dienst betreiben; „fsctl sync_clock“ übernimmt die neue Zeit.',
    },
    zoneSame: { why: 'Wie hier ({zone}).' },
    zoneUnknown: { why: 'Es hat seine Zeitzone nicht genannt.' },
    zoneOther: {
      why: 'Hier gilt {here} ({zone}), für FreeSWITCH {there}: Zeiten in seinem Protokoll und in der Voicemail weichen von denen der Seiten ab.',
      remedy: 'Auf beiden Maschinen dieselbe Zeitzone einstellen.',
    },
    cdrsGood: { why: 'Werden nach {folder} geschrieben und dort gelesen.' },
    cdrsUnset: {
      why: 'Es werden keine gelesen (FREESWITCH_CDRS): Anrufe, die enden, während der Dienst weg ist, gelten als vielleicht verpasst.',
      remedy: 'mod_json_cdr laden und FREESWITCH_CDRS setzen, wie freeswitch/README.md es beschreibt.',
    },
    cdrsNoModule: {
      why: 'FREESWITCH_CDRS ist gesetzt, aber mod_json_cdr ist nicht geladen.',
      remedy: 'mod_json_cdr in modules.conf.xml aufnehmen.',
    },
    cdrsUnknown: { why: 'FreeSWITCH zeigt json_cdr.conf nicht.' },
    cdrsNoFiles: {
      why: 'mod_json_cdr sendet an eine Adresse und schreibt keine Dateien.',
      remedy: 'log-http-and-disk in json_cdr.conf.xml auf true setzen.',
    },
    cdrsSettings: {
      why: 'In json_cdr.conf.xml fehlt {settings}; das Ende von Anrufen ist so nicht zu lesen.',
      remedy: 'Setzen, wie freeswitch/README.md es beschreibt, und das Modul neu laden.',
    },
    mailReady: { why: 'Der Server {server} nimmt E-Mails an.' },
    mailFolder: {
      why: 'Es ist kein Server eingestellt: E-Mails werden zu Dateien in {folder}.',
      remedy: 'SMTP_URL setzen.',
    },
    mailTrouble: {
      why: '{server} nimmt keine E-Mails an: {reason}',
      remedy: 'SMTP_URL berichtigen (docs/mail.md).',
    },
    mailLinks: {
      why: 'PUBLIC_URL ist nicht gesetzt: Links in E-Mails öffnen sich nur auf dieser Maschine.',
      remedy: 'PUBLIC_URL auf die Adresse setzen, unter der die Leser die Seiten erreichen.',
    },
    mailTestSent: { why: 'Eine Probe-E-Mail an {to} wurde angenommen.' },
    mailTestFailed: {
      why: 'Eine Probe-E-Mail an {to} wurde nicht angenommen: {reason}',
      remedy: 'SMTP_URL, MAIL_FROM oder die Adresse berichtigen.',
    },
    backupGood: {
      why: 'Die letzte ist {hours} h alt und wurde zur Probe wiederhergestellt: {documents} Dokumente, {size}, {file} auf {host}.',
    },
    backupWaits: { why: 'Es gibt noch keine, weil noch keine fällig war.' },
    backupNotBegun: { why: 'Es gibt noch keine: Der Dienst lief noch nicht, seit es Sicherungen gibt.' },
    backupUnknown: { why: 'Die Datenbank war nicht zu fragen.' },
    backupOff: {
      why: 'Niemand macht Sicherungen: BACKUP_DIR ist none.',
      remedy:
        'BACKUP_DIR auf einen Ordner setzen, am besten auf einer anderen Platte (docs/backup.md), oder die Datenbank selbst sichern.',
    },
    backupNever: {
      why: 'Es gibt keine, obwohl eine fällig war.',
      remedy: 'Die Arbeiten auf der Statusseite und das Protokoll des Dienstes ansehen.',
    },
    backupFailed: {
      why: 'Der letzte Versuch ist gescheitert: {reason}',
      remedy:
        'Den Grund beheben; stündlich kommt ein neuer Versuch. „rufgruppe backup DATEI“ macht sofort eine.',
    },
    backupOld: {
      why: 'Die letzte gute ist {hours} h alt: {file} auf {host}, {size}.',
      remedy:
        'Die Arbeiten auf der Statusseite und das Protokoll des Dienstes ansehen, der Sicherungen macht.',
    },
    diskGood: { why: '{folder}: {free} von {size} frei.' },
    diskUnknown: { why: '{folder}: Der freie Platz war nicht zu lesen.' },
    diskTight: {
      why: '{folder}: nur {free} von {size} frei.',
      remedy: 'Platz schaffen, oder Aufnahmen und Anrufe weniger lang behalten.',
    },
    diskFull: {
      why: '{folder}: nur {free} von {size} frei. Ist nichts mehr frei, steht die Datenbank still.',
      remedy: 'Jetzt Platz schaffen.',
    },
    folderNotMade: { why: '{folder} gibt es noch nicht.' },
    folderForbidden: {
      why: '{folder} kann der Benutzer dieses Programms nicht lesen und schreiben.',
      remedy: 'Dem Benutzer des Dienstes das Recht dazu geben.',
    },
    recordingsNotHere: {
      why: '{folder} gibt es hier nicht: Aufnahmen lassen sich nicht anhören und werden nicht gelöscht.',
      remedy: 'Anlegen; liegt der Ordner auf einer anderen Maschine, einhängen und RECORDINGS_DIR setzen.',
    },
    cdrsNotHere: {
      why: '{folder} gibt es hier nicht (FREESWITCH_CDRS).',
      remedy:
        'FreeSWITCH legt den Ordner mit dem ersten CDR an; liegt er auf einer anderen Maschine, einhängen.',
    },
    certificatesNone: { why: 'Nichts verwendet hier TLS.' },
    certificateGood: { why: '{of}: gültig, Tage übrig: {days}.' },
    certificateSoon: { why: '{of}: läuft bald ab, Tage übrig: {days}.', remedy: 'Erneuern.' },
    certificateOver: { why: '{of}: abgelaufen, Tage seitdem: {days}.', remedy: 'Jetzt erneuern.' },
    certificateNotSeen: {
      why: '{of}: von dieser Maschine aus nicht erreichbar, das Zertifikat wird also nicht gesehen.',
    },
    certificateUnreadable: { why: '{of}: {reason}', remedy: 'Die Datei oder die Adresse berichtigen.' },
  },
};
