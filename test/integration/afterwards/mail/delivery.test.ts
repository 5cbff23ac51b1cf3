/**
 * The delivery guarantees of docs/mail.md, against a mail server that refuses, fails, hangs and crashes in
 * every way.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { deliverDue } from '../../../../src/afterwards/mail/deliver.js';
import type { SendResult } from '../../../../src/afterwards/mail/transport.js';
import type { Store } from '../../../../src/base/store/connection.js';
import { type FakeSmtpServer } from '../../../fakes/smtp-server.js';
import {
  ANNA,
  BERND,
  CREATED,
  delivery,
  mail,
  minutesLater,
  startDatabase,
  type TestDatabase,
} from './harness.js';
import { serving, transport } from './opened.js';

const ID = 'report 700 2026-11-22';
const OK = { delivered: 1, waiting: 0, failed: 0, unavailable: undefined };
const NOTHING = { delivered: 0, waiting: 0, failed: 0, unavailable: undefined };

let database: TestDatabase;
let store: Store;

before(async () => {
  database = await startDatabase();
});
after(() => database.close());
beforeEach(async () => {
  store = await database.store();
});
const stateOf = async (id = ID) => {
  const found = await store.mails.get(id);
  assert.ok(found !== undefined);
  const { state, attempts, nextAt, lastError } = found;
  return { state, attempts, nextAt, lastError };
};
const envelopes = ({ mails }: FakeSmtpServer) => mails.map(({ to }) => to);

test('what is due is sent once, and is then done with', async () => {
  const server = await serving();
  const { dependencies, now, lines } = delivery(store, transport(server.port));
  await store.mails.enqueue(mail());
  assert.deepEqual(await deliverDue(dependencies, now), OK);
  assert.deepEqual(await deliverDue(dependencies, now), NOTHING);
  assert.deepEqual(envelopes(server), [['anna@example.com']]);
  assert.deepEqual(await stateOf(), {
    state: 'sent',
    attempts: 1,
    nextAt: undefined,
    lastError: undefined,
  });
  assert.deepEqual(lines, [
    {
      level: 'info',
      facts: { mail: ID, kind: 'report', group: '700', attempt: 1 },
      message: 'a mail was sent',
    },
  ]);
});

test('after a 4xx for one recipient only that one is tried again, with the same headers', async () => {
  const server = await serving({
    recipient: (address, attempt) =>
      address === BERND.address && attempt === 1 ? { code: 450, words: 'greylisted' } : undefined,
  });
  const { dependencies, now, clock } = delivery(store, transport(server.port));
  await store.mails.enqueue(mail({ to: [ANNA, BERND] }));
  assert.deepEqual(await deliverDue(dependencies, now), { ...NOTHING, waiting: 1 });
  assert.deepEqual(await stateOf(), {
    state: 'waiting',
    attempts: 1,
    nextAt: minutesLater(CREATED, 1),
    lastError: '450 greylisted',
  });
  clock.now = minutesLater(CREATED, 1);
  assert.deepEqual(await deliverDue(dependencies, now), OK);
  assert.deepEqual(envelopes(server), [['anna@example.com'], ['bernd@example.org']]);
  assert.equal(server.mails[0]?.raw.toString(), server.mails[1]?.raw.toString());
});

test('after a 4xx for the message all are tried again', async () => {
  const server = await serving({
    message: (attempt) => (attempt === 1 ? { code: 451, words: 'scanner is busy' } : undefined),
  });
  const { dependencies, now, clock } = delivery(store, transport(server.port));
  await store.mails.enqueue(mail({ to: [ANNA, BERND] }));
  await deliverDue(dependencies, now);
  clock.now = minutesLater(CREATED, 1);
  assert.deepEqual(await deliverDue(dependencies, now), OK);
  assert.deepEqual(envelopes(server), [['anna@example.com', 'bernd@example.org']]);
});

test('a 5xx fails at once and is an error in the log, without address or the server’s words', async () => {
  const server = await serving({
    recipient: (address) =>
      address === BERND.address ? { code: 550, words: `no ${BERND.address} here` } : undefined,
  });
  const { dependencies, now, lines, clock } = delivery(store, transport(server.port));
  await store.mails.enqueue(mail({ to: [ANNA, BERND] }));
  assert.deepEqual(await deliverDue(dependencies, now), { ...NOTHING, failed: 1 });
  assert.deepEqual(await stateOf(), {
    state: 'failed',
    attempts: 1,
    nextAt: undefined,
    lastError: '550 no bernd@example.org here',
  });
  const found = await store.mails.get(ID);
  assert.deepEqual(
    found?.recipients.map(({ state, words }) => ({ state, words })),
    [
      { state: 'sent', words: undefined },
      { state: 'failed', words: '550 no bernd@example.org here' },
    ],
  );
  assert.deepEqual(
    lines.map(({ level, message }) => ({ level, message })),
    [{ level: 'error', message: 'a mail failed; the outbox page says why' }],
  );
  assert.doesNotMatch(JSON.stringify(lines), /bernd/i);
  assert.deepEqual(await store.mails.counts(), { waiting: 0, failed: 1 });
  clock.now = minutesLater(CREATED, 10_000);
  assert.deepEqual(await deliverDue(dependencies, now), NOTHING);
});

test('a refused login is no failure of the mail: it is kept, and sent when the login is right', async () => {
  const login = { user: 'pbx', password: 'geheim' };
  const server = await serving({ tls: 'starttls', login });
  await store.mails.enqueue(mail());
  const wrong = transport(server.port, { tls: 'required', login: { ...login, password: 'falsch' } });
  const { dependencies, now, clock, lines } = delivery(store, wrong);
  const run = await deliverDue(dependencies, now);
  assert.match(run.unavailable ?? '', /^The mail server refuses the login/);
  assert.equal((await stateOf()).state, 'waiting');
  assert.match((await stateOf()).lastError ?? '', /^The mail server refuses the login .*535/);
  assert.equal(lines[0]?.level, 'warn');
  assert.equal(lines[0].facts['code'], 'EAUTH');
  clock.now = minutesLater(CREATED, 1);
  const right = transport(server.port, { tls: 'required', login });
  assert.deepEqual(await deliverDue({ ...dependencies, transport: right }, now), OK);
});

test('a server that is down is asked once in a run, however many mails wait', async () => {
  const server = await serving({ mailFrom: () => ({ code: 421, words: 'down' }) });
  const { dependencies, now, clock } = delivery(store, transport(server.port));
  for (const id of ['a', 'b', 'c']) await store.mails.enqueue(mail({ id }));
  const run = await deliverDue(dependencies, now);
  assert.match(run.unavailable ?? '', /421 down/);
  assert.equal(server.connections(), 1);
  assert.deepEqual((await store.mails.list(10)).map(({ attempts }) => attempts).sort(), [0, 0, 1]);
  clock.now = minutesLater(CREATED, 1);
  const up = await serving();
  assert.deepEqual(await deliverDue({ ...dependencies, transport: transport(up.port) }, now), {
    ...OK,
    delivered: 3,
  });
});

test('a connection lost after the message gives a repetition that mail clients fold', async () => {
  const server = await serving({ message: (attempt) => (attempt === 1 ? 'drop' : undefined) });
  const { dependencies, now, clock } = delivery(store, transport(server.port));
  await store.mails.enqueue(mail());
  await deliverDue(dependencies, now);
  assert.equal((await stateOf()).state, 'waiting');
  clock.now = minutesLater(CREATED, 1);
  assert.deepEqual(await deliverDue(dependencies, now), OK);
  const [first, second, ...more] = server.mails;
  assert.equal(more.length, 0);
  assert.equal(first?.parsed.messageId, '<f5d5a3932660d4bba1e976417834997c@example.com>');
  assert.equal(first.raw.toString(), second?.raw.toString());
});

test('a crash between acceptance and record: sent again after the lease, as the same mail', async () => {
  const server = await serving();
  const { dependencies, now, clock } = delivery(store, transport(server.port));
  await store.mails.enqueue(mail());
  const crash = () => Promise.reject(new Error('the process is gone'));
  const crashing = { ...dependencies, mails: { ...store.mails, settle: crash } };
  await assert.rejects(deliverDue(crashing, now), /the process is gone/);
  clock.now = minutesLater(CREATED, 9);
  assert.deepEqual(await deliverDue(dependencies, now), NOTHING);
  clock.now = minutesLater(CREATED, 10);
  assert.deepEqual(await deliverDue(dependencies, now), OK);
  const [first, second, ...more] = server.mails;
  assert.equal(more.length, 0);
  assert.equal(first?.raw.toString(), second?.raw.toString());
  assert.equal(second?.parsed.date?.toISOString(), '2026-11-23T06:30:00.000Z');
});

test('a sender that outlives its lease changes nothing, and says that the mail may arrive twice', async () => {
  const server = await serving();
  const real = transport(server.port);
  const slow = delivery(store, {
    delivered: 'sent',
    send: async (message) => {
      slow.clock.now = minutesLater(CREATED, 10);
      const other = delivery(store, real, 'there:2');
      other.clock.now = slow.clock.now;
      assert.deepEqual(await deliverDue(other.dependencies, other.now), OK);
      return real.send(message);
    },
  });
  await store.mails.enqueue(mail());
  assert.deepEqual(await deliverDue(slow.dependencies, slow.now), NOTHING);
  assert.match(slow.lines.at(-1)?.message ?? '', /the mail may arrive twice, with one Message-ID/);
  assert.equal((await stateOf()).state, 'sent');
  assert.equal((await stateOf()).attempts, 2);
});

test('two instances on one database send each mail once', async () => {
  const server = await serving();
  const ids = Array.from({ length: 20 }, (_, index) => `mail ${index}`);
  const stores = [await database.store('shared'), await database.store('shared')];
  for (const id of ids) await stores[0]?.mails.enqueue(mail({ id, subject: id }));
  const runs = await Promise.all(
    stores.map((own, index) => {
      const { dependencies, now } = delivery(own, transport(server.port), `instance:${index}`);
      return deliverDue(dependencies, now);
    }),
  );
  assert.deepEqual(server.mails.map(({ parsed }) => parsed.subject).sort(), [...ids].sort());
  assert.equal(
    runs.reduce((sum, { delivered }) => sum + delivered, 0),
    20,
  );
});

/** The same result each time, without a network. */
const answering = (...recipients: Extract<SendResult, { kind: 'answered' }>['recipients']) => ({
  delivered: 'sent' as const,
  send: () => Promise.resolve({ kind: 'answered' as const, recipients }),
});
const LATER = answering({ kind: 'later', words: '450 greylisted' });

