/** The example's office on a Wednesday morning, in the language of its pictures: calls, call-backs, somebody who calls now. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DateTime } from 'luxon';
import { parse } from 'yaml';
import type { CallRecord, RecordedLeg } from '../../src/base/model/call-record.js';
import type { Language } from '../../src/base/model/language.js';
import { projectFolder } from '../../src/base/project-folder.js';
import type { Store } from '../../src/base/store/connection.js';
import { aContact, aRecord, aRecordedLeg } from '../factories.js';
import { toneWav } from '../sound-files.js';

export const NOW = DateTime.fromISO('2026-11-25T09:46:45', { zone: 'Europe/Berlin' });

/** What the office and its callers are called, by the example's English words. */
const NAMES: Readonly<Record<string, string>> = {
  Sales: 'Vertrieb',
  Support: 'Kundendienst',
  Night: 'Nacht',
  'Sales meeting': 'Besprechung',
  'Christmas Eve': 'Heiligabend',
  "New Year's Eve": 'Silvester',
};

const nameIn = (lang: Language) => (name: string) => (lang === 'de' ? (NAMES[name] ?? name) : name);

/** The example's configuration, with a report of its first group. */
export function office(lang: Language): object {
  const text = readFileSync(path.join(projectFolder(), 'docs/example.yaml'), 'utf8');
  const named = parse(text, (key, value: unknown) =>
    key === 'name' && typeof value === 'string' ? nameIn(lang)(value) : value,
  ) as { settings: object; groups: readonly object[] };
  const webhooks = [
    {
      id: 'helpdesk',
      name: lang === 'de' ? 'Ticketsystem' : 'Help desk',
      url: 'https://helpdesk.example.com/hooks/calls',
      events: ['call.missed'],
    },
  ];
  const report = { to: [{ name: 'Anna Albrecht', address: 'anna@example.com' }], perPerson: true };
  const [first, ...groups] = named.groups;
  return {
    ...named,
    settings: { ...named.settings, language: lang },
    webhooks,
    groups: [{ ...first, report }, ...groups],
  };
}

const MEMBERS = [
  { who: 'Anna Albrecht', userId: 'anna', to: '1001' },
  { who: 'Bernd Brandt', userId: 'bernd', to: '1002' },
  { who: 'Clara Çelik', userId: 'clara', to: '1003' },
  { who: 'Dieter Dahl', userId: 'dieter', to: '1004' },
] as const;

/** A member's phone that rang for so many seconds from a moment on. */
function rang(member: number, from: DateTime, sec: number, changes: Partial<RecordedLeg> = {}): RecordedLeg {
  return aRecordedLeg({
    ...MEMBERS[member],
    id: `leg-${member}-${from.toMillis()}`,
    startedAt: from.toJSDate(),
    rangAt: from.plus({ milliseconds: 400 }).toJSDate(),
    endedAt: from.plus({ seconds: sec }).toJSDate(),
    outcome: 'colleagueAnswered',
    cause: 'LOSE_RACE',
    ...changes,
  });
}

const caller = (index: number) => ({
  withheld: false,
  number: `030231250${String(index % 100).padStart(2, '0')}`,
  e164: `+4930231250${String(index % 100).padStart(2, '0')}`,
  name: null,
});

/** A call that was answered, or given up: which of them is a matter of the index, so that pictures stay the same. */
function dayCall(lang: Language, startedAt: DateTime, index: number): CallRecord {
  const isMissed = index % 9 === 4;
  const waitingSec = 4 + ((index * 7) % 24);
  const stage = waitingSec > 15 ? 2 : 1;
  const by = MEMBERS[index % stage === 0 ? index % 2 : 2] ?? MEMBERS[0];
  const about: Partial<CallRecord> = {
    _id: `call-${startedAt.toMillis()}`,
    channel: `call-${startedAt.toMillis()}`,
    group: { number: '700', name: nameIn(lang)('Sales') },
    caller: index % 11 === 3 ? { withheld: true, number: null, e164: null, name: null } : caller(index),
    route: [{ group: '700', by: null, to: null }],
    startedAt: startedAt.toJSDate(),
    waitingSec,
    legs: [0, 1].map((member) => rang(member, startedAt, waitingSec)),
  };
  if (isMissed)
    return aRecord({
      ...about,
      endedAt: startedAt.plus({ seconds: waitingSec }).toJSDate(),
      outcome: 'gaveUp',
      missed: { group: '700', why: { kind: 'gaveUp', afterSec: waitingSec, stage }, text: 'gave up' },
    });
  const talkingSec = 30 + ((index * 37) % 240);
  return aRecord({
    ...about,
    endedAt: startedAt.plus({ seconds: waitingSec + talkingSec }).toJSDate(),
    answeredAt: startedAt.plus({ seconds: waitingSec }).toJSDate(),
    answeredBy: { ...by, kind: 'desk', group: '700', stage },
    outcome: 'answered',
    talkingSec,
  });
}

/** Calls of each hour from eight o'clock on. */
const PER_HOUR = [3, 6, 8, 7, 4, 3, 6, 7, 5, 2];
const DAYS = 60;

/** The working days of two months, up to now; later in the week there is more to do. */
export async function addDays({ calls }: Store, lang: Language): Promise<void> {
  const days = Array.from({ length: DAYS }, (_, daysAgo) => NOW.startOf('day').minus({ days: daysAgo }));
  for (const day of days.filter(({ weekday }) => weekday <= 5)) {
    const records = PER_HOUR.flatMap((count, hour) =>
      Array.from({ length: count - 1 + (day.weekday % 3) }, (_, at) => {
        const startedAt = day.set({ hour: 8 + hour, minute: at * 6, second: (at * 17) % 60 });
        return dayCall(lang, startedAt, day.day + hour * 7 + at);
      }),
    );
    await calls.saveAll(records.filter(({ endedAt }) => endedAt !== null && endedAt < NOW.toJSDate()));
  }
}

