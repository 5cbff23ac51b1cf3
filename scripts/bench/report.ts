/**
 * Measures the daily report of a busy day on the embedded database in a temporary folder: npm run bench:report
 *
 * A day of 20,000 calls, among calls of the days around it and of another group, each with the legs and steps of a
 * call through three stages. Prints the time of one run, from finding the days that are due to writing the mail; then
 * what the page *Reports* needs for a month of a million calls in 80 groups.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { DateTime } from 'luxon';
import { startEmbeddedMongo } from '@rufgruppe/embedded-mongodb';
import { loadMailTemplates } from '../../src/afterwards/mail/templates.js';
import type { NewMail } from '../../src/base/model/mail.js';
import { projectFolder } from '../../src/base/project-folder.js';
import { localDay } from '../../src/afterwards/reports/day.js';
import { runReports, type ReportDependencies } from '../../src/afterwards/reports/run.js';
import { dayCounter } from '../../src/afterwards/reports/count-days.js';
import { sumOf } from '../../src/afterwards/reports/sum.js';
import { FigureDesk, type RangeFigures } from '../../src/people/operations/figures.js';
import { connectStore, type Store } from '../../src/base/store/connection.js';
import { benchCalls, benchGroup, benchSnapshot, DAY, ZONE } from './report-calls.js';
import { onlyBare } from '../command-error.js';

onlyBare('Usage: npm run bench:report');

const CALLS = 20_000;
const TARGET_MS = 2000;

const FIGURE_DAYS = 31;
const FIGURE_GROUPS = 80;
const CALLS_A_DAY = 404;
const FIGURE_CALLS = FIGURE_DAYS * FIGURE_GROUPS * CALLS_A_DAY;
const FIGURES_TARGET_MS = 1000;

async function fill(store: Store, day: string, count: number, group: string): Promise<void> {
  const { from, to } = localDay(day, ZONE);
  const calls = store.connection.collection('calls');
  for (let done = 0; done < count; done += 500) {
    const part = benchCalls({ from, to, count, group, first: done, last: Math.min(count, done + 500) });
    await calls.insertMany(part as never);
  }
}

function dependencies(
  store: Store,
  mails: NewMail[],
  render: ReportDependencies['render'],
): ReportDependencies {
  const snapshot = benchSnapshot();
  return {
    snapshot: () => snapshot,
    reports: store.reports,
    calls: store.calls,
    callbacks: () => Promise.resolve({ longest: [], total: 0 }),
    mails: { enqueue: (mail) => Promise.resolve(mails.push(mail) > 0) },
    render,
    log: {
      info: () => undefined,
      error: (facts, message) => console.error(message, facts),
    },
  };
}

async function measure(store: Store): Promise<void> {
  const render = await loadMailTemplates(path.join(projectFolder(), 'templates'), ['daily-report']);
  const mails: NewMail[] = [];
  const use = dependencies(store, mails, render);
  const group = benchGroup().number;
  await store.reports.begin({ group, since: DAY, lastDay: '2026-11-23' });
  const startedAt = DateTime.fromISO('2026-11-25T06:00', { zone: ZONE });
  const before = process.cpuUsage();
  const startMs = performance.now();
  await runReports(use, startedAt);
  const tookMs = performance.now() - startMs;
  const cpu = process.cpuUsage(before);
  const idleMs = performance.now();
  await runReports(use, startedAt.plus({ minutes: 1 }));
  const [mail] = mails;
  console.log(
    `report on ${CALLS} calls: ${Math.round(tookMs)} ms   target < ${TARGET_MS} ms   ${tookMs < TARGET_MS ? 'met' : 'MISSED'}`,
  );
  console.log(`  processor time of all threads: ${Math.round((cpu.user + cpu.system) / 1000)} ms`);
  console.log(`  memory of the process: ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB`);
  console.log(
    `  ${mail?.subject ?? 'NO MAIL'}; HTML ${Math.round((mail?.html.length ?? 0) / 1000)} kB, CSV ${Math.round((mail?.attachments[0]?.content.length ?? 0) / 1000)} kB`,
  );
  console.log(`an idle run: ${(performance.now() - idleMs).toFixed(1)} ms`);
}

/**
 * Counts a month of many calls once, then reads its figures as the page *Reports* does. Prints the shortest of several runs
 * first: on a busy machine the longer ones measure the load.
 */
async function measureFigures(store: Store): Promise<void> {
  const groups = Array.from({ length: FIGURE_GROUPS }, (_, at) => ({
    ...benchGroup(),
    number: `8${at + 10}`,
  }));
  const first = DateTime.fromISO(DAY, { zone: ZONE }).minus({ days: FIGURE_DAYS - 1 });
  for (let day = 0; day < FIGURE_DAYS; day += 1) {
    for (const { number } of groups)
      await fill(store, first.plus({ days: day }).toISODate() ?? '', CALLS_A_DAY, number);
  }
  const { calls, dayFigures } = store;
  const now = DateTime.fromISO(DAY, { zone: ZONE }).plus({ days: 2 });
  const snapshot = { ...benchSnapshot(), groups: new Map(groups.map((group) => [group.number, group])) };
  const use = { calls, dayFigures, newId: randomUUID };
  const count = dayCounter({ ...use, snapshot: () => snapshot, log: { info: () => undefined } });
  const countMs = performance.now();
  let [days, runs] = [0, 0];
  for (let counted = 1; counted > 0; runs += 1) {
    counted = await count(now);
    days += counted;
  }
  console.log(
    `counting ${days} days of ${FIGURE_CALLS} calls once: ${Math.round(performance.now() - countMs)} ms in ${runs} runs`,
  );
  const range = { from: first.toISODate() ?? '', to: DAY };
  const desk = new FigureDesk(use);
  await timed(`figures of ${FIGURE_DAYS} days of one group`, CALLS_A_DAY * FIGURE_DAYS, () =>
    desk.of('all', groups[0] ?? benchGroup(), range, now),
  );
  await timed(`figures of ${FIGURE_DAYS} days of ${FIGURE_GROUPS} groups`, FIGURE_CALLS, () =>
    desk.ofAll('all', groups, range, now),
  );
}

async function timed(what: string, calls: number, read: () => Promise<RangeFigures>): Promise<void> {
  const took: number[] = [];
  for (let turn = 0; turn < 7; turn += 1) {
    const begin = performance.now();
    const { counts } = sumOf((await read()).days);
    took.push(performance.now() - begin);
    if (counts.calls !== calls) throw new Error(`${counts.calls} calls instead of ${calls}`);
  }
  const [best = 0, ...others] = took.toSorted((one, other) => one - other).map(Math.round);
  const verdict = best < FIGURES_TARGET_MS ? 'met' : 'MISSED';
  console.log(
    `${what}, ${calls} calls: ${best} ms (others ${others.join(', ')})   target < ${FIGURES_TARGET_MS} ms   ${verdict}`,
  );
}

const folder = mkdtempSync(path.join(tmpdir(), 'bench-report-'));
try {
  const server = await startEmbeddedMongo({ folder });
  const store = await connectStore(server.uriFor('bench'));
  const group = benchGroup().number;
  await fill(store, '2026-11-17', 2000, group);
  await fill(store, '2026-11-23', 2000, group);
  await fill(store, DAY, CALLS, group);
  await fill(store, DAY, 2000, '701');
  await measure(store);
  await measureFigures(store);
  await store.close();
  await server.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
