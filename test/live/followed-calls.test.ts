/**
 * The record of a call is true whoever dies: the controller while phones ring or people talk, FreeSWITCH with calls up, both
 * sources of what happened meanwhile, and calls that no controller ever had.
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
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

for (const source of ['events', 'CDRs'] as const) {
  describe(`a call that nobody controls, known by ${source}`, { skip: SKIP, timeout: 300_000 }, () => {
    let rig: Rig;
    let service: LiveService;
    let number = 10;

    before(async () => {
      rig = await startRig(binary ?? '');
    });
    after(() => rig.stop());
    beforeEach(async () => {
      rig.reset();
      number += 1;
      const events = source === 'CDRs' ? 'none' : `127.0.0.1:${rig.fs.eventPort}`;
      const cdrs = source === 'events' ? '' : rig.cdrs;
      service = await startService(rig, 'first', events, undefined, undefined, cdrs);
    });
    afterEach(() => service.kill());

    const caller = () => `030231250${number}`;
    const callGroup = (group: string) => rig.telco.call(group, `"Erika" <sip:${caller()}@127.0.0.1>`);
    const phone = (extension: keyof Rig['phones']) => rig.phones[extension].nextCall();

    /** A call to group 722 that Anna has answered. */
    async function talk() {
      const call = await callGroup('722');
      const anna = await phone('1001');
      await anna.answer();
      await call.ended();
      return { call, anna };
    }

    const record = (fits: (record: CallRecord) => boolean, deadlineMs?: number) =>
      recordOf(service, caller(), fits, deadlineMs);
    const over = ({ endedAt }: CallRecord) => endedAt !== null;
    const near = (seconds: number | null, expected: number) =>
      assert.ok(seconds !== null && Math.abs(seconds - expected) <= 1, `${seconds} s instead of ${expected}`);

    it(
      'is answered in its record, and its talk as long as it was, when it ends after the restart',
      { skip: source === 'CDRs' && 'a call that goes on is seen by events only' },
      async () => {
        const { call, anna } = await talk();
        await delay(300);
        await service.crash();
        await delay(1_500);
        await service.again();
        const talking = await record(({ answeredBy }) => answeredBy !== null);
        assert.deepEqual([talking.answeredBy?.who, talking.outcome, talking.endedAt], ['Anna', 'open', null]);
        const talked = Date.now() - (talking.answeredAt?.getTime() ?? 0) + 1_000;
        await delay(1_000);
        call.hangUp();
        await anna.over();
        const done = await record(over);
        assert.deepEqual([done.outcome, done.answeredBy?.who, done.missed], ['answered', 'Anna', null]);
        near(done.talkingSec, talked / 1000);
      },
    );

    it('is true when it ended while no controller was there', async () => {
      const { call, anna } = await talk();
      await delay(300);
      await service.crash();
      await delay(2_000);
      call.hangUp();
      await anna.over();
      await service.again();
      const done = await record(over);
      if (source === 'events') {
        // Nobody told of the end, so it says what is known, and that more is not.
        assert.match(done.steps.map(({ text }) => text).join(), /nobody saw how it ended/);
        assert.equal(done.outcome, done.answeredBy === null ? 'handedBack' : 'answered');
        return;
      }
      assert.deepEqual([done.outcome, done.answeredBy?.who, done.missed], ['answered', 'Anna', null]);
      near(done.talkingSec, 2.3);
    });

    it('is missed when the caller gave up while no controller was there', async () => {
      const call = await callGroup('722');
      await phone('1001');
      // What was not on the disk yet nobody but a CDR can tell.
      if (source === 'events') await record(() => true);
      await service.crash();
      await delay(500);
      call.cancel();
      await call.ended();
      await service.again();
      const done = await record(over);
      assert.equal(done.outcome, source === 'events' ? 'handedBack' : 'gaveUp');
      assert.equal(done.missed?.group, '722');
      assert.equal((await record(({ followUp }) => followUp === null)).missed?.group, '722');
    });

    it(
      'is answered by the phone that was picked up while no controller was there',
      { skip: source === 'CDRs' && 'seen at its end: the test above' },
      async () => {
        const call = await callGroup('722');
        const bernd = await phone('1002');
        await service.crash();
        await bernd.answer();
        await call.ended();
        await service.again();
        const talking = await record(({ answeredBy }) => answeredBy !== null);
        assert.equal(talking.answeredBy?.who, 'Bernd');
        call.hangUp();
        await bernd.over();
        const done = await record(over);
        assert.deepEqual([done.outcome, done.missed], ['answered', null]);
      },
    );

    it('names the recording of a talk that began while no controller was there', async () => {
      const call = await callGroup('715');
      const anna = await phone('1001');
      if (source === 'events') await record(() => true);
      await service.crash();
      await anna.answer();
      await call.ended();
      anna.talk(0x2a);
      await call.rtp.hears(150);
      if (source === 'events') await service.again();
      if (source === 'events') await record(({ answeredBy }) => answeredBy !== null);
      call.hangUp();
      await anna.over();
      if (source === 'CDRs') await service.again();
      const { recording } = await record(over);
      assert.deepEqual([recording], readdirSync(rig.recordings));
    });

    it(
      'that was handed on to a colleague talks until the caller hangs up',
      { skip: source === 'CDRs' && 'the session has the call to its end' },
      async () => {
        const { call, anna } = await talk();
        const begun = Date.now();
        await delay(1_000);
        const asked = await rig.phones['1001'].call('1003');
        const clara = await phone('1003');
        await clara.answer();
        await asked.ended();
        await delay(1_000);
        anna.transferTo(asked);
        await anna.over();
        await delay(2_000);
        assert.equal((await record(() => true)).endedAt, null, 'the caller still talks');
        call.hangUp();
        await clara.over();
        const talked = (Date.now() - begun) / 1000;
        const done = await record(over);
        assert.deepEqual([done.outcome, done.answeredBy?.who], ['answered', 'Anna']);
        assert.match(done.steps.map(({ text }) => text).join(), /handed on and talked to Clara/);
        near(done.talkingSec, talked);
      },
    );

    it('has a record of who the dialplan reached without any controller', async () => {
      await service.crash();
      const { call, anna } = await talk();
      await delay(1_500);
      if (source === 'events') await service.again();
      call.hangUp();
      await anna.over();
      if (source !== 'events') await service.again();
      const done = await record(over);
      assert.deepEqual([done.outcome, done.answeredBy?.who, done.missed], ['answered', 'Anna', null]);
      assert.match(done.steps[0]?.text ?? '', /no controller took the call/);
    });

    it('has a record for each group when no controller sees how it is transferred to the next one', async () => {
      const { call, anna } = await talk();
      await record(({ answeredBy }) => answeredBy !== null || source === 'CDRs');
      await service.crash();
      const channel = await rig.fs.callersChannel();
      await rig.fs.api(`uuid_transfer ${channel} 722 XML hunt_group_transfer`);
      await anna.over();
      // Nobody controls: the fallback rings.
      await phone('1001');
      const isSecond = ({ _id }: CallRecord) => _id !== channel;
      if (source === 'events') await service.again();
      if (source === 'events') await record(isSecond);
      call.hangUp();
      await call.ended();
      if (source !== 'events') await service.again();
      const second = await record((one) => isSecond(one) && over(one));
      assert.deepEqual([second.outcome, second.missed?.group], ['gaveUp', '722']);
      assert.match(second.steps[0]?.text ?? '', /no controller took the call/);
      const first = await record((one) => !isSecond(one) && over(one));
      assert.deepEqual([first.outcome, first.answeredBy?.who, first.missed], ['answered', 'Anna', null]);
      assert.ok((first.endedAt ?? 0) <= second.startedAt);
    });

    it('is told as far as it was known when FreeSWITCH itself was killed', async () => {
      const { call } = await talk();
      if (source !== 'CDRs') await record(({ answeredBy }) => answeredBy !== null, 1_500);
      else await delay(300);
      await rig.fs.kill();
      await delay(1_000);
      await rig.fs.again();
      const done = await record(over, 90_000);
      const known = source === 'CDRs' ? ['handedBack', undefined] : ['answered', 'Anna'];
      assert.deepEqual([done.outcome, done.answeredBy?.who], known);
      assert.equal(done.missed === null, source !== 'CDRs');
      assert.match(done.steps.map(({ text }) => text).join(), /nobody saw how it ended/);
      assert.notEqual(call.final, undefined);
      await Promise.all(Object.values(rig.phones).map((one) => one.register()));
    });
  });
}
