/**
 * Whatever bytes reach the port to which FreeSWITCH connects for a call, in whatever packets and however the connection ends:
 * the connection ends, with everybody who waits for it; nothing of it is kept; the log gets a few lines at most; and where
 * the packets were cut changes nothing of what is read.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { FrameReader } from '../../../src/telephony/esl/frame-reader.js';
import { decodeFrame } from '../../../src/telephony/esl/message-decoder.js';
import { startEslServer } from '../../../src/telephony/esl/server.js';
import type { ChannelData } from '../../../src/telephony/esl/channel-data.js';
import type { EslSession } from '../../../src/telephony/esl/session.js';
import { apiResponse, channelData, NOTICE, reply } from '../../fakes/esl-peer.js';
import { plainEvent } from '../../fakes/event-socket.js';
import { recordedTraffic } from '../../fakes/recorded-traffic.js';
import { fuzzTarget, type OpenTarget } from '../harness.js';
import { closed, cuts, mutated, packets, words } from '../mutations.js';

interface Stream {
  readonly bytes: Buffer;
  readonly cuts: readonly number[];
  /** How the peer leaves; `stays` leaves it to the deadlines. */
  readonly end: 'fin' | 'reset' | 'stays';
}

const RECORDED = [
  'all-busy-or-rejected',
  'answered-in-stage-2',
  'caller-gives-up-in-stage-1',
  'nobody-answers',
].map((name) =>
  Buffer.from(
    recordedTraffic(`outbound-sync-${name}`)
      .flatMap(({ by, text }) => (by === 'freeswitch' ? text : []))
      .join(''),
  ),
);
const SHORT = Buffer.from(
  [
    channelData(),
    reply('+OK will linger'),
    reply('+OK'),
    plainEvent({ 'Event-Name': 'CHANNEL_HANGUP_COMPLETE', 'Unique-ID': 'b', 'Hangup-Cause': 'USER_BUSY' }),
    apiResponse('sofia/internal/sip:1001@127.0.0.1'),
    reply('~Content-Length: 5\n'),
    NOTICE,
  ].join(''),
);
const WORDS = [
  ...words(`
    Content-Length:␣ Content-Type:␣ Event-Name:␣ Reply-Text:␣ command/reply api/response text/event-plain
    text/event-xml text/event-json text/disconnect-notice Content-Disposition:␣linger Unique-ID ↵ ↵↵ % %0A %00
    %ff %zz :␣ : ~ +OK -ERR __proto__:␣x↵ ARRAY:: |: |
  `),
  '\r\n',
  '\u0000',
];

const inputs: fc.Arbitrary<Stream> = fc.record({
  bytes: fc.oneof(
    { weight: 8, arbitrary: mutated([SHORT], WORDS) },
    { weight: 3, arbitrary: mutated(RECORDED, WORDS) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
  ),
  cuts,
  end: fc.oneof(
    { weight: 16, arbitrary: fc.constantFrom('fin' as const, 'reset' as const) },
    { weight: 1, arbitrary: fc.constant('stays' as const) },
  ),
});

export const outboundFrames = fuzzTarget<Stream>({ name: 'outbound', few: 600, inputs, open });

async function open(): Promise<OpenTarget<Stream>> {
  const errors: unknown[] = [];
  let lines = 0;
  const begun = Date.now();
  const server = await startEslServer({
    port: 0,
    handshakeMs: 30,
    commandMs: 30,
    closeMs: 10,
    log: { warn: () => (lines += 1), error: (facts) => errors.push(facts) },
    onSession: useSession,
  });
  return {
    check: async ({ bytes, cuts: places, end }) => {
      assert.deepEqual(read(packets(bytes, places)), read([bytes]));
      const socket = connect({ port: server.port, host: '127.0.0.1', noDelay: true });
      socket.on('error', () => undefined).on('data', () => undefined);
      await once(socket, 'connect');
      await says(socket, packets(bytes, places), end);
      await closed(socket);
      // A peer that was reset hears of its end before the server does.
      while (server.sessionCount > 0) await new Promise(setImmediate);
      await server.drained(5_000);
      assert.deepEqual(errors.splice(0), [], 'a call failed');
    },
    settled: () => {
      // Five of each of three reasons in ten seconds.
      const most = 15 * (1 + (Date.now() - begun) / 10_000) + 15;
      assert.ok(lines <= most, `${lines} lines in the log`);
    },
    close: async () => {
      await server.stopAccepting();
      await server.closeAll();
    },
  };
}

/** What calls do with a session; each of these has to end, well or with the session. */
async function useSession(session: EslSession, channel: ChannelData): Promise<void> {
  const variables = ['sip_from_user', 'hunt_group', 'toString'].map((name) => channel.variable(name));
  assert.ok(variables.every((value) => value === undefined || typeof value === 'string'));
  session.onEvent(({ headers }) => void headers.get('Unique-ID'));
  const asked = session.batch(() => [
    session.subscribe(['CHANNEL_HANGUP_COMPLETE'], { header: 'variable_call', value: session.uuid }),
    session.execute('multiset', 'a=b', { deadlineMs: 30 }),
    session.api('sofia_contact 1001@127.0.0.1'),
    session.getVariables(['originate_disposition', 'originate_causes']),
  ]);
  await Promise.allSettled(asked);
}

async function says(socket: Socket, pieces: readonly Buffer[], end: Stream['end']): Promise<void> {
  for (const piece of pieces) {
    if (socket.destroyed) return;
    socket.write(piece);
    await new Promise(setImmediate);
  }
  if (end === 'fin') socket.end();
  if (end === 'reset') socket.resetAndDestroy();
}

/** The messages, and how the reading ended. */
function read(pieces: readonly Buffer[]): unknown[] {
  const seen: unknown[] = [];
  const reader = new FrameReader();
  try {
    for (const piece of pieces) {
      for (const frame of reader.push(piece)) {
        const { contentType, eventName, body } = decodeFrame(frame);
        seen.push({ contentType, eventName, head: frame.head.toString('latin1'), body });
      }
    }
    seen.push({ partial: reader.partial });
  } catch (error) {
    const { code = 'no code' } = error as { code?: string };
    assert.equal(code, 'ESL_PROTOCOL', String(error));
    seen.push(code);
  }
  return seen;
}
