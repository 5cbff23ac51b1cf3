/** The inbound event socket: whatever the other side does, the client lives, says so and comes back. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test, type TestContext } from 'node:test';
import { watchOutgoingCalls } from '../../../src/calls/session/outgoing-calls.js';
import type { EventClientOptions } from '../../../src/telephony/esl/event-client.js';
import type { EslMessage } from '../../../src/telephony/esl/message-decoder.js';
import type { OutgoingCall } from '../../../src/calls/outcome/outgoing-call.js';
import { apiResponse, reply, type RawPeer } from '../../fakes/esl-peer.js';
import {
  AUTH_REQUEST,
  connectTo,
  FakeEventSocket,
  GOODBYE,
  nextState,
  plainEvent,
  RUDE_REJECTION,
} from '../../fakes/event-socket.js';

async function start(t: TestContext, options: Partial<EventClientOptions> = {}) {
  const freeswitch = await FakeEventSocket.start(t);
  return { freeswitch, ...connectTo(t, freeswitch.port, options) };
}

/** Connected, with a listener for DTMF that needs no filter of its own. */
async function connected(t: TestContext, options: Partial<EventClientOptions> = {}) {
  const started = await start(t, options);
  const digits: (string | undefined)[] = [];
  const listeners: (() => void)[] = [];
  started.client.watch({ events: ['DTMF'] }, (event: EslMessage) => {
    digits.push(event.headers.get('DTMF-Digit'));
    for (const listener of listeners.splice(0)) listener();
  });
  const up = nextState(started.client, 'connected');
  started.client.start();
  const peer = await subscribed(started.freeswitch);
  await up;
  const heard = async (count: number) => {
    while (digits.length < count) await new Promise<void>((resolve) => listeners.push(resolve));
    return digits;
  };
  return { ...started, peer, digits, heard };
}

/** The next connection, let in, and given the events that it asks for. */
async function subscribed(freeswitch: FakeEventSocket): Promise<RawPeer> {
  const peer = await freeswitch.welcome();
  await peer.hears('filter Event-Name DTMF\n\nevent plain DTMF\n\n');
  peer.says(SUBSCRIBED);
  return peer;
}

const SUBSCRIBED = reply('+OK filter added. [Event-Name]=[DTMF]') + reply('+OK event listener enabled plain');
const dtmf = (digit: string) => plainEvent({ 'Event-Name': 'DTMF', 'DTMF-Digit': digit });

test('password, then filter and events in one packet, and nothing else', async (t) => {
  const { freeswitch, client } = await start(t);
  const calls: OutgoingCall[] = [];
  const called = new Promise<void>((resolve) => {
    watchOutgoingCalls([client], (call) => {
      calls.push(call);
      if (call.kind === 'ended') resolve();
    });
  });
  client.start();
  const peer = await freeswitch.accept();
  peer.says(AUTH_REQUEST);
  const [first] = (await once(peer.socket, 'data')) as [Buffer];
  assert.equal(first.toString(), 'auth ClueCon\n\n');
  peer.says(reply('+OK accepted'));
  const [second] = (await once(peer.socket, 'data')) as [Buffer];
  assert.equal(
    second.toString(),
    'filter variable_rufgruppe_leg outgoing\n\nevent plain CHANNEL_ANSWER CHANNEL_HANGUP_COMPLETE\n\n',
  );
  const leg = {
    'Unique-ID': 'leg-1',
    'Event-Date-Timestamp': '1795571705595492',
    variable_rufgruppe_leg: 'outgoing',
    variable_rufgruppe_called: '%2B4930987654321',
    variable_rufgruppe_caller: '1001',
  };
  peer.says(
    SUBSCRIBED +
      plainEvent({ 'Event-Name': 'CHANNEL_ANSWER', ...leg, variable_rufgruppe_leg: 'incoming' }) +
      plainEvent({ 'Event-Name': 'CHANNEL_ANSWER', ...leg }) +
      plainEvent({ 'Event-Name': 'CHANNEL_HANGUP_COMPLETE', ...leg }),
  );
  await called;
  assert.deepEqual(
    calls.map(({ kind, number, extension }) => [kind, number, extension]),
    [
      ['answered', '+4930987654321', '1001'],
      ['ended', '+4930987654321', '1001'],
    ],
  );
});

