/**
 * Whatever stands in the place of a FreeSWITCH whose events are followed, and whatever its events say: the client goes on to
 * try, the live view can be shown, nothing waits for ever, and what is kept of a connection goes with it.
 */
import { Stories } from '../../../src/calls/follow/stories.js';
import { watchChannels } from '../../../src/calls/follow/watch-channels.js';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { checkValue } from '../../../src/base/configuration/check.js';
import { buildSnapshot } from '../../../src/base/configuration/snapshot.js';
import { liveBoard } from '../../../src/calls/live/live-board.js';
import { watchNeeds } from '../../../src/calls/live/needs-watch.js';
import { watchOutgoingCalls } from '../../../src/calls/session/outgoing-calls.js';
import { EventClient } from '../../../src/telephony/esl/event-client.js';
import { aRecord, aRecordedLeg } from '../../factories.js';
import { apiResponse, reply } from '../../fakes/esl-peer.js';
import { AUTH_REQUEST, GOODBYE, plainEvent, RUDE_REJECTION } from '../../fakes/event-socket.js';
import { HOUSE } from '../../integration/people/configured-site.js';
import { fuzzTarget, type OpenTarget } from '../harness.js';
import { cuts, headerValue, mutated, packets, words } from '../mutations.js';

interface Connection {
  /** Said without being asked: a connection as it would be, changed in a few places. */
  readonly stream: Buffer | undefined;
  /** Where there is no stream: it answers, and says events. */
  readonly answers: readonly string[];
  readonly events: readonly Readonly<Record<string, string>>[];
  readonly cuts: readonly number[];
  readonly end: 'fin' | 'reset';
}

const NOW = DateTime.utc(2026, 11, 25, 8);
const EVENT = {
  'Event-Name': 'CHANNEL_ANSWER',
  'Unique-ID': 'leg-1',
  variable_rufgruppe_call: 'call-1',
  'Other-Leg-Unique-ID': 'leg-2',
  'Hangup-Cause': 'USER_BUSY',
};
const REGISTRATIONS =
  '{"row_count":1,"rows":[{"reg_user":"1001","url":"sofia/internal/sip:1001@127.0.0.1"}]}';
const WHOLE = Buffer.from(
  [
    AUTH_REQUEST,
    reply('+OK accepted'),
    ...Array.from({ length: 12 }, () => reply('+OK filter added')),
    plainEvent(EVENT),
    apiResponse(REGISTRATIONS),
    apiResponse('false'),
    plainEvent({
      'Event-Name': 'CUSTOM',
      'Event-Subclass': 'sofia::register',
      'from-user': '1001',
      contact: 'sip:1001@127.0.0.1',
    }),
    GOODBYE,
  ].join(''),
);
const WORDS = [
  ...words(`
    Content-Length:␣ Content-Type:␣ text/event-plain text/disconnect-notice auth/request command/reply log/data
    -ERR␣invalid +OK ↵ ↵↵ % %ff Event-Name:␣ Event-Subclass:␣
  `),
  '\u0000',
  RUDE_REJECTION,
  AUTH_REQUEST,
];

