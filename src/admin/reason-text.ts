/**
 * The sentences of a routing decision in German. routing/ words each reason once, in English, for record, log and
 * command line; here each kind of sentence has its German one. What has none stays English, and a test walks through
 * everything that a decision can say. Pure.
 */
import type { Language } from './language.js';

const WEEKDAYS: Readonly<Record<string, string>> = {
  ...{ Monday: 'Montag', Tuesday: 'Dienstag', Wednesday: 'Mittwoch', Thursday: 'Donnerstag' },
  ...{ Friday: 'Freitag', Saturday: 'Samstag', Sunday: 'Sonntag' },
};

type Rule = readonly [pattern: RegExp, german: (...found: string[]) => string];

const onOff = (word: string) => (word === 'on' ? 'ein' : 'aus');

/** The first that fits the whole sentence counts. */
const RULES: readonly Rule[] = [
  [/^stage (\d): rings for (\d+) s$/, (stage, sec) => `Stufe ${stage}: klingelt ${sec} s`],
  [
    /^stage (\d) skipped: it has no members$/,
    (stage) => `Stufe ${stage} übersprungen: sie hat keine Mitarbeiter`,
  ],
  [
    /^stage (\d) skipped: nobody can be rung$/,
    (stage) => `Stufe ${stage} übersprungen: niemand kann klingeln`,
  ],
  [/^final destination: (.*)$/s, (to) => `danach: ${wordsOf(to)}`],
  [/^anonymous calls are treated like any other$/, () => 'anonyme Anrufe werden behandelt wie alle'],
  [/^anonymous calls are diverted to (.*)$/s, (to) => `anonyme Anrufe werden umgeleitet: ${wordsOf(to)}`],
  [/^anonymous calls are rejected$/, () => 'anonyme Anrufe werden abgewiesen'],
  [
    /^switch (.*) is (on|off) \((.*)\): send to (.*)$/s,
    (name, state, why, to) => `Schalter ${name} ist ${onOff(state)} (${wordsOf(why)}): ${wordsOf(to)}`,
  ],
  [
    /^switch (.*) is (on|off) \((.*)\): its rule does not hold$/s,
    (name, state, why) =>
      `Schalter ${name} ist ${onOff(state)} (${wordsOf(why)}): seine Regel trifft nicht zu`,
  ],
  [/^the destination did not take the call$/, () => 'das Ziel hat den Anruf nicht angenommen'],
  [
    /^the group was removed while the call was ringing$/,
    () => 'die Gruppe wurde gelöscht, während der Anruf klingelte',
  ],
  [
    /^the groups send the call in a circle: (.*)$/s,
    (path) => `die Gruppen schicken den Anruf im Kreis: ${path}`,
  ],
  [
    /^more groups than one call may pass through \((\d+)\): (.*)$/s,
    (most, path) => `mehr Gruppen, als ein Anruf durchlaufen darf (${most}): ${path}`,
  ],
  [/^there is no group (.*)$/s, (number) => `es gibt keine Gruppe ${number}`],
  [/^group (.*) is disabled$/s, (number) => `Gruppe ${number} ist ausgeschaltet`],
  [
    /^(.*), which cannot be rung: (.*)$/s,
    (what, why) => `${wordsOf(what)}, nicht erreichbar: ${wordsOf(why)}`,
  ],
  [/^a phone that is not rung: (.*)$/s, (why) => `ein Telefon, das nicht klingelt: ${wordsOf(why)}`],
  [/^override until changed$/, () => 'übersteuert, bis jemand es ändert'],
  [/^override until (.*)$/, (until) => `übersteuert bis ${until}`],
  [
    /^switched (on|off) by hand$/,
    (state) => `von Hand ${state === 'on' ? 'eingeschaltet' : 'ausgeschaltet'}`,
  ],
  [/^inside ([0-9:-]+)$/, (window) => `innerhalb ${window}`],
  [/^outside (.*)$/, (windows) => `außerhalb ${windows.replace(' and ', ' und ')}`],
  [/^no window on any day$/, () => 'an keinem Tag eine Zeit'],
  [/^no window on (\w+)$/, (day) => `${WEEKDAYS[day] ?? day} keine Zeit`],
  [/^mobile of (.*?): (.*)$/s, (who, why) => `Handy von ${who}: ${wordsOf(why)}`],
  [/^desk phone of (.*?): (.*)$/s, (who, why) => `Tischtelefon von ${who}: ${wordsOf(why)}`],
  [/^extension (\d+): (.*)$/s, (number, why) => `Nebenstelle ${number}: ${wordsOf(why)}`],
  [/^external number (\S+): (.*)$/s, (number, why) => `externe Nummer ${number}: ${wordsOf(why)}`],
  [/^mobile of (.*)$/s, (who) => `Handy von ${who}`],
  [/^desk phone of (.*)$/s, (who) => `Tischtelefon von ${who}`],
  [/^has neither an extension nor a mobile$/, () => 'hat weder Nebenstelle noch Handy'],
  [/^the group does not ring mobiles$/, () => 'die Gruppe lässt Handys nicht klingeln'],
  [/^no gateway is configured$/, () => 'kein Gateway eingerichtet'],
  [/^number not allowed: (.*)$/s, (why) => `Nummer nicht erlaubt: ${why}`],
  [/^already rung as (.*)$/s, (what) => `klingelt schon als ${wordsOf(what)}`],
  [/^left out$/, () => 'ausgelassen'],
  [/^the caller's own phone$/, () => 'das Telefon des Anrufers selbst'],
  [/^is calling$/, () => 'ruft selbst an'],
  [/^extension (.*)$/, (number) => `Nebenstelle ${number}`],
  [/^external number (.*)$/, (number) => `externe Nummer ${number}`],
  [/^group (.*)$/, (number) => `Gruppe ${number}`],
  [/^voicemail (.*)$/, (box) => `Voicemail ${box}`],
  [/^announcement (.*)$/, (file) => `Ansage ${file}`],
  [/^hang up with (.*)$/, (cause) => `auflegen mit ${cause}`],
];

function wordsOf(text: string): string {
  for (const [pattern, german] of RULES) {
    const found = pattern.exec(text);
    if (found !== null) return german(...found.slice(1));
  }
  return text;
}

export function reasonText(text: string, lang: Language): string {
  return lang === 'de' ? wordsOf(text) : text;
}
