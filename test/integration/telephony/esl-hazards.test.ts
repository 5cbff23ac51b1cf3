/**
 * Whatever FreeSWITCH, the network or a stranger does to an event socket, the session ends in time and the
 * service goes on.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test, type TestContext } from 'node:test';
import { EslClosedError, EslUnsafeCommandError } from '../../../src/telephony/esl/errors.js';
import type { EslServerOptions } from '../../../src/telephony/esl/server.js';
import {
  channelData,
  listen,
  NOTICE,
  RawPeer,
  reply,
  untilCallerGone,
  valueOf,
} from '../../fakes/esl-peer.js';

async function start(
  context: TestContext,
  options: Partial<EslServerOptions> = {},
): ReturnType<typeof listen> {
  const started = await listen(options);
  context.after(async () => {
    await started.server.stopAccepting();
    await started.server.closeAll();
  });
  return started;
}

/** The server's own socket closes a moment after the peer's. */
async function untilEmpty(server: { sessionCount: number }): Promise<void> {
  while (server.sessionCount > 0) await new Promise(setImmediate);
}

test('connect and linger go out in one packet as soon as FreeSWITCH connects', async (t) => {
  const { server } = await start(t);
  const peer = await RawPeer.connect(server.port);
  const [first] = (await once(peer.socket, 'data')) as [Buffer];
  assert.equal(first.toString(), 'connect\n\nlinger\n\n');
  peer.socket.destroy();
});

test('a TCP reset in the middle of a bridge rejects what waits and ends the session', async (t) => {
  const { server, session, logged } = await start(t);
  const peer = await RawPeer.call(server.port);
  const call = await session();
  const line = logged();
  const bridge = call.execute('bridge', 'user/1001');
  await peer.hears('user/1001\n\n');
  peer.socket.resetAndDestroy();
  await assert.rejects(bridge, EslClosedError);
  await untilCallerGone(call);
  assert.equal((await call.ended).kind, 'error');
  assert.equal((await line).message, 'An event socket was lost');
  await untilEmpty(server);
});

test('FreeSWITCH that closes in good order ends the session as closedByPeer', async (t) => {
  const { server, session, log } = await start(t);
  const peer = await RawPeer.call(server.port);
  const call = await session();
  peer.socket.end();
  assert.deepEqual(await call.ended, { kind: 'closedByPeer' });
  await assert.rejects(call.api('status'), /FreeSWITCH closed the connection/);
  await untilEmpty(server);
  assert.deepEqual(log, []);
});

test('a peer that says nothing is let go when the handshake deadline passes', async (t) => {
  const { server, logged } = await start(t, { handshakeMs: 20 });
  const line = logged();
  const peer = await RawPeer.connect(server.port);
  await peer.closed;
  assert.equal((await line).facts['end'], 'no answer in time (connect)');
  await untilEmpty(server);
});

test('a peer that only looks whether the port is open is no line in the log', async (t) => {
  const { server, log } = await start(t);
  for (const leave of ['end', 'resetAndDestroy'] as const) {
    const peer = await RawPeer.connect(server.port);
    await once(peer.socket, 'data');
    peer.socket[leave]();
    await peer.closed;
    await untilEmpty(server);
  }
  assert.deepEqual(log, []);
});

test('a peer that drips one byte at a time does not outlive the handshake deadline', async (t) => {
  const { server, logged } = await start(t, { handshakeMs: 60 });
  const line = logged();
  const peer = await RawPeer.connect(server.port);
  const drip = setInterval(() => peer.says('E'), 5);
  peer.says('Event-Name: CHANNEL_DATA\nX: ');
  await peer.closed;
  clearInterval(drip);
  assert.match(String((await line).facts['end']), /no answer in time/);
});

test('half a message in the middle of a call ends the session after the same deadline', async (t) => {
  const { server, session } = await start(t, { handshakeMs: 20 });
  const peer = await RawPeer.call(server.port);
  const call = await session();
  peer.says('Content-Type: api/response\nContent-Length: 100\n\nhalf');
  assert.deepEqual(await call.ended, { kind: 'deadline', what: 'the rest of a message' });
});

