import assert from 'node:assert/strict';
import path from 'node:path';
import { before, test } from 'node:test';
import { loadMailTemplates, type RenderMail } from '../../../../src/afterwards/mail/templates.js';
import type { CallbackItem } from '../../../../src/base/model/callback-item.js';
import type { Group, ReportPolicy, User } from '../../../../src/base/model/snapshot.js';
import { projectFolder } from '../../../../src/base/project-folder.js';
import type { CallRecord } from '../../../../src/base/model/call-record.js';
import { makeReport, type ReportInput } from '../../../../src/afterwards/reports/make.js';
import {
  aGroup,
  aSnapshot,
  aStage,
  at,
  aUser,
  aWindow,
  manualSwitch,
  scheduledSwitch,
  userMember,
} from '../../../factories.js';
import { anItem, CALLS, POLICY, storeOf } from './a-sunday.js';
import { ANNA, answered, DAY, legOf, missed } from './calls.js';

let render: RenderMail;
before(async () => {
  render = await loadMailTemplates(path.join(projectFolder(), 'templates'), ['daily-report']);
});

function reported(policy: Partial<ReportPolicy> = {}, group: Partial<Group> = {}): Group {
  return aGroup({ name: 'Vertrieb', report: { ...POLICY, ...policy }, ...group });
}

async function mailOf(calls: readonly CallRecord[], group = reported(), changes: Partial<ReportInput> = {}) {
  const { mail } = await makeReport({
    snapshot: aSnapshot({ groups: [group, aGroup({ number: '701', name: 'Support' })] }),
    group,
    day: DAY,
    calls: storeOf(calls),
    callbacks: () => Promise.resolve({ longest: [], total: 0 }),
    render,
    now: at('2026-11-23T06:00').toJSDate(),
    ...changes,
  });
  return mail;
}

function waiting(longest: readonly CallbackItem[], total = longest.length) {
  return Promise.resolve({ longest, total });
}

test('calls while members were away are told, but not whose absence it was', async () => {
  const bernd = aUser({ id: 'bernd', extension: '1002' });
  const stages = (...users: readonly User[]) => [aStage(users.map((user) => userMember(user)))];
  const told = async (perPerson: boolean, ...users: readonly User[]) => {
    const { text } = await mailOf(CALLS, reported({ perPerson }, { stages: stages(...users) }));
    return text.includes('während Mitarbeiter abwesend waren');
  };
  assert.equal(await told(false, aUser(), bernd), true);
  assert.equal(await told(false, aUser()), false);
  assert.equal(await told(true, aUser()), true);
});

