import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServiceMetrics } from '../../../../src/base/metrics/service-metrics.js';
import type { LastBackup } from '../../../../src/base/model/last-backup.js';
import type { Fact } from '../../../../src/base/model/reason.js';
import { aRecord, aRecordedLeg } from '../../../factories.js';

function value(text: string, series: string): string | undefined {
  return text
    .split('\n')
    .find((line) => line.startsWith(`${series} `))
    ?.slice(series.length + 1);
}

const LAST_BACKUP: LastBackup = {
  since: new Date(0),
  at: new Date(7_000_000),
  ok: false,
  reason: 'disk full',
  good: { at: new Date(6_000_000), host: 'pbx', file: '/b', bytes: 900, documents: 2, tookMs: 3 },
};

const SOURCES = {
  liveCalls: () => 3,
  recordsWaiting: () => 0,
  mails: () => Promise.resolve({ waiting: 2, failed: 1 }),
  openCallbacks: () => Promise.resolve(4),
  freeswitches: () => [{ name: '127.0.0.1:8021', connected: true }],
  missingNeeds: () => [{ freeswitch: '127.0.0.1:8021' }, { freeswitch: '127.0.0.2:8021' }],
  limitsMet: () => ['one that is met'],
  lastBackup: () => Promise.resolve(LAST_BACKUP),
};

test('calls are counted by what became of them, phones by kind', async () => {
  const metrics = new ServiceMetrics(false);
  const rang = { rangAt: new Date(0), endedAt: new Date(4_000) };
  metrics.callEnded(
    aRecord({
      outcome: 'answered',
      waitingSec: 4,
      talkingSec: 61,
      legs: [
        aRecordedLeg({ kind: 'desk', outcome: 'answered', ...rang }),
        aRecordedLeg({ kind: 'mobile', outcome: 'busy' }),
      ],
    }),
  );
  metrics.callEnded(aRecord({ outcome: 'gaveUp', waitingSec: 14, talkingSec: 0 }));
  const text = await metrics.text();
  assert.equal(value(text, 'rufgruppe_calls_total{outcome="answered"}'), '1');
  assert.equal(value(text, 'rufgruppe_calls_total{outcome="gaveUp"}'), '1');
  assert.equal(value(text, 'rufgruppe_call_waiting_seconds_sum{outcome="gaveUp"}'), '14');
  assert.equal(value(text, 'rufgruppe_call_talking_seconds_count'), '1');
  assert.equal(value(text, 'rufgruppe_legs_total{kind="mobile",outcome="busy"}'), '1');
  assert.equal(value(text, 'rufgruppe_leg_ringing_seconds_bucket{le="5",kind="desk"}'), '1');
  assert.equal(value(text, 'rufgruppe_leg_ringing_seconds_bucket{le="2",kind="desk"}'), '0');
});

test('queues are read at each scrape; what cannot be read has no value', async () => {
  const metrics = new ServiceMetrics(false);
  let failing = false;
  metrics.watch({
    ...SOURCES,
    mails: () => (failing ? Promise.reject(new Error('the database is away')) : SOURCES.mails()),
  });
  const before = await metrics.text();
  assert.equal(value(before, 'rufgruppe_live_calls'), '3');
  assert.equal(value(before, 'rufgruppe_mails_failed'), '1');
  assert.equal(value(before, 'rufgruppe_callbacks_open'), '4');
  assert.equal(value(before, 'rufgruppe_freeswitch_up{node="127.0.0.1:8021"}'), '1');
  assert.equal(value(before, 'rufgruppe_freeswitch_missing{node="127.0.0.1:8021"}'), '1');
  failing = true;
  const during = await metrics.text();
  assert.equal(value(during, 'rufgruppe_mails_failed'), undefined);
  assert.equal(value(during, 'rufgruppe_live_calls'), '3');
});

test('the last backup is told: when the last good one was, and whether the last attempt failed', async () => {
  const metrics = new ServiceMetrics(false);
  let last: LastBackup | undefined = LAST_BACKUP;
  metrics.watch({ ...SOURCES, lastBackup: () => Promise.resolve(last) });
  const text = await metrics.text();
  assert.equal(value(text, 'rufgruppe_backup_last_success_timestamp_seconds'), '6000');
  assert.equal(value(text, 'rufgruppe_backup_failed'), '1');
  assert.equal(value(text, 'rufgruppe_backup_size_bytes'), '900');
  last = undefined;
  assert.equal(value(await metrics.text(), 'rufgruppe_backup_failed'), undefined);
});

test('what limits refused and left out is counted, and the limits that are met now', async () => {
  const metrics = new ServiceMetrics(false);
  metrics.watch(SOURCES);
  const step = (fact: Fact) => ({ at: new Date(0), group: '700', text: '', fact });
  const who = { kind: 'mobile', name: 'Anna' } as const;
  metrics.callEnded(
    aRecord({
      outcome: 'released',
      steps: [
        step({ kind: 'callsTooOften', by: 'caller', most: 60 }),
        step({ kind: 'notRung', who, why: { kind: 'rungTooOften', by: 'group', most: 1000 } }),
        step({ kind: 'notRung', who, why: { kind: 'tooManyRing', most: 1000 } }),
        step({ kind: 'notRung', who, why: { kind: 'mobilesOff' } }),
      ],
    }),
  );
  const text = await metrics.text();
  assert.equal(value(text, 'rufgruppe_limited_total{what="call"}'), '1');
  assert.equal(value(text, 'rufgruppe_limited_total{what="phone"}'), '2');
  assert.equal(value(text, 'rufgruppe_limits_met'), '1');
});

test('no series tells a number or a name', async () => {
  // Without the figures of the process: how many bytes it holds may happen to contain the digits of an extension.
  const metrics = new ServiceMetrics(false);
  metrics.callEnded(
    aRecord({ outcome: 'answered', legs: [aRecordedLeg({ who: 'Anna Albrecht', to: '1001' })] }),
  );
  assert.doesNotMatch(await metrics.text(), /Anna|1001|3023125001/);
});
