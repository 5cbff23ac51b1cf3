/** Phones and callers with different codecs meet, and hear each other: a tone of one is found again behind the other. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { findFreeSwitch, FreeSwitch } from './freeswitch.js';
import { type Rig, startRig, startService } from './rig.js';
import type { LiveService } from './service.js';
import type { CodecName } from './sip/codec.js';
import { codecsIn } from './sip/codec.js';
import { SipPhone } from './sip/phone.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

const ERIKA = '"Erika Muster" <sip:03023125011@127.0.0.1>';
const MODULES: Partial<Record<CodecName, string>> = { G722: 'mod_spandsp', OPUS: 'mod_opus' };

/** Each codec that differs, with G.711 at the other end: that end says the tone and listens for its return. */
const PAIRS: readonly (readonly [one: CodecName, other: 'PCMA' | 'PCMU'])[] = [
  ['PCMU', 'PCMA'],
  ['PCMA', 'PCMU'],
  ['G722', 'PCMA'],
  ['G722', 'PCMU'],
  ['OPUS', 'PCMA'],
];

const GROUP = `
  - number: '750'
    name: Codecs
    stages: [{ ringSec: 8, members: [{ extension: '1006' }] }]
    final: { hangup: NO_ANSWER }
`;

/** As in an installation whose variables say nothing about codecs. */
function withoutMixing(folder: string): void {
  const file = path.join(folder, 'vars.xml');
  const text = readFileSync(file, 'utf8');
  const line = /.*media_mix_inbound_outbound_codecs.*\n/;
  assert.match(text, line);
  writeFileSync(file, text.replace(line, ''));
}

describe('codecs, on a real FreeSWITCH', { skip: SKIP, timeout: 180_000 }, () => {
  let rig: Rig;
  let service: LiveService | undefined;
  let started: Rig | undefined;
  const opened: SipPhone[] = [];

  before(async () => {
    started = rig = await startRig(binary ?? '', undefined, {}, withoutMixing);
    service = await startService(rig, 'first', undefined, undefined, (yaml) =>
      yaml.replace('\ngroups:\n', `\ngroups:${GROUP}`),
    );
  });
  after(async () => {
    await Promise.all(opened.map((phone) => phone.close()));
    await service?.stop();
    await started?.stop();
  });
  beforeEach(() => rig.reset());

  const open = async (user: string, codecs: readonly CodecName[]): Promise<SipPhone> => {
    const isInside = user.startsWith('10');
    const phone = await SipPhone.open({
      user,
      codecs,
      switchPort: isInside ? rig.fs.sipPort : rig.fs.externalPort,
      ...(isInside && { password: FreeSwitch.password }),
    });
    opened.push(phone);
    if (isInside) assert.equal((await phone.register()).status, 200);
    return phone;
  };
  const lacks = async (codec: CodecName): Promise<string | undefined> => {
    const module = MODULES[codec];
    if (module === undefined || (await rig.fs.api(`module_exists ${module}`)).trim() === 'true')
      return undefined;
    return `FreeSWITCH has no ${module}`;
  };

  for (const [one, other] of PAIRS) {
    for (const [callerSpeaks, memberSpeaks] of [
      [one, other],
      [other, one],
    ] as const) {
      it(`a caller with ${callerSpeaks} and a member with ${memberSpeaks} hear each other`, async (t) => {
        const missing = (await lacks(callerSpeaks)) ?? (await lacks(memberSpeaks));
        if (missing !== undefined) {
          t.skip(missing);
          return;
        }
        const member = await open('1006', [memberSpeaks]);
        const caller = await open('telco', [callerSpeaks]);
        const call = await caller.call('750', ERIKA);
        const leg = await member.nextCall();
        const offered = codecsIn(leg.invite).map(({ name }) => name);
        assert.equal(
          offered[0],
          callerSpeaks,
          'the codec of the caller, which costs no conversion, comes first',
        );
        assert.equal(offered.includes(memberSpeaks), true, offered.join());
        await leg.answer();
        assert.equal((await call.ended()).status, 200);
        assert.equal(call.rtp.codec.name, callerSpeaks);
        const [source, echo] = callerSpeaks === other ? [call, leg] : [leg, call];
        echo.echo();
        source.sayTone();
        await source.rtp?.hearsTone();
        call.hangUp();
        assert.equal((await leg.over()).method, 'BYE');
        await member.register(undefined, 0);
      });
    }
  }

  it('a member who takes a call on a mobile speaks what the phone company speaks', async (t) => {
    const missing = await lacks('OPUS');
    if (missing !== undefined) {
      t.skip(missing);
      return;
    }
    const colleague = await open('1006', ['OPUS']);
    const call = await colleague.call('721');
    const mobile = await rig.telco.nextCall();
    await mobile.answer();
    await mobile.hearsPrompt();
    mobile.pressKey('1');
    assert.equal((await call.ended()).status, 200);
    call.echo();
    mobile.sayTone();
    await mobile.rtp?.hearsTone();
    call.hangUp();
    await mobile.over();
  });
});

describe('codecs of colleagues, as the dialplan here connects them', { skip: SKIP, timeout: 180_000 }, () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig(binary ?? '');
  });
  after(() => rig.stop());

  it('a µ-law phone calls an A-law phone', async () => {
    const caller = await SipPhone.open({
      user: '1006',
      password: FreeSwitch.password,
      switchPort: rig.fs.sipPort,
      codecs: ['PCMU'],
    });
    const call = await caller.call('1001');
    const leg = await rig.phones['1001'].nextCall();
    await leg.answer();
    assert.equal((await call.ended()).status, 200);
    leg.echo();
    call.sayTone();
    await call.rtp.hearsTone();
    call.hangUp();
    await leg.over();
    await caller.close();
  });
});