test('a command that FreeSWITCH leaves unanswered ends the session: a half-open connection is found', async (t) => {
  const { server, session } = await start(t, { commandMs: 20 });
  await RawPeer.call(server.port);
  const call = await session();
  await assert.rejects(call.api('sofia_contact 1001@127.0.0.1'), { code: 'ESL_CLOSED' });
  assert.deepEqual(await call.ended, { kind: 'deadline', what: 'api sofia_contact' });
});

test('a command behind a running bridge has its deadline only when the bridge has returned', async (t) => {
  const { server, session } = await start(t, { commandMs: 60 });
  const peer = await RawPeer.call(server.port);
  const call = await session();
  const bridge = call.execute('bridge', 'user/1001');
  const disposition = valueOf(call, 'originate_disposition');
  await peer.hears('getvar originate_disposition\n\n');
  // Twice the deadline of the second command, spent in the first.
  await new Promise((resolve) => setTimeout(resolve, 120));
  peer.says(reply('+OK') + reply('SUCCESS'));
  assert.deepEqual(await bridge, { ok: true, text: '' });
  assert.equal(await disposition, 'SUCCESS');
});

const STRANGERS: readonly [string, Buffer][] = [
  ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
  ['a TLS hello', Buffer.from('16030100a5010000a10303', 'hex')],
  ['a SIP request', Buffer.from('OPTIONS sip:127.0.0.1 SIP/2.0\r\n\r\n')],
  ['random bytes', Buffer.from('8f00ff12c3a4e2f09901', 'hex')],
];

for (const [name, bytes] of STRANGERS) {
  test(`${name} on the event socket is one line in the log and a closed connection`, async (t) => {
    const { server, logged } = await start(t);
    const line = logged();
    const peer = await RawPeer.connect(server.port);
    peer.says(bytes);
    await peer.closed;
    assert.deepEqual(await line, {
      level: 'warn',
      facts: { from: '127.0.0.1', end: 'This is not the event socket of a FreeSWITCH' },
      message: 'A connection ended before it was a call',
    });
    await untilEmpty(server);
  });
}

const OVERSIZE: readonly [string, string, RegExp][] = [
  [
    'headers without end',
    `Event-Name: CHANNEL_DATA\nX: ${'x'.repeat(300_000)}`,
    /Headers of more than 262144/,
  ],
  [
    'a body of a gigabyte',
    'Content-Type: api/response\nContent-Length: 999999999\n\n',
    /A body of more than 1048576/,
  ],
  [
    'a length that is no number',
    'Content-Type: api/response\nContent-Length: -1\n\n',
    /Unreadable Content-Length/,
  ],
  [
    'two lengths',
    'Content-Type: api/response\nContent-Length: 1\nContent-Length: 2\n\n',
    /Unreadable Content-Length/,
  ],
];

for (const [name, text, expected] of OVERSIZE) {
  test(`${name}: refused with one line in the log`, async (t) => {
    const { server, logged } = await start(t);
    const line = logged();
    const peer = await RawPeer.connect(server.port);
    peer.says(text);
    await peer.closed;
    assert.match(String((await line).facts['end']), expected);
  });
}

test('a display name in Latin-1 is read, and so is one in UTF-8', async (t) => {
  const { server, session } = await start(t);
  for (const [sent, expected] of [
    ['M%FCller', 'Müller'],
    ['M%C3%BCller', 'Müller'],
    ['100%', '100%'],
    ['%E2%82', 'â‚'],
  ] as const) {
    const peer = await RawPeer.call(server.port, { 'Caller-Caller-ID-Name': sent });
    assert.equal((await session()).channel.header('Caller-Caller-ID-Name'), expected);
    peer.socket.destroy();
  }
});

