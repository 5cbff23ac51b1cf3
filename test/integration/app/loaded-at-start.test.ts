/** What takes long to load is there before the first call. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { readConfig } from '../../../src/app/config.js';
import { startService } from '../../../src/app/service.js';
import { createLog } from '../../../src/base/log.js';

test('the tables of holidays are loaded when the service starts, not by the first page that needs them', async () => {
  const require = createRequire(import.meta.url);
  const areLoaded = () => require.resolve('date-holidays') in require.cache;
  assert.equal(areLoaded(), false);
  const withoutDatabase = Promise.reject(new Error('no database'));
  await assert.rejects(
    startService(readConfig({}), createLog('silent'), undefined, withoutDatabase),
    /no database/,
  );
  assert.equal(areLoaded(), true);
});
