/** Keys with lamps on desk phones: what the NOTIFYs say, after every change and every restart. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { findFreeSwitch } from './freeswitch.js';
import { startLampRig, statesOf, type LampRig } from './lamp-rig.js';
import type { Rig } from './rig.js';
import type { LiveService } from './service.js';
import { header } from './sip/message.js';
import { SipPhone } from './sip/phone.js';
import { Subscription } from './sip/subscription.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

/** As in an installation that knows nothing of our lamps. */
function withoutMap(folder: string): void {
  const file = path.join(folder, 'sip_profiles/internal.xml');
  const text = readFileSync(file, 'utf8');
  const line = /.*"presence-proto-lookup".*\n/;
  assert.match(text, line);
  writeFileSync(file, text.replace(line, ''));
}

describe('lamps, on a real FreeSWITCH', { skip: SKIP }, () => {
  let lamps: LampRig;
  let rig: Rig;
  let service: LiveService;
  const desk = (user?: string): Promise<SipPhone> => lamps.desk(user);
  const turned = (state: 'on' | 'off'): Promise<void> => lamps.turned(state);

  before(async () => {
    lamps = await startLampRig(binary ?? '');
    ({ rig, service } = lamps);
  });
  after(() => lamps.stop());
  beforeEach(async () => {
    rig.reset();
    await turned('off');
  });

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

  it('the lamp of a user goes out and on while the user’s own phone has a call, and by its own codes', async () => {
    const [phone, own] = [await desk(), await desk('1001')];
    const lamp = await Subscription.begin(phone, 'away+1001');
    const ownLamp = await Subscription.begin(own, 'away+1001');
    const call = await own.call('1002');
    await (await rig.phones['1002'].nextCall()).answer();
    await call.ended();
    for (const light of ['on', 'off', 'on'] as const) {
      service.command('away', ...(light === 'on' ? ['set', 'anna'] : ['back', 'anna']));
      for (const one of [lamp, ownLamp]) await one.shows(light, 2_000);
    }
    call.hangUp();
    for (const [code, light] of [
      ['*58', 'off'],
      ['*57', 'on'],
      ['*58', 'off'],
    ] as const) {
      const dialled = await own.call(code);
      await dialled.ended();
      for (const one of [lamp, ownLamp]) await one.shows(light);
      await own.waitFor((m) => m.method === 'BYE' && header(m, 'Call-ID') === dialled.id, 20_000);
      assert.equal(ownLamp.light, light);
    }
  });

  it('a lamp that does not exist is off', async () => {
    const lamp = await Subscription.begin(await desk(), 'switch+clsoed');
    await lamp.shows('off');
    assert.equal(lamp.notifies.length, 1);
  });

  it('a phone without a password cannot watch', async () => {
    const stranger = await SipPhone.open({ user: 'stranger', password: 'guess', switchPort: rig.fs.sipPort });
    await assert.rejects(Subscription.begin(stranger, 'switch+closed'), /40[13]/);
    await stranger.close();
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
    const lamps = await startLampRig(binary ?? '', withoutMap);
    try {
      const phone = await lamps.desk();
      const lamp = await Subscription.begin(phone, '*5012');
      await lamp.shows('on');
      const call = await phone.call('*5012');
      assert.equal((await call.ended()).status, 200);
      await phone.waitFor((m) => m.method === 'BYE' && header(m, 'Call-ID') === call.id, 20_000);
      await lamp.shows('off');
      const other = await Subscription.begin(phone, '*5099');
      await other.shows('off');
      // FreeSWITCH itself answers a name of the kind of phones, with all calls of that name: none.
      assert.deepEqual(statesOf(lamp), ['terminated', 'confirmed', 'terminated']);
      assert.deepEqual(statesOf(other), ['terminated']);
    } finally {
      await lamps.stop();
    }
  });
});
