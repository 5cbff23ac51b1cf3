import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from '../../../../src/base/log.js';
import { noteCallsBack } from '../../../../src/afterwards/missed/called-back.js';
import { dialledE164 } from '../../../../src/base/configuration/caller-number.js';
import { testAudit } from '../../../fakes/audit.js';
import type { OutgoingCall } from '../../../../src/calls/outcome/outgoing-call.js';

const AT = new Date('2026-11-25T10:00:00Z');
const call = (id: string, number: string): OutgoingCall => ({
  id,
  number,
  extension: '1001',
  kind: 'answered',
  at: AT,
  answeredAt: AT,
});

/** A list that refuses the first closings. */
function aList(refusals: number) {
  const closed: string[] = [];
  let enough: () => void = () => undefined;
  const asked = { times: 0 };
  return {
    closed,
    asked,
    closes: (count: number) =>
      new Promise<void>((resolve) => {
        enough = () => closed.length >= count && resolve();
        enough();
      }),
    close: (key: string) => {
      asked.times += 1;
      if (asked.times <= refusals) return Promise.reject(new Error('database away'));
      closed.push(key);
      enough();
      return Promise.resolve([]);
    },
  };
}

const toE164 = (number: string) => (number.startsWith('030') ? `+49${number.slice(1)}` : undefined);

test('calls back are noted when the database is there again', { timeout: 5000 }, async () => {
  const list = aList(3);
  const noting = noteCallsBack({
    callbacks: list,
    toE164,
    audit: testAudit(),
    log: createLog('silent'),
    retryMs: 5,
  });
  noting.heard(call('a', '03023125001'));
  noting.heard(call('b', '03023125002'));
  await list.closes(4);
  assert.deepEqual(list.closed.sort(), ['+493023125001', '+493023125002', '03023125001', '03023125002']);
  noting.stop();
});

test('a number outside the numbering plan is known as it is', { timeout: 5000 }, async () => {
  const list = aList(0);
  const noting = noteCallsBack({ callbacks: list, toE164, audit: testAudit(), log: createLog('silent') });
  noting.heard(call('a', '116117'));
  await list.closes(1);
  assert.deepEqual(list.closed, ['116117']);
  noting.stop();
});

test(
  'a caller whose number could be two is called back by dialling it as it came',
  { timeout: 5000 },
  async () => {
    const list = aList(0);
    const asDialled = (number: string) => dialledE164(number, 'US');
    const noting = noteCallsBack({
      callbacks: list,
      toE164: asDialled,
      audit: testAudit(),
      log: createLog('silent'),
    });
    noting.heard(call('a', '6565551234'));
    await list.closes(2);
    assert.deepEqual(list.closed, ['+16565551234', '6565551234']);
    noting.stop();
  },
);

test('nothing is tried after the stop', async () => {
  const list = aList(1000);
  const noting = noteCallsBack({
    callbacks: list,
    toE164,
    audit: testAudit(),
    log: createLog('silent'),
    retryMs: 1,
  });
  noting.heard(call('a', '03023125001'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  noting.stop();
  await new Promise((resolve) => setTimeout(resolve, 5));
  const { times } = list.asked;
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(list.asked.times, times);
});
