import assert from 'node:assert/strict';
import { Duplex } from 'node:stream';
import { test } from 'node:test';
import { EslClosedError, EslUnsafeCommandError } from '../../../../src/telephony/esl/errors.js';
import { SocketSession } from '../../../../src/telephony/esl/socket-session.js';
import {
  apiResponse,
  channelData,
  NOTICE,
  reply,
  untilCallerGone,
  valueOf,
} from '../../../fakes/esl-peer.js';

/** Notes each write that reaches the operating system. */
class Wire extends Duplex {
  readonly writes: string[] = [];

  override _read(): void {
    // Everything is pushed by the test.
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.writes.push(chunk.toString());
    done();
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.writes.push(chunks.map(({ chunk }) => chunk.toString()).join(''));
    done();
  }
}

async function connected(): Promise<{ wire: Wire; session: SocketSession }> {
  const wire = new Wire();
  const session = new SocketSession(wire, { handshakeMs: 1000, commandMs: 1000, closeMs: 10 });
  const ready = session.connect();
  wire.push(channelData() + reply('+OK will linger'));
  await ready;
  return { wire, session };
}

test('a batch is one write, connect and linger included', async () => {
  const { wire, session } = await connected();
  const replies = session.batch(() => [session.execute('set', 'a=1'), session.api('status')]);
  assert.deepEqual(wire.writes, [
    'connect\n\nlinger\n\n',
    'sendmsg\ncall-command: execute\nexecute-app-name: set\nexecute-app-arg: a=1\n\napi status\n\n',
  ]);
  wire.push(reply('+OK') + apiResponse('UP\n'));
  assert.deepEqual(await Promise.all(replies), [{ ok: true, text: '' }, 'UP']);
  session.close();
});

test('a batch inside a batch leaves with the outer one, in the order of the commands', async () => {
  const { wire, session } = await connected();
  const replies = session.batch(() => [
    session.api('one'),
    ...session.batch(() => [session.api('two'), session.api('three')]),
    session.api('four'),
  ]);
  assert.deepEqual(wire.writes.slice(1), ['api one\n\napi two\n\napi three\n\napi four\n\n']);
  wire.push(['1', '2', '3', '4'].map((answer) => apiResponse(answer)).join(''));
  assert.deepEqual(await Promise.all(replies), ['1', '2', '3', '4']);
  session.close();
});

test('a batch that throws in its middle sends what it had, so that replies still match', async () => {
  const { wire, session } = await connected();
  let first: Promise<string> | undefined;
  const work = () => {
    first = session.api('one');
    throw new Error('no more');
  };
  assert.throws(() => session.batch(work), /no more/);
  const second = session.api('two');
  assert.deepEqual(wire.writes.slice(1), ['api one\n\n', 'api two\n\n']);
  wire.push(apiResponse('1') + apiResponse('2'));
  assert.deepEqual([await first, await second], ['1', '2']);
  session.close();
});

test('a session that is closed in the middle of a batch says exit last, and sends nothing behind it', async () => {
  const { wire, session } = await connected();
  const [before, after] = session.batch(() => {
    const one = session.api('one');
    session.close();
    return [one, session.api('two')];
  });
  await assert.rejects(before, /closed by this side/);
  await assert.rejects(after, /closed by this side/);
  assert.equal(wire.writes.slice(1).join(''), 'api one\n\nexit\n\n');
});

test('a session whose caller has gone is closed without exit: no dialplan waits for it', async () => {
  const { wire, session } = await connected();
  wire.push(NOTICE);
  await untilCallerGone(session);
  session.close();
  assert.equal(wire.destroyed, true);
  assert.deepEqual(wire.writes, ['connect\n\nlinger\n\n']);
});

