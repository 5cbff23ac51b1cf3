/** Every limit of voicemail boxes, of the outbound lines and of the whole switch is run into; side by side, since each is long. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { findFreeSwitch } from './freeswitch.js';
import { type Rig, startRig } from './rig.js';
import { PROJECT } from './service.js';
import type { OutgoingCall } from './sip/phone.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

/** A-law, loud. */
const SPEECH = 0x2a;

const CALLER = '"Erika Muster" <sip:03023125011@127.0.0.1>';

/** Reachable from the trunk: 9 and a box for leaving a message, 8 and a box for listening to them. */
const BOXES = `<extension name="boxes"><condition field="destination_number" expression="^9(10\\d\\d)$">
  <action application="answer"/><action application="voicemail" data="default $\${domain} $1"/></condition></extension>
<extension name="own box"><condition field="destination_number" expression="^8(10\\d\\d)$">
  <action application="answer"/><action application="voicemail" data="check default $\${domain} $1"/></condition></extension>`;

/** The outbound lines for existing installations as they stand. */
function outboundLines(): string {
  const text = readFileSync(path.join(PROJECT, 'freeswitch/dialplan-snippet.xml'), 'utf8');
  return /<extension name="outbound">[\s\S]*?<\/extension>/.exec(text)?.[0] ?? '';
}

/** In place of FreeSWITCH's sound package: each prompt of the menu is a moment of silence. */
function withShortPrompts(folder: string): void {
  const file = path.join(folder, 'lang/en.xml');
  const prompts = ['enter_pass', 'enter_id', 'fail_auth', 'abort', 'hello'].map(
    (name) => `<macro name="voicemail_${name}"><input pattern="^(.*)$"><match>
      <action function="play-file" data="silence_stream://100"/></match></input></macro>`,
  );
  const text = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    text.replace('</macros>', () => `${prompts.join('')}</macros>`),
  );
}

/** FreeSWITCH's answer, in seconds before its goodbye; `meanwhile` begins with the answer. */
async function talksSec(
  rig: Rig,
  number: string,
  meanwhile: (call: OutgoingCall) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  const call = await rig.telco.call(number, CALLER);
  const answered = await call.ended();
  await meanwhile(call);
  const end = await rig.telco.waitFor((m) => m === call.bye, 60_000);
  return (end.atMs - answered.atMs) / 1000;
}

const between = (sec: number, least: number, most: number): void =>
  assert.ok(sec >= least && sec <= most, `${sec} s, not ${least} to ${most}`);

describe('the limits of freeswitch/, on a real FreeSWITCH', { skip: SKIP }, () => {
  let rig: Rig;

  before(async () => {
    rig = await startRig(binary ?? '', () => BOXES + outboundLines(), {}, withShortPrompts);
  });
  after(() => rig.stop());

  /** Messages in the box. */
  const messages = (box: string): string[] => {
    const folder = path.join(rig.fs.folder, 'storage/voicemail/default/127.0.0.1', box);
    try {
      return readdirSync(folder).filter((name) => name.startsWith('msg_'));
    } catch {
      return [];
    }
  };

  describe('side by side', { concurrency: true }, () => {
    it('the outbound lines for existing installations ring for 60 seconds', { timeout: 90_000 }, async () => {
      const call = await rig.telco.call('03023125099', CALLER);
      const leg = await rig.telco.nextCall();
      const end = await leg.over(70_000);
      call.cancel();
      between((end.atMs - leg.invite.atMs) / 1000, 59.9, 62);
    });

    it(
      'who types no password at the own box is asked three times, for ten seconds each',
      { timeout: 60_000 },
      async () => {
        between(await talksSec(rig, '81001'), 30, 34);
      },
    );

    it('who types wrong passwords is out after the third', { timeout: 60_000 }, async () => {
      const sec = await talksSec(rig, '81002', async (call) => {
        for (let attempt = 1; attempt <= 3; attempt += 1) {
          await delay(1_500);
          assert.equal(call.bye, undefined, `attempt ${attempt}`);
          for (const key of ['9', '9', '9', '9', '#']) {
            call.pressKey(key);
            await delay(150);
          }
        }
      });
      between(sec, 5, 12);
    });

    it(
      'who speaks for less than a second is asked three more times, and leaves no message',
      { timeout: 60_000 },
      async () => {
        const before = tooShort(rig);
        const sec = await talksSec(rig, '91003', async (call) => {
          call.talk(SPEECH);
          while (call.bye === undefined) {
            call.pressKey('#');
            await delay(500);
          }
        });
        assert.equal(tooShort(rig) - before, 4);
        assert.deepEqual(messages('1003'), []);
        between(sec, 2, 25);
      },
    );

    it('who speaks for more than a second has left a message', { timeout: 60_000 }, async () => {
      await talksSec(rig, '91004', async (call) => {
        call.talk(SPEECH);
        // The greeting and the tone take 6.2 seconds.
        await delay(9_500);
        call.pressKey('#');
      });
      assert.equal(messages('1004').length, 1);
    });
  });

  it('more calls than max-sessions are refused with 503, and the number is the one of README', async () => {
    assert.match(await rig.fs.api('fsctl max_sessions'), /\b500\b/);
    const readme = readFileSync(path.join(PROJECT, 'freeswitch/README.md'), 'utf8');
    assert.match(readme, /1,000 ports for 500 sessions/);
    await rig.fs.api('fsctl max_sessions 2');
    try {
      // A caller and the phone that rings.
      const call = await rig.telco.call('03023125098', CALLER);
      await rig.telco.nextCall();
      const refused = await rig.telco.call('03023125097', CALLER);
      assert.equal((await refused.ended()).status, 503);
      call.cancel();
    } finally {
      await rig.fs.api('fsctl max_sessions 500');
    }
  });
});

/** How often FreeSWITCH has found a message too short so far. */
function tooShort(rig: Rig): number {
  return rig.fs.log.match(/Message is less than minimum record length/g)?.length ?? 0;
}
