/** Calls of people who dial a code: the real event-socket server, a scripted FreeSWITCH, and all that can go wrong. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { DateTime } from 'luxon';
import { placeCall, socketDialplan, type CallOptions, type PlacedCall } from '../../../scripts/peer/call.js';
import { JumpingClock } from '../../../scripts/peer/clock.js';
import { callerE164 } from '../../../src/base/configuration/caller-number.js';
import { createLog } from '../../../src/base/log.js';
import type { Snapshot } from '../../../src/base/model/snapshot.js';
import type { CodeDesk, PresenceOrder, SwitchOrder } from '../../../src/calls/codes/code-desk.js';
import { dialledCode } from '../../../src/calls/codes/phone.js';
import { runCode } from '../../../src/calls/codes/run-code.js';
import { startEslServer, type EslServer } from '../../../src/telephony/esl/server.js';
import {
  aGroup,
  aSnapshot,
  aStage,
  aUser,
  extensionMember,
  manualSwitch,
  userMember,
} from '../../factories.js';
import { events, MONDAY_MORNING, startHarness, type Harness } from './call-harness.js';

const NIGHT = manualSwitch(false, { code: '12' });
const SIGNED_IN = { sip_auth_username: '1001', sip_authorized: 'true' };

function house(night = NIGHT): Snapshot {
  const rule = { switch: night, when: 'on', to: { kind: 'hangup', cause: 'USER_BUSY' } } as const;
  return aSnapshot({ groups: [aGroup({ rules: [rule] })] });
}

let clock: JumpingClock;
let servers: EslServer[];
let orders: SwitchOrder[];
let presences: PresenceOrder[];
let refused: unknown[];
let lines: string[];
let desk: { -readonly [Key in keyof CodeDesk]: CodeDesk[Key] };

beforeEach(() => {
  clock = new JumpingClock(MONDAY_MORNING);
  [servers, orders, presences, refused, lines] = [[], [], [], [], []];
  desk = {
    snapshot: () => house(),
    now: () => DateTime.fromMillis(clock.now(), { zone: 'utc' }),
    newId: () => 'id',
    toE164: callerE164,
    turnSwitch: (order) => {
      orders.push(order);
      return Promise.resolve('done');
    },
    setPresence: (order) => {
      presences.push(order);
      return Promise.resolve({ emptied: order.to === 'away' ? ['700'] : [], until: order.until });
    },
    patienceMs: 10_000,
    openCallbacks: () => Promise.resolve(3),
    calls: () => Promise.resolve([]),
    isElsewhere: () => Promise.resolve(false),
    claim: () => true,
    letGo: () => undefined,
    noteRefused: (...note) => void refused.push(note),
    log: createLog('info', { write: (line) => lines.push(line) }),
  };
});
afterEach(async () => {
  for (const server of servers) {
    await server.stopAccepting();
    await server.closeAll();
  }
});

async function controller(): Promise<string> {
  const server = await startEslServer({
    port: 0,
    log: createLog('silent'),
    onSession: (socket, channel) =>
      runCode(dialledCode(channel) ?? assert.fail('no code'), socket, channel, desk),
  });
  servers.push(server);
  return `127.0.0.1:${server.port}`;
}

async function begin(code: string, options: Partial<CallOptions> = {}): Promise<PlacedCall> {
  const address = await controller();
  return placeCall({
    clock,
    to: code,
    from: '1001',
    phones: [],
    dialplan: socketDialplan(address, address),
    variables: { rufgruppe_code: code, ...SIGNED_IN },
    ...options,
  });
}

/** What the caller heard, without folder and ending, and how the call ended. */
async function dial(code: string, options: Partial<CallOptions> = {}) {
  const call = await begin(code, options);
  const { status, cause } = await call.done;
  const heard = events(call.timeline, 'callerHears').map(({ detail }) => wordsOf(detail));
  const answered = events(call.timeline, 'callerAnswered').length > 0;
  return { heard, status, cause, answered, call };
}

