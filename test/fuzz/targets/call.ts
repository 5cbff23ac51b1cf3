/**
 * A call is carried out, whatever FreeSWITCH says of its caller and answers: it ends, with a record that can be stored; every
 * command that it gives is one of a few known ones, with no line that a caller wrote; and it rings no number that the
 * configuration does not name.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { following } from '../../fakes/following.js';
import { CallLimits } from '../../../src/calls/limits/call-limits.js';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { serialize } from 'bson';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { CommandReader } from '../../../scripts/peer/command-reader.js';
import { parseOriginate } from '../../../scripts/peer/originate-string.js';
import { checkValue } from '../../../src/base/configuration/check.js';
import { callerE164 } from '../../../src/base/configuration/caller-number.js';
import { buildSnapshot } from '../../../src/base/configuration/snapshot.js';
import { createLog } from '../../../src/base/log.js';
import type { CallRecord } from '../../../src/base/model/call-record.js';
import { runCall } from '../../../src/calls/session/session.js';
import { startEslServer } from '../../../src/telephony/esl/server.js';
import { apiResponse, channelData, NOTICE, reply } from '../../fakes/esl-peer.js';
import { plainEvent } from '../../fakes/event-socket.js';
import { fuzzTarget, type OpenTarget } from '../harness.js';
import { headerValue, words } from '../mutations.js';

interface Told {
  /** Headers of the channel besides the usual ones, as FreeSWITCH would encode them. */
  readonly channel: Readonly<Record<string, string>>;
  /** To the commands in their order; behind the last one it begins anew. */
  readonly answers: readonly Answer[];
  readonly events: readonly Readonly<Record<string, string>>[];
  /** After so many commands the caller has hung up, and five later the connection ends. */
  readonly patience: number;
}

interface Answer {
  readonly text: string;
  readonly contact: string;
  readonly before: 'nothing' | 'event' | 'callerGone';
}

const NOW = DateTime.utc(2026, 11, 23, 9);
const SILENCE_MS = 20;
const MOBILE = '+491713920011';
const OUTSIDE = '+493023125001';
const HOUSE = {
  version: 1,
  settings: {
    country: 'DE',
    timezone: 'Europe/Berlin',
    domain: 'pbx.example',
    gateway: 'telco',
    recordingsFolder: '/tmp/r',
  },
  users: [
    { id: 'anna', name: 'Anna', extension: '1001', mobile: { number: MOBILE } },
    { id: 'bernd', name: 'Bernd', extension: '1002' },
  ],
  groups: [
    {
      number: '700',
      name: 'Sales',
      display: '{group}: {caller}',
      recording: 'always',
      stages: [
        { ringSec: 5, members: ['anna', 'bernd'] },
        { ringSec: 5, members: ['bernd', { external: OUTSIDE }] },
      ],
      final: { group: '701' },
    },
    {
      number: '701',
      name: 'Support',
      anonymous: { divert: { announcement: 'closed.wav' } },
      ringback: { file: 'music.wav' },
      stages: [{ ringSec: 5, members: ['bernd'] }],
      final: { voicemail: '1001' },
    },
  ],
};

const text = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 2,
    arbitrary: fc
      .array(
        fc.constantFrom(
          ...words(`
    ↵ ↵↵ api␣system␣x ] [ { } , | :_: ' " ^^ = sofia/gateway/telco/+4990012345 loopback/0900 +OK -ERR anonymous
    +49 0 1001 700 😀
  `),
          '\r',
          '\u0000',
          '\\',
          '${x}',
          '\u202e',
        ),
        { maxLength: 8 },
      )
      .map((parts) => parts.join('')),
  },
);
const causes = fc.constantFrom(
  ...words(`
    NO_ANSWER USER_BUSY SUCCESS ORIGINATOR_CANCEL ALLOTTED_TIMEOUT CALL_REJECTED true false +OK
    ARRAY::x;NO_ANSWER|:y;USER_BUSY ARRAY::;;|:|: -ERR␣no␣such␣channel -ERR␣command␣not␣found x
  `),
  '',
  'x'.repeat(600),
);

