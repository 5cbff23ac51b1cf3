/** Events that FreeSWITCH is given to fire. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { reply } from '../../fakes/esl-peer.js';
import { connectTo, FakeEventSocket, nextState } from '../../fakes/event-socket.js';

const LAMP = (user: string) => ({ name: 'PRESENCE_IN', headers: { proto: 'switch', from: `${user}@pbx` } });

test('events are fired in one packet and in order, and never without a connection', async (t) => {
  const freeswitch = await FakeEventSocket.start(t);
  const { client, lines } = connectTo(t, freeswitch.port, {});
  client.fire([LAMP('early')]);
  const up = nextState(client, 'connected');
  client.start();
  const peer = await freeswitch.welcome();
  await up;
  client.fire([]);
  client.fire([LAMP('night'), LAMP('lunch')]);
  const [packet] = (await once(peer.socket, 'data')) as [Buffer];
  assert.equal(
    packet.toString(),
    'sendevent PRESENCE_IN\nproto: switch\nfrom: night@pbx\n\nsendevent PRESENCE_IN\nproto: switch\nfrom: lunch@pbx\n\n',
  );
  peer.says(reply('+OK 1') + reply('+OK 2'));
  const lost = nextState(client, 'refused');
  peer.socket.destroy();
  await lost;
  client.fire([LAMP('late')]);
  assert.equal(
    lines.some(({ level }) => level === 'warn' || level === 'error'),
    false,
  );
});

test('an event that cannot be written is logged and ends nothing', async (t) => {
  const freeswitch = await FakeEventSocket.start(t);
  const { client, lines } = connectTo(t, freeswitch.port, {});
  const up = nextState(client, 'connected');
  client.start();
  const peer = await freeswitch.welcome();
  await up;
  client.fire([LAMP('night\n\napi shutdown')]);
  client.fire([LAMP('lunch')]);
  const [packet] = (await once(peer.socket, 'data')) as [Buffer];
  assert.equal(packet.toString(), 'sendevent PRESENCE_IN\nproto: switch\nfrom: lunch@pbx\n\n');
  await new Promise(setImmediate);
  assert.deepEqual(
    lines.filter(({ level }) => level === 'warn').map(({ message }) => message),
    ['An event could not be given to FreeSWITCH'],
  );
  assert.equal(client.state.kind, 'connected');
});
