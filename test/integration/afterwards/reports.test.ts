/** Each day of a group is reported on exactly once, in order, whatever crashes, fails or changes. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { DateTime } from 'luxon';
import { loadMailTemplates, type RenderMail } from '../../../src/afterwards/mail/templates.js';
import type { StepFact } from '../../../src/base/model/call-record.js';
import type { NewMail } from '../../../src/base/model/mail.js';
import type { Group, Snapshot } from '../../../src/base/model/snapshot.js';
import { projectFolder } from '../../../src/base/project-folder.js';
import { runReports, type ReportDependencies } from '../../../src/afterwards/reports/run.js';
import { connectStore, type Store } from '../../../src/base/store/connection.js';
import { startTestServer, type TestServer } from '../../fakes/database.js';
import { aGroup, aReportPolicy, aSnapshot, at, BERLIN } from '../../factories.js';
import { aCallAt, ANNA, answered, missed } from '../../unit/afterwards/reports/calls.js';

let server: TestServer;
let render: RenderMail;
before(async () => {
  server = await startTestServer();
  render = await loadMailTemplates(join(projectFolder(), 'templates'), ['daily-report']);
});
after(() => server.close());

let databases = 0;
let store: Store;
let other: Store;
beforeEach(async () => {
  const uri = server.uriFor(`reports${++databases}`);
  [store, other] = await Promise.all([connectStore(uri), connectStore(uri)]);
});
afterEach(() => Promise.all([store.close(), other.close()]));

const POLICY = aReportPolicy();
const reporting = (changes: Partial<Group> = {}) => aGroup({ report: POLICY, ...changes });

/** Takes an id once, whoever hands it in. */
function aQueue() {
  const mails: NewMail[] = [];
  return {
    mails,
    ids: () => mails.map(({ id }) => id),
    enqueue: async (mail: NewMail) => {
      await Promise.resolve();
      if (mails.some(({ id }) => id === mail.id)) return false;
      mails.push(mail);
      return true;
    },
  };
}

type Queue = ReturnType<typeof aQueue>;

interface Line {
  readonly level: string;
  readonly facts: object;
  readonly message: string;
}

function uses(
  queue: Pick<Queue, 'enqueue'>,
  groups: readonly Group[],
  changes: Partial<ReportDependencies> = {},
): ReportDependencies & { readonly lines: Line[] } {
  const lines: Line[] = [];
  const line = (level: string) => (facts: object, message: string) =>
    void lines.push({ level, facts, message });
  const snapshot: Snapshot = aSnapshot({ groups });
  return {
    snapshot: () => snapshot,
    reports: store.reports,
    calls: store.calls,
    callbacks: () => Promise.resolve({ longest: [], total: 0 }),
    mails: queue,
    render,
    log: { info: line('info'), error: line('error') },
    lines,
    ...changes,
  };
}

/** Switched on at noon of 2026-11-20. */
async function switchedOn(use: ReportDependencies, now = at('2026-11-20T12:00')): Promise<void> {
  assert.equal(await runReports(use, now), 0);
}

test('the first mail comes on the day after the report was switched on, and counts the calls of the store', async () => {
  await store.calls.save(missed('2026-11-19T23:59:59', 9));
  await store.calls.save(missed('2026-11-20T00:00:00', 9));
  await store.calls.save(answered('2026-11-20T23:59:59', ANNA));
  await store.calls.save(aCallAt('2026-11-20T10:00', { route: [{ group: '701', by: null, to: null }] }));
  await store.calls.save(missed('2026-11-21T00:00:00', 9));
  const queue = aQueue();
  const use = uses(queue, [reporting()]);
  await switchedOn(use);
  assert.equal(await runReports(use, at('2026-11-21T05:59')), 0);
  assert.equal(await runReports(use, at('2026-11-21T06:00')), 1);
  assert.deepEqual(queue.ids(), ['report 700 2026-11-20']);
  assert.match(queue.mails[0]?.subject ?? '', /: 2 Anrufe, 1 verpasst$/);
  assert.deepEqual(await store.reports.day('700', '2026-11-20'), {
    group: '700',
    day: '2026-11-20',
    timezone: BERLIN,
    calls: 2,
    answered: 1,
    missed: 1,
    diverted: 0,
    other: 0,
    madeAt: at('2026-11-21T06:00').toJSDate(),
  });
});

test('two instances at once: each day of an outage is mailed exactly once, in order', async () => {
  const queue = aQueue();
  const groups = [reporting(), reporting({ number: '701' })];
  const one = uses(queue, groups);
  const two = uses(queue, groups, { reports: other.reports, calls: other.calls });
  await Promise.all([switchedOn(one), switchedOn(two)]);
  const now = at('2026-11-24T08:00');
  const handedIn = await Promise.all([runReports(one, now), runReports(two, now), runReports(one, now)]);
  const days = ['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23'];
  for (const group of ['700', '701']) {
    assert.deepEqual(
      queue.ids().filter((id) => id.startsWith(`report ${group}`)),
      days.map((day) => `report ${group} ${day}`),
    );
  }
  assert.equal(
    handedIn.reduce((sum, mails) => sum + mails, 0),
    8,
  );
  assert.deepEqual(
    [...one.lines, ...two.lines].filter(({ level }) => level === 'error'),
    [],
  );
});

