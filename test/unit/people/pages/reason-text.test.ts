import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { worded } from '../../../../src/base/model/wording.js';
import { reasonText } from '../../../../src/people/pages/reason-text.js';
import { CALL_WORDS, factText, switchNextText, switchWhyText } from '../../../../src/calls/words/words.js';
import type {
  DestinationFact,
  Fact,
  NotRungWho,
  NotRungWhy,
  SwitchNextFact,
  SwitchWhy,
} from '../../../../src/base/model/reason.js';
import type { NotMissedWhy, StepFact } from '../../../../src/base/model/call-record.js';

/** For each kind its examples: the value, its English and its German words. A kind that is missing does not compile. */
type Examples<T extends { readonly kind: string }> = {
  readonly [K in T['kind']]: readonly (readonly [T & { readonly kind: K }, string, string])[];
};

function all<T extends { readonly kind: string }>(examples: Examples<T>): (readonly [T, string, string])[] {
  return Object.values<readonly (readonly [T, string, string])[]>(examples).flat();
}

const NIGHT = { name: 'Night', on: false, why: { kind: 'inside', window: '18:00-08:00' } } as const;
const BOX = { kind: 'voicemail', box: '1001' } as const;

const FACTS: Examples<Fact> = {
  stageRings: [
    [{ kind: 'stageRings', stage: 2, ringSec: 20 }, 'stage 2: rings for 20 s', 'Stufe 2: klingelt 20 s'],
    [
      { kind: 'stageRings', stage: 2, ringSec: 5, goesOn: true },
      'stage 2 goes on: rings for 5 s',
      'Stufe 2 geht weiter: klingelt 5 s',
    ],
  ],
  stageEmpty: [
    [
      { kind: 'stageEmpty', stage: 1 },
      'stage 1 skipped: it has no members',
      'Stufe 1 übersprungen: sie hat keine Mitarbeiter',
    ],
  ],
  stageRingsNobody: [
    [
      { kind: 'stageRingsNobody', stage: 3 },
      'stage 3 skipped: nobody can be rung',
      'Stufe 3 übersprungen: niemand kann klingeln',
    ],
  ],
  notRung: [
    [
      { kind: 'notRung', who: { kind: 'mobile', name: 'Anna Schmidt' }, why: { kind: 'mobilesOff' } },
      'mobile of Anna Schmidt: the group does not ring mobiles',
      'Handy von Anna Schmidt: die Gruppe lässt Handys nicht klingeln',
    ],
  ],
  anonymousAsAnyOther: [
    [
      { kind: 'anonymousAsAnyOther' },
      'anonymous calls are treated like any other',
      'anonyme Anrufe werden behandelt wie alle',
    ],
  ],
  blocked: [
    [
      { kind: 'blocked', everywhere: false, rule: '…001', reason: '' },
      'blocked by rule …001',
      'gesperrt durch Regel …001',
    ],
    [
      { kind: 'blocked', everywhere: true, rule: '+49900*', reason: 'dear' },
      'blocked by rule +49900* of all groups: dear',
      'gesperrt durch Regel +49900* aller Gruppen: dear',
    ],
  ],
  anonymousRejected: [
    [{ kind: 'anonymousRejected' }, 'anonymous calls are rejected', 'anonyme Anrufe werden abgewiesen'],
  ],
  switchPassed: [
    [
      { kind: 'switchPassed', switch: NIGHT },
      'switch Night is off (inside 18:00-08:00): its rule does not hold',
      'Schalter Night ist aus (in der Zeit 18:00-08:00): seine Regel trifft nicht zu',
    ],
  ],
  sent: [
    [
      { kind: 'sent', by: { kind: 'switch', switch: { ...NIGHT, on: true } }, to: BOX },
      'switch Night is on (inside 18:00-08:00): send to voicemail 1001',
      'Schalter Night ist ein (in der Zeit 18:00-08:00): Voicemail 1001',
    ],
    [
      { kind: 'sent', by: { kind: 'anonymous' }, to: { kind: 'announcement', file: 'closed.wav' } },
      'anonymous calls are diverted to announcement closed.wav',
      'anonyme Anrufe werden umgeleitet: Ansage closed.wav',
    ],
    [
      {
        kind: 'sent',
        by: { kind: 'final' },
        to: { kind: 'closed', to: { kind: 'external', digits: '…011' }, why: { kind: 'noGateway' } },
      },
      'final destination: external number …011, which cannot be rung: no gateway is configured',
      'danach: externe Nummer …011, nicht erreichbar: kein Gateway eingerichtet',
    ],
    [
      { kind: 'sent', by: { kind: 'final' }, to: { kind: 'own', why: { kind: 'callersOwn' } } },
      "final destination: a phone that is not rung: the caller's own phone",
      'danach: ein Telefon, das nicht klingelt: das Telefon des Anrufers selbst',
    ],
  ],
  destinationDidNotTake: [
    [
      { kind: 'destinationDidNotTake' },
      'the destination did not take the call',
      'das Ziel hat den Anruf nicht angenommen',
    ],
  ],
  soundMissing: [
    [
      { kind: 'soundMissing', file: 'nofile.wav' },
      'FreeSWITCH does not have nofile.wav; the call was not answered',
      'FreeSWITCH hat nofile.wav nicht; der Anruf wurde nicht angenommen',
    ],
  ],
  boxMissing: [
    [
      { kind: 'boxMissing', box: '1999' },
      'FreeSWITCH does not have the voicemail box 1999; the call was not answered',
      'FreeSWITCH hat die Voicemailbox 1999 nicht; der Anruf wurde nicht angenommen',
    ],
  ],
  playedNothing: [
    [
      { kind: 'playedNothing', what: 'announcement', name: 'closed.wav' },
      'FreeSWITCH could not play closed.wav: the caller was answered and heard nothing',
      'FreeSWITCH konnte closed.wav nicht abspielen: der Anrufer wurde angenommen und hörte nichts',
    ],
    [
      { kind: 'playedNothing', what: 'voicemail', name: '1001' },
      'the voicemail box 1001 ended at once: the caller was answered and heard nothing',
      'die Voicemailbox 1001 endete sofort: der Anrufer wurde angenommen und hörte nichts',
    ],
  ],
  ringbackMissing: [
    [
      { kind: 'ringbackMissing', name: 'please.wav' },
      'FreeSWITCH does not have please.wav; the caller hears a tone instead',
      'FreeSWITCH hat please.wav nicht; der Anrufer hört stattdessen einen Ton',
    ],
  ],
  greeting: [
    [
      { kind: 'greeting', file: 'hello.wav', answers: false },
      'greeting hello.wav, without answering the call',
      'Begrüßung hello.wav, ohne den Anruf anzunehmen',
    ],
    [
      { kind: 'greeting', file: 'hello.wav', answers: true },
      'greeting hello.wav, the call is answered for it',
      'Begrüßung hello.wav, der Anruf wird dafür angenommen',
    ],
  ],
  recordingNotice: [
    [
      { kind: 'recordingNotice', file: 'notice.wav' },
      'notice of the recording: notice.wav',
      'Hinweis auf die Aufzeichnung: notice.wav',
    ],
  ],
  greetingMissing: [
    [
      { kind: 'greetingMissing', file: 'hello.wav' },
      'FreeSWITCH does not have the greeting hello.wav; phones ring without it',
      'FreeSWITCH hat die Begrüßung hello.wav nicht; Telefone klingeln ohne sie',
    ],
  ],
  noticeMissing: [
    [
      { kind: 'noticeMissing', file: 'notice.wav' },
      'FreeSWITCH does not have the notice notice.wav; the talk is not recorded',
      'FreeSWITCH hat den Hinweis notice.wav nicht; das Gespräch wird nicht aufgezeichnet',
    ],
  ],
  notRecordedWithoutNotice: [
    [
      { kind: 'notRecordedWithoutNotice', file: 'notice.wav' },
      'not recorded: the notice notice.wav was not heard to its end',
      'nicht aufgezeichnet: Der Hinweis notice.wav wurde nicht bis zum Ende gehört',
    ],
  ],
  recorded: [
    [
      { kind: 'recorded', who: 'Anna' },
      'recorded: the talk with Anna, until Anna left it',
      'aufgezeichnet: das Gespräch mit Anna, bis Anna es verließ',
    ],
  ],
  recordedOn: [
    [
      { kind: 'recordedOn', who: 'Bernd', atSec: 83 },
      'the recording went on with Bernd, from 1:23 of the file',
      'die Aufzeichnung lief mit Bernd weiter, ab 1:23 der Datei',
    ],
    [
      { kind: 'recordedOn', who: '', atSec: 3 },
      'the recording went on, from 0:03 of the file',
      'die Aufzeichnung lief weiter, ab 0:03 der Datei',
    ],
  ],
  recordingPaused: [
    [
      { kind: 'recordingPaused', who: 'Anna', atSec: 42 },
      'Anna paused the recording at 0:42 of the file',
      'Anna hat die Aufzeichnung angehalten, bei 0:42 der Datei',
    ],
  ],
  recordingResumed: [
    [
      { kind: 'recordingResumed', who: 'Anna', atSec: 670 },
      'Anna went on with the recording at 11:10 of the file',
      'Anna hat die Aufzeichnung fortgesetzt, bei 11:10 der Datei',
    ],
  ],
  talkedOn: [
    [
      { kind: 'talkedOn', who: 'Bernd' },
      'the caller was handed on and talked to Bernd',
      'der Anrufer wurde weitergegeben und sprach mit Bernd',
    ],
    [{ kind: 'talkedOn', who: '' }, 'the caller was handed on', 'der Anrufer wurde weitergegeben'],
  ],
  pickedUp: [
    [
      { kind: 'pickedUp', who: 'Bernd' },
      'Bernd took the ringing call by code',
      'Bernd hat den klingelnden Anruf mit einem Code übernommen',
    ],
  ],
  noController: [
    [
      { kind: 'noController' },
      'no controller took the call; FreeSWITCH went on with its dialplan',
      'keine Steuerung hat den Anruf übernommen; FreeSWITCH machte mit dem Dialplan weiter',
    ],
  ],
  wentOnAlone: [
    [
      { kind: 'wentOnAlone' },
      'the call went on without a controller; how it ended FreeSWITCH told later',
      'der Anruf lief ohne Steuerung weiter; wie er endete, sagte FreeSWITCH später',
    ],
  ],
  endUnknown: [
    [
      { kind: 'endUnknown' },
      'the call went on without a controller; nobody saw how it ended',
      'der Anruf lief ohne Steuerung weiter; niemand hat gesehen, wie er endete',
    ],
  ],
  notRecorded: [
    [
      { kind: 'notRecorded', file: '/rec/a.wav' },
      'not recorded: FreeSWITCH could not write /rec/a.wav',
      'nicht aufgezeichnet: FreeSWITCH konnte /rec/a.wav nicht schreiben',
    ],
  ],
  callsTooOften: [
    [
      { kind: 'callsTooOften', by: 'caller', most: 60 },
      'refused: this number calls more than 60 times a minute',
      'abgewiesen: diese Nummer ruft öfter als 60-mal in der Minute an',
    ],
    [
      { kind: 'callsTooOften', by: 'withheld', most: 300 },
      'refused: more than 300 calls without a number come to this group in a minute',
      'abgewiesen: mehr als 300 Anrufe ohne Nummer bei dieser Gruppe in einer Minute',
    ],
  ],
  groupRemoved: [
    [
      { kind: 'groupRemoved' },
      'the group was removed while the call was ringing',
      'die Gruppe wurde gelöscht, während der Anruf klingelte',
    ],
  ],
  groupUnknown: [
    [{ kind: 'groupUnknown', group: '799' }, 'there is no group 799', 'es gibt keine Gruppe 799'],
  ],
  groupDisabled: [
    [{ kind: 'groupDisabled', group: '700' }, 'group 700 is disabled', 'Gruppe 700 ist ausgeschaltet'],
  ],
  circle: [
    [
      { kind: 'circle', path: ['700', '701', '700'] },
      'the groups send the call in a circle: 700 → 701 → 700',
      'die Gruppen schicken den Anruf im Kreis: 700 → 701 → 700',
    ],
  ],
  tooManyGroups: [
    [
      { kind: 'tooManyGroups', most: 1, path: ['700', '701'] },
      'more groups than one call may pass through (1): 700 → 701',
      'mehr Gruppen, als ein Anruf durchlaufen darf (1): 700 → 701',
    ],
  ],
};

