/** Calls that the house places, as a real FreeSWITCH's inbound event socket tells them. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { watchOutgoingCalls } from '../../src/calls/session/outgoing-calls.js';
import { EventClient, type EventLog } from '../../src/telephony/esl/event-client.js';
import type { EslMessage } from '../../src/telephony/esl/message-decoder.js';
import type { OutgoingCall } from '../../src/calls/outcome/outgoing-call.js';
import { nextState } from '../fakes/event-socket.js';
import { findFreeSwitch } from './freeswitch.js';
import { type Rig, startRig, startService } from './rig.js';
import type { LiveService } from './service.js';
import { uriUser } from './sip/message.js';

const ERIKA = '"Erika Muster" <sip:03023125011@127.0.0.1>';
const OUTSIDE = '03023125042';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

const SILENT: EventLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** What was told, in order; waits for what is not told yet. */
class Told<T> {
  readonly all: T[] = [];
  readonly #takers: (() => void)[] = [];

  readonly take = (one: T): void => {
    this.all.push(one);
    for (const taker of this.#takers.splice(0)) taker();
  };

  async until(fits: (one: T) => boolean): Promise<T> {
    for (;;) {
      const found = this.all.find(fits);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#takers.push(resolve));
    }
  }

  clear(): void {
    this.all.length = 0;
  }
}

describe('calls that the house places, on a real FreeSWITCH', { skip: SKIP, timeout: 120_000 }, () => {
  let rig: Rig;
  let service: LiveService;
  let client: EventClient;
  const told = new Told<OutgoingCall>();
  const running: { stop(): unknown }[] = [];

  before(async () => {
    rig = await startRig(binary ?? '');
    running.push(rig);
    service = await startService(rig, 'first');
    running.push(service);
    client = connect('ClueCon');
    watchOutgoingCalls([client], told.take);
    const up = nextState(client, 'connected');
    client.start();
    await up;
  });
  after(async () => {
    for (const one of running.reverse()) await one.stop();
  });
  beforeEach(() => {
    rig.reset();
    told.clear();
  });

  function connect(password: string): EventClient {
    const one = new EventClient({ host: '127.0.0.1', port: rig.fs.eventPort }, { password, log: SILENT });
    running.push(one);
    return one;
  }

  const ended = () => told.until(({ kind }) => kind === 'ended');
  const facts = () => told.all.map(({ kind, number, extension }) => [kind, number, extension]);

  /** A phone of the house calls a number outside, and hangs up once it was answered. */
  async function answeredCall(number = OUTSIDE): Promise<void> {
    const call = await rig.phones['1001'].call(number);
    const outside = await rig.telco.nextCall();
    await outside.answer();
    assert.equal((await call.ended()).status, 200);
    call.hangUp();
    await outside.over();
  }

  it('tells an answered call with the number as dialled and who called, and nothing of it in SIP', async () => {
    await answeredCall();
    const end = await ended();
    assert.deepEqual(facts(), [
      ['answered', OUTSIDE, '1001@127.0.0.1'],
      ['ended', OUTSIDE, '1001@127.0.0.1'],
    ]);
    const [answer] = told.all;
    assert.equal(answer?.id, end.id);
    assert.deepEqual(end.answeredAt, answer.at);
    assert.ok(end.at >= answer.at);
    const [outside] = rig.telco.calls;
    assert.equal(uriUser(outside?.invite.requestUri), '+493023125042');
    for (const { raw } of rig.telco.received) assert.doesNotMatch(raw, /rufgruppe/i);
    for (const { raw } of rig.phones['1001'].received) assert.doesNotMatch(raw, /rufgruppe/i);
  });

  it('tells an international number as dialled', async () => {
    await answeredCall('+493023125042');
    await ended();
    assert.equal(told.all[0]?.number, '+493023125042');
  });

  it('tells only the end when the number is busy', async () => {
    const call = await rig.phones['1002'].call(OUTSIDE);
    (await rig.telco.nextCall()).refuse(486, 'Busy Here');
    assert.equal((await call.ended()).status, 486);
    assert.equal((await ended()).answeredAt, undefined);
    assert.deepEqual(facts(), [['ended', OUTSIDE, '1002@127.0.0.1']]);
  });

  it('tells only the end when nobody answers, early media or not', async () => {
    for (const early of [false, true]) {
      told.clear();
      rig.reset();
      const call = await rig.phones['1001'].call(OUTSIDE);
      const outside = await rig.telco.nextCall();
      if (early) await outside.earlyMedia();
      else outside.ring();
      await rig.phones['1001'].waitFor((m) => m.status === (early ? 183 : 180));
      call.cancel();
      await outside.over();
      await ended();
      assert.deepEqual(facts(), [['ended', OUTSIDE, '1001@127.0.0.1']]);
    }
  });

  it("is silent about the legs of a hunt group, a member's mobile and an external end included", async () => {
    const legs = new Told<EslMessage>();
    const off = client.watch(
      { events: ['CHANNEL_ANSWER'], only: { header: 'variable_rufgruppe_call' } },
      legs.take,
    );
    const toMobile = await rig.telco.call('708', ERIKA);
    const mobile = await rig.telco.nextCall();
    await mobile.answer();
    await mobile.hearsPrompt();
    mobile.pressKey('1');
    assert.equal((await toMobile.ended()).status, 200);
    toMobile.hangUp();
    await mobile.over();
    const toExternal = await rig.telco.call('704', ERIKA);
    const external = await rig.telco.nextCall();
    await external.answer();
    assert.equal((await toExternal.ended()).status, 200);
    toExternal.hangUp();
    await external.over();
    // Events come in order on one connection: a call of the house behind them shows that none was marked.
    await answeredCall();
    await ended();
    assert.deepEqual(facts(), [
      ['answered', OUTSIDE, '1001@127.0.0.1'],
      ['ended', OUTSIDE, '1001@127.0.0.1'],
    ]);
    const dialled = legs.all.map(({ headers }) => headers.get('Caller-Destination-Number'));
    assert.deepEqual(new Set(dialled), new Set(['708', '+491713920015', '704', '+493023125099']));
    off();
  });

  it('hears of phones that register and leave', async () => {
    const phones = new Told<EslMessage>();
    const off = client.watch({ events: ['sofia::register', 'sofia::unregister'] }, phones.take);
    const second = await rig.phone('1003');
    await second.register(second.contact, 0);
    const left = await phones.until(({ headers }) => headers.get('Event-Subclass') === 'sofia::unregister');
    assert.equal(left.headers.get('from-user'), '1003');
    assert.equal(phones.all[0]?.headers.get('Event-Subclass'), 'sofia::register');
    off();
  });

  it('is not let in with a wrong password', async () => {
    const stranger = connect('geheim');
    const refused = nextState(stranger, 'refused');
    stranger.start();
    assert.match((await refused).reason, /does not accept the password/);
  });

  it('comes back when FreeSWITCH was restarted, and hears the next call', async () => {
    const [lost, back] = [nextState(client, 'refused'), nextState(client, 'connected')];
    const asked = new Told<string>();
    client.onConnected(async (api) => asked.take(await api('uptime')));
    await rig.fs.restart();
    await lost;
    await back;
    await asked.until(() => asked.all.length === 2);
    assert.match(asked.all[1] ?? '', /^\d+$/);
    assert.equal((await rig.phones['1001'].register()).status, 200);
    await answeredCall();
    await ended();
    assert.deepEqual(facts(), [
      ['answered', OUTSIDE, '1001@127.0.0.1'],
      ['ended', OUTSIDE, '1001@127.0.0.1'],
    ]);
  });
});
