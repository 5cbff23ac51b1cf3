/**
 * The talk in a record is as long as the caller talked: also when the member held the line, handed the caller on without
 * asking, or parked the caller for a colleague to fetch.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { CallRecord } from '../../src/base/model/call-record.js';
import { findFreeSwitch } from './freeswitch.js';
import { recordOf } from './records.js';
import { type Rig, startRig, startService } from './rig.js';
import type { LiveService } from './service.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

/** As houses have it: a colleague dials a code and has the caller who is parked. */
const FETCH = `<extension name="fetch"><condition field="destination_number" expression="^\\*88$">
  <action application="intercept" data="\${global_getvar(parked)}"/></condition></extension>`;

describe('the talk of a record, on a real FreeSWITCH', { skip: SKIP, timeout: 120_000 }, () => {
  let rig: Rig;
  let service: LiveService;
  let number = 10;

  before(async () => {
    rig = await startRig(binary ?? '', undefined, {}, (folder) => {
      const file = path.join(folder, 'dialplan/default.xml');
      const xml = readFileSync(file, 'utf8');
      writeFileSync(
        file,
        xml.replace('<context name="default">', (context) => `${context}${FETCH}`),
      );
    });
    service = await startService(
      rig,
      'first',
      `127.0.0.1:${rig.fs.eventPort}`,
      undefined,
      undefined,
      rig.cdrs,
    );
  });
  after(async () => {
    await service.stop();
    await rig.stop();
  });
  beforeEach(() => {
    rig.reset();
    number += 1;
  });

  const caller = () => `030231251${number}`;
  const phone = (extension: keyof Rig['phones']) => rig.phones[extension].nextCall();

  /** A caller talks to Anna. */
  async function talking() {
    const call = await rig.telco.call('722', `"Erika" <sip:${caller()}@127.0.0.1>`);
    const anna = await phone('1001');
    await anna.answer();
    await call.ended();
    return { call, anna, since: Date.now(), channel: await rig.fs.callersChannel() };
  }

  async function isAsLongAs(since: number): Promise<CallRecord> {
    const talkedSec = (Date.now() - since) / 1000;
    const done = await recordOf(service, caller(), ({ endedAt }) => endedAt !== null);
    assert.deepEqual([done.outcome, done.answeredBy?.who, done.missed], ['answered', 'Anna', null]);
    const { talkingSec } = done;
    assert.ok(
      talkingSec !== null && Math.abs(talkingSec - talkedSec) <= 1,
      `${talkingSec} s instead of ${talkedSec}`,
    );
    return done;
  }

  it('goes on while the member holds the line', async () => {
    const { call, anna, since, channel } = await talking();
    const leg = (await rig.fs.api(`uuid_getvar ${channel} bridge_uuid`)).trim();
    await delay(500);
    assert.match(await rig.fs.api(`uuid_hold ${leg}`), /OK/);
    await delay(2_000);
    assert.match(await rig.fs.api(`uuid_hold off ${leg}`), /OK/);
    await delay(500);
    call.hangUp();
    await anna.over();
    const { steps } = await isAsLongAs(since);
    assert.doesNotMatch(steps.map(({ text }) => text).join(), /handed on/);
  });

  it('goes on with a colleague to whom the member sends the caller without asking', async () => {
    const { call, anna, since, channel } = await talking();
    await delay(1_000);
    await rig.fs.api(`uuid_transfer ${channel} 1003 XML hunt_group_transfer`);
    await anna.over();
    const clara = await phone('1003');
    await delay(500);
    await clara.answer();
    await delay(2_000);
    call.hangUp();
    await clara.over();
    const { steps } = await isAsLongAs(since);
    assert.match(steps.map(({ text }) => text).join(), /handed on and talked to Clara/);
  });

  it('ends with the caller whom nobody took after the member had sent them on', async () => {
    const { call, anna, since, channel } = await talking();
    await delay(1_000);
    await rig.fs.api(`uuid_transfer ${channel} 1003 XML hunt_group_transfer`);
    await anna.over();
    await phone('1003');
    await delay(1_000);
    call.hangUp();
    const { steps } = await isAsLongAs(since);
    assert.doesNotMatch(steps.map(({ text }) => text).join(), /handed on and talked/);
  });

  it('goes on when the member parks the caller and a colleague fetches them', async () => {
    const { call, anna, since, channel } = await talking();
    await delay(1_000);
    assert.match(await rig.fs.api(`uuid_transfer ${channel} park inline`), /OK/);
    await anna.over();
    await delay(1_000);
    await rig.fs.api(`global_setvar parked=${channel}`);
    const clara = await rig.phones['1003'].call('*88');
    assert.equal((await clara.ended()).status, 200);
    await delay(2_000);
    call.hangUp();
    await rig.phones['1003'].waitFor((message) => message.method === 'BYE');
    const { steps } = await isAsLongAs(since);
    assert.match(steps.map(({ text }) => text).join(), /handed on and talked to Clara/);
  });
});