const OUTSIDE = {
  outside: [
    [{ kind: 'outside', windows: ['08:00-18:00'] }, 'outside 08:00-18:00', 'außerhalb der Zeit 08:00-18:00'],
    [
      { kind: 'outside', windows: ['08:00-12:00', '13:00-18:00'] },
      'outside 08:00-12:00 and 13:00-18:00',
      'außerhalb der Zeiten 08:00-12:00 und 13:00-18:00',
    ],
  ],
  notThisDay: [[{ kind: 'notThisDay', weekday: 7 }, 'no window on Sunday', 'sonntags kein Zeitfenster']],
  never: [[{ kind: 'never' }, 'no window on any day', 'an keinem Tag ein Zeitfenster']],
} as const;

const SWITCHES: Examples<SwitchWhy> = {
  ...OUTSIDE,
  override: [[{ kind: 'override' }, 'overridden', 'übersteuert']],
  overrideOpen: [[{ kind: 'overrideOpen' }, 'override until changed', 'übersteuert, bis jemand es ändert']],
  overrideUntil: [
    [
      { kind: 'overrideUntil', until: '2026-11-26 08:00' },
      'override until 26 Nov 2026, 08:00',
      'übersteuert bis 26.11.2026, 08:00',
    ],
  ],
  byHand: [
    [{ kind: 'byHand', on: true }, 'switched on by hand', 'von Hand eingeschaltet'],
    [{ kind: 'byHand', on: false }, 'switched off by hand', 'von Hand ausgeschaltet'],
  ],
  // Named as words of other reasons are.
  holiday: [[{ kind: 'holiday', name: 'left out' }, 'left out', 'left out']],
  inside: [[{ kind: 'inside', window: '18:00-08:00' }, 'inside 18:00-08:00', 'in der Zeit 18:00-08:00']],
};

