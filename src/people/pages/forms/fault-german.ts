/**
 * The sentences of the configuration's checks in German, for forms. The checks word their faults once, in English, for the
 * command line and the log; here each kind of sentence has its German one. A sentence without one stays English, and a
 * test goes through all that the checks can say. Pure.
 */
import { causeOptions } from '../configuration/words.js';
import { reworded, type Rule } from './fault-rules.js';

const UNITS: Readonly<Record<string, string>> = {
  seconds: 'Sekunden',
  minutes: 'Minuten',
  hours: 'Stunden',
  days: 'Tage',
  groups: 'Gruppen',
  melodies: 'Melodien',
  calls: 'Anrufe',
  times: 'Male',
  numbers: 'Nummern',
};

const KINDS: Readonly<Record<string, string>> = {
  user: 'keinen Benutzer',
  group: 'keine Gruppe',
  switch: 'keinen Schalter',
  'holiday calendar': 'keinen Feiertagskalender',
};

/** The first that fits counts; `$1` is the first group. */
const RULES: readonly Rule[] = [
  [/^missing; (\d+) numbers outside cannot ring$/, 'fehlt; $1 externe Nummern können nicht klingeln'],
  [
    /^unknown key.*; allowed: id, name, (?:manual|schedule)$/s,
    'entweder von Hand oder nach Plan, nicht beides',
  ],
  [/^unknown key.*$/s, 'gehört nicht hierher'],
  [/^must be a block with the keys .*$/, 'muss ausgefüllt werden'],
  [/^must be a list of at most (\d+) entries$/, 'höchstens $1 Einträge'],
  [
    /^must be a whole number of (\w+) from (\d+) to (\d+)(?:, or (never|off))?$/,
    (unit = '', from = '', to = '', word = '') =>
      `eine ganze Zahl (${UNITS[unit] ?? unit}) von ${from} bis ${to}${word === '' ? '' : `, oder ${word}`}`,
  ],
  [/^the user (\S+) has no extension$/, 'der Benutzer $1 hat keine Nebenstelle'],
  [/^must be true or false$/, 'muss ja oder nein sein'],
  [/^must be 1 to 60 characters without control characters$/, '1 bis 60 Zeichen, keine Steuerzeichen'],
  [/^must be an id: .*$/, 'ein Kurzname: ein Kleinbuchstabe, dann bis zu 39 aus a-z, 0-9, _ und -'],
  [/^must be an extension: 1 to 15 digits$/, 'eine Nebenstelle: 1 bis 15 Ziffern'],
  [/^must be the number of a group: 1 to 15 digits$/, 'die Nummer einer Gruppe: 1 bis 15 Ziffern'],
  [/^must be a voicemail box: 1 to 15 digits$/, 'eine Voicemailbox: 1 bis 15 Ziffern'],
  [
    /^must be a phone number such as .*$/,
    'eine Telefonnummer wie +49 30 23125001: Ziffern, Leerzeichen, ( ) / . - und ein + vorn',
  ],
  [/^must be an e-mail address such as .*$/, 'eine E-Mail-Adresse wie vertrieb@example.com'],
  [
    /^must be the id of a user with an email, .*$/,
    'ein Benutzer mit E-Mail, eine E-Mail-Adresse, oder Name <adresse@example.com>',
  ],
  [/^must be a country of two capital letters such as DE$/, 'ein Land aus zwei Großbuchstaben wie DE'],
  [/^must be a time zone .*such as Europe\/Berlin$/, 'eine Zeitzone wie Europe/Berlin'],
  [
    /^must be a file as FreeSWITCH sees it: .*$/,
    'eine Datei, wie FreeSWITCH sie sieht: Buchstaben, Ziffern, . _ - und /, höchstens 200, kein .. und kein - vorn',
  ],
  [
    /^must be a host name or an IPv4 address: .*$/,
    'ein Rechnername oder eine IPv4-Adresse: Buchstaben, Ziffern, . und -',
  ],
  [/^must be 1 to 64 of A-Z, a-z, 0-9, _ \. and -$/, '1 bis 64 Zeichen aus A-Z, a-z, 0-9, _ . und -'],
  [
    /^must be an Alert-Info value of at most 128 of (.*)$/,
    'ein Alert-Info-Wert aus höchstens 128 Zeichen: A-Z, a-z, 0-9, Leerzeichen und < > ; = : / . _ @ ? & + -',
  ],
  [
    /^must be text of at most 60 characters; placeholders are (.*)$/,
    'Text mit höchstens 60 Zeichen; Platzhalter sind $1',
  ],
  [/^must be days such as .*$/, 'mindestens ein Wochentag'],
  [/^must be a time from "00:00" to "(23:59|24:00)"$/, 'eine Uhrzeit von 00:00 bis $1'],
  [/^must differ from "from"; .*$/, 'muss sich vom Beginn unterscheiden; der ganze Tag ist 00:00 bis 24:00'],
  [
    /^must be one destination: .*$/,
    'ein Ziel: Nebenstelle, externe Nummer, Gruppe, Voicemail, Ansage oder Auflegen',
  ],
  [
    /^must be the id of a user, \{extension: …\} or \{external: …\}$/,
    'ein Benutzer, eine Nebenstelle oder eine externe Nummer',
  ],
  [/^must be \{preset: .*$/, 'ein Hersteller mit Melodie, oder der Wert des Headers selbst'],
  [/^must be a melody's number, or for snom also (.*)$/, 'die Nummer einer Melodie, für snom auch $1'],
  [/^must be \{tone: de\}, .*$/, 'ein Ton, eine Datei oder Wartemusik'],
  [/^must be normal, reject or \{divert: …\}$/, 'normal, abweisen oder umleiten'],
  [/^must name at least one recipient$/, 'mindestens ein Empfänger'],
  [/^must be a date such as .*$/, 'ein Datum wie 2026-12-24, oder 12-24 für jedes Jahr'],
  [/^must be a code such as BY: .*$/, 'ein Kürzel wie BY: bis zu 10 Buchstaben und Ziffern'],
  [/^must be home, EU or a country such as AT$/, 'home, EU oder ein Land wie AT'],
  [
    /^must be the beginning of a number with its country code, .*$/,
    'der Anfang einer Nummer mit Landesvorwahl, wie +49180',
  ],
  [
    /^must be a block with id, name and either manual or schedule$/,
    'eines von beiden: von Hand oder nach Plan',
  ],
  [/^must be 1, the version of this format$/, 'muss 1 sein, die Version dieses Formats'],
  [/^is taken by .* already; it must be unique$/, 'ist schon vergeben; es muss eindeutig sein'],
  [
    /^no (user|group|switch|holiday calendar) has this (?:id|number).*?; (?:there are no \w+|allowed: (.*))$/s,
    (kind = '', allowed = '') =>
      `es gibt ${KINDS[kind] ?? kind} mit diesem Namen${allowed === '' ? '' : `; es gibt: ${allowed}`}`,
  ],
  [/^needs `holidays`, the id of a holiday calendar$/, 'braucht einen Feiertagskalender'],
  [/^this user has no email$/, 'dieser Benutzer hat keine E-Mail-Adresse'],
  [/^is the number of a group; .*$/, 'ist die Nummer einer Gruppe; ein Ziel kann „andere Rufgruppe“ sein'],
  [/^(\w+) has the melodies (.*)$/, '$1 hat die Melodien $2'],
  [/^emergency and short numbers cannot be called$/, 'Notruf- und Kurznummern lassen sich nicht anrufen'],
  [/^is no phone number(?: \(read in (\w+)\))?$/, 'ist keine Telefonnummer (gelesen in $1)'],
  [
    /^is no valid phone number \(read in (\w+)(?: as (\S+))?\)$/,
    (country = '', as = '') =>
      `ist keine gültige Telefonnummer (gelesen in ${country}${as === '' ? '' : ` als ${as}`})`,
  ],
  [/^is no country with phone numbers .*$/, 'ist kein Land mit Telefonnummern (ISO 3166, wie DE)'],
  [/^needs a country and a state$/, 'braucht ein Land und ein Bundesland'],
  [/^needs a country$/, 'braucht ein Land'],
  [/^needs a state$/, 'braucht ein Bundesland'],
  [/^no holidays are known for this country$/, 'für dieses Land sind keine Feiertage bekannt'],
  [
    /^(\w+) has no (states|regions)$/,
    (place = '', what = '') => `${place} hat keine ${what === 'states' ? 'Bundesländer' : 'Regionen'}`,
  ],
  [/^must be one of (.*USER_BUSY.*)$/, () => `eines von ${causes()}`],
  [/^must be one of (.*)$/, 'eines von $1'],
  [
    /^will not ring: (.*) \(settings\.externalNumbers\)$/,
    (why = '') => `klingelt nicht: ${germanOf(why)} (Einstellungen, erlaubte Nummern)`,
  ],
  [/^numbers with (\S+) are never called \(neverPrefixes\)$/, 'Nummern mit $1 werden nie angerufen'],
  [
    /^has no area code; write it with its area code, or with \+ and the country code \(read in (\w+)\)$/,
    'hat keine Vorwahl; mit Vorwahl schreiben, oder mit + und der Landesvorwahl (gelesen in $1)',
  ],
  [
    /^has no area code; write it with (\S+) in front, or with \+ and the country code \(read in (\w+)\)$/,
    'hat keine Vorwahl; mit $1 davor schreiben, oder mit + und der Landesvorwahl (gelesen in $2)',
  ],
  [
    /^satellite and international networks are not allowed \((.*)\)$/,
    'Satelliten- und internationale Netze sind nicht erlaubt ($1)',
  ],
  [/^country (\w+) is not allowed$/, 'das Land $1 ist nicht erlaubt'],
  [/^numbers of an unknown kind are not allowed$/, 'Nummern unbekannter Art sind nicht erlaubt'],
  [/^(.*) numbers are not allowed$/, 'Nummern dieser Art ($1) sind nicht erlaubt'],
  [/^has no effect without onHolidays: .*$/, 'wirkt nicht, solange Feiertage wie andere Tage sind'],
  [/^has no effect without publicNumber$/, 'wirkt nicht ohne die öffentliche Nummer der Gruppe'],
  [/^never ends; mails will be sent once a day$/, 'endet nie; Mails gehen einmal am Tag'],
  [
    /^nobody would be left in this stage; .*$/,
    'in dieser Stufe wäre niemand mehr; entfernen Sie die Stufe oder fügen Sie jemanden hinzu',
  ],
  [/^is in no group$/, 'ist in keiner Gruppe'],
  [/^has neither an extension nor a mobile$/, 'hat weder Nebenstelle noch Handy'],
  [/^can ring nobody and will be skipped$/, 'kann niemanden klingeln lassen und wird übersprungen'],
  [
    /^delaySec: would never ring: the stage lasts (\d+) seconds$/,
    'klingelt nie: die Stufe dauert $1 Sekunden',
  ],
  [
    /^mobile\.delaySec of (\S+): would never ring: the stage lasts (\d+) seconds$/,
    'das Handy von $1 klingelt nie: die Stufe dauert $2 Sekunden',
  ],
  [/^is in this stage already; rings once$/, 'ist schon in dieser Stufe; klingelt einmal'],
  [
    /^a call can go in a circle \((.*)\) and is refused when it comes back$/,
    'ein Anruf kann im Kreis gehen ($1) und wird bei der Rückkehr abgewiesen',
  ],
];

function causes(): string {
  return causeOptions('de')
    .map(({ text }) => text)
    .join(', ');
}

/** The German sentence for one of the checks. */
export function germanOf(message: string): string {
  return reworded(message, RULES);
}
