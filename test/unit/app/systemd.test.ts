import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSystemd } from '../../../src/app/config.js';
import { tellSystemd } from '../../../src/app/systemd.js';

function told(env: Record<string, string>) {
  const sent: string[] = [];
  const timers: { work: () => void; ms: number }[] = [];
  const systemd = tellSystemd(readSystemd(env), {
    send: (message) => sent.push(message),
    every: (work, ms) => timers.push({ work, ms }),
  });
  return { systemd, sent, timers };
}

test('systemd is told when the service is ready, lives and stops', () => {
  const { systemd, sent, timers } = told({ NOTIFY_SOCKET: '/run/systemd/notify', WATCHDOG_USEC: '60000000' });
  assert.equal(timers.length, 0);
  systemd.ready();
  assert.deepEqual(
    timers.map(({ ms }) => ms),
    [30_000],
  );
  timers[0]?.work();
  systemd.stopping();
  assert.deepEqual(sent, ['READY=1', 'WATCHDOG=1', 'STOPPING=1']);
});

test('a unit without a watchdog gets no signs of life, and a terminal nothing at all', () => {
  const unit = told({ NOTIFY_SOCKET: '/run/systemd/notify' });
  unit.systemd.ready();
  assert.deepEqual([unit.sent, unit.timers], [['READY=1'], []]);
  const terminal = told({ WATCHDOG_USEC: '60000000' });
  terminal.systemd.ready();
  terminal.systemd.stopping();
  assert.deepEqual([terminal.sent, terminal.timers], [[], []]);
});