const NEXT: Examples<SwitchNextFact> = {
  at: [
    [
      { kind: 'at', at: '2026-11-26 08:00', on: false },
      'until 26 Nov 2026, 08:00, then off',
      'bis 26.11.2026, 08:00, dann aus',
    ],
    [
      { kind: 'at', at: '2026-11-26 08:00', on: true },
      'until 26 Nov 2026, 08:00, then on',
      'bis 26.11.2026, 08:00, dann ein',
    ],
  ],
  byHand: [[{ kind: 'byHand' }, 'until somebody changes it', 'bis jemand es ändert']],
  never: [[{ kind: 'never' }, 'its schedule never changes', 'der Plan wechselt nie']],
};

const NOT_RUNG: Examples<NotRungWhy> = {
  ...OUTSIDE,
  publicHoliday: [
    [{ kind: 'publicHoliday', name: 'Neujahr' }, 'public holiday: Neujahr', 'Feiertag: Neujahr'],
  ],
  noPhone: [
    [{ kind: 'noPhone' }, 'has neither an extension nor a mobile', 'hat weder Nebenstelle noch Handy'],
  ],
  away: [
    [{ kind: 'away' }, 'away', 'abwesend'],
    [{ kind: 'away', until: '14:00' }, 'away until 14:00', 'abwesend bis 14:00'],
    [
      { kind: 'away', until: '2026-11-26 08:00' },
      'away until 26 Nov 2026, 08:00',
      'abwesend bis 26.11.2026, 08:00',
    ],
  ],
  mobilesOff: [
    [{ kind: 'mobilesOff' }, 'the group does not ring mobiles', 'die Gruppe lässt Handys nicht klingeln'],
  ],
  noGateway: [[{ kind: 'noGateway' }, 'no gateway is configured', 'kein Gateway eingerichtet']],
  numberRefused: [
    [
      { kind: 'numberRefused', because: 'country FR is not allowed' },
      'number not allowed: country FR is not allowed',
      'Nummer nicht erlaubt: das Land FR ist nicht erlaubt',
    ],
  ],
  alreadyRung: [
    [
      { kind: 'alreadyRung', as: 'mobile of: x' },
      'already rung as mobile of: x',
      'klingelt schon als mobile of: x',
    ],
  ],
  callersOwn: [[{ kind: 'callersOwn' }, "the caller's own phone", 'das Telefon des Anrufers selbst']],
  busy: [[{ kind: 'busy' }, 'talks on the phone', 'spricht gerade']],
  tooLate: [
    [
      { kind: 'tooLate', delaySec: 30, ringSec: 20 },
      'would begin after 30 s; ringing is over after 20 s',
      'würde nach 30 s beginnen; nach 20 s klingelt es nicht mehr',
    ],
  ],
  leftOut: [[{ kind: 'leftOut' }, 'left out', 'ausgelassen']],
  rungTooOften: [
    [
      { kind: 'rungTooOften', by: 'caller', most: 60 },
      'has rung 60 times for this caller within an hour; more is not allowed',
      'hat in einer Stunde 60-mal für diesen Anrufer geklingelt; mehr ist nicht erlaubt',
    ],
    [
      { kind: 'rungTooOften', by: 'withheld', most: 300 },
      'has rung 300 times for callers of this group without a number within an hour; more is not allowed',
      'hat in einer Stunde 300-mal für Anrufer dieser Gruppe ohne Nummer geklingelt; mehr ist nicht erlaubt',
    ],
    [
      { kind: 'rungTooOften', by: 'group', most: 1000 },
      'has rung 1000 times for this group within an hour; more is not allowed',
      'hat in einer Stunde 1000-mal für diese Gruppe geklingelt; mehr ist nicht erlaubt',
    ],
  ],
  tooManyRing: [
    [
      { kind: 'tooManyRing', most: 1000 },
      '1000 numbers outside ring already; more is not allowed',
      'es klingeln schon 1000 externe Nummern; mehr sind nicht erlaubt',
    ],
  ],
};

