/** The command that the README shows places a call on a running service. */
import assert from 'node:assert/strict';
import { Describer } from '../../../scripts/peer/describe.js';
import { execFile } from 'node:child_process';
import { test, type TestContext } from 'node:test';
import { startEslServer } from '../../../src/telephony/esl/server.js';
import { PROGRAM } from './command-line.js';
import type { EslSession } from '../../../src/telephony/esl/session.js';

function call(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [PROGRAM, 'call', ...args], (_error, out, err) => {
      resolve({ code: child.exitCode ?? -1, out, err });
    });
  });
}

async function serve(
  context: TestContext,
  onSession: (session: EslSession) => Promise<void>,
): Promise<string> {
  const server = await startEslServer({
    port: 0,
    onSession,
    log: { warn: () => undefined, error: () => undefined },
  });
  context.after(() => server.stopAccepting());
  return `127.0.0.1:${server.port}`;
}

test('a call that got its end: the timeline on stdout and exit code 0', async (t) => {
  const socket = await serve(t, async (session) => {
    const [contact] = await Promise.all([
      session.api('sofia_contact 1001@pbx'),
      session.execute('multiset', 'continue_on_fail=true sip_ignore_remote_cause=true'),
    ]);
    await session.execute('bridge', `{originate_timeout=20}${contact}`);
    await session.execute('hangup', 'NO_ANSWER');
  });
  const { code, out, err } = await call(
    '--to',
    '700',
    '--from',
    '03023125012',
    '--phone',
    '1001=busy',
    '--socket',
    socket,
  );
  assert.equal(err, '');
  assert.equal(code, 0);
  assert.deepEqual(
    out.split('\n').map((line) => line.replace(/^ +[\d.]+ s +/, '')),
    [
      'Call from 03023125012 to 700',
      `the service at ${socket} takes the call`,
      '-- round 1 of ringing, at most 20 s',
      '1001 is called',
      '1001 refuses: 486 (USER_BUSY)',
      'round 1 of ringing ends: USER_BUSY',
      'the caller gets 480 Temporarily Unavailable (NO_ANSWER)',
      '',
    ],
  );
});

test('nobody listens: exit code 1, and where it looked', async (t) => {
  const socket = await serve(t, () => Promise.resolve());
  const port = Number(socket.split(':')[1]);
  const { code, err } = await call('--to', '700', '--from', '030', '--socket', `127.0.0.2:${port}`);
  assert.equal(code, 1);
  assert.match(
    err,
    new RegExp(`^Nobody answered at 127.0.0.2:${port}. Is the service running \\(npm start\\)`),
  );
});

test('a service that lets go of the call without an end: exit code 1', async (t) => {
  const socket = await serve(t, () => Promise.resolve());
  const { code, err } = await call('--to', '700', '--from', '030', '--socket', socket);
  assert.equal(code, 1);
  assert.match(err, /closed the connection without doing anything for the call/);
});

test('unreadable options: exit code 2 and what is allowed', async () => {
  const { code, err } = await call('--to', '700', '--from', '030', '--phone', '1001=sleeps');
  assert.equal(code, 2);
  assert.match(err, /Allowed is NUMBER=WORD, WORD one of\n {2}answer@4s/);
});

test('the timeline names the stage that the service says it rings', () => {
  const describer = new Describer();
  const ring = (state: string) => {
    describer.describe({
      atMs: 0,
      kind: 'execute',
      app: 'multiset',
      arg: `a=b rufgruppe_state=${state} c=d`,
    });
    return describer
      .describe({ atMs: 0, kind: 'execute', app: 'bridge', arg: '{originate_timeout=21}x' })
      ?.trim();
  };
  assert.equal(ring('1.700.1.5.0.700:s1'), '0.0 s  -- stage 1 of group 700, at most 21 s');
  assert.equal(ring('1.700.1.5.0.700:s1.700-701:s2'), '0.0 s  -- stage 2 of group 701, at most 21 s');
  assert.equal(ring('1.700.1.5.0.700:s1.700:f'), '0.0 s  -- destination of group 700, at most 21 s');
});
