/** Every time that the dialplan promises is waited out, with no controller there; side by side, since each is long. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findFreeSwitch } from './freeswitch.js';
import { type Rig, startRig } from './rig.js';
import { PROJECT } from './service.js';
import type { SipPhone } from './sip/phone.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

/** A-law: zero, and a loud level. */
const [SILENCE, SPEECH] = [0xd5, 0x2a];
/** leave-message-de.wav, before FreeSWITCH records; the tones behind it and the saving take up to four seconds. */
const GREETING_SEC = 5.4;

const CALLER = '"Erika Muster" <sip:03023125011@127.0.0.1>';

/** The lines for existing installations as they stand, with this test's number, phone, domain and closed ports. */
function snippet(closedPort: number): string {
  const text = readFileSync(path.join(PROJECT, 'freeswitch/dialplan-snippet.xml'), 'utf8');
  const [extension = ''] = /<extension name="hunt groups">[\s\S]*?<\/extension>/.exec(text) ?? [];
  return extension
    .replace('^(7\\d\\d)$', '^(888)$')
    .replace('sofia_contact(1001@${domain_name})', 'sofia_contact(1004@$${domain})')
    .replaceAll(/127\.0\.0\.1:808\d/g, `127.0.0.1:${closedPort}`);
}

/** Where a member's blind transfer of an outside caller to a colleague leads, reachable from the trunk. */
const TRANSFERRED = `<extension name="transferred"><condition field="destination_number" expression="^8(10\\d\\d)$">
  <action application="transfer" data="$1 XML hunt_group_transfer"/></condition></extension>`;

/** The boxes, reachable from the trunk: 9 and the box. */
const BOXES = `<extension name="boxes"><condition field="destination_number" expression="^9(10\\d\\d)$">
  <action application="answer"/><action application="voicemail" data="default $\${domain} $1"/></condition></extension>`;

describe('the dialplan without a controller, on a real FreeSWITCH', { skip: SKIP, concurrency: true }, () => {
  let rig: Rig;

  before(async () => {
    rig = await startRig(binary ?? '', (closedPort) => snippet(closedPort) + TRANSFERRED + BOXES);
  });
  after(() => rig.stop());

  /** Seconds that the phone rings when nobody answers. */
  async function ringsSec(
    phone: SipPhone,
    number: string,
    by: SipPhone = rig.telco,
    deadlineMs = 40_000,
  ): Promise<number> {
    const call = await by.call(number, by === rig.telco ? CALLER : undefined);
    const leg = await phone.nextCall();
    const end = await leg.over(deadlineMs);
    call.cancel();
    call.hangUp();
    return (end.atMs - leg.invite.atMs) / 1000;
  }

  const between = (sec: number, least: number, most: number): void =>
    assert.ok(sec >= least && sec <= most, `${sec} s, not ${least} to ${most}`);

  it('rings the fallback phone of a group for 21 seconds', async () => {
    between(await ringsSec(rig.phones['1001'], '700'), 20.9, 22.5);
  });

  it('rings the fallback phone of the lines for existing installations for 21 seconds', async () => {
    between(await ringsSec(rig.phones['1004'], '888'), 20.9, 22.5);
  });

  it('rings a colleague of a blind transfer for 30 seconds', async () => {
    between(await ringsSec(rig.phones['1003'], '81003'), 29.9, 31.5);
  });

  it('rings a colleague who is called by a colleague for 30 seconds', async () => {
    between(await ringsSec(rig.phones['1002'], '1002', await rig.phone('1005')), 29.9, 31.5);
  });

  it('rings a colleague whose phone sends sound of its own (183) for no longer', async () => {
    const colleague = await rig.phone('1006');
    colleague.onCall = (call) => void call.earlyMedia();
    between(await ringsSec(colleague, '1006', await rig.phone('1005')), 29.9, 31.5);
  });

  it('rings a number outside for 60 seconds', async () => {
    const caller = await rig.phone('1005');
    between(await ringsSec(rig.telco, '03023125099', caller, 70_000), 59.9, 61.5);
  });

  /** Seconds from the answer to FreeSWITCH's goodbye, of a caller who says this byte for ever. */
  async function recordsSec(box: string, byte: number): Promise<number> {
    const call = await rig.telco.call(`9${box}`, CALLER);
    const answered = await call.ended();
    call.talk(byte);
    const end = await rig.telco.waitFor((m) => m === call.bye, 240_000);
    return (end.atMs - answered.atMs) / 1000;
  }

  it('ends a message in a voicemail box after four seconds of silence', async () => {
    between(await recordsSec('1001', SILENCE), GREETING_SEC + 3.9, GREETING_SEC + 8);
  });

  it('ends a message in a voicemail box after 180 seconds of speech', { timeout: 260_000 }, async () => {
    between(await recordsSec('1002', SPEECH), GREETING_SEC + 179.5, GREETING_SEC + 184);
  });
});
