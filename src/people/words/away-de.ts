/** Was Seiten darüber sagen, wer in welcher Gruppe abwesend ist, auf Deutsch. */
import type { SameWords } from '../../base/model/wording.js';
import type { away as english } from './away-en.js';

export const away: SameWords<typeof english> = {
  ownTitle: 'Da oder abwesend',
  ownHint:
    'Solange Sie in einer Gruppe abwesend sind, klingeln für deren Anrufer weder Ihr Tischtelefon noch Ihr Handy. Wer Sie direkt anruft, erreicht Sie weiterhin.',
  userTitle: 'Da oder abwesend',
  userHint:
    'Wer in einer Gruppe abwesend ist, wird dort nicht angerufen, weder am Tischtelefon noch am Handy.',
  groupTitle: 'Wer da ist',
  groupHint:
    'Wer abwesend ist, wird von dieser Gruppe nicht angerufen, weder am Tischtelefon noch am Handy. Das gilt ab dem nächsten Anruf.',
  there: 'da',
  away: 'abwesend',
  awayUntil: 'abwesend bis {until}',
  fromAll: 'in allen Gruppen',
  since: 'seit {at}, von {who}',
  inNoGroup: 'In keiner Gruppe.',
  nobodyAway: 'Niemand ist abwesend.',
  noMembers: 'In dieser Gruppe ist kein Benutzer.',
  othersThere: 'Da: {names}',
  othersAway: 'Abwesend: {names}',
  noOthers: 'Sonst ist niemand in dieser Gruppe.',
  from: 'Abwesend in',
  who: 'Wer',
  allGroups: 'allen Gruppen',
  endBack: 'bis zur Rückkehr',
  leave: 'Abwesend melden',
  ownLeave: 'Ich bin abwesend',
  bringBack: 'Zurückholen',
  bringBackAll: 'In alle Gruppen zurückholen',
  ownBack: 'Ich bin wieder da',
  ownBackAll: 'Ich bin in allen Gruppen wieder da',
  inAllGroups: 'alle Gruppen',
  ownIsAway: 'Sie sind bis zur Rückkehr abwesend: {groups}.',
  ownIsAwayUntil: 'Sie sind bis {until} abwesend: {groups}.',
  ownIsBack: 'Sie sind wieder da: {groups}.',
  isAway: '{name} ist bis zur Rückkehr abwesend: {groups}.',
  isAwayUntil: '{name} ist bis {until} abwesend: {groups}.',
  isBack: '{name} ist wieder da: {groups}.',
  last: 'Sie waren die letzte Person.',
  forgotten: '{name} ist seit {since} abwesend, ohne Ende: vielleicht nicht zurückgemeldet.',
  nobodyLeft: 'In {group} ist niemand mehr da: Anrufer {go}.',
  unknownUser: 'Diesen Benutzer gibt es nicht mehr.',
  unknownGroup: 'Diese Gruppe gibt es nicht mehr.',
  notAllGroups:
    'Nichts ist geändert: für alle Gruppen muss es ein anderes Konto tun. Wählen Sie eine der Gruppen, die Sie leiten.',
  title: 'Wer ist da',
  group: 'Gruppe',
  show: 'Zeigen',
  noneToShow: 'Es gibt keine Gruppe, die gezeigt werden kann.',
  notMember: 'Dieser Benutzer gehört nicht mehr zu der Gruppe.',
  past: 'Dieser Zeitpunkt ist vorbei. Nichts wurde geändert.',
  notSaved:
    'Es konnte nicht gespeichert werden: die Datenbank antwortet nicht. Anrufe klingeln wie bisher; versuchen Sie es gleich noch einmal.',
};
