/** Notices on a database that several controllers share: told once, whoever looks, and whatever crashes in between. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { carryNotices } from '../../../../src/afterwards/notices/carry.js';
import { keepWatch, type WatchUse } from '../../../../src/afterwards/notices/keep-watch.js';
import type { Webhook } from '../../../../src/afterwards/notices/webhook.js';
import { loadMailTemplates, type RenderMail } from '../../../../src/afterwards/mail/templates.js';
import type { WatchFacts } from '../../../../src/afterwards/problems/sightings.js';
import { projectFolder } from '../../../../src/base/project-folder.js';
import type { Store } from '../../../../src/base/store/connection.js';
import { NOTICES } from '../../../factories.js';
import { startWebhookServer } from '../../../fakes/webhook-server.js';
import { startDatabase, type TestDatabase } from '../mail/harness.js';

const START = Date.parse('2026-11-23T08:00:00Z');
const QUIET = { info: () => undefined, warn: () => undefined };

let database: TestDatabase;
let store: Store;
let render: RenderMail;
let minute = 0;
const now = () => new Date(START + minute * 60_000);

before(async () => {
  database = await startDatabase();
  render = await loadMailTemplates(path.join(projectFolder(), 'templates'));
});
beforeEach(async () => {
  store = await database.store();
  minute = 0;
});
after(() => database.close());

function facts(controller: string, away: readonly string[], unreadable: readonly string[]): WatchFacts {
  return {
    now: now(),
    controller,
    freeswitches: away.map((name) => ({ name, connected: false })),
    calls: { ended: 0, failed: 0, cdrs: 0, minutes: 30 },
    mails: { failed: 0, tryingSince: undefined },
    webhooks: [],
    disk: undefined,
    backup: undefined,
    certificates: [],
    freeswitchCertificates: [],
    forgottenAway: [],
    cdrFolders: unreadable.map((folder) => ({ folder, isReadable: false })),
  };
}

/** @param away FreeSWITCHes that this controller does not hear */
const watch = (controller: string, away: readonly string[]) => looking(controller, { away });

/** @param folders of CDRs, which two controllers share */
const look = (controller: string, folders: readonly string[], use: Partial<WatchUse> = {}) =>
  looking(controller, { folders }, use);

const looking = (
  controller: string,
  { away = [], folders = [] }: { readonly away?: readonly string[]; readonly folders?: readonly string[] },
  use: Partial<WatchUse> = {},
) =>
  keepWatch({
    problems: store.problems,
    notices: store.notices,
    facts: () => Promise.resolve(facts(controller, away, folders)),
    limits: () => NOTICES,
    hasWebhook: true,
    onNotice: () => Promise.resolve(),
    controller,
    now,
    log: QUIET,
    ...use,
  });

const carry = (webhook?: Webhook) =>
  carryNotices({
    notices: store.notices,
    mails: store.mails,
    settings: () => ({
      notices: { ...NOTICES, to: ['it@example.com', 'night@example.com'] },
      timezone: 'Europe/Berlin',
    }),
    render,
    statusUrl: () => 'https://pbx.example.com/status',
    webhook,
    now,
    log: QUIET,
  });

const told = async () =>
  (await store.notices.list(50)).map(({ phase, told: { about } }) => `${phase} ${about}`).toReversed();

describe('A problem that two controllers see', () => {
  test('is told once, and its end once', async () => {
    for (minute = 0; minute < 20; minute++)
      await Promise.all([look('one', ['nas:/cdrs']), look('two', ['nas:/cdrs'])]);
    assert.deepEqual(await told(), ['begun nas:/cdrs']);
    const [problem] = await store.problems.list();
    assert.deepEqual([problem?.state, problem?.episodes], ['told', 1]);
    for (; minute < 40; minute++) await Promise.all([look('one', []), look('two', [])]);
    assert.deepEqual(await told(), ['begun nas:/cdrs', 'over nas:/cdrs']);
  });

  test('lasts as long as one of them sees it', async () => {
    for (; minute < 30; minute++) await Promise.all([look('one', ['nas:/cdrs']), look('two', [])]);
    assert.deepEqual(await told(), ['begun nas:/cdrs']);
  });

  test('is told once also when the one that tells it dies before it has noted that', async () => {
    for (; minute < 10; minute++) await look('one', ['nas:/cdrs']);
    const dying = { ...store.problems, change: () => Promise.reject(new Error('killed')) };
    await assert.rejects(look('one', ['nas:/cdrs'], { problems: dying }), /killed/);
    await look('two', ['nas:/cdrs']);
    assert.deepEqual(await told(), ['begun nas:/cdrs']);
    assert.equal((await store.problems.list())[0]?.state, 'told');
  });

  test('is forgotten a day after its end, and told again when it comes back then', async () => {
    for (; minute < 10; minute++) await watch('one', ['pbx:8021']);
    for (minute = 20; minute < 20 + 24 * 60 + 60; minute += 20) await watch('one', []);
    assert.deepEqual(await store.problems.list(), []);
    for (let more = 0; more < 10; more++, minute++) await watch('one', ['pbx:8021']);
    assert.deepEqual(await told(), ['begun pbx:8021', 'over pbx:8021', 'begun pbx:8021']);
  });
});