test('a crash between the mail and the state: the day is asked for again, and its mail is known', async () => {
  const queue = aQueue();
  const groups = [reporting()];
  await switchedOn(uses(queue, groups));
  const dying: ReportDependencies['reports'] = {
    ...store.reports,
    advance: () => Promise.reject(new Error('killed')),
  };
  const now = at('2026-11-21T06:00');
  assert.equal(await runReports(uses(queue, groups, { reports: dying }), now), 0);
  assert.deepEqual(queue.ids(), ['report 700 2026-11-20']);
  assert.equal(await runReports(uses(queue, groups), now), 0);
  assert.deepEqual(queue.ids(), ['report 700 2026-11-20']);
  assert.equal(await runReports(uses(queue, groups), at('2026-11-22T06:00')), 1);
  assert.deepEqual(queue.ids(), ['report 700 2026-11-20', 'report 700 2026-11-21']);
});

test('a group that fails keeps no other from its mail, and gets its own when the trouble is over', async () => {
  const queue = aQueue();
  const groups = [reporting(), reporting({ number: '701' })];
  await switchedOn(uses(queue, groups));
  const enqueue = (mail: NewMail) =>
    mail.group === '700' ? Promise.reject(new Error('full')) : queue.enqueue(mail);
  const failing = uses({ enqueue }, groups);
  const now = at('2026-11-22T06:00');
  assert.equal(await runReports(failing, now), 2);
  assert.deepEqual(queue.ids(), ['report 701 2026-11-20', 'report 701 2026-11-21']);
  const [line] = failing.lines.filter(({ level }) => level === 'error');
  assert.match(JSON.stringify(line), /"group":"700".*it is tried again/);
  assert.equal(await runReports(uses(queue, groups), now), 2);
  assert.deepEqual(queue.ids().slice(2), ['report 700 2026-11-20', 'report 700 2026-11-21']);
});

test('switched off and on again, the days in between are not mailed, and no day twice', async () => {
  const queue = aQueue();
  const on = uses(queue, [reporting()]);
  await switchedOn(on);
  await runReports(on, at('2026-11-21T06:00'));
  await runReports(uses(queue, [reporting({ enabled: false })]), at('2026-11-21T12:00'));
  assert.deepEqual(await store.reports.states(), []);
  await runReports(uses(queue, [aGroup()]), at('2026-11-24T12:00'));
  await runReports(on, at('2026-11-25T12:00'));
  assert.deepEqual(await store.reports.states(), [
    { group: '700', since: '2026-11-25', lastDay: '2026-11-24' },
  ]);
  await runReports(on, at('2026-11-26T06:00'));
  assert.deepEqual(queue.ids(), ['report 700 2026-11-20', 'report 700 2026-11-25']);
});

test('when the group moves to another zone, its dates only go forward', async () => {
  const queue = aQueue();
  await switchedOn(uses(queue, [reporting()]));
  await runReports(uses(queue, [reporting()]), at('2026-11-21T06:00'));
  const moved = uses(queue, [reporting({ timezone: 'America/New_York' })]);
  const hourly = async (from: DateTime, hours: number) => {
    for (let hour = 0; hour < hours; hour += 1) await runReports(moved, from.plus({ hours: hour }));
  };
  await hourly(at('2026-11-21T06:30'), 48);
  assert.deepEqual(queue.ids(), ['report 700 2026-11-20', 'report 700 2026-11-21']);
});

test('the state never goes back, and is not made anew by an instance that is late', async () => {
  await store.reports.begin({ group: '700', since: '2026-11-20', lastDay: '2026-11-19' });
  await store.reports.advance('700', '2026-11-22');
  await store.reports.advance('700', '2026-11-21');
  assert.deepEqual(
    (await store.reports.states()).map(({ lastDay }) => lastDay),
    ['2026-11-22'],
  );
  await store.reports.forget(['700']);
  await store.reports.advance('700', '2026-11-23');
  assert.deepEqual(await store.reports.states(), []);
});

test('of two instances that begin at once, both get the state of the first', async () => {
  const states = await Promise.all([
    store.reports.begin({ group: '700', since: '2026-11-20', lastDay: '2026-11-19' }),
    other.reports.begin({ group: '700', since: '2026-11-21', lastDay: '2026-11-20' }),
  ]);
  assert.deepEqual(states[0], states[1]);
});

