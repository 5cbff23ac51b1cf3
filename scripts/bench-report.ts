import { mkdtempSync, rmSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { startEmbeddedMongo } from '../src/embedded-mongodb/index.js';
import { connectStore } from '../src/store/connection.js';
import { REPORTED_FIELDS, TotalsOfDay } from '../src/reports/totals.js';
import { localDay } from '../src/reports/day.js';

const folder = mkdtempSync(join(tmpdir(), 'bench-report-'));
const server = await startEmbeddedMongo({ folder });
const store = await connectStore(server.uriFor('bench'));
const day = localDay('2026-11-24', 'Europe/Berlin');
const N = 20000;
const makeDoc = (i: number) => {
  const startedAt = new Date(day.from.getTime() + Math.floor((i * 86400_000) / N));
  const leg = (who: string, stage: number, outcome: string) => ({
    id: `leg-${i}-${who}`,
    group: '700',
    stage,
    who,
    userId: who.toLowerCase(),
    kind: 'desk',
    to: '1001',
    startedAt,
    rangAt: startedAt,
    endedAt: startedAt,
    outcome,
    cause: 'NO_ANSWER',
    sipStatus: 480,
  });
  return {
    _id: `call-${i}`,
    channel: `call-${i}`,
    group: { number: '700', name: 'Sales' },
    caller: { withheld: false, number: '03023125001', e164: '+493023125001', name: 'Some Caller' },
    fromOutside: true,
    configurationRevision: 1,
    startedAt,
    endedAt: startedAt,
    answeredAt: startedAt,
    answeredBy: { who: 'Anna', userId: 'anna', kind: 'desk', to: '1001', group: '700', stage: 2 },
    waitingSec: 12,
    talkingSec: 100,
    outcome: 'answered',
    hangupCause: 'NORMAL_CLEARING',
    route: [{ group: '700', by: null, to: null }],
    missed: null,
    followUp: null,
    steps: Array.from({ length: 5 }, (_, k) => ({
      at: startedAt,
      group: '700',
      text: `step ${k} of this call with some words`,
    })),
    legs: [
      leg('Anna', 1, 'noAnswer'),
      leg('Bernd', 1, 'noAnswer'),
      leg('Anna', 2, 'answered'),
      leg('Bernd', 2, 'colleagueAnswered'),
      leg('Clara', 2, 'notRegistered'),
    ],
    recording: null,
    controller: 'a:1',
    takeovers: 0,
  };
};
const native = store.connection.collection('calls');
for (let i = 0; i < N; i += 1000)
  await native.insertMany(Array.from({ length: 1000 }, (_, k) => makeDoc(i + k)) as never);
const threads = () =>
  readdirSync('/proc/self/task').map((t) => {
    const f = readFileSync(`/proc/self/task/${t}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return [t, (Number(f[11]) + Number(f[12])) * 10] as const;
  });

const range = { startedAt: { $gte: day.from, $lt: day.to } };
const projection = Object.fromEntries(REPORTED_FIELDS.map((f) => [f, 1]));
export const variants: [string, object, object, number][] = [
  ['elem+proj 2000', { route: { $elemMatch: { group: '700' } }, ...range }, projection, 2000],
  ['elem+proj 500', { route: { $elemMatch: { group: '700' } }, ...range }, projection, 500],
  ['elem+none 500', { route: { $elemMatch: { group: '700' } }, ...range }, {}, 500],
  ['elem+steps0 500', { route: { $elemMatch: { group: '700' } }, ...range }, { steps: 0 }, 500],
  [
    'elem+legs 500',
    { route: { $elemMatch: { group: '700' } }, ...range },
    {
      startedAt: 1,
      caller: 1,
      group: 1,
      route: 1,
      missed: 1,
      answeredBy: 1,
      outcome: 1,
      waitingSec: 1,
      talkingSec: 1,
      legs: 1,
    },
    500,
  ],
  [
    'elem+judged 500',
    { route: { $elemMatch: { group: '700' } }, ...range },
    { startedAt: 1, route: 1, missed: 1, answeredBy: 1, outcome: 1 },
    500,
  ],
];
for (let k = 0; k < 8; k++) {
  for (const fields of [REPORTED_FIELDS]) {
    const c = process.cpuUsage();
    const th = new Map(threads());
    const t = performance.now();
    const totals = new TotalsOfDay({ group: '700', day, perPerson: true, rows: 50000 });

    if (k % 4 === 0)
      for await (const call of store.calls.ofDay('700', day.from, day.to, fields as any))
        totals.add(call as any);
    else {
      const m = store.connection.models['Call']!.find({ route: { $elemMatch: { group: '700' } }, ...range }, [
        ...fields,
      ])
        .sort({ startedAt: 1 })
        .lean()
        .cursor({ batchSize: [0, 100, 250, 500][k % 4]! });
      for await (const call of m) totals.add(call as any);
    }
    const u = process.cpuUsage(c);
    console.log(
      'ofDay ',
      fields?.length,
      (performance.now() - t).toFixed(0),
      'ms cpu',
      ((u.user + u.system) / 1000).toFixed(0),
      totals.result().counts.calls,
      threads()
        .map(([t, v]) => v - (th.get(t) ?? 0))
        .filter((v) => v > 50)
        .join(' '),
    );
  }
}
await store.close();
await server.close();
rmSync(folder, { recursive: true, force: true });