describe('A FreeSWITCH that is away', () => {
  const who = async () =>
    (await store.notices.list(50))
      .map(({ phase, told: one }) => `${phase} ${'seenBy' in one ? one.seenBy : ''}`)
      .toReversed();

  test('for one controller is told by its name, and is over when that one hears it, whatever others do', async () => {
    const both = async (one: readonly string[], two: readonly string[], minutes: number) => {
      for (const end = minute + minutes; minute < end; minute++) {
        await watch('one', one);
        await watch('two', two);
      }
    };
    await both(['pbx:8021'], [], 10);
    assert.deepEqual(await who(), ['begun one']);
    await both(['pbx:8021'], ['pbx:8021'], 10);
    assert.deepEqual(await who(), ['begun one', 'begun two']);
    await both([], ['pbx:8021'], 10);
    assert.deepEqual(await who(), ['begun one', 'begun two', 'over one']);
    const begun = await watch('one', []);
    assert.deepEqual(
      begun.map(({ sighting }) => 'seenBy' in sighting && sighting.seenBy),
      ['two'],
    );
  });
});

describe('Notices', () => {
  test('that begin together are one mail for each address, whoever carries them', async () => {
    for (; minute < 5; minute++) await watch('one', ['a:8021', 'b:8021', 'c:8021']);
    await Promise.all([carry(), carry()]);
    minute += 2;
    await carry();
    const mails = await store.mails.list(10);
    assert.deepEqual(
      mails.map(({ subject, recipients }) => [subject, recipients.map(({ address }) => address)]).toSorted(),
      [
        ['FreeSWITCH a:8021 is away for the controller one (and 2 more)', ['it@example.com']],
        ['FreeSWITCH a:8021 is away for the controller one (and 2 more)', ['night@example.com']],
      ],
    );
    const whole = await store.mails.get(mails[0]?.id ?? '');
    assert.match(whole?.text ?? '', /FreeSWITCH b:8021 is away/);
    assert.match(whole?.text ?? '', /https:\/\/pbx\.example\.com\/status/);
  });

  test('are mailed by another controller when the first dies in between, and once', async () => {
    for (; minute < 5; minute++) await watch('one', ['a:8021']);
    const [batch] = await store.notices.batches(now());
    assert.equal(batch?.notices.length, 1);
    await carry();
    assert.deepEqual(await store.mails.list(10), []);
    minute += 2;
    await carry();
    await carry();
    assert.equal((await store.mails.list(10)).length, 2);
  });

  test('go to the webhook until it takes them, each once though two carry', async () => {
    for (; minute < 5; minute++) await watch('one', ['a:8021']);
    const server = await startWebhookServer((attempt) => (attempt < 3 ? 503 : 200));
    const webhook = { url: server.url, secret: undefined };
    await Promise.all([carry(webhook), carry(webhook)]);
    assert.equal(server.posts.length, 1);
    minute += 1;
    await carry(webhook);
    minute += 1;
    await carry(webhook);
    assert.equal(server.posts.length, 2, 'the second pause is two minutes');
    minute += 1;
    await Promise.all([carry(webhook), carry(webhook)]);
    minute += 60;
    await carry(webhook);
    assert.equal(server.posts.length, 3);
    assert.equal(new Set(server.posts.map(({ body }) => body)).size, 1);
    assert.deepEqual(
      (await store.notices.list(5)).map(({ webhook: state }) => state),
      ['sent'],
    );
    await server.close();
  });

  test('that no webhook takes for a day are given up', async () => {
    for (; minute < 5; minute++) await watch('one', ['a:8021']);
    const server = await startWebhookServer(() => 500);
    const webhook = { url: server.url, secret: undefined };
    for (let hour = 0; hour < 30; hour++, minute += 60) await carry(webhook);
    const made = server.posts.length;
    assert.ok(made > 5 && made < 30, String(made));
    assert.deepEqual(
      (await store.notices.list(5)).map(({ webhook: state }) => state),
      ['failed'],
    );
    await server.close();
  });
});