test('events cut into single bytes, and many in one packet', async (t) => {
  const { peer, heard } = await connected(t);
  for (const byte of dtmf('1')) peer.says(byte);
  peer.says(dtmf('2') + plainEvent({ 'Event-Name': 'HEARTBEAT' }) + '\n' + dtmf('3') + dtmf('4'));
  assert.deepEqual(await heard(4), ['1', '2', '3', '4']);
});

test('a wrong password is said without the password, and tried again only every half minute', async (t) => {
  const { freeswitch, client, clock, lines } = await start(t, { password: 'geheim' });
  for (const round of [1, 2]) {
    const refused = nextState(client, 'refused');
    if (round === 1) client.start();
    const peer = await freeswitch.accept();
    peer.says(AUTH_REQUEST);
    await peer.hears('auth geheim\n\n');
    peer.says(reply('-ERR invalid') + GOODBYE);
    assert.match((await refused).reason, /does not accept the password \(FREESWITCH_EVENTS_PASSWORD\)/);
    assert.equal(await clock.pass(), 30_000);
  }
  assert.deepEqual(
    lines.map(({ level }) => level),
    ['warn'],
  );
  assert.doesNotMatch(JSON.stringify([lines, client.state]), /geheim/);
});

test('an address that FreeSWITCH does not let in', async (t) => {
  const { freeswitch, client, clock, lines } = await start(t);
  const refused = nextState(client, 'refused');
  client.start();
  const peer = await freeswitch.accept();
  peer.says(RUDE_REJECTION);
  assert.match((await refused).reason, /does not let this address in \(apply-inbound-acl/);
  assert.equal(lines[0]?.level, 'warn');
  assert.equal(await clock.pass(), 30_000);
  assert.equal(peer.received, '');
});

test('nobody there: one line, and a look every second', async (t) => {
  const { freeswitch, client, clock, lines } = await start(t);
  freeswitch.stop();
  client.start();
  const waits = [];
  for (let attempt = 0; attempt < 8; attempt += 1) waits.push(await clock.pass());
  assert.deepEqual(waits, Array(8).fill(1000));
  assert.equal(lines.length, 1);
  assert.equal(lines[0]?.level, 'info');
  assert.match(String(lines[0].facts['reason']), /ECONNREFUSED/);
});

test('a lost connection comes back with all that was asked for, and its users are told', async (t) => {
  const { freeswitch, client, clock, lines, peer, heard } = await connected(t);
  const answers: string[] = [];
  const asked = new Promise<void>((resolve) => {
    client.onConnected(async (api) => {
      answers.push(await api('show registrations'));
      if (answers.length === 2) resolve();
    });
  });
  await peer.hears('api show registrations\n\n');
  peer.says(apiResponse('0 total.\n'));
  peer.says(dtmf('1'));
  await heard(1);
  const lost = nextState(client, 'refused');
  const back = nextState(client, 'connected');
  peer.socket.destroy();
  assert.equal((await lost).reason, 'FreeSWITCH closed the connection');
  assert.equal(await clock.pass(), 500);
  const again = await subscribed(freeswitch);
  await back;
  await again.hears('api show registrations\n\n');
  again.says(apiResponse('1 total.\n') + dtmf('2'));
  await asked;
  assert.deepEqual(answers, ['0 total.', '1 total.']);
  assert.deepEqual(await heard(2), ['1', '2']);
  assert.deepEqual(
    lines.map(({ level }) => level),
    ['info', 'info', 'info'],
  );
});

test('a connection that comes and goes makes no flood of lines', async (t) => {
  const { freeswitch, client, clock, lines, peer } = await connected(t);
  const first = nextState(client, 'refused');
  peer.says(GOODBYE);
  await first;
  const waits = [];
  for (let round = 0; round < 6; round += 1) {
    waits.push(await clock.pass());
    const up = nextState(client, 'connected');
    const next = await subscribed(freeswitch);
    await up;
    const lost = nextState(client, 'refused');
    next.says(GOODBYE);
    await lost;
  }
  assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 16_000]);
  assert.deepEqual(
    lines.map(({ message }) => message),
    [
      'connected to the events of FreeSWITCH',
      'no events from FreeSWITCH; retrying',
      'connected to the events of FreeSWITCH',
    ],
  );
});

