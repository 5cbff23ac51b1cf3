import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServiceMetrics } from '../../../../src/base/metrics/service-metrics.js';
import type { LastBackup } from '../../../../src/base/model/last-backup.js';
import type { Fact } from '../../../../src/base/model/reason.js';
import { SOURCES } from './all-metrics.js';
import { aRecord, aRecordedLeg } from '../../../factories.js';

function value(text: string, series: string): string | undefined {
  return text
    .split('\n')
    .find((line) => line.startsWith(`${series} `))
    ?.slice(series.length + 1);
}

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
  let last: LastBackup | undefined = await SOURCES.lastBackup();
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

test('failed calls, CDRs and problems have figures; what is not known has none', async () => {
  const metrics = new ServiceMetrics(false);
  metrics.watch({
    ...SOURCES,
    disk: () => Promise.resolve(undefined),
    certificateEndsAt: () => Promise.resolve(undefined),
    databaseAnswers: () => Promise.resolve(false),
    problems: () => [{ kind: 'freeswitchAway' }, { kind: 'freeswitchAway' }],
  });
  metrics.callEnded(aRecord({ outcome: 'released' }), true);
  metrics.callEnded(aRecord({ outcome: 'answered' }));
  metrics.cdrWritten();
  const text = await metrics.text();
  assert.equal(value(text, 'rufgruppe_calls_failed_total'), '1');
  assert.equal(value(text, 'rufgruppe_cdr_files_total'), '1');
  assert.equal(value(text, 'rufgruppe_problems{problem="freeswitchAway"}'), '2');
  assert.equal(value(text, 'rufgruppe_problems{problem="mailsFail"}'), '0');
  assert.equal(value(text, 'rufgruppe_database_up'), '0');
  assert.equal(value(text, 'rufgruppe_disk_free_bytes'), undefined);
  assert.equal(value(text, 'rufgruppe_certificate_end_timestamp_seconds'), undefined);
});
