/** Keys with lamps on desk phones: what the NOTIFYs say, after every change and every restart. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { findFreeSwitch, FreeSwitch } from './freeswitch.js';
import { type Rig, startRig, startService } from './rig.js';
import type { LiveService } from './service.js';
import { header } from './sip/message.js';
import { SipPhone } from './sip/phone.js';
import { Subscription } from './sip/subscription.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

const SWITCHES = `
  - { id: closed, name: Closed, code: '12', codeAllowed: [{ extension: '1006' }], manual: { on: true } }`;
const withCode = (yaml: string) => yaml.replace(/\n {2}- \{ id: closed,.*/, () => SWITCHES);

/** The states that a lamp was told, in order. */
const statesOf = ({ notifies }: Subscription) =>
  notifies.map(({ body }) => /<state>(\w+)/.exec(body)?.[1] ?? 'none');

/** As in an installation that knows nothing of our lamps. */
function withoutMap(folder: string): void {
  const file = path.join(folder, 'sip_profiles/internal.xml');
  const text = readFileSync(file, 'utf8');
  const line = /.*"presence-proto-lookup".*\n/;
  assert.match(text, line);
  writeFileSync(file, text.replace(line, ''));
}

describe('lamps, on a real FreeSWITCH', { skip: SKIP }, () => {
  let rig: Rig;
  let service: LiveService;
  const running: { stop(): unknown }[] = [];
  const opened: SipPhone[] = [];

  before(async () => {
    rig = await startRig(binary ?? '');
    running.push(rig);
    service = await startService(rig, 'first', `127.0.0.1:${rig.fs.eventPort}`, undefined, withCode);
    running.push(service);
  });
  after(async () => {
    await Promise.all(opened.map((phone) => phone.close()));
    for (const one of running.reverse()) await one.stop();
  });
  beforeEach(async () => {
    rig.reset();
    await turned('off');
  });

  /** Turns the switch by command, and waits until the service has followed. */
  async function turned(state: 'on' | 'off'): Promise<void> {
    service.turn('closed', state);
    const watcher = await Subscription.begin(await desk('1005'), 'switch+closed');
    await watcher.shows(state);
    await watcher.refresh(0);
  }

  const desk = async (user = '1006'): Promise<SipPhone> => {
    const account = { user, password: FreeSwitch.password };
    const phone = await SipPhone.open({ ...account, switchPort: rig.fs.sipPort });
    opened.push(phone);
    assert.equal((await phone.register()).status, 200);
    return phone;
  };

  it('a lamp follows its switch', async () => {
    const lamp = await Subscription.begin(await desk(), 'switch+closed');
    await lamp.shows('off');
    service.turn('closed', 'on');
    const notify = await lamp.shows('on');
    assert.match(notify?.body ?? '', /entity="sip:switch\+closed@127\.0\.0\.1"/);
    service.turn('closed', 'off');
    await lamp.shows('off');
  });

  it('tells a phone that starts while the switch is on', async () => {
    await turned('on');
    for (const restarted of [false, true]) {
      const lamp = await Subscription.begin(await desk(), 'switch+closed');
      await lamp.shows('on');
      assert.deepEqual(statesOf(lamp), ['confirmed'], restarted ? 'after a restart' : 'at first');
    }
  });

  it('a lamp that is on does not go out when its subscription is refreshed', async () => {
    await turned('on');
    const lamp = await Subscription.begin(await desk(), 'switch+closed');
    await lamp.shows('on');
    const before = lamp.notifies.length;
    assert.equal((await lamp.refresh()).status, 202);
    await lamp.toldMore(before);
    assert.deepEqual(statesOf(lamp), ['confirmed', 'confirmed']);
  });

  it('the key of a code shows the switch and turns it', async () => {
    await turned('on');
    const phone = await desk();
    const lamp = await Subscription.begin(phone, '*5012');
    await lamp.shows('on');
    const known = lamp.notifies.length;
    await lamp.refresh();
    await lamp.toldMore(known);
    const call = await phone.call('*5012');
    assert.equal((await call.ended()).status, 200);
    await lamp.shows('off');
    await phone.waitFor((m) => m.method === 'BYE' && header(m, 'Call-ID') === call.id, 20_000);
    assert.deepEqual(statesOf(lamp), ['confirmed', 'confirmed', 'terminated']);
    assert.match(lamp.notifies.at(-1)?.body ?? '', /entity="sip:\*5012@127\.0\.0\.1"/);
  });

  it('the lamp of a user is lit while the user is away, for one group or for all', async () => {
    const phone = await desk();
    const [all, sales] = [
      await Subscription.begin(phone, 'away+1001'),
      await Subscription.begin(phone, 'away+1001-700'),
    ];
    for (const lamp of [all, sales]) await lamp.shows('off');
    service.command('away', 'set', 'anna', '--group', '700');
    await sales.shows('on');
    assert.equal(all.light, 'off');
    service.command('away', 'set', 'anna');
    await all.shows('on');
    const call = await phone.call('1001');
    const anna = await rig.phones['1001'].nextCall();
    await anna.answer();
    await call.ended();
    call.hangUp();
    await anna.over();
    service.command('away', 'back', 'anna');
    for (const lamp of [all, sales]) await lamp.shows('off');
    assert.deepEqual(statesOf(all), ['terminated', 'confirmed', 'terminated']);
  });

  it('a lamp that does not exist is off', async () => {
    const lamp = await Subscription.begin(await desk(), 'switch+clsoed');
    await lamp.shows('off');
    assert.equal(lamp.notifies.length, 1);
  });

  it('a phone without a password cannot watch', async () => {
    const stranger = await SipPhone.open({ user: 'stranger', password: 'guess', switchPort: rig.fs.sipPort });
    opened.push(stranger);
    await assert.rejects(Subscription.begin(stranger, 'switch+closed'), /40[13]/);
  });

  it('the own calls of the phone that watches do not move the lamp', async () => {
    const phone = await desk();
    const lamp = await Subscription.begin(phone, 'switch+closed');
    await lamp.shows('off');
    const call = await phone.call('1002');
    const colleague = await rig.phones['1002'].nextCall();
    await colleague.answer();
    await call.ended();
    call.hangUp();
    await colleague.over();
    service.turn('closed', 'on');
    await lamp.shows('on');
    assert.deepEqual(statesOf(lamp), ['terminated', 'confirmed']);
  });

  it('what changed while the service was away shows as soon as it is back', async () => {
    const lamp = await Subscription.begin(await desk(), 'switch+closed');
    await lamp.shows('off');
    await service.crash();
    service.turn('closed', 'on');
    await service.again();
    await lamp.shows('on');
  });

  it('after a restart of FreeSWITCH a phone sees the lamp again with its next subscription', async () => {
    await turned('on');
    const lamp = await Subscription.begin(await desk(), 'switch+closed');
    await lamp.shows('on');
    await rig.fs.restart();
    const known = lamp.notifies.length;
    const answer = await lamp.refresh();
    assert.ok(answer.status < 300, `${answer.status} ${header(answer, 'Reason') ?? answer.phrase}`);
    await lamp.toldMore(known);
    await lamp.shows('on');
  });

  it('500 lamps of one switch are told once each', { timeout: 60_000 }, async () => {
    const phone = await desk();
    const lamps: Subscription[] = [];
    for (let count = 0; count < 500; count += 1) lamps.push(await Subscription.begin(phone, 'switch+closed'));
    for (const lamp of lamps) await lamp.shows('off', 30_000);
    const before = lamps.reduce((sum, { notifies }) => sum + notifies.length, 0);
    assert.equal(before, 500);
    service.turn('closed', 'on');
    for (const lamp of lamps) await lamp.shows('on', 30_000);
    assert.equal(
      lamps.reduce((sum, { notifies }) => sum + notifies.length, 0),
      1000,
    );
  });
});

