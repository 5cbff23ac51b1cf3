import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EslMessage } from '../../../../src/telephony/esl/message-decoder.js';
import { ReplyQueue } from '../../../../src/telephony/esl/reply-queue.js';

const MESSAGE: EslMessage = {
  contentType: 'command/reply',
  eventName: undefined,
  headers: new Map(),
  body: '',
};

test('more commands do not give the first one more time', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const late: string[] = [];
  const queue = new ReplyQueue((what) => late.push(what));
  const waiting = (what: string, deadlineMs: number | undefined): Parameters<ReplyQueue['add']>[0] => ({
    what,
    deadlineMs,
    resolve: () => undefined,
    reject: () => undefined,
  });
  queue.add(waiting('first', 100));
  t.mock.timers.tick(99);
  queue.add(waiting('second', 100));
  assert.deepEqual(late, []);
  t.mock.timers.tick(1);
  assert.deepEqual(late, ['first']);
});

test('time begins when all earlier replies have come, and a command without a limit has none', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const late: string[] = [];
  const settled: string[] = [];
  const queue = new ReplyQueue((what) => late.push(what));
  for (const [what, deadlineMs] of [
    ['bridge', undefined],
    ['getvar', 100],
  ] as const) {
    queue.add({ what, deadlineMs, resolve: () => settled.push(what), reject: () => undefined });
  }
  t.mock.timers.tick(1_000_000);
  assert.deepEqual(late, []);
  assert.equal(queue.settleFirst(MESSAGE), true);
  t.mock.timers.tick(99);
  assert.deepEqual(late, []);
  t.mock.timers.tick(1);
  assert.deepEqual(late, ['getvar']);
  assert.deepEqual(settled, ['bridge']);
});

test('closing rejects what waits and whatever is added later', () => {
  const rejected: string[] = [];
  const queue = new ReplyQueue(() => assert.fail());
  const add = (what: string): void =>
    queue.add({
      what,
      deadlineMs: 100,
      resolve: () => assert.fail(),
      reject: (error) => rejected.push(`${what} ${error.message}`),
    });
  add('a');
  add('b');
  queue.close(() => new Error('gone'));
  queue.close(() => new Error('again'));
  add('c');
  assert.deepEqual(rejected, ['a gone', 'b gone', 'c gone']);
  assert.equal(queue.settleFirst(MESSAGE), false);
});
