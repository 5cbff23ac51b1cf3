/** Switches that turn by themselves: receivers are told once, of what is so, and of what a person did only with the name. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { DateTime } from 'luxon';
import { webhookWork, type WebhookWork } from '../../../../src/app/webhooks.js';
import type { Snapshot, Switch } from '../../../../src/base/model/snapshot.js';
import type { Webhook } from '../../../../src/base/model/webhook.js';
import type { Store } from '../../../../src/base/store/connection.js';
import { auditLog } from '../../../../src/people/operations/audit.js';
import { actOnSwitch, type SwitchAction } from '../../../../src/people/operations/switches.js';
import { aGroup, aSnapshot, aWindow, BERLIN, manualSwitch, scheduledSwitch } from '../../../factories.js';
import { aWebhook } from '../../../unit/afterwards/webhooks/events.js';
import { startDatabase, type TestDatabase } from '../mail/harness.js';

const QUIET = { info: () => undefined, warn: () => undefined };
const CHAT = aWebhook('slack', { id: 'chat', url: undefined, events: ['switch.turned'] });
const CLOSED = scheduledSwitch([aWindow('18:00-08:00')]);

let database: TestDatabase;
let store: Store;
let time: string;
let webhooks: readonly Webhook[];
/** Undefined: the configuration is not there yet. */
let switches: readonly Switch[] | undefined;
let work: WebhookWork;

before(async () => {
  database = await startDatabase();
});
beforeEach(async () => {
  store = await database.store();
  webhooks = [CHAT];
  switches = [CLOSED];
  work = another();
  await at('2026-11-24T17:59:58');
});
after(() => database.close());

const now = (): Date => DateTime.fromISO(time, { zone: BERLIN }).toJSDate();

function snapshot(): Snapshot | undefined {
  const to = { kind: 'hangup', cause: 'USER_BUSY' } as const;
  if (switches === undefined) return undefined;
  return aSnapshot({
    webhooks,
    groups: [aGroup({ rules: switches.map((one) => ({ switch: one, when: 'on', to })) })],
  });
}

/** As another controller, or this one after a crash. */
function another(): WebhookWork {
  return webhookWork({ store, snapshot, pagesUrl: () => undefined, log: QUIET, now });
}

/** The job runs at this time in Berlin. */
async function at(iso: string, which = work): Promise<void> {
  time = iso;
  await which.run();
}

/** `night on 18:00:00 null`: the switch, what it is, since when in Berlin, who. */
async function told(): Promise<readonly string[]> {
  const events = (await store.deliveries.list(50)).map(({ delivery }) => delivery);
  return events
    .toSorted((one, other) => one.at.getTime() - other.at.getTime())
    .map(({ at: since, data }) => {
      assert.ok('switch' in data);
      const clock = DateTime.fromJSDate(since, { zone: BERLIN }).toFormat('HH:mm:ss');
      return `${data.switch.id} ${data.on ? 'on' : 'off'} ${clock} ${data.who ?? 'null'}`;
    });
}

/** Anna turns it; the snapshot has it, as when the controller has read it. */
async function turn(action: SwitchAction, audit = auditLog({ audit: store.audit, now, log: QUIET })) {
  const [one] = switches ?? [];
  assert.ok(one !== undefined);
  const desk = { switchStates: store.switchStates, snapshot, refresh: () => Promise.resolve(), audit };
  await actOnSwitch(desk, one.id, action, { who: 'anna', at: now() });
  const [stored] = await store.switchStates.all();
  const { on, until } = stored?.override ?? {};
  const override =
    on === undefined ? undefined : { on, until: until && DateTime.fromJSDate(until, { zone: BERLIN }) };
  switches = [{ ...one, override }];
}

const turnOff = (end: Extract<SwitchAction, { kind: 'turn' }>['end']): SwitchAction => ({
  kind: 'turn',
  on: false,
  end,
});

describe('A switch that its schedule turns', () => {
  it('is told once, with the moment of the schedule, by whichever controllers', async () => {
    const other = another();
    await at('2026-11-24T17:59:59', other);
    assert.deepEqual(await told(), []);
    time = '2026-11-24T18:00:03';
    await Promise.all([work.run(), other.run()]);
    await at('2026-11-24T18:00:04', another());
    await at('2026-11-24T18:00:08');
    assert.deepEqual(await told(), ['night on 18:00:00 null']);
    await at('2026-11-25T08:00:00', other);
    assert.deepEqual(await told(), ['night on 18:00:00 null', 'night off 08:00:00 null']);
  });

  it('is told in the hour that comes twice as often as it turns', async () => {
    switches = [scheduledSwitch([aWindow('22:00-02:30')])];
    await store.webhookStates.endTold();
    for (const moment of ['02:29:58+02:00', '02:30:03+02:00', '02:00:03+01:00', '02:30:03+01:00'])
      await at(`2026-10-25T${moment}`);
    assert.deepEqual(await told(), [
      'night off 02:30:00 null',
      'night on 02:00:00 null',
      'night off 02:30:00 null',
    ]);
  });

  it('is told as it is when no controller was there meanwhile', async () => {
    await at('2026-11-25T17:00:00', another());
    assert.deepEqual(await told(), [], 'as before the night');
    await at('2026-11-28T20:00:00', another());
    assert.deepEqual(await told(), ['night on 18:00:00 null']);
    const [{ delivery } = {}] = await store.deliveries.list(1);
    assert.equal(delivery?.at.toISOString(), '2026-11-28T17:00:00.000Z', 'of the last evening');
  });

  it('is told again when the clock is set back, and when the time comes again', async () => {
    await at('2026-11-24T18:00:03');
    await at('2026-11-24T17:10:00');
    await at('2026-11-24T17:10:05');
    await at('2026-11-24T18:00:04');
    await at('2026-11-25T08:00:01');
    assert.deepEqual(await told(), [
      'night off 17:10:00 null',
      'night on 18:00:00 null',
      'night on 18:00:00 null',
      'night off 08:00:00 null',
    ]);
  });
});

