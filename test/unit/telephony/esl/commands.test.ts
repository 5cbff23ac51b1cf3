import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CommandReader } from '../../../../scripts/peer/command-reader.js';
import {
  apiCommand,
  authCommand,
  eventCommand,
  executeCommand,
  getVariableCommand,
  sendEventCommand,
} from '../../../../src/telephony/esl/commands.js';

test('an application is executed on the session of this socket', () => {
  assert.equal(
    executeCommand('bridge', '{a=1}user/1001'),
    'sendmsg\ncall-command: execute\nexecute-app-name: bridge\nexecute-app-arg: {a=1}user/1001\n\n',
  );
  assert.equal(
    executeCommand('answer', undefined),
    'sendmsg\ncall-command: execute\nexecute-app-name: answer\n\n',
  );
});

test('a long argument is the body of the message, which FreeSWITCH reads at once and not byte by byte', () => {
  const name = `effective_callee_id_name=${'ü'.repeat(20)}`;
  assert.equal(
    executeCommand('set', name),
    `sendmsg\ncall-command: execute\nexecute-app-name: set\ncontent-type: text/plain\nContent-Length: 65\n\n${name}`,
  );
});

test('the other commands are one line', () => {
  assert.equal(apiCommand('sofia_contact 1001@pbx'), 'api sofia_contact 1001@pbx\n\n');
  assert.equal(getVariableCommand('originate_causes'), 'getvar originate_causes\n\n');
  assert.equal(eventCommand(['CHANNEL_ANSWER', 'DTMF']), 'event plain CHANNEL_ANSWER DTMF\n\n');
});

test('an event is its name and its headers', () => {
  assert.equal(
    sendEventCommand('PRESENCE_IN', { proto: 'switch', 'answer-state': 'confirmed' }),
    'sendevent PRESENCE_IN\nproto: switch\nanswer-state: confirmed\n\n',
  );
  for (const [name, header, value] of [
    ['PRESENCE IN', 'a', 'b'],
    ['PRESENCE_IN', 'a: b', 'c'],
    ['PRESENCE_IN', 'a', 'b\n\nexit'],
  ] as const)
    assert.throws(() => sendEventCommand(name, { [header]: value }), { code: 'ESL_UNSAFE_COMMAND' });
});

test('line breaks and NUL are refused everywhere', () => {
  for (const evil of ['a\nb', 'a\rb', 'a\0b']) {
    assert.throws(() => executeCommand('set', evil), { code: 'ESL_UNSAFE_COMMAND' });
    assert.throws(() => executeCommand(evil, 'a'), { code: 'ESL_UNSAFE_COMMAND' });
    assert.throws(() => apiCommand(evil), { code: 'ESL_UNSAFE_COMMAND' });
    assert.throws(() => getVariableCommand(evil), { code: 'ESL_UNSAFE_COMMAND' });
    assert.throws(() => eventCommand([evil]), { code: 'ESL_UNSAFE_COMMAND' });
  }
});

test('a password is sent as it is, and never told by an error', () => {
  assert.equal(authCommand('Clue Con: 1'), 'auth Clue Con: 1\n\n');
  assert.throws(
    () => authCommand('geheim\n\nexit'),
    (error: unknown) => error instanceof Error && !error.message.includes('geheim'),
  );
});

test('a command that FreeSWITCH would cut in two is refused', () => {
  assert.throws(() => executeCommand('set', 'ä'.repeat(140_000)), /longer than 262144 bytes/);
});

test('whatever is not refused is exactly one command', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (arg) => {
      let command: string;
      try {
        command = executeCommand('set', arg);
      } catch {
        return;
      }
      const [read, ...others] = new CommandReader().push(Buffer.from(command));
      assert.equal(others.length, 0);
      const lines = (read?.head ?? '').split('\n');
      const said = lines.find((line) => line.startsWith('execute-app-arg: '))?.slice(17) ?? read?.body;
      assert.equal(said, Buffer.from(arg).toString());
      assert.equal(lines.length, arg === '' ? 3 : arg === said && read?.body === '' ? 4 : 5);
    }),
  );
});
