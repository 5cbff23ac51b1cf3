import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { test } from 'node:test';
import { DateTime } from 'luxon';
import { liveEndpoints } from '../../../../src/people/api/live.js';
import { setActor } from '../../../../src/people/http/session.js';
import { aGroup, aUser } from '../../../factories.js';
import type { SiteParts } from '../../../../src/people/http/parts.js';
import { Reader } from '../http/stream-reader.js';

test('of very many calls 500 are told, and how many there are besides', async () => {
  const call = { id: 'one', caller: {}, group: {}, atGroup: '700', stage: 1, since: new Date(), phones: [] };
  const asked: (number | undefined)[] = [];
  const [live] = liveEndpoints({
    board: {
      count: () => 10_000,
      calls: (_scope: unknown, most?: number) => {
        asked.push(most);
        return Array.from({ length: most ?? 10_000 }, () => call);
      },
    },
    freeswitches: () => [],
  } as unknown as SiteParts);
  const reply = (await live?.handle({ scope: 'all' } as never)) as {
    body: { calls: unknown[]; more: number };
  };
  assert.deepEqual([asked, reply.body.calls.length, reply.body.more], [[500], 500, 9500]);
});

test('a stream ends when the account of its session may no longer see calls', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const permissions = new Set(['live.read']);
  const [, events] = liveEndpoints({
    board: { count: () => 0, calls: () => [], onChange: () => () => undefined },
    freeswitches: () => [],
    access: { ofSession: () => Promise.resolve({ permissions }) },
    store: { sessions: { get: () => Promise.resolve('the session') } },
    snapshot: () => undefined,
    now: () => DateTime.fromMillis(2),
  } as unknown as SiteParts);
  const reader = new Reader();
  const request = Object.assign(reader, { get: () => undefined, session: { account: 'anna', begunAt: 1 } });
  await events?.handle({ request, response: reader.response, actor: { name: 'anna' } } as never);
  t.mock.timers.tick(30_000);
  await setImmediate();
  assert.equal(reader.writableEnded, false);
  permissions.clear();
  t.mock.timers.tick(30_000);
  await setImmediate();
  assert.equal(reader.writableEnded, true);
  reader.emit('close');
});

test('an open stream follows whose groups they are, and ends when the account has another user', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const led = (leaders: readonly string[]) => ({
    groups: new Map([['700', aGroup({ leaders: new Set(leaders) })]]),
    users: new Map(['anna', 'bernd'].map((id) => [id, aUser({ id })])),
  });
  let snapshot = led(['anna']);
  let changed: () => void = () => undefined;
  const now = { role: 'leader', userId: 'anna', permissions: new Set(['live.read']) };
  const [, events] = liveEndpoints({
    board: {
      count: (scope: ReadonlySet<string>) => 500 + scope.size,
      calls: () => [],
      onChange: (listener: () => void) => {
        changed = listener;
        return () => undefined;
      },
    },
    freeswitches: () => [],
    access: { ofSession: () => Promise.resolve(now) },
    store: { sessions: { get: () => Promise.resolve('the session') } },
    snapshot: () => snapshot,
    now: () => DateTime.fromMillis(2),
  } as unknown as SiteParts);
  const reader = new Reader();
  const session = { account: 'anna', begunAt: 1 };
  const request = Object.assign(reader, { get: () => undefined, session });
  setActor(request as never, { ...now } as never);
  await events?.handle({ request, response: reader.response, actor: { ...now } } as never);
  snapshot = led(['bernd']);
  changed();
  await setImmediate();
  assert.deepEqual(
    reader.got.map((event) => /"more":(\d+)/.exec(event)?.[1]),
    ['1', '0'],
  );
  now.userId = 'bernd';
  t.mock.timers.tick(30_000);
  await setImmediate();
  assert.equal(reader.writableEnded, true);
  reader.emit('close');
});