test('an answered ping makes the connection a good one: the next loss is news, and soon tried again', async (t) => {
  const { freeswitch, client, clock, peer, lines } = await connected(t);
  const lose = async (from: RawPeer): Promise<number> => {
    const lost = nextState(client, 'refused');
    from.says(GOODBYE);
    await lost;
    return clock.pass();
  };
  const back = async (): Promise<RawPeer> => {
    const up = nextState(client, 'connected');
    const next = await subscribed(freeswitch);
    await up;
    return next;
  };
  assert.equal(await lose(peer), 500);
  assert.equal(await lose(await back()), 1000);
  const good = await back();
  assert.equal(await clock.pass(), 20_000);
  await good.hears('api uptime\n\n');
  good.says(apiResponse('11\n'));
  assert.equal(await clock.pass(), 20_000);
  await good.hears('api uptime\n\napi uptime\n\n');
  const linesBefore = lines.length;
  assert.equal(await lose(good), 500);
  assert.equal(lines.length, linesBefore + 1);
});

test('let in and broken in one packet is not connected', async (t) => {
  const { freeswitch, client, clock } = await start(t);
  const states: string[] = [];
  client.onState(({ kind }) => states.push(kind));
  client.start();
  const peer = await freeswitch.accept();
  peer.says(AUTH_REQUEST);
  await peer.hears('auth ClueCon\n\n');
  peer.says(`${reply('+OK accepted')}HTTP/1.1 500 Sorry\r\n`);
  assert.equal(await clock.pass(), 1000);
  await new Promise(setImmediate);
  assert.deepEqual(states, ['refused']);
});

for (const [what, bytes, reason] of [
  ['a web server', 'HTTP/1.1 400 Bad Request\r\n\r\n', /This is not the event socket of a FreeSWITCH/],
  ['noise', Buffer.from([0x16, 3, 1, 0, 0xff]), /This is not the event socket of a FreeSWITCH/],
  ['a message without an end', `Content-Type: ${'x'.repeat(5000)}`, /Headers of more than 4096 bytes/],
  ['a huge body', 'Content-Type: log/data\nContent-Length: 99999999\n\n', /A body of more than 4096 bytes/],
  ['an answer to nothing', reply('+OK'), /A reply that nobody asked for/],
  ['a message of no type', 'Content-Length: 2\n\nhi', /without a Content-Type/],
  [
    'an event that cannot be read',
    'Content-Type: text/event-xml\nContent-Length: 1\n\n<',
    /Events as text\/event-xml were never asked for/,
  ],
] as const) {
  test(`${what} instead of a FreeSWITCH ends the connection, not the process`, async (t) => {
    const { freeswitch, client, clock } = await start(t, {
      limits: { maxHeadBytes: 4096, maxBodyBytes: 4096 },
    });
    const refused = nextState(client, 'refused');
    client.start();
    const peer = await freeswitch.accept();
    peer.says(bytes);
    assert.match((await refused).reason, reason);
    assert.equal(await clock.pass(), 1000);
  });
}

test('a list of two megabytes is an answer like any other', async (t) => {
  const { client, peer } = await connected(t);
  const list = '{"row_count":0}'.padEnd(2_000_000);
  const answered = new Promise<string>((resolve) =>
    client.onConnected(async (api) => resolve(await api('show channels as json'))),
  );
  await peer.hears('api show channels as json\n\n');
  peer.says(apiResponse(list));
  assert.equal(await answered, list);
});

test('a peer that accepts and says nothing', async (t) => {
  const { client, clock } = await start(t, { handshakeMs: 20 });
  const refused = nextState(client, 'refused');
  client.start();
  assert.equal((await refused).reason, 'no answer in time (auth/request)');
  assert.equal(await clock.pass(), 1000);
});

test('a peer that says nothing about the password', async (t) => {
  const { freeswitch, client } = await start(t, { commandMs: 20 });
  const refused = nextState(client, 'refused');
  client.start();
  (await freeswitch.accept()).says(AUTH_REQUEST);
  assert.equal((await refused).reason, 'no answer in time (auth)');
});

test('a peer that no longer answers is dead, although its connection stands', async (t) => {
  const { client, clock, peer } = await connected(t, { commandMs: 50 });
  const refused = nextState(client, 'refused');
  assert.equal(await clock.pass(), 20_000);
  await peer.hears('api uptime\n\n');
  assert.equal((await refused).reason, 'no answer in time (api uptime)');
  assert.equal(await clock.pass(), 500);
});

test('half an event that never ends', async (t) => {
  const { client, peer } = await connected(t, { handshakeMs: 50 });
  const refused = nextState(client, 'refused');
  peer.says(dtmf('1').slice(0, -5));
  assert.equal((await refused).reason, 'no answer in time (the rest of a message)');
});

