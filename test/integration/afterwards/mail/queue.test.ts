/**
 * The mail queue stores a mail once, gives it to one sender at a time, and forgets nothing when one
 * crashes.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { MailStore } from '../../../../src/base/store/mails.js';
import { ANNA, BERND, CREATED, mail, minutesLater, startDatabase, type TestDatabase } from './harness.js';

const LEASE_MS = 600_000;

let database: TestDatabase;
let mails: MailStore;

before(async () => {
  database = await startDatabase();
});
after(() => database.close());
beforeEach(async () => {
  mails = (await database.store()).mails;
});

const claim = (now: Date, owner = 'here:1') => mails.claim(now, LEASE_MS, owner);

test('a mail is handed in once, however often it is tried', async () => {
  const results = await Promise.all([1, 2, 3].map(() => mails.enqueue(mail())));
  assert.deepEqual(results.sort(), [false, false, true]);
  assert.equal(await mails.enqueue(mail({ subject: 'another' })), false);
  const listed = await mails.list(100);
  assert.deepEqual(
    listed.map(({ id, subject, state, attempts }) => ({ id, subject, state, attempts })),
    [{ id: 'report 700 2026-11-22', subject: 'Support on Sunday', state: 'waiting', attempts: 0 }],
  );
});

test('what was handed in comes back whole', async () => {
  const attachments = [{ filename: 'a.csv', contentType: 'text/csv', content: 'a;b' }];
  await mails.enqueue(mail({ to: [ANNA, BERND], attachments, follows: 'another', text: '' }));
  assert.deepEqual(await mails.get('report 700 2026-11-22'), {
    id: 'report 700 2026-11-22',
    kind: 'report',
    group: '700',
    subject: 'Support on Sunday',
    text: '',
    html: '<p>12 calls, <b>2</b> missed</p>',
    attachments,
    follows: 'another',
    link: undefined,
    recipients: [
      { ...ANNA, state: 'waiting', words: undefined },
      { ...BERND, state: 'waiting', words: undefined },
    ],
    state: 'waiting',
    attempts: 0,
    lease: 0,
    nextAt: CREATED,
    lastError: undefined,
    createdAt: CREATED,
    tryingSince: undefined,
    finishedAt: undefined,
  });
  assert.equal(await mails.get('unknown'), undefined);
});

test('the mail that is due for the longest time is claimed first, and one that is not due is not', async () => {
  for (const [id, minutes] of [
    ['b', 2],
    ['a', 1],
    ['later', 4],
  ] as const)
    await mails.enqueue(mail({ id, createdAt: minutesLater(CREATED, minutes) }));
  const now = minutesLater(CREATED, 3);
  assert.equal((await claim(now))?.id, 'a');
  assert.equal((await claim(now))?.id, 'b');
  assert.equal(await claim(now), undefined);
});

test('two who claim at the same time get different mails', async () => {
  for (const id of ['a', 'b', 'c', 'd']) await mails.enqueue(mail({ id }));
  const claimed = await Promise.all([1, 2, 3, 4, 5].map((owner) => claim(CREATED, `here:${owner}`)));
  assert.deepEqual(claimed.map((one) => one?.id ?? '-').sort(), ['-', 'a', 'b', 'c', 'd']);
});

test('a mail whose sender crashed is due again when its lease ends, and not before', async () => {
  await mails.enqueue(mail());
  assert.equal((await claim(CREATED))?.attempts, 1);
  assert.equal(await claim(minutesLater(CREATED, 9.99), 'there:2'), undefined);
  assert.equal((await claim(minutesLater(CREATED, 10), 'there:2'))?.attempts, 2);
});

test('only the newest lease may settle', async () => {
  await mails.enqueue(mail());
  const first = await claim(CREATED);
  const second = await claim(minutesLater(CREATED, 10));
  assert.ok(first !== undefined && second !== undefined);
  const sent = {
    state: 'sent' as const,
    recipients: [{ ...ANNA, state: 'sent' as const, words: undefined }],
    finishedAt: minutesLater(CREATED, 11),
  };
  assert.equal(await mails.settle(first, { ...sent, state: 'failed' }), false);
  assert.equal((await mails.get(first.id))?.state, 'sending');
  assert.equal(await mails.settle(second, sent), true);
  assert.equal(await mails.settle(second, { ...sent, state: 'failed' }), false);
  const settled = await mails.get(first.id);
  assert.equal(settled?.state, 'sent');
  assert.equal(settled.nextAt, undefined);
  assert.deepEqual(settled.finishedAt, minutesLater(CREATED, 11));
  assert.equal(await claim(minutesLater(CREATED, 1000)), undefined);
});

async function failing(): Promise<void> {
  await mails.enqueue(mail({ to: [ANNA, BERND] }));
  const claimed = await claim(CREATED);
  assert.ok(claimed !== undefined);
  await mails.settle(claimed, {
    state: 'failed',
    recipients: [
      { ...ANNA, state: 'sent', words: undefined },
      { ...BERND, state: 'failed', words: '550 no such user' },
    ],
    lastError: '550 no such user',
    finishedAt: CREATED,
  });
}

test('a failed mail that is sent again goes only to those who did not get it', async () => {
  await failing();
  const now = minutesLater(CREATED, 100);
  assert.equal(await mails.retry('report 700 2026-11-22', now), true);
  const again = await mails.get('report 700 2026-11-22');
  assert.deepEqual(
    again?.recipients.map(({ state }) => state),
    ['sent', 'waiting'],
  );
  assert.equal(again.attempts, 0);
  assert.equal(again.finishedAt, undefined);
  assert.equal((await claim(now))?.lease, 2);
});

test('only a failed mail is sent again', async () => {
  await failing();
  await mails.enqueue(mail({ id: 'waiting' }));
  assert.equal(await mails.retry('waiting', CREATED), false);
  assert.equal(await mails.retry('unknown', CREATED), false);
  const [first, second] = await Promise.all(
    [1, 2].map(() => mails.retry('report 700 2026-11-22', minutesLater(CREATED, 1))),
  );
  assert.deepEqual([first, second].sort(), [false, true]);
});

test('a failed mail that is dismissed stays in the list, is no failure, and can be sent again', async () => {
  await failing();
  await mails.enqueue(mail({ id: 'waiting' }));
  assert.deepEqual(await mails.counts(), { waiting: 1, failed: 1 });
  assert.deepEqual(await Promise.all(['waiting', 'unknown'].map((id) => mails.dismiss(id))), [false, false]);
  assert.equal(await mails.dismiss('report 700 2026-11-22'), true);
  assert.equal(await mails.dismiss('report 700 2026-11-22'), false);
  assert.deepEqual(await mails.counts(), { waiting: 1, failed: 0 });
  const [listed] = await mails.list(10, 'dismissed');
  assert.deepEqual([listed?.id, listed?.lastError], ['report 700 2026-11-22', '550 no such user']);
  assert.equal(await claim(minutesLater(CREATED, -1)), undefined);
  assert.equal(await mails.retry('report 700 2026-11-22', CREATED), true);
  assert.deepEqual(
    (await mails.get('report 700 2026-11-22'))?.recipients.map(({ state }) => state),
    ['sent', 'waiting'],
  );
});

test('mails are listed newest first, all or those in one state, and counted', async () => {
  await failing();
  for (const [id, minutes] of [
    ['b', 2],
    ['a', 1],
    ['c', 3],
  ] as const)
    await mails.enqueue(mail({ id, createdAt: minutesLater(CREATED, minutes) }));
  await claim(minutesLater(CREATED, 5));
  const ids = async (...args: Parameters<MailStore['list']>) =>
    (await mails.list(...args)).map(({ id }) => id);
  assert.deepEqual(await ids(100), ['c', 'b', 'a', 'report 700 2026-11-22']);
  assert.deepEqual(await ids(2), ['c', 'b']);
  assert.deepEqual(await ids(100, 'failed'), ['report 700 2026-11-22']);
  assert.deepEqual(await ids(100, 'sending'), ['a']);
  assert.deepEqual(await mails.counts(), { waiting: 3, failed: 1 });
});

test('the database deletes nothing by itself: the job that does says how much', async () => {
  const { connection } = await database.store();
  const indexes = await connection.collection('mails').indexes();
  assert.deepEqual(
    indexes.filter(({ expireAfterSeconds }) => expireAfterSeconds !== undefined),
    [],
  );
});
