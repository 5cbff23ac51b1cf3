/** The live view on a real FreeSWITCH: what it says while phones ring, talk, register and leave. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { Browser } from '../integration/people/browser.js';
import { findFreeSwitch } from './freeswitch.js';
import { type Rig, startRig, startService } from './rig.js';
import { firstPassword, pagesOf, type LiveService } from './service.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

interface Live {
  readonly calls: readonly {
    readonly caller: { readonly number: string | null; readonly withheld: boolean };
    readonly stage: number | null;
    readonly stageEnds: string | null;
    readonly talkingSince: string | null;
    readonly phones: readonly { readonly to: string; readonly state: string }[];
  }[];
  readonly nodes: readonly { readonly connected: boolean }[];
}

describe('the live view, on a real FreeSWITCH', { skip: SKIP, timeout: 120_000 }, () => {
  let rig: Rig;
  let service: LiveService;
  let browser: Browser;
  const running: { stop(): unknown }[] = [];

  before(async () => {
    rig = await startRig(binary ?? '');
    running.push(rig);
    service = await startService(rig, 'first', `127.0.0.1:${rig.fs.eventPort}`);
    running.push(service);
    browser = new Browser(pagesOf(service.output));
    await browser.signIn('admin', await firstPassword(() => service.output));
    await live(({ nodes }) => nodes[0]?.connected === true);
  });
  after(async () => {
    for (const one of running.reverse()) await one.stop();
  });
  beforeEach(() => {
    rig.reset();
  });

  /** What it says when it is as it is waited for. */
  async function live(fits: (live: Live) => boolean): Promise<Live> {
    for (;;) {
      const { body } = await browser.json('GET', '/api/v1/live');
      if (fits(body as Live)) return body as Live;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  const phone = ({ calls }: Live, extension: string) =>
    calls[0]?.phones.find(({ to }) => to === extension)?.state;

  it('shows a call from its first ringing to its end', async () => {
    const call = await rig.telco.call('722', '"Erika Muster" <sip:03023125031@127.0.0.1>');
    const ringing = await live((now) => phone(now, '1001') === 'ringing' && phone(now, '1002') === 'ringing');
    const [shown] = ringing.calls;
    assert.deepEqual([shown?.stage, typeof shown?.stageEnds], [1, 'string']);
    assert.equal(shown?.caller.number, '03023125031');
    await (await rig.phones['1001'].nextCall()).answer();
    // FreeSWITCH tells of the answer first, and then of the end of the other phone's leg.
    const talking = await live((now) => phone(now, '1001') === 'talking' && phone(now, '1002') === 'ended');
    assert.notEqual(talking.calls[0]?.talkingSince, null);
    assert.equal((await call.ended()).status, 200);
    call.hangUp();
    await live(({ calls }) => calls.length === 0);
  });

  it('tells nothing of a caller who withholds the number', async () => {
    const call = await rig.telco.call('722', '"Anonymous" <sip:anonymous@anonymous.invalid>', [
      ['P-Asserted-Identity', '<sip:+493023125077@127.0.0.1>'],
      ['Privacy', 'id'],
    ]);
    const shown = await live(({ calls }) => calls.length === 1);
    assert.deepEqual(shown.calls[0]?.caller, { withheld: true, number: null, e164: null, name: null });
    assert.doesNotMatch((await browser.get('/')).text, /23125077/);
    call.cancel();
    await call.ended();
    await live(({ calls }) => calls.length === 0);
  });

  it('follows phones that leave and come back', async () => {
    const around = async (pattern: RegExp): Promise<void> => {
      for (;;) {
        const { text } = await browser.get('/live/around');
        if (pattern.test(text)) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    await around(/title="registered">Bernd</);
    const phone1002 = rig.phones['1002'];
    await phone1002.register(phone1002.contact, 0);
    await around(/title="not registered">Bernd</);
    assert.equal((await phone1002.register()).status, 200);
    await around(/title="registered">Bernd</);
  });
});