test('the pauses grow from one minute to an hour, and after 48 hours the mail fails', async () => {
  const { dependencies, now, clock, lines } = delivery(store, LATER);
  await store.mails.enqueue(mail());
  const pauses: number[] = [];
  for (;;) {
    await deliverDue(dependencies, now);
    const { nextAt } = await stateOf();
    if (nextAt === undefined) break;
    pauses.push((nextAt.getTime() - clock.now.getTime()) / 60_000);
    clock.now = new Date(nextAt.getTime() - 1);
    assert.deepEqual(await deliverDue(dependencies, now), NOTHING);
    clock.now = nextAt;
  }
  assert.deepEqual(pauses.slice(0, 8), [1, 2, 5, 15, 30, 60, 60, 60]);
  assert.deepEqual(clock.now, new Date('2026-11-25T07:23:00Z'));
  const { state, lastError } = await stateOf();
  assert.deepEqual(
    { state, lastError },
    { state: 'failed', lastError: 'Given up after 48 hours. 450 greylisted' },
  );
  assert.equal(lines.at(-1)?.level, 'error');
});

test('the 48 hours begin with the first attempt, not while the service was down', async () => {
  const { dependencies, now, clock } = delivery(store, LATER);
  await store.mails.enqueue(mail());
  clock.now = minutesLater(CREATED, 5 * 24 * 60);
  assert.deepEqual(await deliverDue(dependencies, now), { ...NOTHING, waiting: 1 });
});

