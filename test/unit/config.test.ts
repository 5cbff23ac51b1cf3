import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { parseEnv } from 'node:util';
import { ConfigError, readConfig } from '../../src/config.js';
import { projectFolder } from '../../src/project-folder.js';

test('without any setting everything is on loopback, with the embedded database', () => {
  const config = readConfig({});
  assert.deepEqual(config.esl, {
    host: '127.0.0.1',
    port: 8084,
    allow: ['127.0.0.1', '::1'],
    maxCalls: 2000,
  });
  assert.deepEqual(config.freeswitchEvents, {
    addresses: [{ host: '127.0.0.1', port: 8021 }],
    password: 'ClueCon',
  });
  assert.deepEqual(config.admin, { host: '127.0.0.1', port: 8080 });
  assert.equal(config.mongodbUri, undefined);
  assert.equal(config.logNumbers, 'masked');
});

test('every fault is reported at once, with its value and what is allowed', () => {
  assert.throws(
    () =>
      readConfig({ ESL_PORT: 'eighty', ADMIN_PORT: '70000', ESL_ALLOW: 'pbx.example', LOG_LEVEL: 'loud' }),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, /ESL_PORT: "eighty" must be a port number, 0-65535/);
      assert.match(error.message, /ADMIN_PORT: "70000" must be a port number, 0-65535/);
      assert.match(error.message, /ESL_ALLOW: "pbx\.example" must be a comma-separated list of IP addresses/);
      assert.match(error.message, /LOG_LEVEL: "loud" must be one of fatal, error, warn, info, debug, trace/);
      return true;
    },
  );
});

test('a database address is never repeated: it can hold a password', () => {
  assert.throws(
    () => readConfig({ MONGODB_URI: 'postgres://user:geheim@db' }),
    (error: unknown) => error instanceof ConfigError && !error.message.includes('geheim'),
  );
});

test('the events of several FreeSWITCHes, of one, or of none', () => {
  const addresses = (text: string) => readConfig({ FREESWITCH_EVENTS: text }).freeswitchEvents.addresses;
  assert.deepEqual(addresses('pbx-1.example:8021, 192.0.2.7:8022,pbx-1.example:8021'), [
    { host: 'pbx-1.example', port: 8021 },
    { host: '192.0.2.7', port: 8022 },
  ]);
  assert.deepEqual(addresses('192.0.2.7'), [{ host: '192.0.2.7', port: 8021 }]);
  assert.deepEqual(addresses('[2001:db8::7]:8021'), [{ host: '2001:db8::7', port: 8021 }]);
  assert.deepEqual(addresses('none'), []);
  assert.deepEqual(addresses(''), [{ host: '127.0.0.1', port: 8021 }]);
  for (const wrong of [
    ',',
    'pbx:0',
    'pbx:65536',
    'pbx:',
    'pbx:8021x',
    'none,pbx:8021 x',
    '2001:db8::7',
    '[1]:8021',
    'a b',
  ]) {
    assert.throws(() => addresses(wrong), /FREESWITCH_EVENTS: ".*" must be host:port, several/, wrong);
  }
});

test('the password of the event sockets is never repeated', () => {
  assert.throws(
    () => readConfig({ FREESWITCH_EVENTS_PASSWORD: 'geheim\nexit' }),
    (error: unknown) =>
      error instanceof ConfigError &&
      error.message.includes('FREESWITCH_EVENTS_PASSWORD: its value must be one line') &&
      !error.message.includes('geheim'),
  );
  assert.equal(readConfig({ FREESWITCH_EVENTS_PASSWORD: 'ä # = "' }).freeswitchEvents.password, 'ä # = "');
});

test('an empty value means the default', () => {
  assert.equal(readConfig({ MONGODB_URI: '', ESL_PORT: '' }).esl.port, 8084);
});

test('.env.example names every setting, with the default that holds', async () => {
  const example = parseEnv(await readFile(path.join(projectFolder(), '.env.example'), 'utf8'));
  assert.deepEqual(readConfig(example), readConfig({}));
  const source = await readFile(path.join(projectFolder(), 'src/config.ts'), 'utf8');
  const names = [...source.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map((match) => match[1]);
  assert.deepEqual(Object.keys(example).sort(), names.sort());
});
