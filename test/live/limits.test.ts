/** Limits of calls and of phones outside, on a real FreeSWITCH: what the caller gets, and who rings. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { findFreeSwitch } from './freeswitch.js';
import { type Rig, startRig, startService } from './rig.js';
import type { LiveService } from './service.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

const LIMITS = 'limits: { callsPerMinute: 3, perCaller: 1 }';
const GROUP = `
  - number: '750'
    name: Limited
    stages: [{ ringSec: 20, members: [anna, emil] }]
    final: { hangup: NO_ANSWER }
`;

describe('Limits, on a real FreeSWITCH', { skip: SKIP, timeout: 120_000 }, () => {
  let rig: Rig;
  let service: LiveService;
  const running: { stop(): unknown }[] = [];

  before(async () => {
    rig = await startRig(binary ?? '');
    running.push(rig);
    const edit = (yaml: string) =>
      yaml.replace('gateway: telco', `gateway: telco\n  ${LIMITS}`).replace('groups:\n', `groups:${GROUP}`);
    service = await startService(rig, 'first', undefined, [], edit);
    running.push(service);
  });
  after(async () => {
    for (const one of running.reverse()) await one.stop();
  });
  beforeEach(() => rig.reset());

  /** The call rings the desk phone, and gives up. Whether the mobile was called. */
  async function ringsMobile(number: string): Promise<boolean> {
    rig.reset();
    const call = await rig.telco.call('750', `<sip:${number}@127.0.0.1>`);
    const desk = await rig.phones['1001'].nextCall();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const mobiles = rig.telco.calls.length;
    call.cancel();
    await call.ended();
    await desk.over();
    return mobiles > 0;
  }

  it('leave out the mobile when it has rung for the caller; the desk phone rings, and others ring it', async () => {
    assert.equal(await ringsMobile('03023125031'), true);
    assert.equal(await ringsMobile('03023125031'), false);
    assert.equal(await ringsMobile('03023125032'), true);
    assert.equal(service.output.split('has made a number outside ring').length - 1, 1);
  });

  it('refuse the fourth call of a number within a minute with 603; others ring', async () => {
    for (let call = 0; call < 3; call += 1) await ringsMobile('03023125033');
    rig.reset();
    const fourth = await rig.telco.call('750', '<sip:03023125033@127.0.0.1>');
    assert.equal((await fourth.ended()).status, 603);
    assert.equal(rig.phones['1001'].calls.length, 0);
    assert.equal(await ringsMobile('03023125034'), true);
    const warnings = service.output.split('its calls are refused until it calls less often').length - 1;
    assert.equal(warnings, 1);
  });
});