const WHO: Examples<NotRungWho> = {
  desk: [[{ kind: 'desk', name: 'Ben: (on)' }, 'desk phone of Ben: (on)', 'Tischtelefon von Ben: (on)']],
  mobile: [[{ kind: 'mobile', name: 'Ben' }, 'mobile of Ben', 'Handy von Ben']],
  labelled: [[{ kind: 'labelled', name: 'On call' }, 'On call', 'On call']],
  extension: [[{ kind: 'extension', extension: '1001' }, 'extension 1001', 'Nebenstelle 1001']],
  number: [[{ kind: 'number', digits: '…456' }, 'external number …456', 'externe Nummer …456']],
};

const DESTINATIONS: Examples<DestinationFact> = {
  extension: [[{ kind: 'extension', extension: '1001' }, 'extension 1001', 'Nebenstelle 1001']],
  external: [[{ kind: 'external', digits: '…010' }, 'external number …010', 'externe Nummer …010']],
  group: [[{ kind: 'group', group: '701' }, 'group 701', 'Gruppe 701']],
  voicemail: [[BOX, 'voicemail 1001', 'Voicemail 1001']],
  announcement: [[{ kind: 'announcement', file: 'a.wav' }, 'announcement a.wav', 'Ansage a.wav']],
  hangup: [[{ kind: 'hangup', cause: 'USER_BUSY' }, 'hang up (busy)', 'auflegen (besetzt)']],
};

