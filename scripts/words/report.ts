/** Words of `npm run report`. */
import { sayer, texts } from './words.js';

export const reportTexts = texts({
  en: {
    usage: `Shows one group's daily report, or sends it.

  npm run report -- --group 700 [options]

  --group NUMBER      the hunt group
  --day 2026-11-22    the day, by default yesterday; today is reported as far as it has come
  --language de|en    by default the machine's (LC_ALL, LC_TIME, LANG) for what is shown, the group's for what is mailed
  --html FILE         where the HTML part is written
  --send              mail it to the report's recipients, also when it was mailed before`,
    noGroup: '--group is missing: --group NUMBER',
    noDate: '--day {day} is no date; write it as 2026-11-22',
    badLanguage: '--language {language} is not known; allowed are de and en',
    unknownGroup: 'There is no group {group}; there are: {groups}',
    none: 'none',
    notBegun: '--day {day} has not begun in {zone}; allowed are days up to today, {today}',
    noReport: 'Group {group} has no report in the configuration, so nobody is named to whom it could be sent',
    html: 'The HTML part is in {file}',
    sent: 'Handed in: "{subject}" to {to}. The running service sends it; the page /outbox shows how.',
  },
  de: {
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
});

export const say = sayer(reportTexts);
