import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { parseEnv } from 'node:util';
import { ConfigError, readConfig } from '../../../src/app/config.js';
import { projectFolder } from '../../../src/base/project-folder.js';

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
  assert.deepEqual(config.admin, { host: '127.0.0.1', port: 8080, trustProxy: 0, tls: undefined });
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

test('a mail server is read with its login and its kind of TLS', () => {
  const server = (url: string) => readConfig({ SMTP_URL: url }).mail.smtpUrl;
  const login = { user: 'anna@example.com', password: 'a/b:c' };
  assert.deepEqual(server('smtps://anna%40example.com:a%2Fb%3Ac@mail.example.com'), {
    host: 'mail.example.com',
    port: undefined,
    tls: 'implicit',
    login,
  });
  assert.deepEqual(server('smtp://anna%40example.com:a%2Fb%3Ac@mail.example.com:587/'), {
    host: 'mail.example.com',
    port: 587,
    tls: 'required',
    login,
  });
  assert.deepEqual(server('smtp://[::1]:25'), { host: '::1', port: 25, tls: 'offered', login: undefined });
  assert.equal(server('smtp://127.0.0.1?tls=off')?.tls, 'off');
  assert.equal(readConfig({}).mail.smtpUrl, undefined);
});

test('the address of a mail server is never repeated: it can hold a password', () => {
  const wrong = {
    'http://u:geheim@h': /must begin with smtp/,
    'smtp://u:geheim/@host': /percent-encoded/,
    'smtp://u:geheim#@host': /percent-encoded/,
    'smtp://u:geheim%zz@host': /percent-encoded/,
    'smtp://u:geheim@host/path': /must end after/,
    'smtp://u:geheim@host?tls=maybe': /may have one option: \?tls=required, \?tls=offered, \?tls=off/,
    'smtp://u:geheim@host?disableFileAccess=false': /may have one option/,
    'smtps://u:geheim@host?tls=off': /takes no options/,
    'smtp://:geheim@host': /both user and password/,
    'smtp://u:geheim@': /./,
  };
  for (const [url, says] of Object.entries(wrong)) {
    assert.throws(
      () => readConfig({ SMTP_URL: url }),
      (error: unknown) => {
        assert.ok(error instanceof ConfigError, url);
        assert.match(error.message, /SMTP_URL: its value /);
        assert.match(error.message, says);
        assert.doesNotMatch(error.message, /geheim/);
        return true;
      },
    );
  }
});

test('the sender is one mailbox on one line', () => {
  const from = (text: string) => readConfig({ MAIL_FROM: text }).mail.from;
  assert.deepEqual(from('Müller & Söhne <pbx@example.com>'), {
    name: 'Müller & Söhne',
    address: 'pbx@example.com',
  });
  assert.deepEqual(from('"Sales, Berlin" <pbx@example.com>'), {
    name: 'Sales, Berlin',
    address: 'pbx@example.com',
  });
  assert.deepEqual(from('pbx@example.com'), { name: undefined, address: 'pbx@example.com' });
  for (const wrong of [
    'Rufgruppe',
    'a@example.com, b@example.com',
    'A <a@example.com>, B <b@example.com>',
    'A <a@example.com>\r\nBcc: b@example.com',
    'A <a@example.com\n>',
    'A\u2028 <a@example.com>',
    '<a@b@example.com>',
  ]) {
    assert.throws(() => from(wrong), /MAIL_FROM: .* must be one mailbox/s, wrong);
  }
  assert.match(readConfig({}).mail.from.address, /^rufgruppe@[A-Za-z0-9.-]+$/);
});

test('a webhook is a plain address, its secret is long, and a fault does not repeat them', () => {
  const webhook = (env: Record<string, string>) => readConfig(env).webhook;
  const url = 'https://chat.example.com/hooks/abc?key=1';
  assert.equal(webhook({}), undefined);
  assert.deepEqual(webhook({ NOTICE_WEBHOOK: url }), { url, secret: undefined });
  const secret = 'sixteen letters!';
  assert.deepEqual(webhook({ NOTICE_WEBHOOK: url, NOTICE_WEBHOOK_SECRET: secret }), { url, secret });
  for (const wrong of [
    'chat.example.com',
    'ftp://chat.example.com',
    'https://u:p@chat.example.com',
    `${url}#x`,
  ])
    assert.throws(
      () => webhook({ NOTICE_WEBHOOK: wrong }),
      /NOTICE_WEBHOOK: its value must be an http/,
      wrong,
    );
  assert.throws(
    () => webhook({ NOTICE_WEBHOOK: url, NOTICE_WEBHOOK_SECRET: 'short' }),
    /NOTICE_WEBHOOK_SECRET: its value must have at least 16 characters/,
  );
  assert.throws(
    () => webhook({ NOTICE_WEBHOOK_SECRET: secret }),
    /NOTICE_WEBHOOK_SECRET: its value needs NOTICE_WEBHOOK/,
  );
});

