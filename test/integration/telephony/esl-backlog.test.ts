/** Connections that wait to be accepted while the event loop of the service is held. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

const SERVER = new URL('../../../src/telephony/esl/server.js', import.meta.url).href;

/** Listens, tells its port, and stands still until `goOn` is set. */
const HELD = `
  const { parentPort, workerData: { server, goOn } } = require('node:worker_threads');
  import(server).then(async ({ startEslServer }) => {
    const log = { warn() {}, error() {} };
    const { port } = await startEslServer({ port: 0, log, onSession: (session) => session.ended });
    parentPort.postMessage(port);
    Atomics.wait(goOn, 0, 0);
  });`;

const WAITING = 1000;

function mostThatWait(): number {
  return Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'));
}

test(
  'a thousand calls wait to be accepted, and each is',
  { skip: mostThatWait() > WAITING ? false : 'net.core.somaxconn is too small', timeout: 60_000 },
  async () => {
    const goOn = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(HELD, { eval: true, workerData: { server: SERVER, goOn } });
    try {
      const [port] = (await once(worker, 'message')) as [number];
      const calls = Array.from({ length: WAITING }, () => connect({ port, host: '127.0.0.1' }));
      const heard = calls.map((call) => once(call, 'data'));
      await Promise.all(calls.map((call) => once(call, 'connect')));
      Atomics.store(goOn, 0, 1);
      Atomics.notify(goOn, 0);
      const said = await Promise.all(heard);
      assert.ok(said.every(([bytes]) => String(bytes) === 'connect\n\nlinger\n\n'));
      for (const call of calls) call.destroy();
    } finally {
      await worker.terminate();
    }
  },
);