test('a failed mail that somebody sends again begins anew', async () => {
  const { dependencies, now, clock } = delivery(store, answering({ kind: 'refused', words: '550 no' }));
  await store.mails.enqueue(mail());
  await deliverDue(dependencies, now);
  clock.now = minutesLater(CREATED, 4000);
  await store.mails.retry(ID, clock.now);
  await deliverDue({ ...dependencies, transport: LATER }, now);
  assert.deepEqual(await stateOf(), {
    state: 'waiting',
    attempts: 1,
    nextAt: minutesLater(CREATED, 4001),
    lastError: '450 greylisted',
  });
});

test('a mail of which no message can be made fails alone', async () => {
  const server = await serving();
  const { dependencies, now, lines } = delivery(store, transport(server.port));
  await store.mails.enqueue(mail({ id: 'broken', to: [{ name: undefined, address: 'a@b\r\nc' }] }));
  await store.mails.enqueue(mail({ id: 'nobody', to: [] }));
  await store.mails.enqueue(mail({ createdAt: minutesLater(CREATED, -1) }));
  await store.mails.enqueue(mail({ id: 'good' }));
  assert.deepEqual(await deliverDue(dependencies, now), { ...OK, delivered: 2, failed: 2 });
  assert.equal((await stateOf('broken')).state, 'failed');
  assert.match((await stateOf('broken')).lastError ?? '', /No message can be made of this mail/);
  assert.equal((await stateOf('nobody')).lastError, 'The mail has no recipient');
  assert.equal(lines.filter(({ level }) => level === 'error').length, 2);
});

test('a mail at which the process crashes each time is given up', async () => {
  const { dependencies, now, clock } = delivery(store, LATER);
  await store.mails.enqueue(mail());
  for (let crash = 0; crash < 100; crash++) {
    assert.notEqual(await store.mails.claim(clock.now, 1000, 'here:1'), undefined);
    clock.now = new Date(clock.now.getTime() + 1000);
  }
  assert.deepEqual(await deliverDue(dependencies, now), { ...NOTHING, failed: 1 });
  assert.equal((await stateOf()).lastError, 'Given up after 100 attempts');
});

test('a run is bounded, and ends between two mails when the service stops', async () => {
  const { dependencies, now } = delivery(store, answering({ kind: 'accepted' }));
  for (const id of ['a', 'b', 'c', 'd']) await store.mails.enqueue(mail({ id }));
  assert.deepEqual(await deliverDue({ ...dependencies, mostPerRun: 2 }, now), { ...OK, delivered: 2 });
  const stop = new AbortController();
  const stopping = {
    delivered: 'sent' as const,
    send: () => {
      stop.abort();
      return Promise.resolve({ kind: 'answered' as const, recipients: [{ kind: 'accepted' as const }] });
    },
  };
  const run = await deliverDue({ ...dependencies, transport: stopping, signal: stop.signal }, now);
  assert.deepEqual(run, OK);
  assert.deepEqual(await store.mails.counts(), { waiting: 1, failed: 0 });
});