const NOT_MISSED: Examples<NotMissedWhy> = {
  withheld: [
    [{ kind: 'withheld' }, 'calls without a number do not count', 'Anrufe ohne Rufnummer zählen nicht'],
  ],
  refused: [[{ kind: 'refused' }, 'the call was refused', 'der Anruf wurde abgewiesen']],
  blocked: [[{ kind: 'blocked' }, 'the number is blocked', 'die Nummer ist gesperrt']],
  taken: [
    [
      { kind: 'taken', by: 'voicemail' },
      'a voicemail box took the call',
      'das letzte Ziel nahm den Anruf: Voicemail',
    ],
  ],
  divertedNever: [
    [{ kind: 'divertedNever' }, 'diverted calls do not count', 'umgeleitete Anrufe zählen nicht'],
  ],
  divertedTo: [
    [{ kind: 'divertedTo', to: 'announcement' }, 'diverted to an announcement', 'umgeleitet: Ansage'],
  ],
  gaveUpNever: [
    [
      { kind: 'gaveUpNever', afterSec: 9 },
      'gave up after 9 s, which does not count',
      'nach 9 s aufgelegt, das zählt nicht',
    ],
  ],
  gaveUpEarly: [
    [
      { kind: 'gaveUpEarly', afterSec: 3, countsFromSec: 5 },
      'gave up after 3 s, counts from 5 s on',
      'nach 3 s aufgelegt, zählt ab 5 s',
    ],
  ],
};