/** A call through two stages, with a mobile, that Clara answered. */
export async function addCall({ calls }: Store, lang: Language): Promise<void> {
  const at = NOW.minus({ minutes: 12 });
  const after = (sec: number) => at.plus({ seconds: sec }).toJSDate();
  const stageRings = (stage: number, ringSec: number, sec: number) => ({
    at: after(sec),
    group: '700',
    text: `stage ${stage}: rings for ${ringSec} s`,
    fact: { kind: 'stageRings', stage, ringSec } as const,
  });
  await calls.save(
    aRecord({
      _id: 'one',
      group: { number: '700', name: nameIn(lang)('Sales') },
      caller: { ...caller(11), name: 'Erika Muster' },
      route: [{ group: '700', by: null, to: null }],
      startedAt: at.toJSDate(),
      endedAt: after(148),
      answeredAt: after(22),
      answeredBy: { who: 'Clara Çelik', userId: 'clara', kind: 'desk', to: '1003', group: '700', stage: 2 },
      waitingSec: 22,
      talkingSec: 126,
      outcome: 'answered',
      steps: [stageRings(1, 15, 0), stageRings(2, 20, 15)],
      legs: [
        rang(0, at, 15, { id: 'a', outcome: 'noAnswer' }),
        rang(0, at.plus({ seconds: 5 }), 10, {
          id: 'b',
          kind: 'mobile',
          to: '+491713920011',
          outcome: 'noAnswer',
        }),
        rang(1, at, 3, { id: 'c', outcome: 'busy', sipStatus: 486, cause: 'USER_BUSY' }),
        rang(0, at.plus({ seconds: 15 }), 7, { id: 'd', stage: 2 }),
        rang(2, at.plus({ seconds: 15 }), 133, {
          id: 'e',
          stage: 2,
          outcome: 'answered',
          cause: 'NORMAL_CLEARING',
        }),
      ],
    }),
  );
}

/** Three who wait, one of whom somebody calls back. */
export async function addCallbacks({ callbacks }: Store): Promise<void> {
  const waiting = [
    { index: 31, name: 'Erika Muster', minutes: 95, calls: 3 },
    { index: 58, name: null, minutes: 40, calls: 1 },
    { index: 77, name: 'Max Beispiel', minutes: 18, calls: 2 },
  ];
  for (const { index, name, minutes, calls } of waiting) {
    const { number, e164 } = caller(index);
    for (let call = 0; call < calls; call += 1) {
      const at = NOW.minus({ minutes: minutes - call * 4 });
      const item = await callbacks.addMissed({
        group: '700',
        mergeHours: 24,
        noticeAt: undefined,
        caller: { key: e164, number: index === 77 ? number : e164, name },
        call: {
          record: `missed-${index}-${call}`,
          channel: `missed-${index}-${call}`,
          at: at.toJSDate(),
          why: { kind: 'gaveUp', afterSec: 14 + call, stage: 1 },
        },
      });
      if (index === 58 && item !== undefined)
        await callbacks.take({
          id: item.id,
          who: 'Bernd Brandt',
          at: NOW.toJSDate(),
          until: NOW.plus({ hours: 1 }).toJSDate(),
        });
    }
  }
}

/** Somebody calls the second group, and two of its phones ring. */
export function ringing(lang: Language): CallRecord {
  const at = NOW.minus({ seconds: 7 });
  return aRecord({
    _id: 'live',
    channel: 'live',
    group: { number: '701', name: nameIn(lang)('Support') },
    caller: { ...caller(7), name: 'Erika Muster' },
    route: [{ group: '701', by: null, to: null }],
    startedAt: at.toJSDate(),
    steps: [
      { at: at.toJSDate(), group: '701', text: '', fact: { kind: 'stageRings', stage: 1, ringSec: 20 } },
    ],
    legs: [2, 3].map((member) =>
      rang(member, at, 0, { group: '701', endedAt: null, outcome: 'ringing', cause: null }),
    ),
  });
}

/** Bernd is away until two o'clock. */
export async function addAway({ awayStates }: Store): Promise<void> {
  await awayStates.put({
    userId: 'bernd',
    group: '700',
    kind: 'away',
    until: NOW.set({ hour: 14, minute: 0, second: 0 }).toJSDate(),
    changedAt: NOW.minus({ minutes: 20 }).toJSDate(),
    changedBy: 'bernd',
  });
}

export async function addSound({ sounds }: Store): Promise<void> {
  const content = toneWav({ sec: 2 });
  const about = { sha256: 'sum', bytes: content.length, lengthMs: 7_400, rate: 16_000, clips: 0 };
  const by = { addedAt: NOW.minus({ days: 3 }).toJSDate(), addedBy: 'Anna Albrecht' };
  await sounds.put({ ...about, ...by, name: 'welcome.wav', peakDb: -2.1, loudnessDb: -18.4 }, content, 'new');
  await sounds.put({ ...about, ...by, name: 'holiday.wav', peakDb: -21, loudnessDb: -38 }, content, 'new');
}

/** Callers whom the house knows. */
export async function addContacts({ contacts }: Store, lang: Language): Promise<void> {
  const company = lang === 'de' ? 'Muster GmbH' : 'Muster Ltd';
  await contacts.add([
    aContact({ name: 'Erika Muster', company }, '+493023125007', '+493023125011', '+493023125031'),
    aContact({ name: 'Max Beispiel', company }, '+493023125077'),
    aContact({ name: 'Ayşe Yılmaz', company: 'Yılmaz & Co' }, '+493023125058'),
  ]);
}
