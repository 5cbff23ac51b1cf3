/** Members who are away, on a real FreeSWITCH: who rings, what the caller gets, and when they ring again. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
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

describe('being away, on a real FreeSWITCH', { skip: SKIP, timeout: 170_000 }, () => {
  let rig: Rig;
  let service: LiveService;

  before(async () => {
    rig = await startRig(binary ?? '');
    service = await startService(rig, 'first');
  });
  after(async () => {
    await service.stop();
    await rig.stop();
  });
  beforeEach(() => rig.reset());

  const texts = ({ steps }: CallRecord) => steps.map(({ text }) => text);
  let number = 23_125_800;

  /** A caller who hangs up when a phone of the house rings, or is told something. */
  async function called(group: string): Promise<CallRecord> {
    number += 1;
    const caller = `030${number}`;
    rig.reset();
    const rings = new Promise<'rings'>((resolve) => {
      for (const phone of Object.values(rig.phones)) {
        phone.onCall = (incoming) => {
          incoming.ring();
          resolve('rings');
        };
      }
    });
    const call = await rig.telco.call(group, `"Erika" <sip:${caller}@127.0.0.1>`);
    const ended = call.ended();
    if ((await Promise.race([ended, rings])) === 'rings') call.cancel();
    await ended;
    return recordOf(service, caller, ({ endedAt }) => endedAt !== null);
  }

  /** The running service looks twice a second, so the first calls may come before it has heard. */
  async function calledWhen(group: string, fits: (record: CallRecord) => boolean): Promise<CallRecord> {
    for (let left = 10; left > 0; left -= 1) {
      const record = await called(group);
      if (fits(record)) return record;
    }
    throw new Error(`the service has not taken it up: ${service.output.slice(-2000)}`);
  }

  const isAway = (record: CallRecord) => texts(record).some((text) => /: away/.test(text));

  it('rings neither desk phone nor mobile, and the record says until when', async () => {
    service.command('away', 'set', 'emil', '--group', '708', '--until', '2099-12-24 08:00');
    const record = await calledWhen('708', isAway);
    assert.equal(rig.telco.calls.length, 0, 'the mobile of Emil is not called');
    assert.deepEqual(
      texts(record).filter((text) => text.includes('away')),
      ['desk phone of Emil: away until 24 Dec 2099, 08:00', 'mobile of Emil: away until 24 Dec 2099, 08:00'],
    );
    assert.deepEqual(
      record.legs.map(({ who }) => who),
      ['Anna'],
    );
    assert.equal(service.command('away', 'back', 'emil'), 'Emil is back.\n');
    await calledWhen('708', (next) => !isAway(next));
  });

  it('of all members sends the caller on at once, as the last one was told', async () => {
    for (const user of ['anna', 'bernd', 'clara']) service.command('away', 'set', user);
    const told = service.command('away', 'set', 'david');
    assert.match(told, /Nobody is left in Sales: callers are turned away now \(busy\)\./);
    await calledWhen('700', ({ legs }) => legs.length === 0);
    for (const phone of Object.values(rig.phones)) assert.equal(phone.calls.length, 0);
    for (const user of ['anna', 'bernd', 'clara', 'david']) service.command('away', 'back', user);
    await calledWhen('700', ({ legs }) => legs.length > 0);
  });
});