test('an idle run asks for the states and nothing else', async () => {
  const queue = aQueue();
  await switchedOn(uses(queue, [reporting()]));
  let asked = 0;
  const never = (name: string) => () => {
    throw new Error(`${name} was asked`);
  };
  const idle = uses({ enqueue: never('the queue') }, [reporting()], {
    reports: {
      states: () => {
        asked += 1;
        return store.reports.states();
      },
      begin: never('begin'),
      advance: never('advance'),
      forget: never('forget'),
      keepDay: never('keepDay'),
      day: never('day'),
    },
    calls: { ofDay: never('the calls'), withSomebodyAway: never('the calls') },
    callbacks: never('the call-backs'),
  });
  assert.equal(await runReports(idle, at('2026-11-21T05:59')), 0);
  assert.equal(asked, 1);
  assert.deepEqual(idle.lines, []);
});

test('calls that did not ring somebody who was away are counted for the day and the group', async () => {
  const why = { kind: 'away', until: '14:00' } as const;
  const step = (group: string, fact: StepFact) => ({ at: new Date(), group, text: '', fact });
  const notRung = { kind: 'notRung', who: { kind: 'desk', name: 'Anna' } } as const;
  const route = [{ group: '700', by: null, to: null }] as const;
  const call = (time: string, ...steps: ReturnType<typeof step>[]) =>
    store.calls.save(missed(time, 9, { route, steps }));
  const isAway = step('700', { ...notRung, why });
  await call('08:00', isAway, isAway);
  await call('23:59:59', step('700', { kind: 'stageEmpty', stage: 1 }), isAway);
  await call('09:00', step('700', { ...notRung, why: { kind: 'busy' } }));
  await call('10:00', step('701', { ...notRung, why }));
  await call('2026-11-23T00:00:00', isAway);
  const [from, to] = [at('2026-11-22T00:00').toJSDate(), at('2026-11-23T00:00').toJSDate()];
  assert.equal(await store.calls.withSomebodyAway('700', from, to), 2);
  assert.equal(await store.calls.withSomebodyAway('701', from, to), 0);
});

test('the calls of a day come in the order of their begin, with the asked fields only', async () => {
  const route = [
    { group: '701', by: 'final', to: 'group' },
    { group: '700', by: null, to: null },
  ] as const;
  await store.calls.save(answered('12:00', ANNA));
  await store.calls.save(missed('08:00', 9, { route }));
  await store.calls.save(missed('2026-11-23T00:00:00', 9));
  const found: object[] = [];
  const [from, to] = [at('2026-11-22T00:00').toJSDate(), at('2026-11-23T00:00').toJSDate()];
  for await (const call of store.calls.ofDay('700', from, to, ['outcome', 'missed'])) found.push(call);
  const why = { kind: 'gaveUp', afterSec: 9, stage: 1 };
  assert.deepEqual(found, [
    {
      _id: 'call-08:00',
      outcome: 'gaveUp',
      missed: { group: '700', why, text: 'gave up after 9 s in stage 1' },
    },
    { _id: 'call-12:00', outcome: 'answered', missed: null },
  ]);
  const whole: object[] = [];
  for await (const call of store.calls.ofDay('700', from, to)) whole.push(call);
  assert.equal(whole.length, 2);
  assert.ok(whole.every((call) => 'caller' in call && 'legs' in call && !('steps' in call)));
});

test('each call of a day is read once, in a crowd, in a quiet hour and at its first and last moment', async () => {
  const [from, to] = [at('2026-11-22T00:00').toJSDate(), at('2026-11-23T00:00').toJSDate()];
  const noon = at('2026-11-22T12:00:00').toMillis();
  const moments = [
    from.getTime() - 1,
    from.getTime(),
    // Where the first part that is read ends.
    from.getTime() + 30 * 60_000,
    // A crowd of which many begin in the same millisecond, then one each, then nothing for half a day.
    ...Array.from({ length: 450 }, (_, index) => noon + Math.floor(index / 150)),
    ...Array.from({ length: 30 }, (_, index) => noon + 1000 * index * index),
    to.getTime() - 1,
    to.getTime(),
  ];
  const records = moments.map((startedMs, index) => ({
    ...missed('08:00', 9),
    _id: `crowd-${index}`,
    startedAt: new Date(startedMs),
  }));
  await Promise.all(records.map((record) => store.calls.save(record)));
  const found: { readonly _id: string; readonly startedAt: Date }[] = [];
  for await (const call of store.calls.ofDay('700', from, to, ['_id', 'startedAt'])) found.push(call);
  const wanted = records.slice(1, -1).map(({ _id }) => _id);
  assert.deepEqual(found.map(({ _id }) => _id).sort(), wanted.sort());
  const times = found.map(({ startedAt }) => startedAt.getTime());
  assert.deepEqual(
    times,
    [...times].sort((one, other) => one - other),
  );
});