describe('A switch that somebody turns', () => {
  it('is told with the name, not a second time by itself; the end of its override is told', async () => {
    await at('2026-11-24T18:00:03');
    time = '2026-11-24T18:30:00';
    await turn(turnOff({ kind: 'until', at: new Date('2026-11-24T17:30:30Z') }));
    await at('2026-11-24T18:30:04');
    await at('2026-11-24T18:30:32');
    const later = another();
    await at('2026-11-24T18:30:40', later);
    await at('2026-11-24T18:32:00', later);
    assert.deepEqual(await told(), [
      'night on 18:00:00 null',
      'night off 18:30:00 anna',
      'night on 18:30:30 null',
    ]);
  });

  it('is told once, with the name, when the database fails before it is noted that it was told', async () => {
    await at('2026-11-24T18:00:03');
    time = '2026-11-24T18:30:00';
    await turn(turnOff({ kind: 'untilChanged' }));
    let isAway = true;
    const states = store.webhookStates;
    const setTold: typeof states.setTold = (...given) =>
      isAway ? Promise.reject(new Error('the database is away')) : states.setTold(...given);
    const failing = webhookWork({
      store: { ...store, webhookStates: { ...states, setTold } },
      snapshot,
      pagesUrl: () => undefined,
      log: QUIET,
      now,
    });
    await assert.rejects(at('2026-11-24T18:30:04', failing));
    isAway = false;
    await at('2026-11-24T18:30:08', failing);
    await at('2026-11-24T18:32:00', failing);
    assert.deepEqual(await told(), ['night on 18:00:00 null', 'night off 18:30:00 anna']);
  });

  it('waits for the entry of the audit log that comes late', async () => {
    await at('2026-11-24T18:00:03');
    time = '2026-11-24T18:30:00';
    let write = (): Promise<void> => Promise.resolve();
    const late = auditLog({ audit: store.audit, now: () => new Date(now().getTime() - 20_000), log: QUIET });
    await turn(turnOff({ kind: 'untilChanged' }), {
      note: (...entry) => {
        write = () => late.note(...entry);
        return Promise.resolve();
      },
    });
    await at('2026-11-24T18:30:05');
    time = '2026-11-24T18:30:20';
    await write();
    await at('2026-11-24T18:30:25');
    await at('2026-11-24T18:40:00');
    assert.deepEqual(await told(), ['night on 18:00:00 null', 'night off 18:30:00 anna']);
  });

  it('is told without a name where the audit log has no entry of it', async () => {
    await turn({ kind: 'turn', on: true, end: { kind: 'untilChanged' } }, { note: () => Promise.resolve() });
    await at('2026-11-24T17:59:00');
    await at('2026-11-24T17:59:55');
    assert.deepEqual(await told(), []);
    await at('2026-11-24T18:00:00');
    assert.deepEqual(await told(), ['night on 18:00:00 null']);
  });
});

describe('What is no news', () => {
  it('a switch that is new, and one that is gone', async () => {
    switches = [CLOSED, manualSwitch(true, { id: 'emergency' })];
    await at('2026-11-24T17:59:59');
    switches = [];
    await at('2026-11-24T18:00:03');
    assert.deepEqual(await told(), []);
  });

  it('what happened before somebody wanted to know', async () => {
    webhooks = [{ ...CHAT, events: ['callback.done'] }];
    await at('2026-11-24T17:59:59');
    await at('2026-11-24T18:00:03');
    webhooks = [CHAT];
    await at('2026-11-24T18:00:08');
    assert.deepEqual(await told(), []);
    await at('2026-11-25T08:00:01');
    assert.deepEqual(await told(), ['night off 08:00:00 null']);
  });
});

it('A controller without a configuration forgets nothing', async () => {
  const known = switches;
  switches = undefined;
  await at('2026-11-24T18:00:03', another());
  switches = known;
  await at('2026-11-24T18:00:08', another());
  assert.deepEqual(await told(), ['night on 18:00:00 null']);
});

it('A controller that was held up does not undo what another one has told', async () => {
  const before = await store.webhookStates.told();
  await at('2026-11-24T18:00:03', another());
  assert.ok(before !== undefined);
  assert.equal(await store.webhookStates.setTold(before, before), false);
  await at('2026-11-24T18:00:08');
  assert.deepEqual(await told(), ['night on 18:00:00 null']);
});