const NAMES = [
  ...words(`
    Caller-Caller-ID-Name Caller-Caller-ID-Number Caller-Destination-Number Caller-Profile-Index Channel-Name
    Caller-Privacy-Hide-Number Unique-ID variable_hunt_group variable_socket_path variable_sip_from_user
    variable_sip_from_host variable_sip_Privacy variable_sip_gateway_name variable_user_name
    variable_rufgruppe_from variable_sip_auth_username variable_rufgruppe_state variable_rufgruppe_recording
    variable_sofia_profile_name variable_rufgruppe_call variable_originate_disposition Socket-Mode Control
    variable_sip_Remote-Party-ID
  `),
];

const inputs: fc.Arbitrary<Told> = fc.record({
  channel: fc.dictionary(
    fc.constantFrom(...NAMES),
    fc.oneof(text, fc.constantFrom('700', '701', '1001', 'inside')),
    { maxKeys: 5 },
  ),
  answers: fc.array(
    fc.record({
      text: fc.oneof(causes, causes, text),
      contact: fc.oneof(
        fc.constantFrom('sip:1001@127.0.0.1:6001', 'sip:1002@127.0.0.1;transport=tcp'),
        text.map((one) => `sip:${one}`),
      ),
      before: fc.oneof(
        { weight: 12, arbitrary: fc.constant('nothing' as const) },
        { weight: 3, arbitrary: fc.constant('event' as const) },
        { weight: 1, arbitrary: fc.constant('callerGone' as const) },
      ),
    }),
    { minLength: 1, maxLength: 8 },
  ),
  events: fc.array(
    fc.record({
      'Event-Name': fc.constantFrom('CHANNEL_HANGUP_COMPLETE', 'CHANNEL_ANSWER', 'DTMF'),
      'Unique-ID': text.map(headerValue),
      'Hangup-Cause': causes.map(headerValue),
      'Event-Date-Timestamp': fc.constantFrom('1795460541894551', '0', 'x', '9e99'),
      variable_sip_term_status: fc.constantFrom('486', '-1', 'x', '1e9', ''),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  patience: fc.nat(40),
});

export const call = fuzzTarget<Told>({ name: 'call', few: 400, inputs, open });

async function open(): Promise<OpenTarget<Told>> {
  const checked = checkValue(HOUSE);
  assert.ok(checked.kind === 'good', JSON.stringify(checked));
  const snapshot = buildSnapshot({
    revision: 1,
    content: checked.configuration,
    switchStates: new Map(),
    now: NOW,
  });
  const errors: unknown[] = [];
  const kept: CallRecord[] = [];
  const lines: string[] = [];
  const log = createLog('error', { write: (line) => void lines.push(line) });
  const follow = following({
    keep: (record) => kept.push(record),
    groups: (number) => snapshot.groups.get(number),
    nowMs: () => Date.now(),
  });
  const limits = new CallLimits({ begun: () => undefined, over: () => undefined });
  const server = await startEslServer({
    port: 0,
    handshakeMs: 1_000,
    commandMs: 1_000,
    closeMs: 10,
    log: { warn: () => undefined, error: (facts) => errors.push(facts) },
    onSession: (socket, channel) =>
      runCall(socket, channel, {
        snapshot: () => snapshot,
        toE164: callerE164,
        nameOf: () => undefined,
        now: () => NOW,
        newId: randomUUID,
        ...follow,
        limits,
        isTalking: () => false,
        earlier: () => Promise.resolve(undefined),
        log,
        logNumbers: 'full',
        controller: 'fuzz',
      }),
  });
  return {
    check: async (told) => {
      const commands = await converse(server.port, told);
      while (server.sessionCount > 0) await new Promise(setImmediate);
      await server.drained(5_000);
      // A call that was handed back is followed, and nobody tells of its end.
      for (let look = 0; look < 1_000 && kept.at(-1)?.endedAt === null; look += 1) await delay(2);
      for (const command of commands) judge(command);
      assert.deepEqual(errors.splice(0), [], 'a call failed');
      const ofSession = lines.splice(0);
      assert.deepEqual(ofSession, [], 'the control of a call was lost');
      const records = kept.splice(0);
      for (const record of records) serialize(record, { checkKeys: true });
      const last = records.at(-1);
      assert.ok(last === undefined || last.endedAt !== null, 'the record of a call that is over has no end');
    },
    close: async () => {
      await server.stopAccepting();
      await server.closeAll();
    },
  };
}

/** Answers the controller's commands until the connection ends. Resolves with all of them. */
function converse(port: number, told: Told): Promise<readonly string[]> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const commands: string[] = [];
  const reader = new CommandReader();
  const leave = (): void => {
    // The controller waits for the ends of the phones before it writes the record.
    for (const id of commands.join().match(/(?<=origination_uuid=)[\w-]+/g) ?? []) socket.write(endOf(id));
    socket.end();
  };
  const silence = setTimeout(leave, SILENCE_MS);
  socket.on('data', (piece) => {
    silence.refresh();
    for (const { head, body } of reader.push(piece)) {
      const command = body === '' ? head : `${head}\n\n${body}`;
      commands.push(command);
      if (!socket.writable) continue;
      if (command === 'exit' || commands.length > told.patience + 5) leave();
      else answer(socket, told, command, commands.length);
    }
  });
  socket.on('error', () => undefined);
  return new Promise((resolve) =>
    socket.once('close', () => {
      clearTimeout(silence);
      resolve(reader.rest === '' ? commands : [...commands, reader.rest]);
    }),
  );
}

function endOf(id: string): string {
  const when = { 'Event-Date-Timestamp': '1795460541894551', 'Hangup-Cause': 'NO_ANSWER' };
  return plainEvent({ 'Event-Name': 'CHANNEL_HANGUP_COMPLETE', 'Unique-ID': id, ...when });
}

function answer(socket: Socket, told: Told, command: string, count: number): void {
  const one = told.answers[count % told.answers.length];
  if (one === undefined) return;
  if (command === 'connect') {
    const encoded = Object.entries(told.channel).map(([name, value]) => [name, headerValue(value)]);
    socket.write(
      channelData({ 'Unique-ID': randomUUID(), ...(Object.fromEntries(encoded) as Record<string, string>) }),
    );
    return;
  }
  const event = told.events[count % told.events.length];
  if (one.before === 'event' && event !== undefined) socket.write(plainEvent(event));
  if (one.before === 'callerGone' || count === told.patience) socket.write(NOTICE);
  socket.write(answerText(command, one));
}

function answerText(command: string, { text: said, contact }: Answer): string {
  if (command.startsWith('api sofia_contact'))
    return apiResponse(said === '' ? 'error/user_not_registered' : `sofia/internal/${contact}`);
  if (command.startsWith('api ')) return apiResponse(said);
  // FreeSWITCH writes the value as it is, cut at a line's end by whoever reads it.
  if (command.startsWith('getvar ')) return reply(said.replaceAll(/[\r\n]/g, ' '));
  return reply('+OK');
}

const COMMAND = new RegExp(
  [
    'connect|linger|exit',
    'getvar [\\w.-]+',
    'filter [\\w.-]+ [\\w.-]+',
    'event plain [\\w:. -]+',
    'api (?:sofia_contact \\d+@pbx\\.example|(?:expand )?file_exists [^\\n]*|sched_api [^\\n]*|uuid_getvar [^\\n]*|local_stream show [^\\n]*|module_exists \\w+|user_exists [^\\n]*|vm_boxcount [^\\n]*|sofia status [^\\n]*)',
    'sendmsg\\ncall-command: execute\\nexecute-app-name: (?:set_profile_var|multiset|set|answer|playback|voicemail|hangup|respond|bridge|stop_record_session|record_session|bind_digit_action|digit_action_set_realm|unset)(?:\\nexecute-app-arg: [^\\n]*|\\ncontent-type: text/plain\\nContent-Length: \\d+\\n\\n[^\\n]*)?',
  ].join('|'),
);

function judge(command: string): void {
  assert.match(command, new RegExp(`^(?:${COMMAND.source})$`));
  const bridge = /execute-app-name: bridge\n(?:execute-app-arg: |.*\n\n)(.*)$/s.exec(command)?.[1];
  if (bridge === undefined) return;
  const read = parseOriginate(bridge);
  assert.ok(read.kind === 'ok', bridge);
  for (const { endpoint, data } of read.originate.attempts.flat()) {
    const number = /^gateway\/telco\/(.*)$/.exec(data)?.[1];
    const isNamed =
      number === MOBILE || number === OUTSIDE || (number === undefined && data.startsWith('internal/sip:'));
    assert.ok(endpoint === 'sofia' && isNamed, `${endpoint}/${data} is rung`);
  }
}
