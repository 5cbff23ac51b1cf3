/** What callers and phones ask of SIP besides the usual: reliable ringing, keys as SIP INFO, an INVITE without an offer. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { findFreeSwitch } from './freeswitch.js';
import { type Rig, startRig, startService, withoutLiberalKeys } from './rig.js';
import { header, methodOf } from './sip/message.js';
import { SipPhone } from './sip/phone.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

const ERIKA = '"Erika Muster" <sip:03023125011@127.0.0.1>';

describe('what callers and phones ask of SIP, on a real FreeSWITCH', { skip: SKIP, timeout: 180_000 }, () => {
  let rig: Rig;
  const running: { stop(): unknown }[] = [];
  const opened: SipPhone[] = [];

  before(async () => {
    rig = await startRig(binary ?? '', undefined, {}, withoutLiberalKeys);
    running.push(rig);
    running.push(await startService(rig, 'first'));
  });
  after(async () => {
    await Promise.all(opened.map((phone) => phone.close()));
    for (const one of running.reverse()) await one.stop();
  });
  beforeEach(() => rig.reset());

  const trunk = async (options: { reliable?: boolean; offers?: boolean }): Promise<SipPhone> => {
    const phone = await SipPhone.open({ user: 'telco', switchPort: rig.fs.externalPort, ...options });
    opened.push(phone);
    return phone;
  };

  it('a caller who requires 100rel acknowledges the ringing and talks', async () => {
    const caller = await trunk({ reliable: true });
    const call = await caller.call('713', ERIKA);
    const anna = await rig.phones['1001'].nextCall();
    anna.ring();
    const ringing = await caller.waitFor((m) => m.status > 100 && m.status < 200);
    assert.match(header(ringing, 'Require') ?? '', /100rel/);
    assert.equal((await caller.waitFor((m) => methodOf(m) === 'PRACK')).status, 200);
    await anna.answer();
    assert.equal((await call.ended()).status, 200);
    anna.echo();
    call.sayTone();
    await call.rtp.hearsTone();
    call.hangUp();
    await anna.over();
  });

  it('a caller who requires 100rel and gives up leaves no phone ringing', async () => {
    const caller = await trunk({ reliable: true });
    const call = await caller.call('713', ERIKA);
    const anna = await rig.phones['1001'].nextCall();
    anna.ring();
    await caller.waitFor((m) => methodOf(m) === 'PRACK');
    call.cancel();
    assert.equal((await call.ended()).status, 487);
    assert.equal((await anna.over()).method, 'CANCEL');
  });

  it('key 1 as SIP INFO takes the call on a mobile', async () => {
    const call = await rig.telco.call('721', ERIKA);
    const mobile = await rig.telco.nextCall();
    await mobile.answer();
    await mobile.hearsPrompt();
    mobile.pressKeyByInfo('1');
    assert.equal((await call.ended()).status, 200);
    call.hangUp();
    await mobile.over();
  });

  it('a call without an offer is refused, costs its caller nothing, and rings nobody', async () => {
    const caller = await trunk({ offers: false });
    const call = await caller.call('713', '"Ohne" <sip:03023125012@127.0.0.1>');
    assert.equal((await call.ended()).status, 480);
    assert.deepEqual(rig.phones['1001'].calls, []);
  });
});
