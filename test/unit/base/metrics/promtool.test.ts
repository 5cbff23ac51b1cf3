import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { ServiceMetrics } from '../../../../src/base/metrics/service-metrics.js';
import { aRecord, aRecordedLeg } from '../../../factories.js';

test('Prometheus’ own tool finds nothing wrong with what /metrics answers', async (t) => {
  const found = spawnSync('promtool', ['--version']);
  if (found.error !== undefined) {
    t.skip('PROMTOOL IS NOT INSTALLED: nothing has judged the format of /metrics');
    return;
  }
  const metrics = new ServiceMetrics();
  metrics.watch({
    liveCalls: () => 1,
    recordsWaiting: () => 0,
    mails: () => Promise.resolve({ waiting: 2, failed: 1 }),
    openCallbacks: () => Promise.resolve(3),
    freeswitches: () => [{ name: '127.0.0.1:8021', connected: true }],
    missingNeeds: () => [{ freeswitch: '127.0.0.1:8021' }],
    limitsMet: () => [],
    lastBackup: () =>
      Promise.resolve({
        since: new Date(0),
        at: new Date(1000),
        ok: true,
        reason: '',
        good: { at: new Date(1000), host: 'pbx', file: '/b', bytes: 9, documents: 2, tookMs: 3 },
      }),
  });
  const legs = [aRecordedLeg({ outcome: 'answered' })];
  metrics.callEnded(aRecord({ outcome: 'answered', waitingSec: 4, talkingSec: 60, legs }));
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: await metrics.text(),
    encoding: 'utf8',
  });
  assert.deepEqual([status, stdout, stderr], [0, '', '']);
});
