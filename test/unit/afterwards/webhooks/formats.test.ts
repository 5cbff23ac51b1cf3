/** What each receiver gets, and that docs/webhooks.md says the same and can be followed. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { eventText } from '../../../../src/afterwards/webhooks/event-text.js';
import { requestOf } from '../../../../src/afterwards/webhooks/formats.js';
import { isSecretFor, newKey, signed } from '../../../../src/afterwards/webhooks/sign.js';
import { projectFolder } from '../../../../src/base/project-folder.js';
import { WEBHOOK_EVENTS } from '../../../../src/base/model/webhook.js';
import { aWebhook, EVENTS, KEY } from './events.js';

const USE = {
  id: 'msg_1',
  lang: 'en',
  timezone: 'Europe/Berlin',
  pagesUrl: 'https://pbx.example.com/',
  now: new Date('2026-11-24T09:15:31Z'),
} as const;
const DOCUMENT = readFileSync(path.join(projectFolder(), 'docs/webhooks.md'), 'utf8');
const blocks = (lang: string) =>
  [...DOCUMENT.matchAll(new RegExp(`\`\`\`${lang}\n(.*?)\n\`\`\``, 'gs'))].map(([, code = '']) => code);

const folder = mkdtempSync(path.join(os.tmpdir(), 'webhook-sample-'));
after(() => rmSync(folder, { recursive: true }));

const json = (type: keyof typeof EVENTS) => requestOf(aWebhook(), EVENTS[type], { ...USE, secret: KEY });
const missed = EVENTS['call.missed'];
const bodyOf = ({ body }: { readonly body: string }) => JSON.parse(body) as Record<string, unknown>;

describe('An event as JSON', () => {
  it('is what the document shows, byte by byte', () => {
    const shown = blocks('json');
    assert.equal(shown.length, 4);
    for (const block of shown) {
      const { type } = JSON.parse(block) as { type: keyof typeof EVENTS };
      assert.equal(json(type).body, block);
    }
  });

  it('says in both languages that a switch turned by itself', () => {
    const turned = EVENTS['switch.turned'];
    const event = { ...turned, data: { ...turned.data, until: null, who: null } };
    assert.equal(eventText(event, 'en', USE.timezone), 'Switch “Closed” is on (by itself).');
    assert.equal(eventText(event, 'de', USE.timezone), 'Schalter „Closed“ ist an (von selbst).');
  });

  it('has a documented field for all that it says, whichever event it is', () => {
    for (const type of WEBHOOK_EVENTS) {
      const [, row = ''] = new RegExp(`^\\| \`${type}\` \\|(.*)$`, 'm').exec(DOCUMENT) ?? [];
      assert.notEqual(row, '', type);
      if (/the same/.test(row)) continue;
      for (const field of Object.keys(EVENTS[type].data)) assert.match(row, new RegExp(`\`${field}\``), type);
    }
  });

  it('is found genuine by the sample of the document, and nothing else is', async () => {
    const [sample = ''] = blocks('js');
    const file = path.join(folder, 'sample.mjs');
    writeFileSync(file, sample);
    const { isGenuine } = (await import(pathToFileURL(file).href)) as {
      isGenuine: (headers: object, body: string, key: string, nowSec?: number) => boolean;
    };
    const key = newKey();
    const { headers, body } = requestOf(aWebhook(), missed, { ...USE, secret: key });
    const nowSec = USE.now.getTime() / 1000;
    assert.equal(isGenuine(headers, body, key, nowSec), true);
    assert.equal(isGenuine(headers, `${body} `, key, nowSec), false);
    assert.equal(isGenuine(headers, body, newKey(), nowSec), false);
    assert.equal(isGenuine(headers, body, key, nowSec + 301), false);
    assert.equal(isGenuine({ ...headers, 'webhook-id': 'msg_2' }, body, key, nowSec), false);
    assert.equal(isGenuine({}, body, key, nowSec), false);
  });

  it('is signed as the specification has it', () => {
    // The example of the specification's own libraries.
    const key = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const { 'webhook-signature': sum } = signed(
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      '{"test": 2432232314}',
      key,
      new Date(1614265330_000),
    );
    assert.equal(sum, 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });
});

describe('An event for a chat', () => {
  const named = (name: string) => ({
    ...missed,
    data: { ...missed.data, caller: { ...missed.data.caller, name } },
  });

  it('is a message with a link for Slack, in which a name is a name and calls nobody', () => {
    const request = requestOf(aWebhook('slack'), named('<!channel> & Söhne'), {
      ...USE,
      secret: 'https://hooks.slack.com/services/T/B/x',
    });
    assert.equal(request.url, 'https://hooks.slack.com/services/T/B/x');
    const { text, blocks: sections } = bodyOf(request) as {
      text: string;
      blocks: { text: { text: string } }[];
    };
    assert.match(text, /^Missed call: &lt;!channel&gt; &amp; Söhne \(\+493023125001\) called Sales/);
    assert.equal(sections[1]?.text.text, '<https://pbx.example.com/callbacks/4c1d|Open in Rufgruppe>');
    assert.equal(request.headers['webhook-signature'], undefined);
  });

  it('is an adaptive card for Teams, in which a name is no Markdown', () => {
    const request = requestOf(aWebhook('teams'), named('[x](https://evil.example) *A*'), {
      ...USE,
      secret: 'https://prod.logic.azure.com/workflows/1?sig=x',
    });
    const { type, attachments } = bodyOf(request) as {
      type: string;
      attachments: { contentType: string; content: { body: { text: string }[]; actions: object[] } }[];
    };
    assert.equal(type, 'message');
    const [card] = attachments;
    assert.equal(card?.contentType, 'application/vnd.microsoft.card.adaptive');
    assert.match(card.content.body[0]?.text ?? '', /\\\[x\\\]\(https:\/\/evil\.example\) \\\*A\\\*/);
    assert.deepEqual(card.content.actions, [
      {
        type: 'Action.OpenUrl',
        title: 'Open in Rufgruppe',
        url: 'https://pbx.example.com/callbacks/4c1d',
      },
    ]);
  });

  it('is put into a room of Matrix under the id of its delivery, so that it stands there once', () => {
    const webhook = aWebhook('matrix', { url: 'https://matrix.example.com/', room: '!abc/d:example.com' });
    const { method, url, headers, body } = requestOf(webhook, missed, { ...USE, secret: 'syt_token' });
    assert.equal(
      `${method} ${url}`,
      'PUT https://matrix.example.com/_matrix/client/v3/rooms/!abc%2Fd%3Aexample.com/send/m.room.message/msg_1',
    );
    assert.equal(headers['authorization'], 'Bearer syt_token');
    assert.equal((JSON.parse(body) as { msgtype: string }).msgtype, 'm.text');
  });

  it('names nobody where the number is withheld, or where the receiver gets none', () => {
    const text = (caller: typeof missed.data.caller | { number: null; name: null; withheld: boolean }) => {
      const event = { ...missed, data: { ...missed.data, caller } };
      return bodyOf(requestOf(aWebhook('slack'), event, { ...USE, secret: 'https://x.example' }))['text'];
    };
    const nobody = { number: null, name: null };
    assert.match(String(text({ ...nobody, withheld: true })), /^Missed call: number withheld called/);
    assert.match(String(text({ ...nobody, withheld: false })), /^Missed call: a caller called/);
  });
});

describe('A secret', () => {
  it('is what the format needs, and nothing of another one', () => {
    const secrets = { json: KEY, slack: 'https://hooks.slack.com/services/T/B/x', matrix: 'syt_token_1' };
    assert.deepEqual(
      (['json', 'teams', 'slack', 'matrix'] as const).map((format) =>
        Object.values(secrets).map((secret) => isSecretFor(format, secret)),
      ),
      [
        [true, false, false],
        [false, true, false],
        [false, true, false],
        [true, true, true],
      ],
    );
    assert.equal(isSecretFor('teams', 'http://169.254.169.254/latest'), false);
    assert.equal(isSecretFor('teams', 'http://[::ffff:169.254.169.254]/latest'), false);
    assert.equal(isSecretFor('teams', 'http://[64:ff9b::169.254.169.254]/latest'), false);
    assert.equal(isSecretFor('matrix', 'two words'), false);
    assert.equal(isSecretFor('json', 'whsec_short'), false);
  });
});