const word = fc.oneof(
  fc.constantFrom(
    'leg-1',
    'leg-2',
    'call-1',
    '1001',
    '',
    '+493023125001',
    '__proto__',
    'constructor',
    'x'.repeat(5000),
    '-1',
    '1e999',
    '1795460541874594',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const event: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .tuple(
    fc.constantFrom(
      ...words(`
    CHANNEL_PROGRESS CHANNEL_PROGRESS_MEDIA CHANNEL_ANSWER CHANNEL_BRIDGE CHANNEL_HANGUP_COMPLETE
    sofia::register sofia::unregister sofia::expire CHANNEL_CREATE
  `),
    ),
    fc.dictionary(
      fc.constantFrom(
        ...words(`
    Unique-ID Other-Leg-Unique-ID Hangup-Cause variable_rufgruppe_call from-user user contact __proto__
    Call-Direction Caller-Destination-Number Caller-Channel-Answered-Time Caller-Channel-Hangup-Time Caller-ANI
    variable_rufgruppe_outgoing variable_rufgruppe_callback variable_rufgruppe_dialled variable_sip_from_user
    variable_direction
  `),
      ),
      word,
      { maxKeys: 8 },
    ),
  )
  .map(([name, headers]) => {
    const named = name.includes('::')
      ? { 'Event-Name': 'CUSTOM', 'Event-Subclass': name }
      : { 'Event-Name': name };
    const encoded = Object.entries(headers).map(([key, value]) => [key, headerValue(value)]);
    return { ...named, ...(Object.fromEntries(encoded) as Record<string, string>) };
  });
const answers = fc.oneof(
  fc.constantFrom(
    REGISTRATIONS,
    'false',
    'true',
    '',
    '-ERR',
    'null',
    '[]',
    '{"rows":5}',
    '{"rows":[null]}',
    '{"rows":[{"reg_user":{}}]}',
    'Invalid Gateway!',
  ),
  fc.json(),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

const inputs: fc.Arbitrary<Connection> = fc.record({
  stream: fc.option(mutated([WHOLE], WORDS), { nil: undefined, freq: 1 }),
  answers: fc.array(answers, { minLength: 1, maxLength: 5 }),
  events: fc.array(event, { maxLength: 6 }),
  cuts,
  end: fc.constantFrom('fin', 'reset'),
});

export const inboundEvents = fuzzTarget<Connection>({ name: 'inbound', few: 400, inputs, open });

async function open(): Promise<OpenTarget<Connection>> {
  const house = checkValue(HOUSE);
  assert.ok(house.kind === 'good');
  const snapshot = buildSnapshot({
    revision: 1,
    content: house.configuration,
    switchStates: new Map(),
    now: NOW,
  });
  const faults: string[] = [];
  const log = {
    info: () => undefined,
    warn: (facts: object, message: string) => {
      if (/could not be worked on|failed|not worked/.test(message))
        faults.push(`${message} ${JSON.stringify(facts)}`);
    },
    error: (_facts: object, message: string) => void faults.push(message),
  };
  const server = createServer({ noDelay: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  // The client tries again when the next input is there.
  let again: (() => void) | undefined;
  let onAgain: (() => void) | undefined;
  const client = new EventClient(
    { host: '127.0.0.1', port },
    {
      password: 'ClueCon',
      log,
      handshakeMs: 2_000,
      commandMs: 2_000,
      pingMs: 1e9,
      schedule: (work, ms) => {
        if (ms < 1e8) {
          again = work;
          onAgain?.();
        }
        return () => undefined;
      },
    },
  );
  const records = [
    aRecord({ _id: 'call-1', endedAt: null, legs: [aRecordedLeg({ id: 'leg-1', outcome: 'ringing' })] }),
  ];
  const stories = new Stories();
  watchChannels([client], stories, () => undefined);
  const board = liveBoard({
    sources: [client],
    stories,
    snapshot: () => snapshot,
    records: () => records,
    onSnapshot: () => () => undefined,
    onRecords: () => () => undefined,
    now: () => NOW,
    log,
  });
  const needs = watchNeeds({
    sources: [client],
    snapshot: () => snapshot,
    onSnapshot: () => () => undefined,
    log,
    pauseMs: 0,
  });
  const stopOutgoing = watchOutgoingCalls([client], (call) => void JSON.stringify(call));
  return {
    check: async (connection) => {
      const accepted = once(server, 'connection') as Promise<[Socket]>;
      const over = new Promise<void>((resolve) => (onAgain = resolve));
      if (again === undefined) client.start();
      else again();
      const [socket] = await accepted;
      await play(socket, connection);
      const groups = await board.groups('all');
      assert.doesNotThrow(() =>
        JSON.stringify([board.calls('all'), groups, board.isRegistered('1001'), needs.missing()]),
      );
      await over;
      assert.equal(client.state.kind, 'refused');
      assert.equal(board.isRegistered('1001'), undefined);
      assert.deepEqual(needs.missing(), []);
      assert.deepEqual(faults.splice(0), []);
    },
    close: () => {
      board.stop();
      needs.stop();
      stopOutgoing();
      client.stop();
      server.close();
      return Promise.resolve();
    },
  };
}

async function play(
  socket: Socket,
  { stream, answers: said, events, cuts: places, end }: Connection,
): Promise<void> {
  socket.on('error', () => undefined);
  const finish = (): void => {
    if (end === 'fin') socket.end();
    else socket.resetAndDestroy();
  };
  if (stream !== undefined) {
    socket.on('data', () => undefined);
    for (const piece of packets(stream, places)) {
      socket.write(piece);
      await new Promise(setImmediate);
    }
    finish();
    return;
  }
  let unread = '';
  let count = 0;
  socket.write(AUTH_REQUEST);
  await new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
    socket.on('data', (piece: Buffer) => {
      unread += piece.toString();
      const whole = unread.split('\n\n');
      unread = whole.pop() ?? '';
      for (const command of whole) {
        count += 1;
        if (!command.startsWith('api ')) {
          socket.write(reply('+OK'));
          continue;
        }
        socket.write(apiResponse(said[count % said.length] ?? ''));
        if (!command.includes('registrations')) continue;
        for (const one of events) socket.write(plainEvent(one));
        setImmediate(resolve);
      }
    });
  });
  // The events are read before the end is.
  await new Promise(setImmediate);
  finish();
}