test('links begin with an http address that has no query', () => {
  const base = (text: string) => readConfig({ PUBLIC_URL: text }).publicUrl;
  assert.equal(base('https://pbx.example.com/rufgruppe'), 'https://pbx.example.com/rufgruppe/');
  assert.equal(base('http://192.0.2.1:8080/'), 'http://192.0.2.1:8080/');
  assert.equal(readConfig({}).publicUrl, undefined);
  for (const wrong of [
    'pbx.example.com',
    'ftp://pbx.example.com',
    'https://pbx.example.com/?a=1',
    'https://pbx.example.com/?',
    'https://pbx.example.com/#a',
    'https://anna:geheim@pbx.example.com/',
    'javascript:alert(1)',
  ]) {
    assert.throws(() => base(wrong), /PUBLIC_URL: its value must be an http/, wrong);
  }
});

test('the events of several FreeSWITCHes, of one, or of none', () => {
  const addresses = (text: string) => readConfig({ FREESWITCH_EVENTS: text }).freeswitchEvents.addresses;
  assert.deepEqual(addresses('pbx-1.example:8021, 192.0.2.7:8022,pbx-1.example:8021'), [
    { host: 'pbx-1.example', port: 8021 },
    { host: '192.0.2.7', port: 8022 },
  ]);
  assert.deepEqual(addresses('192.0.2.7'), [{ host: '192.0.2.7', port: 8021 }]);
  assert.deepEqual(addresses('[2001:db8::7]:8021'), [{ host: '2001:db8::7', port: 8021 }]);
  assert.deepEqual(addresses('pa:ss@w@pbx:8022, pbx-2'), [
    { host: 'pbx', port: 8022, password: 'pa:ss@w' },
    { host: 'pbx-2', port: 8021 },
  ]);
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
    assert.throws(
      () => addresses(wrong),
      /FREESWITCH_EVENTS: its value must be host:port or password@host:port, several/,
      wrong,
    );
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
  const read = (file: string) => readFile(path.join(projectFolder(), 'src/app', file), 'utf8');
  const source = `${await read('config.ts')}${await read('backup-settings.ts').then((text) => text.split('export interface')[0])}`;
  const names = [...source.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map((match) => match[1]);
  assert.deepEqual(Object.keys(example).sort(), names.sort());
});

test('backups are made below the data, elsewhere, or not at all', () => {
  assert.deepEqual(readConfig({ DATA_DIR: '/data' }).backup, {
    folder: '/data/backups',
    atMinute: 150,
    daily: 7,
    weekly: 4,
  });
  const own = { BACKUP_DIR: '/mnt/nas', BACKUP_AT: '23:05', BACKUP_DAILY: '1', BACKUP_WEEKLY: '0' };
  assert.deepEqual(readConfig(own).backup, { folder: '/mnt/nas', atMinute: 1385, daily: 1, weekly: 0 });
  assert.equal(readConfig({ BACKUP_DIR: 'none' }).backup.folder, undefined);
  assert.throws(() => readConfig({ BACKUP_AT: '25:00', BACKUP_DAILY: '0' }), {
    message: /BACKUP_AT: "25:00" must be a time of day.*\n.*BACKUP_DAILY: "0" must be a whole number, 1-366/,
  });
});

test('the pages leave this machine with TLS, or when it is said twice', () => {
  const refused = (env: Record<string, string>) => {
    try {
      readConfig(env);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };
  for (const host of ['0.0.0.0', '::', '192.0.2.7', 'pbx.example'])
    assert.match(
      refused({ ADMIN_HOST: host }),
      /ADMIN_HOST: .* would send passwords .* ADMIN_WITHOUT_TLS=yes too/,
    );
  assert.equal(refused({ ADMIN_HOST: '0.0.0.0', ADMIN_WITHOUT_TLS: 'yes' }), '');
  for (const host of ['127.0.0.2', 'localhost', '::1']) assert.equal(refused({ ADMIN_HOST: host }), '');
  const files = { ADMIN_TLS_CERT: '/tls/cert.pem', ADMIN_TLS_KEY: '/tls/key.pem' };
  assert.deepEqual(readConfig({ ADMIN_HOST: '0.0.0.0', ...files }).admin.tls, {
    certificate: '/tls/cert.pem',
    key: '/tls/key.pem',
  });
  assert.match(refused({ ADMIN_TLS_CERT: '/tls/cert.pem' }), /ADMIN_TLS_CERT: .* needs ADMIN_TLS_KEY/);
  assert.match(refused({ ADMIN_TLS_KEY: '/tls/key.pem' }), /ADMIN_TLS_KEY: .* needs ADMIN_TLS_CERT/);
});
