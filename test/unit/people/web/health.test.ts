/** /readyz says 200 only when calls and pages are served, and names each part. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import express from 'express';
import { readyParts, type ReadySources } from '../../../../src/app/ready.js';
import type { Snapshot } from '../../../../src/base/model/snapshot.js';
import { healthRoutes } from '../../../../src/people/web/health.js';
import type { EventSource } from '../../../../src/telephony/esl/event-source.js';
import { aSnapshot } from '../../../factories.js';

const at = (kind: EventSource['state']['kind']): EventSource =>
  ({ name: `${kind}:8021`, state: { kind, reason: '' } }) as unknown as EventSource;

interface Given {
  readonly head?: () => Promise<undefined>;
  readonly snapshot?: Snapshot | undefined;
  readonly isAccepting?: boolean;
  readonly sources?: readonly EventSource[];
}

function house(given: Given): ReadySources {
  return {
    store: { configurations: { head: given.head ?? (() => Promise.resolve(undefined)) } },
    snapshots: { known: () => ('snapshot' in given ? given.snapshot : aSnapshot()) },
    esl: { isAccepting: given.isAccepting ?? true },
    sources: given.sources ?? [],
  };
}

async function answer(given: Given): Promise<{ readonly status: number; readonly body: unknown }> {
  const app = express().use(healthRoutes({ ready: () => readyParts(house(given), 20) }));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/readyz`);
  const body: unknown = await response.json();
  server.close();
  return { status: response.status, body };
}

const GOOD = { database: 'ok', configuration: 'ok', socket: 'ok', freeswitch: 'not watched' };

describe('/readyz', () => {
  test('is ready with a database, a configuration and an open port', async () => {
    assert.deepEqual(await answer({}), { status: 200, body: { ready: true, parts: GOOD } });
  });

  test('is not ready when the database refuses', async () => {
    const head = () => Promise.reject(new Error('refused'));
    assert.deepEqual(await answer({ head }), {
      status: 503,
      body: { ready: false, parts: { ...GOOD, database: 'away' } },
    });
  });

  test('is not ready, and answers in time, when the database says nothing', async () => {
    const head = () => new Promise<undefined>(() => undefined);
    assert.deepEqual(await answer({ head }), {
      status: 503,
      body: { ready: false, parts: { ...GOOD, database: 'away' } },
    });
  });

  test('is not ready without a configuration', async () => {
    assert.deepEqual(await answer({ snapshot: undefined }), {
      status: 503,
      body: { ready: false, parts: { ...GOOD, configuration: 'missing' } },
    });
  });

  test('is not ready while the service stops', async () => {
    assert.deepEqual(await answer({ isAccepting: false }), {
      status: 503,
      body: { ready: false, parts: { ...GOOD, socket: 'closed' } },
    });
  });

  test('stays ready while a FreeSWITCH is away, and says so', async () => {
    const some = await answer({ sources: [at('connected'), at('refused')] });
    assert.deepEqual(some, {
      status: 200,
      body: { ready: true, parts: { ...GOOD, freeswitch: 'some away' } },
    });
    const all = await answer({ sources: [at('refused')] });
    assert.deepEqual(all, { status: 200, body: { ready: true, parts: { ...GOOD, freeswitch: 'away' } } });
    const none = await answer({ sources: [at('connected')] });
    assert.deepEqual(none, { status: 200, body: { ready: true, parts: { ...GOOD, freeswitch: 'ok' } } });
  });
});
