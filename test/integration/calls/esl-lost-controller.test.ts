/**
 * When a controller dies, phones ring on, conversations go on, and the next controller or the dialplan
 * takes over.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeCall, socketDialplan, type PlacedCall } from '../../../scripts/peer/call.js';
import { JumpingClock } from '../../../scripts/peer/clock.js';
import { parsePhone } from '../../../scripts/peer/phones.js';
import type { TimelineEvent } from '../../../scripts/peer/timeline.js';
import type { ChannelData } from '../../../src/telephony/esl/channel-data.js';
import type { EslSession } from '../../../src/telephony/esl/session.js';
import { startEslServer, type EslServer } from '../../../src/telephony/esl/server.js';
import { untilCallerGone } from '../../fakes/esl-peer.js';

const LEG = '[origination_uuid=leg]sofia/internal/1001@127.0.0.1';
const log = { warn: () => undefined, error: () => undefined };

function controller(
  onSession: (session: EslSession, channel: ChannelData) => Promise<void>,
): Promise<EslServer> {
  return startEslServer({ port: 0, log, onSession });
}

async function ringOnce(session: EslSession): Promise<void> {
  await session.execute('multiset', 'continue_on_fail=true hangup_after_bridge=true');
  await session.execute('bridge', `{originate_timeout=5}${LEG}`);
}

/** Drops the first controller's connection when that happens. */
async function callAndDrop(
  phone: string,
  when: TimelineEvent['kind'],
  how: 'fin' | 'reset',
): Promise<{ call: PlacedCall; seen: string[]; tookOver: (string | undefined)[] }> {
  const tookOver: (string | undefined)[] = [];
  const first = await controller(ringOnce);
  const second = await controller(async (session) => {
    tookOver.push(...(await session.getVariables(['originate_disposition'])));
    await session.execute('hangup', 'USER_BUSY');
  });
  let dropped = false;
  const call: PlacedCall = placeCall({
    clock: new JumpingClock(0),
    to: '700',
    from: '03012345678',
    phones: [parsePhone(phone) ?? assert.fail(phone)],
    dialplan: socketDialplan(`127.0.0.1:${first.port}`, `127.0.0.1:${second.port}`),
    onEvent: (event) => {
      if (event.kind !== when || dropped) return;
      dropped = true;
      call.dropSocket(how);
    },
  });
  await call.done;
  for (const server of [first, second]) {
    await server.stopAccepting();
    await server.closeAll();
  }
  const wanted = [
    'invite',
    'cancelled',
    'answered',
    'bridged',
    'phoneHungUp',
    'connected',
    'callerGets',
    'callerBye',
  ];
  return {
    call,
    seen: call.timeline.map(({ kind }) => kind).filter((kind) => wanted.includes(kind)),
    tookOver,
  };
}

for (const how of ['fin', 'reset'] as const) {
  test(`a controller that dies while phones ring (${how}): they ring on, then the next controller goes on`, async () => {
    const { seen, tookOver, call } = await callAndDrop('1001=silent', 'invite', how);
    assert.deepEqual(seen, ['connected', 'invite', 'cancelled', 'connected', 'callerGets']);
    assert.deepEqual(tookOver, ['NO_ANSWER']);
    assert.equal((await call.done).status, 486);
  });
}

test('a controller that dies in the conversation: the conversation goes on to its own end', async () => {
  const { seen, tookOver } = await callAndDrop('1001=answer@2s+30s', 'bridged', 'reset');
  assert.deepEqual(seen, ['connected', 'invite', 'answered', 'bridged', 'phoneHungUp', 'callerBye']);
  assert.deepEqual(tookOver, []);
});

for (const [how, expected] of [
  ['fin', 486],
  ['reset', 503],
] as const) {
  test(`commands that FreeSWITCH has not read yet are ${how === 'fin' ? 'kept by a close' : 'lost by a reset'}`, async () => {
    const server = await controller(async (session) => {
      await Promise.all(
        session.batch(() => [
          session.execute('multiset', 'continue_on_fail=true'),
          session.execute('bridge', `{originate_timeout=5}${LEG}`),
          session.execute('hangup', 'USER_BUSY'),
        ]),
      );
    });
    const call: PlacedCall = placeCall({
      clock: new JumpingClock(0),
      to: '700',
      from: '03012345678',
      phones: [],
      dialplan: socketDialplan(`127.0.0.1:${server.port}`),
      onEvent: ({ kind }) => {
        if (kind === 'callerHears') call.dropSocket(how);
      },
    });
    assert.equal((await call.done).status, expected);
    await server.stopAccepting();
  });
}

test('no controller at all: the dialplan answers for itself', async () => {
  const server = await controller(() => Promise.resolve());
  await server.stopAccepting();
  const call = placeCall({
    clock: new JumpingClock(0),
    to: '700',
    from: '03012345678',
    phones: [],
    dialplan: [
      ...socketDialplan(`127.0.0.1:${server.port}`).slice(0, 1),
      { app: 'respond', arg: '480 Nobody here' },
    ],
  });
  assert.deepEqual(await call.done, { reached: false, status: 480, cause: 'NORMAL_UNSPECIFIED' });
});

test('an anonymous caller with a P-Asserted-Identity, and a name in Latin-1, arrive as FreeSWITCH sends them', async () => {
  const seen: (string | undefined)[] = [];
  const server = await controller((_session, channel) => {
    seen.push(
      channel.header('Caller-Caller-ID-Name'),
      channel.header('Caller-Caller-ID-Number'),
      channel.header('Caller-Privacy-Hide-Number'),
      channel.variable('sip_Privacy'),
      channel.variable('sip_from_host'),
    );
    return Promise.resolve();
  });
  const call = placeCall({
    clock: new JumpingClock(0),
    to: '700',
    from: '+4930231250',
    name: Buffer.from('J\u00fcrgen', 'latin1'),
    anonymous: true,
    phones: [],
    dialplan: socketDialplan(`127.0.0.1:${server.port}`),
  });
  await call.done;
  await server.stopAccepting();
  assert.deepEqual(seen, ['Jürgen', '+4930231250', 'true', 'id', 'anonymous.invalid']);
});

test('an application that FreeSWITCH does not know ends the call, as it does there', async () => {
  const server = await controller(async (session) => {
    const reply = await session.execute('brigde', 'user/1001');
    assert.deepEqual(reply, { ok: true, text: '' });
    await untilCallerGone(session);
  });
  const call = placeCall({
    clock: new JumpingClock(0),
    to: '700',
    from: '03012345678',
    phones: [],
    dialplan: socketDialplan(`127.0.0.1:${server.port}`),
  });
  assert.equal((await call.done).status, 502);
  await server.stopAccepting();
  assert.ok(call.timeline.some((event) => event.kind === 'unknownApp' && event.app === 'brigde'));
});

test('fifty calls at the same time share one virtual clock and each takes its own five seconds', async () => {
  const server = await controller(ringOnce);
  const clock = new JumpingClock(0);
  const calls = Array.from({ length: 50 }, () =>
    placeCall({
      clock,
      to: '700',
      from: '03012345678',
      phones: [],
      dialplan: socketDialplan(`127.0.0.1:${server.port}`),
    }),
  );
  await Promise.all(calls.map((call) => call.done));
  await server.stopAccepting();
  for (const call of calls) {
    const [invite] = call.timeline.filter((event) => event.kind === 'invite');
    const [cancel] = call.timeline.filter((event) => event.kind === 'cancelled');
    assert.equal((cancel?.atMs ?? 0) - (invite?.atMs ?? 0), 5000);
  }
});