function wordsOf(detail: string): string {
  return detail
    .replace('file_string://', '')
    .replaceAll('codes/de/', '')
    .replaceAll('.wav', '')
    .replaceAll('!', ' ');
}

describe('a switch', () => {
  test('is turned by the phone that may, and the caller hears how it is', async () => {
    const { heard, answered, cause } = await dial('*5012');
    assert.deepEqual(heard, ['the-switch 1 2 is-on']);
    assert.deepEqual([answered, cause], [true, 'NORMAL_CLEARING']);
    assert.deepEqual(
      orders.map(({ one, on, toggles, by }) => [one.id, on, toggles, by.extension]),
      [['night', true, true, '1001']],
    );
  });

  test('is not turned by asking', async () => {
    assert.deepEqual((await dial('*5312')).heard, ['the-switch 1 2 is-off']);
    assert.deepEqual(orders, []);
  });

  test('somebody else was faster: that, and how it is, is told', async () => {
    desk.turnSwitch = () => {
      desk.snapshot = () => house({ ...NIGHT, state: { kind: 'manual', on: true } });
      return Promise.resolve('overtaken');
    };
    assert.deepEqual((await dial('*5012')).heard, ['somebody-else-turned-it the-switch 1 2 is-on']);
  });

  test('a database that is away: nothing is claimed, and the log says which switch', async () => {
    desk.turnSwitch = () => Promise.reject(new Error('no server'));
    assert.deepEqual((await dial('*5012')).heard, ['not-saved']);
    assert.ok(lines.some((line) => line.includes('could not be turned') && line.includes('night')));
  });

  test('a database that does not answer: the caller hears so, and nothing breaks when it answers later', async () => {
    desk.patienceMs = 1;
    let answer: (result: 'done') => void = () => undefined;
    desk.turnSwitch = () => new Promise((resolve) => (answer = resolve));
    assert.deepEqual((await dial('*5012')).heard, ['not-saved']);
    answer('done');
  });

  test('no configuration is known: it does not work at the moment', async () => {
    desk.snapshot = () => undefined;
    const { heard, call } = await dial('*5012');
    assert.deepEqual(heard, [wordsOf('file_string://codes/en/not-now.wav')]);
    assert.equal(events(call.timeline, 'connected').length, 1);
  });

  test('a phone that may not is told so, and the try is noted', async () => {
    const variables = { rufgruppe_code: '*5012', ...SIGNED_IN, sip_auth_username: '1009' };
    const { heard } = await dial('*5012', { variables });
    assert.deepEqual(heard, ['not-allowed']);
    assert.deepEqual(orders, []);
    assert.deepEqual(refused, [[{ extension: '1009' }, '*5012', 'switch night']]);
  });

  test('a From that lies turns nothing, with and without a login', async () => {
    const asBernd = { rufgruppe_code: '*5012', ...SIGNED_IN, sip_auth_username: '1009' };
    assert.deepEqual((await dial('*5012', { from: '1001', variables: asBernd })).heard, ['not-allowed']);
    const nobody = { rufgruppe_code: '*5012' };
    const { heard, answered, cause } = await dial('*5012', { from: '1001', variables: nobody });
    assert.deepEqual(heard, ['only-inside']);
    assert.deepEqual([answered, cause], [false, 'CALL_REJECTED']);
    assert.deepEqual(orders, []);
    assert.equal(refused.length, 1, 'the one that has signed in');
  });

  test('from outside: refused without an answer, and the log has no number', async () => {
    const variables = { rufgruppe_code: '*5012', ...SIGNED_IN, rufgruppe_from: 'outside' };
    const { heard, answered } = await dial('*5012', { from: '03023125001', variables });
    assert.deepEqual(heard, ['only-inside']);
    assert.equal(answered, false);
    assert.doesNotMatch(lines.join(''), /3023125/);
  });

  test('a transferred call turns nothing', async () => {
    assert.deepEqual((await dial('*5012', { profileIndex: 2 })).heard, ['dial-directly']);
    assert.deepEqual(orders, []);
  });

  test('a phone that withholds its number is named nowhere', async () => {
    await dial('*5012', { anonymous: true });
    assert.deepEqual(
      orders.map(({ by }) => by.extension),
      [undefined],
    );
    assert.doesNotMatch(lines.join(''), /1001/);
  });
});

