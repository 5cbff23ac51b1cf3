/** The situations of a hunt group on real SIP. Assertions are about headers and statuses, not about moments. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { findFreeSwitch } from './freeswitch.js';
import { type Rig, startRig, startService } from './rig.js';
import type { LiveService } from './service.js';
import { displayName, header, headerValues, uriUser } from './sip/message.js';
import type { SipMessage } from './sip/message.js';
import { SipPhone } from './sip/phone.js';

const ELSEWHERE = 'SIP;cause=200;text="Call completed elsewhere"';
const GAVE_UP = 'SIP;cause=487;text="ORIGINATOR_CANCEL"';
const ERIKA = '"Erika Muster" <sip:03023125011@127.0.0.1>';
const ANONYMOUS = '"Anonymous" <sip:anonymous@anonymous.invalid>';
const SECRET: readonly (readonly [string, string])[] = [
  ['P-Asserted-Identity', '"Geheim" <sip:+493023125066@127.0.0.1>'],
  ['Privacy', 'id'],
  ['X-Caller', '+493023125066'],
  ['Diversion', '<sip:+493023125066@127.0.0.1>;reason=unconditional'],
];

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

describe('on a real FreeSWITCH', { skip: SKIP }, () => {
  let rig: Rig;
  let service: LiveService;
  let running: LiveService | undefined;
  let started: Rig | undefined;

  before(async () => {
    started = rig = await startRig(binary ?? '');
    running = service = await startService(rig, 'first');
  });
  after(async () => {
    await running?.stop();
    await started?.stop();
  });
  beforeEach(() => rig.reset());

  const callGroup = (group: string, from = ERIKA, extra: typeof SECRET = []) =>
    rig.telco.call(group, from, extra);
  const ringing = (extension: keyof Rig['phones']) => rig.phones[extension].nextCall();
  const mobileRinging = () => rig.telco.nextCall();
  /** What a member's blind transfer makes FreeSWITCH do with the only caller from outside. */
  const transfer = async (to: string) => {
    await rig.fs.api(`uuid_transfer ${await rig.fs.callersChannel()} ${to} XML hunt_group_transfer`);
  };
  const reason = (message: SipMessage) => header(message, 'Reason');

  it('connects the caller to the member of stage 1 who answers, and tells the others so', async () => {
    const call = await callGroup('700');
    const [anna, bernd] = [await ringing('1001'), await ringing('1002')];
    await bernd.answer();
    assert.equal((await call.ended()).status, 200);
    assert.equal(reason(await anna.over()), ELSEWHERE);
    call.hangUp();
    assert.equal((await bernd.over()).method, 'BYE');
  });

  it("shows the group and the caller on the member's phone, with the group's melody", async () => {
    const call = await callGroup('700');
    const { invite } = await ringing('1001');
    assert.equal(displayName(header(invite, 'From')), 'Sales: Erika Muster');
    assert.equal(uriUser(header(invite, 'From')), '03023125011');
    assert.equal(header(invite, 'Alert-Info'), '<http://127.0.0.1>;info=alert-group');
    assert.deepEqual(headerValues(invite, 'P-Asserted-Identity'), []);
    assert.deepEqual(headerValues(invite, 'Remote-Party-ID'), []);
    call.cancel();
    await call.ended();
  });

  it('rings stage 2 when nobody in stage 1 answers', async () => {
    const call = await callGroup('700');
    const clara = await ringing('1003');
    await clara.answer();
    assert.equal((await call.ended()).status, 200);
    clara.hangUp();
    await rig.telco.waitFor((m) => m.method === 'BYE');
  });

  it('shows no missed call for the change of stage on a phone that rings on', async () => {
    const call = await callGroup('700');
    const first = await ringing('1001');
    assert.equal(reason(await first.over()), ELSEWHERE);
    await ringing('1001');
    call.cancel();
    await call.ended();
  });

  for (const [group, what] of [
    ['718', 'a tone whose cadence takes five seconds'],
    ['719', 'a sound file of five seconds'],
  ] as const) {
    it(`keeps a stage of seven seconds open although the caller hears ${what}`, async () => {
      const call = await callGroup(group);
      const anna = await ringing('1001');
      const end = await anna.over();
      assert.equal(reason(end), 'Q.850;cause=19;text="NO_ANSWER"');
      assert.ok(end.atMs - anna.invite.atMs >= 6_900, `${end.atMs - anna.invite.atMs} ms`);
      await call.ended();
      assert.ok(call.rtp.heard > 300, `${call.rtp.heard} packets heard`);
    });
  }

  it('rings stage 3 after stage 2', async () => {
    const call = await callGroup('700');
    const david = await ringing('1004');
    await david.answer();
    assert.equal((await call.ended()).status, 200);
    call.hangUp();
    await david.over();
  });

  it('ends with the final cause when nobody answers', async () => {
    const call = await callGroup('700');
    assert.equal((await call.ended()).status, 486);
  });

  it('lets the voicemail box answer when nobody does', async () => {
    const call = await callGroup('701');
    assert.equal((await call.ended()).status, 200);
    call.hangUp();
  });

  it('plays the announcement and hangs up', async () => {
    const call = await callGroup('702');
    assert.equal((await call.ended()).status, 200);
    await rig.telco.waitFor((m) => m.method === 'BYE', 20_000);
    assert.ok(call.rtp.heard > 100, `${call.rtp.heard} packets heard`);
  });

  it('does not answer the caller for an announcement that is missing', async () => {
    const sound = path.join((await rig.fs.api('global_getvar sounds_dir')).trim(), 'closed-en.wav');
    renameSync(sound, `${sound}.away`);
    try {
      const call = await callGroup('702');
      assert.equal((await call.ended()).status, 480);
    } finally {
      renameSync(`${sound}.away`, sound);
    }
  });

  it('rings the final extension', async () => {
    const call = await callGroup('703');
    const david = await ringing('1004');
    await david.answer();
    assert.equal((await call.ended()).status, 200);
    call.hangUp();
    await david.over();
  });

  it('rings the final number outside', async () => {
    const call = await callGroup('704');
    const outside = await mobileRinging();
    assert.equal(uriUser(outside.invite.requestUri), '+493023125099');
    call.cancel();
    await call.ended();
  });

  it('refuses a loop of groups after each of them rang once', async () => {
    const call = await callGroup('705');
    assert.equal((await call.ended()).status, 483);
    assert.equal(rig.phones['1001'].calls.length, 1);
    assert.equal(rig.phones['1002'].calls.length, 1);
  });

  it('takes no time for empty stages and phones that are not registered', async () => {
    const call = await callGroup('707');
    const clara = await ringing('1003');
    await clara.answer();
    assert.equal((await call.ended()).status, 200);
    call.hangUp();
    await clara.over();
  });

  it('goes on when all phones are busy', async () => {
    for (const phone of Object.values(rig.phones)) phone.onCall = (call) => call.refuse(486, 'Busy Here');
    const call = await callGroup('707');
    assert.equal((await call.ended()).status, 480);
  });

  for (const [status, phrase] of [
    [302, 'Moved Temporarily'],
    [603, 'Decline'],
  ] as const) {
    it(`keeps the other phones ringing when one says ${status}, and never passes it on`, async () => {
      rig.phones['1001'].onCall = (call) =>
        call.refuse(status, phrase, [['Contact', '<sip:1004@127.0.0.1>']]);
      const call = await callGroup('713');
      const bernd = await ringing('1002');
      await bernd.over();
      assert.equal((await call.ended()).status, 480);
      assert.equal(rig.phones['1004'].calls.length, 0);
    });
  }

  it('rings two phones of one extension', async () => {
    const second = await rig.phone('1003');
    const call = await callGroup('707');
    const [one, two] = [await ringing('1003'), await second.nextCall()];
    await two.answer();
    assert.equal((await call.ended()).status, 200);
    assert.equal(reason(await one.over()), ELSEWHERE);
    call.hangUp();
    await two.over();
    await second.register(second.contact, 0);
  });

  it('connects a mobile only after key 1', async () => {
    const call = await callGroup('708');
    const mobile = await mobileRinging();
    assert.equal(uriUser(mobile.invite.requestUri), '+491713920015');
    await mobile.answer();
    await rig.telco.waitFor((m) => m.method === 'ACK');
    assert.equal(call.final, undefined);
    await mobile.hearsPrompt();
    mobile.pressKey('1');
    assert.equal((await call.ended()).status, 200);
    assert.equal(reason(await (await ringing('1001')).over()), ELSEWHERE);
    call.hangUp();
    await mobile.over();
  });

  it('connects a mobile after key 1 also where the prompt is missing: tones stand in for it', async () => {
    const prompt = path.join((await rig.fs.api('global_getvar sounds_dir')).trim(), 'confirm-de.wav');
    renameSync(prompt, `${prompt}.away`);
    try {
      const call = await callGroup('708');
      const mobile = await mobileRinging();
      await mobile.answer();
      await mobile.hearsPrompt();
      assert.equal(call.final, undefined);
      mobile.pressKey('1');
      assert.equal((await call.ended()).status, 200);
      call.hangUp();
      await mobile.over();
    } finally {
      renameSync(`${prompt}.away`, prompt);
    }
  });

  it('does not connect a mobile that presses nothing', async () => {
    const call = await callGroup('708');
    const mobile = await mobileRinging();
    await mobile.answer();
    assert.equal((await call.ended(15_000)).status, 480);
    const end = await mobile.over();
    assert.equal(end.method, 'BYE');
    assert.equal(reason(end), 'Q.850;cause=19;text="NO_ANSWER"');
  });

  it('takes the desk phone that answers while the mobile is asked for a key', async () => {
    const call = await callGroup('708');
    const [mobile, anna] = [await mobileRinging(), await ringing('1001')];
    await mobile.answer();
    await mobile.hearsPrompt();
    await anna.answer();
    assert.equal((await call.ended()).status, 200);
    assert.equal(reason(await mobile.over()), ELSEWHERE);
    call.hangUp();
    await anna.over();
  });

  it('leaves a mobile alone outside its window', async () => {
    const call = await callGroup('709');
    await ringing('1004');
    assert.equal((await call.ended()).status, 480);
    assert.equal(rig.telco.calls.length, 0);
  });

  it('keeps a withheld number from every phone and from the phone company', async () => {
    const call = await callGroup('716', ANONYMOUS, SECRET);
    const [mobile, anna] = [await mobileRinging(), await ringing('1001')];
    assert.equal(displayName(header(anna.invite, 'From')), 'Anonymous everywhere: Anonym');
    assert.equal(uriUser(header(anna.invite, 'From')), 'anonymous');
    await anna.answer();
    await call.ended();
    call.hangUp();
    await Promise.all([mobile.over(), anna.over()]);
    const callId = call.id;
    const sent = [rig.telco, ...Object.values(rig.phones)]
      .flatMap((phone) => phone.received)
      .filter((message) => header(message, 'Call-ID') !== callId);
    assert.ok(sent.length >= 5, `${sent.length} messages looked at`);
    for (const { raw } of sent) assert.doesNotMatch(raw, /3023125066|Geheim/);
  });

  it('refuses a withheld caller where the group says so', async () => {
    const call = await callGroup('710', ANONYMOUS, SECRET);
    assert.equal((await call.ended()).status, 433);
    assert.equal(rig.phones['1001'].calls.length, 0);
  });

  it('diverts a withheld caller', async () => {
    const call = await callGroup('711', ANONYMOUS, SECRET);
    await ringing('1004');
    call.cancel();
    await call.ended();
    assert.equal(rig.phones['1001'].calls.length, 0);
  });

  it('follows a switch that is on', async () => {
    const call = await callGroup('712');
    assert.equal((await call.ended()).status, 404);
  });

  it('follows a schedule, an override while it lasts, and the schedule again when it has run out', async () => {
    // A caller of its own: it calls so often that the limit of calls in a minute would refuse it in later tests.
    const status = async () => {
      const call = await callGroup('720', '"Max Muster" <sip:03023125019@127.0.0.1>');
      return (await call.ended()).status;
    };
    assert.equal(await status(), 404);
    const until = Date.now() + 6_000;
    service.turn('always', 'off', '--until', new Date(until).toISOString());
    const soon = () => new Promise((resolve) => setTimeout(resolve, 250));
    // The running service looks twice a second.
    while ((await status()) === 404) {
      assert.ok(Date.now() < until, 'the override was not taken up');
      await soon();
    }
    while (Date.now() < until) await soon();
    assert.equal(await status(), 404);
  });

  it('shows its own number outside where the group says so, also for a withheld caller', async () => {
    for (const [from, extra] of [
      [ERIKA, []],
      [ANONYMOUS, SECRET],
    ] as const) {
      rig.reset();
      const call = await callGroup('721', from, extra);
      const mobile = await mobileRinging();
      assert.equal(uriUser(header(mobile.invite, 'From')), '+493023125721');
      assert.doesNotMatch(mobile.invite.raw, /3023125066|3023125011|Geheim/);
      call.cancel();
      await call.ended();
      await mobile.over();
    }
  });

  it('tells the caller the group, not who answered', async () => {
    const call = await callGroup('700');
    const [, bernd] = [await ringing('1001'), await ringing('1002')];
    await bernd.answer();
    const final = await call.ended();
    const told = headerValues(final, 'P-Asserted-Identity')
      .concat(headerValues(final, 'Remote-Party-ID'))
      .join();
    assert.doesNotMatch(told, /1002|Bernd|Outbound/);
    call.hangUp();
    await bernd.over();
  });

  it('passes over a switch that is off', async () => {
    const call = await callGroup('717');
    await ringing('1001');
    call.cancel();
    assert.equal((await call.ended()).status, 487);
  });

  it('shows a missed call when the caller gives up', async () => {
    const call = await callGroup('700');
    const anna = await ringing('1001');
    call.cancel();
    assert.equal(reason(await anna.over()), GAVE_UP);
  });

  it('shows a missed call when the caller gives up in stage 2', async () => {
    const call = await callGroup('700');
    const clara = await ringing('1003');
    call.cancel();
    assert.equal(reason(await clara.over()), GAVE_UP);
  });

  it('shows a missed call when the caller gives up in stage 3', async () => {
    const call = await callGroup('700');
    const david = await ringing('1004');
    call.cancel();
    assert.equal(reason(await david.over()), GAVE_UP);
  });

  it('never shows a missed call where the group says so', async () => {
    const call = await callGroup('713');
    const anna = await ringing('1001');
    call.cancel();
    assert.equal(reason(await anna.over()), ELSEWHERE);
  });

  it('shows a missed call even when a colleague answered where the group says so', async () => {
    const call = await callGroup('714');
    const [anna, bernd] = [await ringing('1001'), await ringing('1002')];
    await bernd.answer();
    await call.ended();
    assert.notEqual(reason(await anna.over()), ELSEWHERE);
    call.hangUp();
    await bernd.over();
  });

  it('shows a name in Latin-1 and survives it', async () => {
    const old = await SipPhone.open({ user: 'old', encoding: 'latin1', switchPort: rig.fs.externalPort });
    const call = await old.call('700', '"Jürgen Müller" <sip:03023125012@127.0.0.1>');
    const { invite } = await ringing('1001');
    assert.match(displayName(header(invite, 'From')) ?? '', /^Sales: J.*rgen M.*ller$/);
    call.cancel();
    await call.ended();
    await old.close();
  });

  it('treats a display name as words, whatever it says', async () => {
    const evil = "x',origination_uuid=a]sofia/gateway/telco/+4919005|${system(id)}%0d%0aX-Evil: 1,[{a:_:b";
    const call = await callGroup('700', `"${evil}" <sip:03023125013@127.0.0.1>`);
    const { invite } = await ringing('1001');
    // FreeSWITCH itself writes the dollar of an incoming name as a percent sign; 60 characters are shown.
    const shown = "Sales: x',origination_uuid=a]sofia/gateway/telco/+4919005|%{";
    assert.equal(displayName(header(invite, 'From')), shown);
    assert.equal(header(invite, 'X-Evil'), undefined);
    call.cancel();
    await call.ended();
    assert.equal(rig.telco.calls.length, 0);
  });

  it('records an answered call in one file, and no other', async () => {
    const unanswered = await callGroup('715');
    await unanswered.ended();
    assert.deepEqual(readdirSync(rig.recordings), []);
    rig.phones['1001'].onCall = (call) => void call.answer();
    const call = await callGroup('715');
    await call.ended();
    const anna = rig.phones['1001'].calls.at(-1);
    anna?.talk(0x2a);
    await call.hears();
    call.hangUp();
    await anna?.over();
    const files = readdirSync(rig.recordings);
    assert.equal(files.length, 1);
    assert.doesNotMatch(files[0] ?? '', /3023125011|Erika/);
  });

  for (const [how, group] of [
    ['directly', '722'],
    ['by a switch of the second group to a third', '725'],
  ] as const) {
    it(`ends the recording when the caller is transferred to a group that never records, ${how}`, async () => {
      const before = new Set(readdirSync(rig.recordings));
      const call = await callGroup('715');
      const anna = await ringing('1001');
      await anna.answer();
      await call.ended();
      anna.talk(0x2a);
      await call.hears();
      await transfer(group);
      const bernd = await ringing('1002');
      await bernd.answer();
      const [file = ''] = readdirSync(rig.recordings).filter((name) => !before.has(name));
      const bytes = () => statSync(path.join(rig.recordings, file)).size;
      const atTheAnswer = bytes();
      bernd.talk(0x2a);
      // Two seconds of speech.
      await call.rtp.hears(100);
      assert.equal(bytes(), atTheAnswer);
      call.hangUp();
      await bernd.over();
      assert.deepEqual(
        readdirSync(rig.recordings).filter((name) => !before.has(name)),
        [file],
      );
    });
  }

  it('records the talk in a group that always records after a transfer from one that never does', async () => {
    const before = new Set(readdirSync(rig.recordings));
    const call = await callGroup('722');
    const [bernd] = [await ringing('1002'), await ringing('1001')];
    await bernd.answer();
    await call.ended();
    bernd.talk(0x2a);
    // Whoever transfers has talked.
    await call.hears();
    await transfer('715');
    const anna = await ringing('1001');
    await anna.answer();
    anna.talk(0x2a);
    await call.hears();
    call.hangUp();
    await anna.over();
    assert.equal(readdirSync(rig.recordings).filter((name) => !before.has(name)).length, 1);
  });

  it('leaves a call to the other controller when this one dies while phones ring', async () => {
    const standby = await startService(rig, 'standby');
    const call = await callGroup('700');
    await ringing('1001');
    await service.kill();
    const clara = await ringing('1003');
    await clara.answer();
    assert.equal((await call.ended()).status, 200);
    call.hangUp();
    await clara.over();
    await standby.stop();
    running = service = await startService(rig, 'first');
  });

  it('leaves a call to the static lines of the dialplan when no controller lives', async () => {
    await service.kill();
    const call = await callGroup('700');
    const anna = await ringing('1001');
    assert.equal(displayName(header(anna.invite, 'From')), 'Erika Muster');
    call.cancel();
    await call.ended();
    await anna.over();
    rig.reset();
    const withheld = await callGroup('700', ANONYMOUS, SECRET);
    const again = await ringing('1001');
    assert.equal(uriUser(header(again.invite, 'From')), 'anonymous');
    assert.doesNotMatch(again.invite.raw, /3023125066|Geheim/);
    withheld.cancel();
    await withheld.ended();
    running = service = await startService(rig, 'first');
  });

  it('does not disturb a conversation when the controller dies', async () => {
    const call = await callGroup('700');
    const anna = await ringing('1001');
    await anna.answer();
    await call.ended();
    await service.kill();
    anna.talk(0x2a);
    await call.hears();
    assert.equal(call.bye, undefined);
    anna.hangUp();
    await rig.telco.waitFor((m) => m.method === 'BYE');
    running = service = await startService(rig, 'first');
  });

  it('leaves no channel behind', async () => {
    assert.match(await rig.fs.api('show channels count'), /^\s*0 total/);
    assert.ok(existsSync(rig.fs.folder));
  });
});