test('the plain part of a day that was counted by hand', async () => {
  const callbacks = () =>
    waiting([
      anItem(),
      anItem({
        count: 1,
        firstAt: at('2026-11-21T17:30').toJSDate(),
        state: 'taken',
        caller: { key: '1', number: '03023125002', name: null },
        taken: { who: 'Anna Schmidt', at: new Date(0), until: new Date(0) },
      }),
    ]);
  const { subject, text } = await mailOf(CALLS, reported(), { callbacks });
  assert.equal(subject, 'Vertrieb, So., 22. Nov. 2026: 10 Anrufe, 2 verpasst');
  const wanted = `Tagesbericht · Gruppe 700
Vertrieb
Sonntag, 22. November 2026

Anrufe      10        +7
angenommen   4  40 %  +2
verpasst     2  20 %  +1
umgeleitet   1  10 %  +1
Veränderung gegenüber Sonntag der Vorwoche
3 weder angenommen noch verpasst noch umgeleitet: 1 aufgelegt, ohne als verpasst zu zählen, 1 abgewiesen, 1 Ende nicht bekannt
1 Anruf ohne Rufnummer
3 Anrufe, während Mitarbeiter abwesend waren

Hinweise
* Handy von Anna Schmidt hat 2-mal abgenommen, ohne dass die 1 gedrückt wurde. Vermutlich nimmt dort eine Mailbox ab.
* Telefon 1009 war den ganzen Tag nicht angemeldet (2 Anrufe).
* 1 Anruf lief ohne diesen Dienst weiter, und niemand hat gesehen, wie er endete.

Nach Stunden
08  3  ##!
09  2  ##
10  0
11  1  !
12  3  >--
13  1  -
# angenommen   ! verpasst   > umgeleitet   - sonstige

Zeiten
                             im Mittel  längste         gesamt
Wartezeit bis zur Annahme      19 Sek.  40 Sek.
Wartezeit verpasster Anrufe    25 Sek.  36 Sek.
Gesprächszeit                  16 Min.   1 Std.  1 Std. 5 Min.

Angenommen nach Stufen
              angenommen
Stufe 1                2  50 %
Stufe 2                1  25 %
Letztes Ziel           1  25 %

Nach Mitarbeitern
Mitarbeiter      geklingelt  angenommen  Gesprächszeit
Bernd Brandt              4           2  1 Std. 3 Min.
Anna Schmidt              6           1  1 Min. 5 Sek.
+49 30 23125999           0           1        34 Sek.

Offene Rückrufe (Stand: 23. Nov., 06:00)
* 03023125002, 1 Anruf, 21. Nov., 17:30, übernommen von Anna Schmidt
* +49 30 23125001 (Bäckerei Lindner), 2 Anrufe seit 09:01, noch von niemandem übernommen

Anrufliste
Zeit   Anrufer          Wartezeit  Gespräch  Ergebnis
08:05  +49 30 23125001       0:04      1:05  angenommen: Anna Schmidt
08:20  +49 30 23125001       0:08      3:20  angenommen: Bernd Brandt
08:59  +49 30 23125001       0:14         –  verpasst: hat nach 14 s aufgelegt, in Stufe 1
09:00  +49 30 23125001       0:24   1:00:01  angenommen: Bernd Brandt
09:30  +49 30 23125001       0:40      0:34  angenommen: +49 30 23125999
11:00  ohne Rufnummer        0:36         –  verpasst: niemand hat abgenommen; letztes Ziel: Voicemail
12:00  +49 30 23125001       0:00         –  umgeleitet: Schalter: Ansage
12:30  +49 30 23125001       0:02         –  sonstige: aufgelegt, ohne als verpasst zu zählen
12:40  +49 30 23125001       0:50         –  sonstige: Ende nicht bekannt
13:00  1005 (Dora)           0:00         –  sonstige: abgewiesen, über 701 Support

-- 
Gezählt ist jeder Anruf, der an diesem Tag begann (Zeitzone Europe/Berlin).
`;
  const plain = (value: string) => value.replaceAll('\u00a0', ' ');
  assert.deepEqual(plain(text).split('\n'), wanted.split('\n'));
});

test('the id is the same at every attempt, and the file is attached under a name of its own', async () => {
  const mail = await mailOf(CALLS);
  assert.equal(mail.id, 'report 700 2026-11-22');
  assert.deepEqual([mail.kind, mail.group, mail.to, mail.follows], ['report', '700', POLICY.to, undefined]);
  const [file] = mail.attachments;
  assert.ok(file);
  assert.equal(file.filename, 'anrufe-700-2026-11-22.csv');
  assert.equal(file.content.split('\r\n').length, 12);
});

test('a week before without calls is told in words', async () => {
  const { text } = await mailOf(CALLS.slice(0, 10), reported({}, { language: 'en' }));
  assert.match(text, /\ncalls +10\nanswered +4 +40%\n/);
  assert.match(text, /Change against Sunday of the week before: no calls then/);
});

test('the figures of the week before are those that were mailed, when they are known', async () => {
  const figures = { calls: 12, answered: 4, missed: 0, diverted: 1, other: 7 };
  const past = {
    day: (group: string, day: string) => {
      assert.deepEqual([group, day], ['700', '2026-11-15']);
      return Promise.resolve({ group, day, timezone: 'Europe/Berlin', ...figures, madeAt: new Date(0) });
    },
  };
  const { text } = await mailOf(CALLS, reported(), { past });
  assert.match(text, /Anrufe +10 +−2\n.*±0\n.*\+2\n.*±0\n/);
});

test('a day without calls has no chart, no list and an empty file', async () => {
  const mail = await mailOf([]);
  assert.match(mail.text, /An diesem Tag gab es keine Anrufe\./);
  assert.doesNotMatch(mail.text, /Nach Stunden|Anrufliste|Zeiten|NaN|–/);
  assert.match(mail.text, /Niemand wartet auf einen Rückruf\./);
  assert.equal(mail.attachments[0]?.content.split('\r\n').length, 2);
});

