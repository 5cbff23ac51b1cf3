/** Codes that phones dial, on a real FreeSWITCH: what is heard, what changes, who is believed, who talks to whom. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, beforeEach, describe, it } from 'node:test';
import { DateTime } from 'luxon';
import { findFreeSwitch, FreeSwitch } from './freeswitch.js';
import { dialCode, hungUp, listened, middleOf } from './heard.js';
import { recordOf } from './records.js';
import { type Rig, startRig, startService } from './rig.js';
import type { LiveService } from './service.js';
import { header } from './sip/message.js';
import { type OutgoingCall, SipPhone } from './sip/phone.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

/** A-law levels; each says another one. */
const [CALLER, ANNA] = [0x2a, 0x55];
const COMPLETED = 'SIP;cause=200;text="Call completed elsewhere"';

const SWITCHES = `
  - { id: closed, name: Closed, code: '12', manual: { on: true } }`;

describe('codes, on a real FreeSWITCH', { skip: SKIP, timeout: 170_000 }, () => {
  let rig: Rig;
  let service: LiveService;

  before(async () => {
    rig = await startRig(binary ?? '');
    const events = `127.0.0.1:${rig.fs.eventPort}`;
    const withCodes = (yaml: string) => yaml.replace(/\n {2}- \{ id: closed,.*/, () => SWITCHES);
    service = await startService(rig, 'first', events, undefined, withCodes, rig.cdrs);
  });
  after(async () => {
    await service.stop();
    await rig.stop();
  });
  beforeEach(() => rig.reset());

  const lines = (part: string) => service.output.split('\n').filter((line) => line.includes(part));

  it('a member turns the switch of the group, asks for it, and hears its digits and its state', async () => {
    const off = await dialCode(rig.phones['1001'], '*5012');
    assert.equal(off.status, 200);
    for (const name of ['the-switch', '1', '2', 'is-off']) assert.ok(off.hears(name), name);
    assert.ok(!off.hears('is-on'));
    const asked = await dialCode(rig.phones['1001'], '*5312');
    assert.ok(asked.hears('is-off') && !asked.hears('is-on'));
    const on = await dialCode(rig.phones['1001'], '*5112');
    assert.ok(on.hears('is-on') && !on.hears('is-off'));
  });

  it('a phone that lies in From turns nothing: its login counts', async () => {
    const before = lines('a code was dialled').length;
    const lied = await dialCode(rig.phones['1004'], '*5012', '"Anna" <sip:1001@127.0.0.1>');
    assert.ok(lied.hears('not-allowed'), String(lied.bytes));
    assert.ok((await dialCode(rig.phones['1001'], '*5312')).hears('is-on'));
    const [line = ''] = lines('a code was dialled').slice(before);
    assert.match(line, /"phone":"1004"/);
  });

  it('a phone that does not know the password is no phone of the house', async () => {
    const stranger = await SipPhone.open({ user: '1001', password: 'wrong', switchPort: rig.fs.sipPort });
    const call = await stranger.call('*5012');
    assert.equal((await call.ended()).status, 403);
    await stranger.close();
  });

  it('from the phone company a code is no number', async () => {
    const call = await rig.telco.call('*5012');
    assert.equal((await call.ended()).status, 404);
  });

  it('a colleague who transfers a call to a code does not use the login of the other', async () => {
    const call = await rig.phones['1001'].call('1004');
    const colleague = await rig.phones['1004'].nextCall();
    await colleague.answer();
    await call.ended();
    const heard = listened(call);
    colleague.blindTransfer(`sip:*5012@${FreeSwitch.domain}`);
    await hungUp(rig.phones['1001'], call);
    assert.ok(heard().includes(middleOf('dial-directly')));
    assert.ok((await dialCode(rig.phones['1001'], '*5312')).hears('is-on'));
  });

  it('an unknown code, and a number of call-backs', async () => {
    assert.ok((await dialCode(rig.phones['1001'], '*551')).hears('unknown-code'));
    assert.ok((await dialCode(rig.phones['1001'], '*5099')).hears('unknown-switch'));
    assert.ok((await dialCode(rig.phones['1001'], '*56')).hears('no-open-callbacks'));
    assert.ok((await dialCode(rig.phones['1001'], '*55')).hears('nothing-rings'));
  });

  it('a member is away and back by code, and is told when nobody is left', async () => {
    const away = await dialCode(rig.phones['1001'], '*57717');
    for (const name of ['away-from-the-group', '7', 'nobody-is-left-in-the-group'])
      assert.ok(away.hears(name), name);
    const caller = await rig.telco.call('717', '<sip:03023125020@127.0.0.1>');
    assert.equal((await caller.ended()).status, 480);
    assert.equal(rig.phones['1001'].calls.length, 0);
    assert.ok((await dialCode(rig.phones['1001'], '*58')).hears('you-are-back'));
  });

  it('away until a time of day: it is heard, the record says it, and no time of day is refused', async () => {
    const until = DateTime.now().setZone('Europe/Berlin').plus({ hours: 1 });
    const refused = await dialCode(rig.phones['1001'], '*57717*2561');
    assert.ok(refused.hears('no-time-of-day'));
    const away = await dialCode(rig.phones['1001'], `*57717*${until.toFormat('HHmm')}`);
    for (const name of ['away-from-the-group', `hour-${until.hour}`, `minute-${until.minute}`])
      assert.ok(away.hears(name), name);
    const caller = await rig.telco.call('717', '<sip:03023125030@127.0.0.1>');
    assert.equal((await caller.ended()).status, 480);
    const { steps } = await recordOf(service, '03023125030', ({ endedAt }) => endedAt !== null);
    const time = until.toFormat('HH:mm');
    assert.ok(
      steps.some(({ text }) => text.includes('away until') && text.includes(time)),
      time,
    );
    assert.ok((await dialCode(rig.phones['1001'], '*58717')).hears('back-in-the-group'));
  });

  /** A caller of the group, when its phones ring. */
  async function ringing(group: string, from: string) {
    const caller = await rig.telco.call(group, `<sip:${from}@127.0.0.1>`);
    const phones = [await rig.phones['1001'].nextCall()];
    if (group === '713') phones.push(await rig.phones['1002'].nextCall());
    return { caller, phones };
  }

  async function talks(caller: OutgoingCall, taker: OutgoingCall) {
    caller.talk(CALLER);
    taker.talk(ANNA);
    await Promise.all([caller.rtp.hears(50), taker.rtp.hears(50)]);
    while (caller.rtp.lastByte !== ANNA) await caller.rtp.hears(1);
    while (taker.rtp.lastByte !== CALLER) await taker.rtp.hears(1);
  }

  it('a member takes a ringing call: phones stop without a missed call, both talk, the record says who', async () => {
    const { caller, phones } = await ringing('713', '03023125021');
    const taker = await rig.phones['1002'].call('*54713');
    assert.equal((await taker.ended()).status, 200);
    assert.equal((await caller.ended()).status, 200);
    for (const phone of phones) assert.equal(header(await phone.over(), 'Reason'), COMPLETED);
    await talks(caller, taker);
    caller.hangUp();
    await rig.phones['1002'].waitFor((m) => m.method === 'BYE' && header(m, 'Call-ID') === taker.id);
    const record = await recordOf(service, '03023125021', ({ endedAt }) => endedAt !== null);
    assert.equal(record.outcome, 'answered');
    assert.deepEqual([record.answeredBy?.who, record.answeredBy?.to], ['Bernd', '1002']);
    assert.equal(record.missed, null);
    assert.deepEqual(
      record.legs.map(({ outcome }) => outcome),
      ['colleagueAnswered', 'colleagueAnswered'],
    );
    assert.ok(record.steps.some(({ fact }) => fact?.kind === 'pickedUp' && fact.who === 'Bernd'));
    assert.ok(!record.steps.some(({ fact }) => fact?.kind === 'wentOnAlone'));
    assert.ok((record.talkingSec ?? 0) >= 1, String(record.talkingSec));
  });

  it('of two who dial at once one talks to the caller, and the other hears that it is answered', async () => {
    const { caller } = await ringing('713', '03023125022');
    const [one, other] = await Promise.all([rig.phones['1001'].call('*55'), rig.phones['1002'].call('*55')]);
    await Promise.all([one.ended(), other.ended(), caller.ended()]);
    const loser = await Promise.race([
      hungUp(rig.phones['1001'], one).then(() => one),
      hungUp(rig.phones['1002'], other).then(() => other),
    ]);
    const winner = loser === one ? other : one;
    await talks(caller, winner);
    winner.hangUp();
    await rig.telco.waitFor((m) => m.method === 'BYE' && header(m, 'Call-ID') === caller.id);
    const who = winner === one ? 'Anna' : 'Bernd';
    const record = await recordOf(service, '03023125022', ({ endedAt }) => endedAt !== null);
    assert.deepEqual([record.outcome, record.answeredBy?.who], ['answered', who]);
  });

  it('a call that is taken is recorded as if its phone had been answered', async () => {
    const known = new Set(readdirSync(rig.recordings));
    const { caller } = await ringing('715', '03023125023');
    const taker = await rig.phones['1001'].call('*54715');
    await Promise.all([taker.ended(), caller.ended()]);
    await talks(caller, taker);
    caller.hangUp();
    const record = await recordOf(service, '03023125023', ({ endedAt }) => endedAt !== null);
    const files = readdirSync(rig.recordings).filter((name) => !known.has(name));
    assert.deepEqual(files, [record.recording]);
  });

  it('a controller that is killed behind a pick-up: they talk on, and the record says who', async () => {
    const { caller } = await ringing('713', '03023125024');
    const taker = await rig.phones['1002'].call('*55');
    await Promise.all([taker.ended(), caller.ended()]);
    await talks(caller, taker);
    await service.crash();
    await talks(caller, taker);
    taker.hangUp();
    await rig.telco.waitFor((m) => m.method === 'BYE' && header(m, 'Call-ID') === caller.id);
    const spoken = await dialCode(rig.phones['1001'], '*5312');
    assert.equal(spoken.status, 503);
    assert.ok(spoken.hears('not-now'));
    await service.again();
    const record = await recordOf(service, '03023125024', ({ endedAt }) => endedAt !== null, 60_000);
    assert.deepEqual([record.outcome, record.answeredBy?.who], ['answered', 'Bernd']);
  });
});