describe('a controller that dies', () => {
  for (const how of ['fin', 'reset'] as const) {
    test(`behind the change (${how}): the next one tells how it is and does not turn it back`, async () => {
      const address = await controller();
      const call = placeCall({
        clock,
        to: '*5012',
        from: '1001',
        phones: [],
        dialplan: socketDialplan(address, address),
        variables: { rufgruppe_code: '*5012', ...SIGNED_IN },
      });
      desk.turnSwitch = (order) => {
        orders.push(order);
        desk.snapshot = () => house({ ...NIGHT, state: { kind: 'manual', on: true } });
        call.dropSocket(how);
        return Promise.resolve('done');
      };
      await call.done;
      assert.equal(orders.length, 1);
      const heard = events(call.timeline, 'callerHears').map(({ detail }) => wordsOf(detail));
      assert.deepEqual(heard, ['the-switch 1 2 is-on']);
    });
  }
});

describe('the caller', () => {
  test('who hangs up meanwhile leaves no call open; the switch is turned all the same', async () => {
    const call = await begin('*5012');
    desk.turnSwitch = (order) => {
      orders.push(order);
      call.hangUp();
      return Promise.resolve('done');
    };
    await call.done;
    await servers[0]?.drained(5_000);
    assert.equal(orders.length, 1);
    assert.equal(servers[0]?.sessionCount, 0);
  });

  test('hears a tone where FreeSWITCH has no sounds, and the log says it', async () => {
    const missing = 'file_string://codes/de/the-switch.wav!codes/de/1.wav!codes/de/2.wav!codes/de/is-on.wav';
    const { heard } = await dial('*5012', { missingFiles: [missing] });
    assert.deepEqual(heard, ['tone_stream://%(800,100,660)']);
    assert.ok(lines.some((line) => line.includes('lacks the sounds')));
  });

  test('hears another tone for what was refused', async () => {
    const { heard } = await dial('*59', { missingFiles: ['file_string://codes/de/unknown-code.wav'] });
    assert.deepEqual(heard, ['tone_stream://%(200,200,330);loops=3']);
  });
});

describe('the number of open call-backs', () => {
  test('is told', async () => {
    assert.deepEqual((await dial('*56')).heard, ['there-are 3 open-callbacks']);
  });

  test('is not made up while the database is away', async () => {
    desk.openCallbacks = () => Promise.reject(new Error('no server'));
    assert.deepEqual((await dial('*56')).heard, ['not-now']);
  });
});