test('without figures of persons nothing tells who answered: not the mail, not the file, not a stage of one person', async () => {
  const alone = answered(
    '10:00',
    { ...ANNA, stage: 3 },
    { legs: [legOf({ ...ANNA, stage: 3 }, 'answered')] },
  );
  const mail = await mailOf([...CALLS, alone], reported({ perPerson: false }));
  const everything = [mail.subject, mail.text, mail.html, mail.attachments[0]?.content].join('\n');
  for (const secret of [
    'Anna Schmidt',
    'Bernd',
    '1001',
    '1002',
    '+493023125999',
    '+491713920011',
    'Stufe 2',
    'Stufe 3',
    'Mitarbeiter',
  ]) {
    assert.ok(!everything.includes(secret), secret);
  }
  assert.match(mail.text, /Angenommen nach Stufen\n +angenommen\nStufen +4 +80.%\nLetztes Ziel +1 +20.%\n/);
  assert.match(mail.text, /Handy …0011 hat 2-mal abgenommen/);
});

test('stages of several persons are told without figures of persons', async () => {
  const { text } = await mailOf(CALLS.slice(0, 3), reported({ perPerson: false }));
  assert.match(text, /\nStufe 1 +2 +100.%\n/);
});

test('a withheld caller appears nowhere, even if a record held a name', async () => {
  const caller = { withheld: true, number: '03023125077', e164: '+493023125077', name: 'Geheim' };
  const mail = await mailOf([answered('08:00', ANNA, { caller })]);
  const everything = [mail.subject, mail.text, mail.html, mail.attachments[0]?.content].join('\n');
  assert.doesNotMatch(everything, /125077|Geheim/);
});

test('a report lists those who wait longest, and says how many more wait', async () => {
  const listed = Array.from({ length: 25 }, () => anItem());
  const { text, html } = await mailOf([], reported(), { callbacks: () => waiting(listed, 10_000) });
  assert.equal(text.match(/^\* /gm)?.length, 25);
  assert.match(text, /\n… und 9\.975 weitere\n/);
  assert.match(html, /… und 9\.975 weitere/);
  const all = await mailOf([], reported(), { callbacks: () => waiting(listed) });
  assert.doesNotMatch(all.text, /weitere/);
});

const HOSTILE = '<script>alert(1)</script>"\'>\r\nBcc: all@example.com\u202e{{subject}}';