function german(fact: StepFact): string {
  return reasonText({ text: 'english', fact }, 'de');
}

describe('A reason', () => {
  for (const [fact, en, de] of all(FACTS)) {
    test(de, () => {
      assert.equal(factText(fact), en);
      assert.equal(reasonText({ text: en, fact }, 'en'), en);
      assert.equal(german(fact), de);
    });
  }

  test('tells of every kind why somebody does not ring', () => {
    for (const [why, en, de] of all(NOT_RUNG)) {
      const fact: Fact = { kind: 'notRung', who: { kind: 'extension', extension: '1001' }, why };
      assert.equal(factText(fact), `extension 1001: ${en}`);
      assert.equal(german(fact), `Nebenstelle 1001: ${de}`);
    }
  });

  test('names everybody who does not ring, whatever the name is', () => {
    for (const [who, en, de] of all(WHO)) {
      const fact: Fact = { kind: 'notRung', who, why: { kind: 'leftOut' } };
      assert.equal(factText(fact), `${en}: left out`);
      assert.equal(german(fact), `${de}: ausgelassen`);
    }
  });

  test('names every kind of destination', () => {
    for (const [to, en, de] of all(DESTINATIONS)) {
      const fact: Fact = { kind: 'sent', by: { kind: 'final' }, to };
      assert.equal(factText(fact), `final destination: ${en}`);
      assert.equal(german(fact), `danach: ${de}`);
    }
  });

  test('tells of every kind why a switch is on or off', () => {
    for (const [why, en, de] of all(SWITCHES)) {
      assert.equal(switchWhyText(why, 'en'), en);
      assert.equal(switchWhyText(why, 'de'), de);
      assert.equal(
        german({ kind: 'switchPassed', switch: { name: 'A (x): y', on: true, why } }),
        `Schalter A (x): y ist ein (${de}): seine Regel trifft nicht zu`,
      );
    }
  });

  test('tells of every switch until when it stays so, and what comes then', () => {
    for (const [next, en, de] of all(NEXT)) {
      assert.equal(switchNextText(next, 'en'), en);
      assert.equal(switchNextText(next, 'de'), de);
      const fact: Fact = {
        kind: 'sent',
        by: { kind: 'switch', switch: { name: 'Night', on: true, why: { kind: 'override' }, next } },
        to: BOX,
      };
      assert.equal(factText(fact), `switch Night is on (overridden, ${en}): send to voicemail 1001`);
      assert.equal(german(fact), `Schalter Night ist ein (übersteuert, ${de}): Voicemail 1001`);
    }
  });

  test('tells that a call is missed, or why not', () => {
    assert.equal(
      german({ kind: 'missed', why: { kind: 'gaveUp', afterSec: 14, stage: 2 } }),
      'verpasster Anruf: hat nach 14 s aufgelegt, in Stufe 2',
    );
    for (const [why, en, de] of all(NOT_MISSED)) {
      assert.equal(worded(CALL_WORDS.en.notMissed, why), en);
      assert.equal(german({ kind: 'notMissed', why }), `kein verpasster Anruf: ${de}`);
    }
  });

  test('of a record without data, or of a version with more kinds, stays English', () => {
    assert.equal(reasonText({ text: 'stage 1: rings for 20 s' }, 'de'), 'stage 1: rings for 20 s');
    const newer = { kind: 'notRung', who: { kind: 'robot' }, why: { kind: 'asleep' } } as unknown as Fact;
    assert.equal(reasonText({ text: 'the robot sleeps', fact: newer }, 'de'), 'the robot sleeps');
  });
});