test('a dialplan that says async, or lacks full, is refused with what to write', async (t) => {
  const { server, logged } = await start(t);
  for (const [headers, expected] of [
    [{ 'Socket-Mode': 'async' }, /says "async"; it must be synchronous/],
    [{ Control: 'single-channel' }, /lacks "full"/],
    [{ 'Unique-ID': '' }, /no usable Unique-ID/],
    [{ 'Event-Name': 'HEARTBEAT' }, /did not answer "connect"/],
  ] as const) {
    const line = logged();
    const peer = await RawPeer.call(server.port, headers);
    await peer.closed;
    assert.match(String((await line).facts['end']), expected);
  }
});

test('replies are matched in the order of the commands, whatever kind they are', async (t) => {
  const { server, session } = await start(t);
  const peer = await RawPeer.call(server.port);
  const call = await session();
  const answers = call.batch(() => [
    call.execute('set', 'a=1'),
    call.api('sofia_contact 1001@127.0.0.1'),
    valueOf(call, 'missing'),
    call.execute('set', 'b=2'),
    valueOf(call, 'percent'),
  ]);
  await peer.hears('getvar percent\n\n');
  peer.says(
    `${reply('+OK')}Content-Type: api/response\nContent-Length: 25\n\nerror/user_not_registered` +
      reply('-ERR command not found') +
      reply('-ERR invalid session id [x]') +
      reply('100%41 \u00e4 50%'),
  );
  assert.deepEqual(await Promise.all(answers), [
    { ok: true, text: '' },
    'error/user_not_registered',
    undefined,
    { ok: false, text: 'invalid session id [x]' },
    '100%41 ä 50%',
  ]);
});

test('a batch of commands is one packet', async (t) => {
  const { server, session } = await start(t);
  const peer = await RawPeer.call(server.port);
  const call = await session();
  peer.received = '';
  const packet = once(peer.socket, 'data');
  call.batch(() => {
    void call.execute('set', 'a=1').catch(() => undefined);
    void call.api('status').catch(() => undefined);
  });
  const [bytes] = (await packet) as [Buffer];
  assert.equal(
    bytes.toString(),
    'sendmsg\ncall-command: execute\nexecute-app-name: set\nexecute-app-arg: a=1\n\napi status\n\n',
  );
});

test('replies to earlier commands still come behind the disconnect notice', async (t) => {
  const { server, session } = await start(t);
  const peer = await RawPeer.call(server.port);
  const call = await session();
  const bridge = call.execute('bridge', 'user/1001');
  const disposition = valueOf(call, 'originate_disposition');
  await peer.hears('getvar');
  assert.equal(call.isCallerGone, false);
  peer.says(reply('+OK') + NOTICE + reply('ORIGINATOR_CANCEL'));
  await bridge;
  await untilCallerGone(call);
  assert.equal(await disposition, 'ORIGINATOR_CANCEL');
  assert.equal(call.isEnded, false);
});

test('a message in single bytes is read as one in a single packet', async (t) => {
  const { server, session } = await start(t);
  const peer = await RawPeer.connect(server.port);
  await peer.hears('linger');
  for (const byte of Buffer.from(channelData() + reply('+OK will linger'))) {
    peer.says(Buffer.of(byte));
    await new Promise(setImmediate);
  }
  assert.equal((await session()).channel.variable('hunt_group'), '700');
  peer.socket.destroy();
});

test('a reply that nobody asked for ends the session: the order is no longer known', async (t) => {
  const { server, session } = await start(t);
  const peer = await RawPeer.call(server.port);
  const call = await session();
  peer.says(reply('+OK'));
  assert.match(String(((await call.ended) as { error?: Error }).error?.message), /nobody asked for/);
});

test('a line break in an argument is refused before a byte is written', async (t) => {
  const { server, session } = await start(t);
  const peer = await RawPeer.call(server.port);
  const call = await session();
  peer.received = '';
  await assert.rejects(call.execute('set', 'name=x\n\napi system rm'), EslUnsafeCommandError);
  await assert.rejects(call.execute('set\nx', 'a'), EslUnsafeCommandError);
  await assert.rejects(call.api('status\r\n\r\nexit'), EslUnsafeCommandError);
  await assert.rejects(valueOf(call, 'a b'), EslUnsafeCommandError);
  const bridge = call.execute('bridge', 'user/1001');
  await peer.hears('user/1001\n\n');
  assert.equal(
    peer.received,
    'sendmsg\ncall-command: execute\nexecute-app-name: bridge\nexecute-app-arg: user/1001\n\n',
  );
  peer.socket.destroy();
  await assert.rejects(bridge, EslClosedError);
});