test('hostile names are text: escaped in HTML, one line elsewhere, no header of the subject', async () => {
  const caller = { withheld: false, number: '<b>1</b>', e164: null, name: HOSTILE };
  const group = reported({}, { name: HOSTILE });
  const callbacks = () =>
    waiting([
      anItem({
        caller: { key: 'x', number: '<i>2</i>', name: HOSTILE },
        taken: { who: HOSTILE, at: new Date(0), until: new Date(0) },
      }),
    ]);
  const call = answered('08:00', { ...ANNA, who: HOSTILE }, { caller });
  const mail = await mailOf([call], group, { callbacks });
  assert.doesNotMatch(mail.html, /<script|<b>1|<i>2/);
  assert.match(mail.html, /&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
  assert.doesNotMatch(mail.subject, /[\r\n\u202e]/);
  assert.doesNotMatch(mail.text, /^Bcc:|[\r\u202e]/m);
  assert.doesNotMatch(mail.attachments[0]?.content ?? '', /^Bcc:/m);
});

test('a mail lists 200 calls and says how many there are more, and where', async () => {
  const calls = Array.from({ length: 203 }, () => missed('08:00', 9));
  const withFile = await mailOf(calls);
  assert.equal(withFile.text.match(/^08:00 /gm)?.length, 200);
  assert.match(withFile.text, /\n… und 3 weitere\. Alle Anrufe stehen in der angehängten Datei\.\n/);
  assert.equal(withFile.attachments[0]?.content.split('\r\n').length, 205);
  const without = await mailOf(calls, reported({ csv: false }));
  assert.match(without.text, /\n… und 3 weitere\n/);
  assert.deepEqual(without.attachments, []);
});

test('a mail with a full list stays below the 102 kB at which Gmail cuts', async () => {
  const caller = {
    withheld: false,
    number: '1',
    e164: '+4930231250010',
    name: 'Hausverwaltung Meyer und Söhne',
  };
  const callbacks = () =>
    waiting(
      Array.from({ length: 25 }, () => anItem()),
      10_000,
    );
  const calls = Array.from({ length: 200 }, () => missed('08:00', 14, { caller }));
  const { html } = await mailOf(calls, reported(), { callbacks });
  assert.ok(Buffer.byteLength(html) < 102_000, `${Buffer.byteLength(html)} bytes`);
});

test('on the 25-hour day both hours 02 have a bar and a note, and the length is told', async () => {
  const calls = [missed('2026-10-25T02:30:00+02:00', 9), missed('2026-10-25T02:30:00+01:00', 9)];
  const { text } = await mailOf(calls, reported(), { day: '2026-10-25' });
  assert.match(text, /\n02A {2}1 {2}!\n02B {2}1 {2}!\n/);
  assert.match(text, /\n02:30 A .*\n02:30 B /);
  assert.match(text, /A und B: Die Uhr wurde zurückgestellt/);
  assert.match(text, /ein Tag von 25 Stunden/);
});

test('many calls are scaled to 40 signs, and a single missed one among them stays visible', async () => {
  const calls = [...Array.from({ length: 399 }, () => answered('08:00', ANNA)), missed('08:30', 9)];
  const { text, html } = await mailOf(calls, reported({ callList: false, csv: false }));
  assert.match(text, /\n08 {2}400 {2}#{39}!\n/);
  assert.match(html, /width="99%"[^>]*>&nbsp;<\/td><td width="1%"/);
});

test('a group without a report has none to make', async () => {
  await assert.rejects(mailOf([], aGroup({ report: undefined })), { code: 'NO_REPORT' });
});

test('what FreeSWITCH does not have of what the group needs stands among the warnings', async () => {
  const need = (file: string, ...groups: string[]) => ({
    freeswitch: '127.0.0.1:8021',
    lack: 'missing' as const,
    thing: { kind: 'announcement' as const, file },
    groups: groups.map((number) => ({ number, name: number === '700' ? 'Vertrieb' : 'Geheim' })),
  });
  const { text, html } = await mailOf([], reported(), {
    missing: [need('closed.wav', '701', '700'), need('other.wav', '701')],
  });
  const warning =
    'FreeSWITCH 127.0.0.1:8021 hat die Tondatei closed.wav nicht (Gruppe Vertrieb): wer dorthin geleitet wird, wird nicht angenommen.';
  assert.ok(text.includes(`* ${warning}`), text);
  assert.ok(html.includes(warning));
  assert.doesNotMatch(text, /other\.wav|Geheim/);
});

test('the switches that the group asks are told as they are now, until when, and what then', async () => {
  const night = { ...scheduledSwitch([aWindow('18:00-08:00')]), id: 'night', name: 'Nacht' };
  const byHand = { ...manualSwitch(true), id: 'hand', name: 'Feier' };
  const since = at('2026-11-21T06:00');
  const open = { ...night, id: 'open', name: 'Offen', override: { on: true, until: undefined, since } };
  const to = { kind: 'voicemail', box: '1' } as const;
  const rules = [night, byHand, night, open].map((one) => ({ switch: one, when: 'on' as const, to }));
  const { text, html } = await mailOf([], reported({}, { rules }));
  assert.match(
    text,
    /Schalter \(Stand: .*\)\n\* Nacht: ein bis 23\. Nov\., 08:00, dann aus\n\* Feier: ein, bis/,
  );
  assert.match(text, /Offen: ein, bis jemand es ändert/);
  assert.match(text, /Der Schalter „Offen“ ist seit mehr als einem Tag ohne Ende übersteuert/);
  assert.match(html, /Nacht: ein bis 23\. Nov\., 08:00, dann aus/);
  const english = await mailOf([], reported({}, { rules, language: 'en' }));
  assert.match(english.text, /Nacht: on until 23 Nov, 08:00, then off/);
  assert.doesNotMatch((await mailOf([], reported())).text, /Schalter/);
});
