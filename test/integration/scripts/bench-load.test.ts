/** The callers of `npm run bench:load` against both servers that it compares: a benchmark that cannot run says nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { smallHouse } from '../../../scripts/bench/load/house.js';
import { everyRecord, placeCalls, startBareModesl } from '../../../scripts/bench/load/processes.js';
import { startService } from '../../../scripts/bench/load/service.js';

const LOAD = { calls: 20, parallel: 4, ringMs: 1 };

test('the usual program with modesl rings the phone in each call', async () => {
  const bare = await startBareModesl();
  try {
    assert.equal((await placeCalls(bare, LOAD)).calls, 20);
  } finally {
    await bare.stop();
  }
});

test('the service rings the phone in each call, and records each', async () => {
  const service = await startService({ configuration: smallHouse(0) });
  try {
    assert.equal((await placeCalls(service, LOAD)).calls, 20);
    await everyRecord(service.folder, 20);
  } finally {
    await service.stop();
  }
});