test('a call that throws is logged, its session closed, and the next call is served', async (t) => {
  let calls = 0;
  const { server, logged } = await start(t, {
    onSession: () => {
      calls += 1;
      const bug = new Error(`bug ${calls}`);
      if (calls === 2) throw bug;
      return Promise.reject(bug);
    },
  });
  for (const expected of ['bug 1', 'bug 2', 'bug 3']) {
    const line = logged();
    const peer = await RawPeer.call(server.port);
    await peer.hears('exit\n\n');
    await peer.closed;
    const { level, facts } = await line;
    assert.equal(level, 'error');
    assert.equal((facts['err'] as Error).message, expected);
    assert.equal(facts['call'], 'dba898d1-3ca8-4813-ae08-15d9ef49be7f');
  }
  await untilEmpty(server);
});

test('a session that is closed says exit and does not wait for a FreeSWITCH that keeps its side open', async (t) => {
  const { server, session } = await start(t, { closeMs: 20 });
  const peer = await RawPeer.call(server.port);
  peer.socket.removeAllListeners('end');
  const call = await session();
  const bridge = call.execute('bridge', 'user/1001');
  call.close();
  await assert.rejects(bridge, /closed by this side/);
  assert.deepEqual(await call.ended, { kind: 'closedByUs' });
  await peer.hears('exit\n\n');
  await untilEmpty(server);
});

test('an address that is not allowed is closed at once and gets no byte', async (t) => {
  const { server, logged } = await start(t, { allow: ['192.0.2.0/24', '2001:db8::1'] });
  const line = logged();
  const peer = await RawPeer.connect(server.port);
  await peer.closed;
  assert.equal(peer.received, '');
  assert.equal((await line).message, 'Refused a connection from an address that is not allowed');
  assert.equal(server.sessionCount, 0);
});

test('more calls than allowed are closed at once, and a place that becomes free is used again', async (t) => {
  const { server, session } = await start(t, { maxSessions: 1 });
  const first = await RawPeer.call(server.port);
  await session();
  const second = await RawPeer.connect(server.port);
  await second.closed;
  assert.equal(second.received, '');
  first.socket.destroy();
  await untilEmpty(server);
  await RawPeer.call(server.port);
  assert.equal((await session()).isEnded, false);
});

test('after stopAccepting new calls are refused and live ones go on', async (t) => {
  const { server, session } = await start(t);
  const peer = await RawPeer.call(server.port);
  const call = await session();
  await server.stopAccepting();
  await assert.rejects(RawPeer.connect(server.port), { code: 'ECONNREFUSED' });
  const status = call.api('status');
  await peer.hears('api status');
  peer.says('Content-Type: api/response\nContent-Length: 2\n\nUP');
  assert.equal(await status, 'UP');
});

test('2,000 connections that come and go in every way leave nothing behind', async (t) => {
  const { server, log } = await start(t);
  for (let round = 0; round < 20; round += 1) {
    const peers = await Promise.all(Array.from({ length: 100 }, () => RawPeer.connect(server.port)));
    for (const [index, peer] of peers.entries()) {
      if (index % 5 === 1) peer.says('GET / HTTP/1.1\r\n\r\n');
      if (index % 5 === 2) peer.says(channelData());
      if (index % 5 === 3) peer.socket.resetAndDestroy();
      else if (index % 5 !== 1) peer.socket.end();
    }
    await Promise.all(peers.map((peer) => peer.closed));
  }
  await untilEmpty(server);
  assert.equal(server.sessionCount, 0);
  const sockets = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap');
  assert.deepEqual(sockets, []);
  assert.ok(log.length <= 10, `${log.length} lines`);
});

test('a port that is taken is a clear error', async (t) => {
  const { server } = await start(t);
  await assert.rejects(listen({ port: server.port }), { code: 'ESL_LISTEN' });
});