test('FreeSWITCH says goodbye and leaves its side open', async (t) => {
  const { client, peer } = await connected(t);
  const refused = nextState(client, 'refused');
  peer.says(GOODBYE);
  assert.equal((await refused).reason, 'FreeSWITCH closed the connection');
  await once(peer.socket, 'end');
});

test('a command that FreeSWITCH does not accept', async (t) => {
  const { freeswitch, client } = await start(t);
  client.watch({ events: ['DTMF'] }, () => undefined);
  const refused = nextState(client, 'refused');
  client.start();
  const peer = await freeswitch.welcome();
  await peer.hears('event plain');
  peer.says(reply('+OK filter added') + reply('-ERR no keywords supplied'));
  assert.equal((await refused).reason, 'FreeSWITCH does not accept "filter" or "event"');
});

test('a password that cannot be sent is refused, not thrown', async (t) => {
  const { freeswitch, client, lines } = await start(t, { password: 'geheim\n\nexit' });
  const refused = nextState(client, 'refused');
  client.start();
  const peer = await freeswitch.accept();
  peer.says(AUTH_REQUEST);
  assert.match((await refused).reason, /the password contains a line break/);
  assert.doesNotMatch(JSON.stringify([lines, client.state, peer.received]), /geheim/);
});

test('whoever comes later is asked for at once; whoever left hears nothing', async (t) => {
  const { client, peer, digits, heard } = await connected(t);
  const early: string[] = [];
  const off = client.watch({ events: ['DTMF'] }, () => early.push('heard'));
  await peer.hears('event plain DTMF\n\nfilter Event-Name DTMF\n\nevent plain DTMF\n\n');
  off();
  peer.says(SUBSCRIBED + dtmf('5'));
  await heard(1);
  assert.deepEqual([digits, early], [['5'], []]);
});

test('a listener that throws is logged and disturbs nobody', async (t) => {
  const { client, lines, freeswitch } = await start(t);
  client.watch({ events: ['DTMF'] }, () => {
    throw new Error('broken listener');
  });
  client.onConnected(() => {
    throw new Error('broken hook');
  });
  client.onConnected(() => Promise.reject(new Error('broken promise')));
  client.onState(() => {
    throw new Error('broken state');
  });
  const heard = new Promise<void>((resolve) => {
    client.watch({ events: ['DTMF'] }, () => resolve());
  });
  client.start();
  const peer = await subscribed(freeswitch);
  peer.says(dtmf('1'));
  await heard;
  await new Promise(setImmediate);
  const errors = lines.filter(({ level }) => level === 'warn').map(({ facts }) => String(facts['err']));
  assert.deepEqual(errors.sort(), [
    'Error: broken hook',
    'Error: broken listener',
    'Error: broken promise',
    'Error: broken state',
  ]);
  assert.equal(client.state.kind, 'connected');
});

test('stopped while it connects, waits for a reply, is connected, or waits to try again', async (t) => {
  const connecting = await start(t);
  connecting.client.start();
  connecting.client.stop();
  const first = await start(t);
  first.client.start();
  const peer = await first.freeswitch.accept();
  peer.says(AUTH_REQUEST);
  await peer.hears('auth ');
  const ended = once(peer.socket, 'end');
  first.client.stop();
  peer.says(reply('+OK accepted'));
  await ended;
  const up = await connected(t);
  const over = once(up.peer.socket, 'end');
  up.client.stop();
  await over;
  const waiting = await start(t);
  waiting.freeswitch.stop();
  const refused = nextState(waiting.client, 'refused');
  waiting.client.start();
  await refused;
  waiting.client.stop();
  for (const { client, clock } of [connecting, first, up, waiting]) {
    client.stop();
    client.start();
    assert.equal(client.state.kind, 'stopped');
    assert.deepEqual(clock.alarms, []);
  }
  assert.deepEqual(
    waiting.lines.map(({ level }) => level),
    ['info'],
  );
});

test('a listener of states may stop the client', async (t) => {
  const { client, freeswitch, clock } = await start(t);
  freeswitch.stop();
  const stopped = new Promise<void>((resolve) => {
    client.onState((state) => {
      client.stop();
      if (state.kind === 'refused') resolve();
    });
  });
  client.start();
  await stopped;
  await new Promise(setImmediate);
  assert.deepEqual(clock.alarms, []);
  assert.equal(client.state.kind, 'stopped');
});
