/** The example's FreeSWITCH at another address, as containers have one: where it listens, and who may use its event socket. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { findFreeSwitch, FreeSwitch } from './freeswitch.js';
import { PROJECT } from './service.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

test('listens where it is told to, and lets in those of the named network', { skip: SKIP }, async () => {
  const fs = await FreeSwitch.start({
    binary: binary ?? '',
    configuration: path.join(PROJECT, 'freeswitch'),
    telcoPort: 5090,
    controllerPort: 8084,
    standbyPort: 8085,
    address: '127.0.0.2',
    controllers: '127.0.0.1/32',
  });
  try {
    const status = await fs.api('sofia status');
    for (const port of [fs.sipPort, fs.externalPort])
      assert.match(status, new RegExp(`sip:mod_sofia@127\\.0\\.0\\.2:${port}\\b`));
    await assert.rejects(fs.api('status', '127.0.0.9'), /no answer to status: .*rude-rejection/s);
  } finally {
    await fs.stop(true);
  }
});
