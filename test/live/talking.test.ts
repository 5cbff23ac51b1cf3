/** Groups that leave out members who talk, on a real FreeSWITCH: what its events and lists tell of all its channels. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { findFreeSwitch } from './freeswitch.js';
import { type Rig, startRig, startService } from './rig.js';
import type { LiveService } from './service.js';

const ERIKA = '"Erika Muster" <sip:03023125011@127.0.0.1>';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

describe('members who talk, on a real FreeSWITCH', { skip: SKIP, timeout: 120_000 }, () => {
  let rig: Rig;
  let first: LiveService;
  const running: { stop(): unknown }[] = [];
  const events = () => `127.0.0.1:${rig.fs.eventPort}`;

  before(async () => {
    rig = await startRig(binary ?? '');
    running.push(rig);
    first = await startService(rig, 'first', events());
    running.push(first);
  });
  after(async () => {
    for (const one of running.reverse()) await one.stop();
  });
  beforeEach(() => rig.reset());

  /** Who rings for a call to the group, in which nobody answers. */
  async function rung(): Promise<readonly string[]> {
    const before = new Map(
      Object.entries(rig.phones).map(([extension, { calls }]) => [extension, calls.length]),
    );
    const call = await rig.telco.call('736', ERIKA);
    assert.equal((await call.ended()).status, 486);
    return Object.entries(rig.phones).flatMap(([extension, { calls }]) =>
      calls.length > (before.get(extension) ?? 0) ? [extension] : [],
    );
  }

  /** Asks until the answer fits: events come a moment after what they tell of. */
  async function rungBecomes(...wanted: readonly string[]): Promise<void> {
    let found: readonly string[] = [];
    for (let tries = 0; tries < 3; tries += 1) {
      found = await rung();
      if (found.join() === wanted.join()) return;
    }
    assert.deepEqual(found, wanted);
  }

  it('rings all while nobody talks', async () => {
    await rungBecomes('1001', '1002');
  });

  it('leaves out both who talk with each other without any group', async () => {
    const call = await rig.phones['1001'].call('1002');
    const bernd = await rig.phones['1002'].nextCall();
    await bernd.answer();
    assert.equal((await call.ended()).status, 200);
    await rungBecomes();
    call.hangUp();
    await bernd.over();
    await rungBecomes('1001', '1002');
  });

  it('leaves out who talks with a caller of a group, and rings who only rings for another call', async () => {
    const other = await rig.telco.call('700', ERIKA);
    const anna = await rig.phones['1001'].nextCall();
    await anna.answer();
    assert.equal((await other.ended()).status, 200);
    await rungBecomes('1002');
    other.hangUp();
    await anna.over();
    rig.reset();
    const ringing = await rig.telco.call('722', ERIKA);
    await rig.phones['1001'].nextCall();
    await rungBecomes('1001', '1002');
    ringing.cancel();
    await ringing.ended();
  });

  it('leaves nobody out because a caller from outside takes an extension’s number', async () => {
    const other = await rig.telco.call('702', '"Anna" <sip:1001@127.0.0.1>');
    assert.equal((await other.ended()).status, 200);
    await rungBecomes('1001', '1002');
    other.hangUp();
  });

  it('knows of a talk that was there before the service was', async () => {
    const call = await rig.phones['1001'].call('1004');
    const david = await rig.phones['1004'].nextCall();
    await david.answer();
    assert.equal((await call.ended()).status, 200);
    const standby = await startService(rig, 'standby', events());
    running.push(standby);
    await first.stop();
    await delay(500);
    await rungBecomes('1002');
    call.hangUp();
    await david.over();
    await rungBecomes('1001', '1002');
  });
});
