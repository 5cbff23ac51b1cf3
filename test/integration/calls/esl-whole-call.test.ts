/** The scripted FreeSWITCH answers as a recorded real one did, message by message. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEslServer } from '../../../src/telephony/esl/server.js';
import type { EslSession } from '../../../src/telephony/esl/session.js';
import { placeCall, socketDialplan, type CallOptions, type PlacedCall } from '../../../scripts/peer/call.js';
import { JumpingClock } from '../../../scripts/peer/clock.js';
import { parsePhone } from '../../../scripts/peer/phones.js';
import { untilCallerGone } from '../../fakes/esl-peer.js';
import { recordedTraffic } from '../../fakes/recorded-traffic.js';

const SETTINGS =
  'continue_on_fail=true hangup_after_bridge=true sip_ignore_remote_cause=true ringback=tone_stream://%(1000,4000,425)';
const OPTIONS = '{ignore_early_media=true,outbound_redirect_fatal=true,originate_timeout=3}';

function leg(number: number): string {
  return `[origination_uuid=11111111-0000-4000-8000-00000000000${number}]sofia/internal/sip:100${number}@127.0.0.1:600${number}`;
}

/** The controller of the recordings: stage 1 rings 1001 and 1002, stage 2 rings 1003, then NO_ANSWER. */
async function recordedController(session: EslSession): Promise<void> {
  await Promise.all(
    session.batch(() => [
      session.execute('multiset', SETTINGS),
      session.api('sofia_contact 1001@127.0.0.1'),
      session.api('sofia_contact 1004@127.0.0.1'),
    ]),
  );
  for (const legs of [`${leg(1)},${leg(2)}`, leg(3)]) {
    const [, [disposition]] = await session.batch(() =>
      Promise.all([
        session.execute('bridge', OPTIONS + legs),
        session.getVariables(['originate_disposition', 'originate_causes']),
      ]),
    );
    if (session.isCallerGone || disposition === 'SUCCESS') return;
  }
  await session.execute('hangup', 'NO_ANSWER');
  await untilCallerGone(session);
}

async function callThrough(
  controller: (session: EslSession) => Promise<void>,
  phones: readonly string[],
  options: Partial<CallOptions> = {},
): Promise<PlacedCall> {
  const log = { warn: () => undefined, error: (facts: object) => assert.fail(JSON.stringify(facts)) };
  const server = await startEslServer({ port: 0, log, onSession: controller });
  const call = placeCall({
    clock: new JumpingClock(Date.parse('2026-11-23T19:02:21.894Z')),
    to: '700',
    from: '03012345678',
    name: 'Erika Muster',
    phones: phones.map((text) => parsePhone(text) ?? assert.fail(text)),
    dialplan: socketDialplan(`127.0.0.1:${server.port}`),
    ...options,
  });
  await call.done;
  await server.stopAccepting();
  await server.closeAll();
  return call;
}

/** Everything but the channel's own data, which differs from call to call, and our goodbye. */
function comparable(said: readonly { by: string; text: string }[]): { by: string; text: string }[] {
  const merged: { by: string; text: string }[] = [];
  for (const { by, text } of said) {
    if (text === 'exit\n\n' || text.includes('+OK bye')) continue;
    const shown = text.startsWith('Event-Name: CHANNEL_DATA')
      ? `CHANNEL_DATA\n${text.slice(text.indexOf('Content-Type:'))}`
      : text
          .replace(/Controlled-Session-UUID: .*/, 'Controlled-Session-UUID: *')
          // The recorded controller wrote every argument as a header; FreeSWITCH takes a body as well.
          .replace(/content-type: text\/plain\nContent-Length: \d+\n\n(.+)/, 'execute-app-arg: $1\n\n');
    const last = merged.at(-1);
    if (last?.by === by) last.text += shown;
    else merged.push({ by, text: shown });
  }
  // Stray line breaks at the end of a packet are the recorder's.
  return merged.map(({ by, text }) => ({ by, text: text.replace(/\n{2,}(?=[A-Z]|$)/g, '\n\n') }));
}

const RECORDINGS: readonly [string, readonly string[], Partial<CallOptions>][] = [
  [
    'outbound-sync-answered-in-stage-2',
    ['1001=silent', '1002=silent', '1003=answer@1s', '1004=unregistered'],
    {},
  ],
  ['outbound-sync-all-busy-or-rejected', ['1001=busy', '1002=reject', '1003=busy', '1004=unregistered'], {}],
  ['outbound-sync-nobody-answers', ['1001=silent', '1002=silent', '1003=silent', '1004=unregistered'], {}],
  [
    'outbound-sync-caller-gives-up-in-stage-1',
    ['1001=silent', '1002=silent', '1003=silent', '1004=unregistered'],
    { hangupAfterSec: 1 },
  ],
];

for (const [name, phones, options] of RECORDINGS) {
  test(`the scripted FreeSWITCH says what the real one said: ${name}`, async () => {
    const call = await callThrough(recordedController, phones, options);
    assert.deepEqual(
      comparable(mergeOrder(call.transcript())),
      comparable(mergeOrder(recordedTraffic(name))),
    );
  });
}

/** The recorder saw packets, the transcript commands: compare each side's whole stream. */
function mergeOrder(said: readonly { by: string; text: string }[]): { by: string; text: string }[] {
  return ['controller', 'freeswitch'].flatMap((by) => said.filter((one) => one.by === by));
}