test('an error of the socket is the reason of the end, whether or not it was connected', async () => {
  const wire = new Wire();
  const session = new SocketSession(wire, { handshakeMs: 1000, commandMs: 1000, closeMs: 10 });
  const ready = session.connect();
  wire.destroy(new Error('connect ECONNREFUSED'));
  await assert.rejects(ready, /ECONNREFUSED/);
  const end = await session.ended;
  assert.equal(end.kind === 'error' && end.error.message, 'connect ECONNREFUSED');
});

test('a value of 511 bytes was cut by FreeSWITCH: the whole is asked for in another way', async () => {
  const { wire, session } = await connected();
  const causes = valueOf(session, 'originate_causes');
  wire.push(reply('x'.repeat(511)));
  await new Promise(setImmediate);
  assert.equal(
    wire.writes.at(-1),
    'api uuid_getvar dba898d1-3ca8-4813-ae08-15d9ef49be7f originate_causes\n\n',
  );
  wire.push(apiResponse('x'.repeat(900)));
  assert.equal(await causes, 'x'.repeat(900));
  session.close();
});

test('values come in the order of their names, and only what was cut is asked for again', async () => {
  const { wire, session } = await connected();
  const values = session.getVariables(['last_bridge_to', 'originate_causes', 'missing']);
  wire.push(reply('leg') + reply('x'.repeat(511)) + reply('-ERR command not found'));
  wire.push(apiResponse('x'.repeat(900)));
  assert.deepEqual(await values, ['leg', 'x'.repeat(900), undefined]);
  await assert.rejects(session.getVariables(['one', 'a b']), EslUnsafeCommandError);
  session.close();
  await assert.rejects(session.getVariables(['one', 'two']), EslClosedError);
});

test('when the caller has gone, the beginning of a cut value is all there is', async () => {
  const { wire, session } = await connected();
  const causes = valueOf(session, 'originate_causes');
  wire.push(reply('x'.repeat(511)) + apiResponse('-ERR No such channel!\n'));
  assert.equal(await causes, 'x'.repeat(511));
  session.close();
});

test('an event reaches who listens until the session ends', async () => {
  const { wire, session } = await connected();
  const seen: (string | undefined)[] = [];
  session.onEvent((event) => seen.push(event.headers.get('DTMF-Digit')));
  const subscribed = session.subscribe(['DTMF'], { header: 'Unique-ID', value: 'uuid-1' });
  assert.deepEqual(wire.writes.slice(-2), ['filter Unique-ID uuid-1\n\n', 'event plain DTMF\n\n']);
  const event = (digit: string): string => {
    const body = `Event-Name: DTMF\nDTMF-Digit: ${digit}\n\n`;
    return `Content-Length: ${body.length}\nContent-Type: text/event-plain\n\n${body}`;
  };
  wire.push(reply('+OK filter added.') + reply('+OK event listener enabled plain') + event('1'));
  await subscribed;
  session.fail(new Error('it ends'));
  wire.push(event('2'));
  await new Promise(setImmediate);
  assert.deepEqual(seen, ['1']);
  session.close();
});

test('FreeSWITCH’s goodbye is not the caller’s hangup', async () => {
  const { wire, session } = await connected();
  wire.push(
    'Content-Type: text/disconnect-notice\nContent-Disposition: disconnect\nContent-Length: 3\n\nbye',
  );
  await new Promise(setImmediate);
  assert.equal(session.isCallerGone, false);
  session.close();
  await untilCallerGone(session);
  assert.equal(session.isCallerGone, false);
});

test('a FreeSWITCH that dies says nothing of the caller, one that closes before it lingers says that the caller has gone', async () => {
  const { wire, session } = await connected();
  wire.destroy();
  await session.ended;
  assert.equal(session.isCallerGone, false);
  const other = new Wire();
  const early = new SocketSession(other, { handshakeMs: 1000, commandMs: 1000, closeMs: 10 });
  const ready = early.connect();
  other.push(channelData());
  await ready;
  other.destroy();
  await early.ended;
  assert.equal(early.isCallerGone, true);
});
