import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isThroughNpm } from '../../../src/app/config.js';
import { startMessage } from '../../../src/app/start-message.js';

const service = {
  firstCall: { group: '701', phone: '1003' },
  socketAddress: '127.0.0.1:8084',
  database: 'the embedded database',
};

function firstCallIn(env: Readonly<Record<string, string>>): string | undefined {
  const message = startMessage(service, 'http://127.0.0.1:8080/', isThroughNpm(env));
  return /A first call +(.+)/.exec(message)?.[1];
}

test('the first call is suggested as whoever started the service calls commands', () => {
  assert.equal(
    firstCallIn({ npm_lifecycle_event: 'start' }),
    'npm run call -- --to 701 --from 03023125001 --phone 1003=answer@4s',
  );
  assert.equal(
    firstCallIn({ NOTIFY_SOCKET: '/run/systemd/notify' }),
    'rufgruppe call --to 701 --from 03023125001 --phone 1003=answer@4s',
  );
});