describe('being away and back', () => {
  const withAnna = () => aSnapshot({ groups: [aGroup({ stages: [aStage([userMember(aUser())])] })] });

  test('is told, and that nobody is left', async () => {
    desk.snapshot = withAnna;
    assert.deepEqual((await dial('*57')).heard, ['you-are-away nobody-is-left-in-the-group 7 0 0']);
    assert.deepEqual((await dial('*58700')).heard, ['back-in-the-group 7 0 0']);
    assert.deepEqual(
      presences.map(({ userId, to, group, by }) => [userId, to, group, by.extension]),
      [
        ['anna', 'away', undefined, '1001'],
        ['anna', 'back', '700', '1001'],
      ],
    );
  });

  test('until a time: the caller hears until when, for one group in its language', async () => {
    const group = aGroup({ language: 'en', stages: [aStage([userMember(aUser())])] });
    desk.snapshot = () => aSnapshot({ groups: [group] });
    const nobody = 'nobody-is-left-in-the-group 7 0 0';
    assert.deepEqual((await dial('*57*1805')).heard, [`you-are-away until hour-18 minute-5 ${nobody}`]);
    const [english = ''] = (await dial('*57700*1805')).heard;
    assert.match(english, /^codes\/en\/away-from-the-group .* codes\/en\/hour-18 codes\/en\/minute-5 /);
    assert.deepEqual(
      presences.map(({ until }) => until?.toISOTime()),
      ['18:05:00.000+01:00', '18:05:00.000+01:00'],
    );
  });

  test('an end of another order that is later is told, and none that is beyond tomorrow', async () => {
    desk.snapshot = withAnna;
    desk.setPresence = ({ until }) => Promise.resolve({ emptied: [], until: until?.plus({ hours: 1 }) });
    assert.deepEqual((await dial('*57*1800')).heard, ['you-are-away until hour-19 minute-0']);
    desk.setPresence = () => Promise.resolve({ emptied: [], until: undefined });
    assert.deepEqual((await dial('*57*1800')).heard, ['you-are-away']);
  });

  test('until no time of day: that is told, and nobody is away', async () => {
    desk.snapshot = withAnna;
    assert.deepEqual((await dial('*57*2561')).heard, ['no-time-of-day']);
    assert.deepEqual(presences, []);
  });

  test('is not claimed while the database is away, nor for somebody who has just left the group', async () => {
    desk.snapshot = withAnna;
    desk.setPresence = () => Promise.reject(new Error('no server'));
    assert.deepEqual((await dial('*57')).heard, ['not-saved']);
    desk.setPresence = () => Promise.resolve('refused');
    assert.deepEqual((await dial('*57700')).heard, ['not-in-this-group']);
  });
});