describe('lamps where FreeSWITCH has no map of them', { skip: SKIP }, () => {
  it('the key of a code shows the switch, and no call of its own', async () => {
    const rig = await startRig(binary ?? '', undefined, {}, withoutMap);
    const events = `127.0.0.1:${rig.fs.eventPort}`;
    const service = await startService(rig, 'first', events, undefined, withCode).catch(
      async (error: unknown) => {
        await rig.stop();
        throw error;
      },
    );
    try {
      const account = { user: '1006', password: FreeSwitch.password };
      const phone = await SipPhone.open({ ...account, switchPort: rig.fs.sipPort });
      const lamp = await Subscription.begin(phone, '*5012');
      await lamp.shows('on');
      const call = await phone.call('*5012');
      assert.equal((await call.ended()).status, 200);
      await phone.waitFor((m) => m.method === 'BYE' && header(m, 'Call-ID') === call.id, 20_000);
      await lamp.shows('off');
      const other = await Subscription.begin(phone, '*5099');
      await other.shows('off');
      // FreeSWITCH itself answers a name of the kind of phones, with all calls of that name: none.
      assert.deepEqual(statesOf(lamp), ['none', 'confirmed', 'terminated']);
      assert.deepEqual(statesOf(other), ['none']);
      await phone.close();
    } finally {
      await service.stop();
      await rig.stop();
    }
  });
});
