/** A number that floods is refused while all others ring, and callers who call without end make no mobile ring without end. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { PlacedCall } from '../../../scripts/peer/call.js';
import type { CallRecord } from '../../../src/base/model/call-record.js';
import type { Limits } from '../../../src/base/model/settings.js';
import {
  aGroup,
  aMobile,
  aSnapshot,
  aStage,
  aUser,
  extensionMember,
  NO_LIMITS,
  userMember,
} from '../../factories.js';
import { events, rung, startHarness, type Harness } from './call-harness.js';

const FLOOD = '+493099999999';
const ANNA = aUser({ mobile: aMobile('+491713920001') });

function house(limits: Partial<Limits>) {
  const stages = [aStage([extensionMember('1002'), userMember(ANNA)], 5)];
  return aSnapshot({
    groups: [aGroup({ stages }), aGroup({ number: '701', stages })],
    settings: { limits: { ...NO_LIMITS, ...limits } },
  });
}

const later = (harness: Harness, ms: number) =>
  new Promise<void>((resolve) => void harness.clock.after(ms, resolve));

const saysFlood = ({ steps }: CallRecord) => steps.some(({ fact }) => fact?.kind === 'callsTooOften');

describe('1,000 calls of one number within 20 seconds, beside 5 calls a second of others', () => {
  let harness: Harness;
  const flood: PlacedCall[] = [];
  const others: PlacedCall[] = [];
  before(async () => {
    harness = await startHarness(house({ callsPerMinute: 60 }));
    const begin = (from: string, to: string) =>
      harness.begin({ from, to, phone: ['1002=answer@2s+3s'], hangupAfterSec: 20 });
    const release = harness.clock.hold();
    const started = (async () => {
      for (let tick = 0; tick < 200; tick += 1) {
        for (let one = 0; one < 5; one += 1) flood.push(begin(FLOOD, one % 2 === 0 ? '700' : '701'));
        if (tick % 2 === 0) others.push(begin(`+4930231${25_000 + tick}`, '700'));
        await later(harness, 100);
      }
    })();
    release();
    await started;
    await Promise.all([...flood, ...others].map(({ done }) => done));
    await harness.server.drained(5_000);
  });
  after(() => harness.close());

  const recordOf = ({ uuid }: PlacedCall) => {
    const record = harness.records.get(uuid);
    assert.ok(record !== undefined);
    return record;
  };

  test('60 of the 1,000 ring, the rest gets 603 at once, in both groups', async () => {
    const results = await Promise.all(flood.map(({ done }) => done));
    assert.equal(results.filter(({ status }) => status === 603).length, 940);
    const refused = flood.filter((call) => saysFlood(recordOf(call)));
    assert.equal(refused.length, 940);
    assert.deepEqual(
      refused.flatMap(({ timeline }) => rung(timeline)),
      [],
    );
  });

  test('their records are released with the reason, and none is a missed call of its own', () => {
    for (const call of flood) {
      const record = recordOf(call);
      if (!saysFlood(record)) continue;
      assert.deepEqual(
        [record.outcome, record.hangupCause, record.missed, record.followUp, record.legs],
        ['released', 'CALL_REJECTED', null, null, []],
      );
      assert.deepEqual(
        record.steps.map(({ text }) => text),
        ['refused: this number calls more than 60 times a minute'],
      );
    }
  });

  test('every other call rings as soon as without the flood, and is answered', () => {
    assert.equal(others.length, 100);
    for (const call of others) {
      const record = recordOf(call);
      assert.equal(record.outcome, 'answered');
      const [first] = events(call.timeline, 'invite');
      assert.equal(first?.atMs, 0);
    }
  });

  test('the administrator is told once', () => {
    assert.deepEqual(
      harness.met.map(({ kind, most }) => [kind, most]),
      [['callerFloods', 60]],
    );
  });
});

describe('A caller who rings a group again and again', () => {
  test('reaches desk phones only when the mobile has rung often enough, and the record says why', async () => {
    const harness = await startHarness(house({ perCaller: 2 }));
    try {
      const rang: string[][] = [];
      let record: CallRecord | undefined;
      for (let call = 0; call < 3; call += 1) {
        const placed = await harness.place({ from: '+493023125001', to: '700' });
        rang.push(rung(placed.timeline).map((number) => number.slice(-4)));
        record = placed.record;
      }
      assert.deepEqual(rang, [
        ['1002', '1001', '0001'],
        ['1002', '1001', '0001'],
        ['1002', '1001'],
      ]);
      assert.deepEqual(
        record?.steps.map(({ text }) => text).filter((text) => text.includes('mobile')),
        ['mobile of Anna Schmidt: has rung 2 times for this caller within an hour; more is not allowed'],
      );
      assert.deepEqual(
        harness.met.map(({ kind }) => kind),
        ['callerRings'],
      );
    } finally {
      await harness.close();
    }
  });

  test('goes on to the final destination at once when nobody is left in the stages', async () => {
    const mobileOnly = aUser({ extension: undefined, mobile: aMobile('+491713920001') });
    const snapshot = aSnapshot({
      groups: [aGroup({ stages: [aStage([userMember(mobileOnly)], 5)] })],
      settings: { limits: { ...NO_LIMITS, perCaller: 1 } },
    });
    const harness = await startHarness(snapshot);
    try {
      await harness.place({ from: '+493023125001' });
      const { timeline, record, status } = await harness.place({ from: '+493023125001' });
      assert.deepEqual(rung(timeline), []);
      assert.equal(status, 480);
      assert.equal(record.outcome, 'released');
      assert.equal(record.waitingSec, 0);
      assert.ok(record.steps.some(({ text }) => text === 'stage 1 skipped: nobody can be rung'));
    } finally {
      await harness.close();
    }
  });
});