describe('a call that rings', () => {
  const RECORDED = aGroup({ stages: [aStage([extensionMember('1002'), extensionMember('1001')])] });
  let harness: Harness;

  beforeEach(async () => {
    const snapshot = aSnapshot({ groups: [RECORDED] });
    desk.snapshot = () => snapshot;
    harness = await startHarness(snapshot, { clock });
    desk.calls = () => Promise.resolve([...harness.records.values()]);
    servers.push(harness.server);
  });

  /** A caller of the group whose phones ring. */
  function ringing(): { caller: PlacedCall; rings: Promise<void> } {
    let begun: () => void = () => undefined;
    const rings = new Promise<void>((resolve) => (begun = resolve));
    const caller = harness.begin({
      phone: ['1002=silent', '1001=silent'],
      onEvent: ({ kind }) => kind === 'invite' && begun(),
    });
    return { caller, rings };
  }

  for (const code of ['*54700', '*541002', '*55']) {
    test(`is taken by ${code}: the phones stop, the record says who`, async () => {
      const { caller, rings } = ringing();
      await rings;
      const { call, heard } = await dial(code, { others: [caller] });
      await caller.done;
      assert.equal(call.variables.get('signal_bond'), caller.uuid);
      assert.equal(call.variables.get('rufgruppe_picked_up_by'), '1001');
      assert.equal(call.variables.get('rufgruppe_call'), caller.uuid);
      assert.deepEqual(heard, []);
      await harness.server.drained(5_000);
      const record = harness.records.get(caller.uuid);
      assert.deepEqual(
        record?.legs.map(({ outcome }) => outcome),
        ['colleagueAnswered', 'colleagueAnswered'],
      );
      assert.deepEqual([record.answeredBy?.who, record.answeredBy?.to], ['1001', '1001']);
      assert.deepEqual(record.steps.at(-1)?.fact, { kind: 'pickedUp', who: '1001' });
      assert.equal(events(caller.timeline, 'invite').length, 2, 'no further stage rings');
    });
  }

  test('is not recorded by a recording that was armed when it began to ring and has been switched off since', async () => {
    const armed = 'execute_on_pre_bridge_rufgruppe_1';
    const group = { ...RECORDED, recording: 'always', recordingOnTransfer: 'goOn' } as const;
    harness = await startHarness(aSnapshot({ groups: [group] }), { clock });
    servers.push(harness.server);
    const { caller, rings } = ringing();
    await rings;
    assert.match(caller.variables.get(armed) ?? '', /^record_session /);
    await dial('*55', { others: [caller] });
    await caller.done;
    assert.equal(caller.variables.get(armed) ?? '', '');
  });

  test('that does not ring at the number dialled is not taken', async () => {
    const { caller, rings } = ringing();
    await rings;
    assert.deepEqual((await dial('*541003', { others: [caller] })).heard, ['nothing-rings']);
    assert.deepEqual((await dial('*54701', { others: [caller] })).heard, ['nothing-rings']);
    assert.equal(caller.isUp(), true);
    caller.hangUp();
    await caller.done;
  });

  test('is not taken by a phone of another group', async () => {
    const { caller, rings } = ringing();
    await rings;
    const variables = { rufgruppe_code: '*55', ...SIGNED_IN, sip_auth_username: '1009' };
    assert.deepEqual((await dial('*55', { others: [caller], variables })).heard, ['nothing-rings']);
    caller.hangUp();
    await caller.done;
  });

  test('of two who dial at once one gets it, and the other hears that it is answered', async () => {
    const { caller, rings } = ringing();
    await rings;
    const claimed = new Set<string>();
    desk.claim = (channel) => !claimed.has(channel) && claimed.add(channel).has(channel);
    const [one, other] = await Promise.all([
      dial('*55', { others: [caller] }),
      dial('*55', { others: [caller] }),
    ]);
    await caller.done;
    assert.deepEqual([...one.heard, ...other.heard], ['answered-already']);
  });

  test('of two controllers without a common list FreeSWITCH itself lets one have it', async () => {
    const { caller, rings } = ringing();
    await rings;
    const known = [...harness.records.values()];
    desk.calls = () => Promise.resolve(known);
    assert.equal(caller.intercept('another'), true);
    const { heard, call } = await dial('*55', { others: [{ ...caller, isUp: () => true }] });
    assert.deepEqual(heard, ['answered-already']);
    assert.equal(call.variables.get('rufgruppe_call'), undefined, 'its CDR tells of no talk');
    await caller.done;
  });

  test('whose caller hangs up as the phone takes it was taken by nobody', async () => {
    const { caller, rings } = ringing();
    await rings;
    const uuid = 'b1e7f6a0-0000-4000-8000-000000000009';
    const gone = { ...caller, intercept: () => (caller.hangUp(), false) };
    assert.deepEqual((await dial('*55', { others: [gone], uuid })).heard, ['caller-gone']);
    await caller.done;
    await harness.server.drained(5_000);
    assert.equal(harness.records.get(caller.uuid)?.answeredBy, null);
  });

  test('at another FreeSWITCH cannot be taken here, which is told', async () => {
    const { caller, rings } = ringing();
    await rings;
    desk.isElsewhere = (channel) => Promise.resolve(channel === caller.uuid);
    assert.deepEqual((await dial('*55')).heard, ['rings-elsewhere']);
    caller.hangUp();
    await caller.done;
  });

  test('whose caller has hung up meanwhile: that is told, and nothing stays claimed', async () => {
    const { caller, rings } = ringing();
    await rings;
    const known = [...harness.records.values()];
    desk.calls = () => Promise.resolve(known);
    const gone: string[] = [];
    desk.letGo = (channel) => void gone.push(channel);
    caller.hangUp();
    await caller.done;
    assert.deepEqual((await dial('*55', { others: [caller] })).heard, ['caller-gone']);
    assert.deepEqual(gone, [caller.uuid]);
  });

  test('nothing rings: that is told', async () => {
    assert.deepEqual((await dial('*55')).heard, ['nothing-rings']);
  });
});
