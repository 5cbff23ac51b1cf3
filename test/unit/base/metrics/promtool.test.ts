import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { allMetrics } from './all-metrics.js';

test('Prometheus’ own tool finds nothing wrong with what /metrics answers', async (t) => {
  const found = spawnSync('promtool', ['--version']);
  if (found.error !== undefined) {
    t.skip('PROMTOOL IS NOT INSTALLED: nothing has judged the format of /metrics');
    return;
  }
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: await allMetrics(),
    encoding: 'utf8',
  });
  assert.deepEqual([status, stdout, stderr], [0, '', '']);
});
